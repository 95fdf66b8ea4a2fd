"""The documents hold together: links lead somewhere, decisions have their six sections and a line in the index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").glob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
SECTIONS = ["Status", "Date", "Context", "Decision", "Alternatives considered", "Consequences"]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_to_files_lead_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\((?!https?:|mailto:)([^)#]+)", text)
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("record", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_six_sections_in_order_and_none_is_empty(record: Path) -> None:
    heads, bodies = zip(*re.findall(r"^## (.+)\n(.*?)(?=^## |\Z)", record.read_text("utf-8"), re.M | re.S), strict=True)
    assert list(heads) == SECTIONS
    assert all(body.strip() for body in bodies)


def test_decisions_are_numbered_without_a_gap_and_all_in_the_index() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    titles = [re.match(r"# (\d+)\. (.+)\n## ?", text.replace("\n\n", "\n")) for text in map(Path.read_text, DECISIONS)]
    assert [int(title[1]) for title in titles if title] == list(range(1, len(DECISIONS) + 1))
    for record, title in zip(DECISIONS, titles, strict=True):
        assert title and f"| [{record.stem[:4]}]({record.name}) | {title[2]} |" in index
