"""Pages of the documentation that say in Chinese what code knows: they name all of it, as the program does."""

from __future__ import annotations

import re

import pytest

from archive import messages
from archive.alerts import kinds
from archive.captures import facts
from tests.support.paths import ROOT

CHINESE = ROOT / "docs" / "zh"


def _rows(page: str) -> set[tuple[str, str]]:
    """Name and code of each row of a page's tables."""
    text = (CHINESE / page).read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^\| (\S+) `(\w+)` \|", text))


def test_alerts_of_every_kind_are_explained() -> None:
    assert _rows("alerts.md") == {(messages.text(f"alert-{kind}-name", "zh"), kind) for kind in kinds.known()}


def test_every_fact_of_the_proof_of_absence_is_explained() -> None:
    assert _rows("absence.md") == {(messages.text(f"fact-{fact}", "zh"), fact) for fact in facts.Fact}


@pytest.mark.parametrize("page", ["check.md", "alerts.md"])
def test_pages_in_both_languages_name_the_same_options(page: str) -> None:
    english, chinese = ((ROOT / "docs" / folder / page).read_text(encoding="utf-8") for folder in ("", "zh"))
    options = [set(re.findall(r"(?m)^\| `(--[\w-]+)", text)) for text in (english, chinese)]
    assert options[0] == options[1]
