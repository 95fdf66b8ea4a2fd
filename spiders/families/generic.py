"""Pages of no known CMS, by general means: rows of links with dates, pagers drawn as links, the government's meta tags.

The last resort of `land`. A page of links without dates and without a report's title is no list, as home pages, block
pages and error pages must not be recognised.
"""

from __future__ import annotations

import re

from spiders.families import articles, pagers
from spiders.pages.links import lists
from spiders.pages.page import Landing, Link, Listing, Page

name = "generic"

REPORT = re.compile(r"(?:年度报告|年报|信息公开.{0,6}报告)")
_MIN_DATED_ROWS = 3
"""The fewest dated rows of a list in which no title names a report."""


def land(page: Page) -> Landing | None:
    """An article by its title's meta tag or a container used only for articles; a list by dates or report titles."""
    named = articles.meta(page, "ArticleTitle") is not None
    article = articles.read(page, *articles.COMMON, *(articles.LOOSE if named else ()))
    if article is None and (articles.is_report(page) or (_is_headed(page) and articles.is_labelled(page))):
        article = articles.read(page, *articles.LOOSE)
    if article:
        return Landing(name, article=article)
    found = items(page)
    if not found:
        return None
    total, pages, current = pagers.declared_by_pager(page)
    following = pagers.next_by_link(page)
    return Landing(
        name,
        listing=Listing(found, following, declared_items=total, declared_pages=pages, page_number=current),
    )


def _is_headed(page: Page) -> bool:
    """Whether a heading is a report's full title with a year, not the name of a column."""
    return any(
        REPORT.search(heading.text()) and re.search(r"\d{4}", heading.text()) for heading in page.tree.css("h1, h2")
    )


def items(page: Page) -> tuple[Link, ...]:
    """The rows of the page's list, found by dates and titles; empty where no block of links qualifies."""
    found = max(lists(page, lambda _: True), key=_weight, default=())
    return found if _weight(found) >= (1, 0) or _weight(found) >= (0, _MIN_DATED_ROWS) else ()


def _weight(links: tuple[Link, ...]) -> tuple[int, int]:
    """(rows that name a report and have a date or year, rows with a date)."""
    named = [link for link in links if REPORT.search(link.title) and (link.date or re.search(r"\d{4}", link.title))]
    return len(named), sum(link.date is not None for link in links)
