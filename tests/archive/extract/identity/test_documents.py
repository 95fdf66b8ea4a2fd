"""Each folder of `documents` holds a page in short and what it is; a missing expectation is written and fails once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive import gazetteer
from archive.extract.identity import dates
from archive.extract.identity.evidence import gather
from archive.extract.identity.identify import identify, to_json
from archive.extract.layout.document import Document, Meta, Paragraph
from archive.extract.report.model import Context

CASES = sorted(path.parent for path in Path(__file__).parent.glob("documents/*/page.json"))


def says(page: dict[str, Any]) -> dict[str, Any]:
    metadata = tuple(Meta(*each) for each in page["metadata"])
    lines = tuple(Paragraph(line) for line in page["lines"])
    document = Document("text/html", "test", title=page["title"], metadata=metadata, blocks=lines)
    today = date.fromisoformat(page["today"])
    evidence = gather(document, Context(page["county_code"], page["url"], page["link_title"], today))
    identity = identify(evidence, gazetteer.load())
    published = dates.published(metadata, year=identity.year, today=today)
    signed = dates.signed_on([*evidence.lead.splitlines(), *evidence.signature.splitlines()], today=today)
    said = to_json(identity)
    for of_links in ("why", "concerns", "doubt"):
        del said[of_links]
    return said | {
        "title": identity.title,
        "signed_on": str(signed) if signed else None,
        "published_on": str(published.on) if published.on else None,
        "published_label": published.label,
        "trust": published.trust,
        "findings": [finding.rule for finding in (*identity.findings, *published.findings)],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_document(case: Path) -> None:
    said = says(json.loads((case / "page.json").read_text("utf-8")))
    expected = case / "expected.json"
    if not expected.exists():
        expected.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{expected} is new: review it")
    assert said == json.loads(expected.read_text("utf-8"))
