"""docs/check.md shows what `nianbao check` says today."""

from __future__ import annotations

from tests.support.documents import check_doc


def test_the_words_on_the_page_are_those_of_the_program() -> None:
    """Where they changed: python -m tests.support.documents.check_doc."""
    assert check_doc.written() == check_doc.shown()
