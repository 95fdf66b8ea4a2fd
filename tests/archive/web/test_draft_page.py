"""A review as a page: all that is said, on its own, and nothing of the draft as markup."""

from __future__ import annotations

import re

import pytest

from archive.drafts import review, words
from archive.web.drafts import draft_page
from tests.archive.drafts.test_drafting_rules import draft
from tests.support.documents.drafts import BROKEN, docx
from tests.support.documents.read_drafts import read


@pytest.mark.parametrize("name", BROKEN)
def test_every_remark_is_on_the_page_and_marked_where_it_stands(name: str) -> None:
    found = review.of(read(docx(BROKEN[name]())))
    page = draft_page.render(found, f"{name}.docx", "zh")
    for remark in found.remarks:
        assert words.remedy(remark, "zh") in page
    numbers = {number for sup in re.findall(r"<sup>([\d,]+)</sup>", page) for number in sup.split(",")}
    placed = {str(n) for n, remark in enumerate(found.remarks, 1) if remark.place.cells or remark.place.quotes}
    assert numbers <= placed
    assert len(numbers) >= len(placed) - 1


def test_the_page_needs_no_other_file() -> None:
    page = draft_page.render(review.of(read(docx(BROKEN["sums"]()))), "sums.docx", "zh")
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="', page) == []
    assert "url(" not in page


def test_what_a_draft_says_is_text_on_the_page() -> None:
    hostile = "<script>alert(1)</script>我镇进一步进一步<b>加强"
    page = draft_page.render(review.of(draft({1: hostile}, opening=(f"{hostile}2025年", ""))), "<i>.docx", "zh")
    assert "<script" not in page
    assert "<b>加强" not in page
    assert "&lt;i&gt;.docx" in page
