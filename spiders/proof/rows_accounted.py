"""The fact that every row of a list is accounted for: none may hide a report of a unit that it does not name."""

from __future__ import annotations

from collections.abc import Sequence

from spiders.pages.facts import Fact, Finding, Observation, OpenRow
from spiders.proof import rows
from spiders.proof.checked_pages import ReadPage, Surroundings


def rows_accounted(read: Sequence[ReadPage], around: Surroundings) -> Finding:
    """By the titles of the rows, with an address or without, and of links beside the list."""
    found: list[OpenRow] = []
    for page in read:
        items = [around.identify(item) for item in page.items]
        unlinked = [] if page.is_data else _rows_without_address(page, around)
        beside = () if page.is_data else rows.other_rows(page.page, page.urls, around.identify)
        items += [item for item in beside if not around.answered(item.link.url)]
        found += rows.open_rows(items, unlinked, around.identify)
    if found:
        return Finding(Fact.ROWS_ACCOUNTED, Observation.ROWS_OPEN, {"count": len(found)}, tuple(dict.fromkeys(found)))
    return Finding(Fact.ROWS_ACCOUNTED, Observation.ALL_ROWS_NAMED)


def _rows_without_address(page: ReadPage, around: Surroundings) -> list[str]:
    beside = rows.rows_without_address(page.page, page.urls)
    return list(dict.fromkeys([*beside, *rows.titles_without_address(page.page, around.units)]))
