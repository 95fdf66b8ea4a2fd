"""Saved pages, each with what its family makes of it: `pages/<family>/<case>/` holds `input.*` and `expected.json`.

`address.txt` is the page's address. A missing `expected.json` is written and fails once, for review.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from spiders.families import land
from spiders.pages.page import Page

CASES = sorted(path.parent for path in (Path(__file__).parent / "pages").glob("*/*/address.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_saved_page_lands_as_expected(case: Path) -> None:
    assert_lands_as_expected(case)


def assert_lands_as_expected(case: Path) -> None:
    """What is read of a saved page is what its case expects; a missing expectation is written and fails once."""
    (source,) = case.glob("input.*")
    page = Page((case / "address.txt").read_text("utf-8").strip(), source.read_text("utf-8"))
    landing = json.loads(json.dumps(asdict(land(page)), ensure_ascii=False))
    expected = case / "expected.json"
    if not expected.exists():
        expected.write_text(json.dumps(landing, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{expected} was missing and has been written: review it")
    assert landing == json.loads(expected.read_text("utf-8"))


def test_every_family_has_a_saved_page() -> None:
    from spiders.families import NAMES

    assert {case.parent.name for case in CASES} >= set(NAMES)
