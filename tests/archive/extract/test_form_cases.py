"""One directory a way of printing: `input.html` or `input.txt`, and in `expected.json` what must be read from it.

Many inputs are stored as changes of a base document (`input.html.toml`, `tests/support/documents/case_files.py`).

A name begins with the number of the variant it stands for. What a report says beside the former year's one is told
where a `previous.html` lies with it.

Keys of the expectation: `context` (what is known beforehand), `form`, `kind`, `year`, `issuer` (a part of it),
`published_on`, `published_label`, `signed_on`, `years` (rules broken between the years), `sections` (their numbers),
`section_text`, `tables` (a part of them), `absent` tables, `absent_lines`, `null` cells, `all_null`, `not_values`,
`states` of cells, `findings` that must be there, `no_findings`, `no_errors`, `blame` of findings, `narrative` values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from archive import gazetteer
from archive.extract.checks.rules import compare_years
from archive.extract.dispatch import formats
from archive.extract.html import reader
from archive.extract.interpret import interpret
from archive.extract.layout import plain_text
from archive.extract.layout.document import Document, Unreadable
from archive.extract.output import to_json, with_source
from archive.extract.report.model import Context, Report
from tests.support.documents import case_files
from tests.support.documents.trees import leaves
from tests.support.paths import FORM_CASES

CASES = sorted(path.parent for path in FORM_CASES.glob("*/input.*"))
VARIANTS = 55
"""Ways of printing that were met in the wild, numbered."""
READERS: dict[str, Callable[[bytes], Document | Unreadable]] = {".html": reader.read, ".txt": plain_text.read}


def read(source: Path, context: Context) -> tuple[Document | Unreadable, Report]:
    document = READERS.get(case_files.suffix(source), formats.read)(case_files.content(source))
    return document, interpret(document, context, gazetteer.load())


def test_every_variant_has_a_case_of_its_own() -> None:
    numbers = {int(number[0]) for case in CASES if (number := re.match(r"\d+", case.name))}
    assert set(range(1, VARIANTS + 1)) - numbers == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    check_case(case)


def check_case(case: Path) -> None:
    """A case's expectation against what is read today."""
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    known = expected.get("context", {})
    context = Context(**known | ({"today": date.fromisoformat(known["today"])} if "today" in known else {}))
    document, reading = read(next(case.glob("input.*")), context)
    got = to_json(with_source(reading, document))
    cells = leaves(got["tables"])
    rules = {finding["rule"]: finding for finding in got["findings"]}
    assert got["kind"] == expected.get("kind", "report")
    assert got["document_number"] == expected.get("document_number", got["document_number"])
    for part in ("form", "year", "published_on", "published_label", "signed_on"):
        assert got[part] == expected.get(part, got[part])
    assert got["issuer"].items() >= expected.get("issuer", {}).items()
    former = [read(path, context)[1] for path in case.glob("previous.*")]
    assert {f.rule for before in former for f in compare_years(before, reading)} >= set(expected.get("years", []))
    wrong = {
        cell: (value, cells.get(cell, "absent"))
        for cell, value in leaves(expected.get("tables", {})).items()
        if cells.get(cell, "absent") != value
    }
    assert wrong == {}, rules
    assert [s["number"] for s in got["sections"]] == expected.get("sections", [s["number"] for s in got["sections"]])
    assert {str(s["number"]): s["text"] for s in got["sections"]}.items() >= expected.get("section_text", {}).items()
    assert [table for table in expected.get("absent", []) if table in got["tables"]] == []
    assert [line for line in expected.get("absent_lines", []) if any(c.startswith(line + ".") for c in cells)] == []
    assert [cell for cell in expected.get("null", []) if cells.get(cell, "absent") is not None] == []
    assert not expected.get("all_null") or (set(cells.values()) == {None} and len(got["tables"]) == 3)
    assert [cell for cell, value in expected.get("not_values", {}).items() if cells.get(cell) == value] == []
    states = {f"{c['table']}.{c['line']}.{c['column']}": c["state"] for c in got["cells"]}
    assert {c: states.get(c) for c in expected.get("states", {})} == expected.get("states", {})
    assert [rule for rule in expected.get("findings", []) if rule not in rules] == [], rules
    assert [rule for rule in expected.get("no_findings", []) if rule in rules] == []
    assert not expected.get("no_errors") or [f for f in got["findings"] if f["severity"] == "error"] == []
    assert {rule: rules[rule]["blame"] for rule in expected.get("blame", {})} == expected.get("blame", {})
    told = {figure["indicator"]: figure["value"] for figure in got["narrative"]}
    assert told.items() >= expected.get("narrative", {}).items(), told
