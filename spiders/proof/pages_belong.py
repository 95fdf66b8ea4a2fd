"""The fact that the further pages of a list belong to the list of its first page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spiders.pages.facts import Fact, Finding, Observation
from spiders.pages.links import collapse_whitespace, signatures
from spiders.pages.page import Page
from spiders.proof.checked_pages import ReadPage


def pages_belong(read: Sequence[ReadPage]) -> Finding:
    """By the titles of the windows, and by what stands above the items."""
    further = [page for page in read if page.number > 0 and page.rendering is None]
    if len(further) < 2:
        return Finding(Fact.PAGES_BELONG, Observation.ONE_PAGE)
    first = further[0]
    for page in further[1:]:
        if page.is_data:
            continue  # the interface was asked for the next page of this very list
        if _heading(page.page) != _heading(first.page) or (page.urls and not _same_structure(first, page)):
            return Finding(Fact.PAGES_BELONG, Observation.ANOTHER_LIST, {"number": page.number})
    return Finding(Fact.PAGES_BELONG, Observation.SAME_LIST)


def _heading(page: Page) -> str:
    """The title of the window without page numbers."""
    node = page.tree.css_first("title")
    text = collapse_whitespace(node.text()) if node is not None else ""
    return re.sub(r"第?\s*\d{1,3}\s*页|[_-]\d{1,3}$|\s", "", text)


def _same_structure(first: ReadPage, page: ReadPage) -> bool:
    """Whether the same tags and classes stand above the items of both pages."""
    return not first.urls or bool(signatures(first.page, first.urls) & signatures(page.page, page.urls))
