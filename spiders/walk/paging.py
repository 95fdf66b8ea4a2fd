"""Reading a column page by page: the next page to fetch, and at the end whether the column was read completely.

Knows nothing of requests. A column is complete only where its pages say so: the declared number of pages or items was
reached, or the last page names no next page, and no page came twice or empty. Lists may change while they are read (a
new item on top pushes items to the next page); a column that shows signs of that is read a second time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spiders.pages.page import Fetch, Listing
from spiders.pages.reasons import ListReason, Reason, because

MOST_PAGES = 200
MOST_SHELLS = 2
"""The most pages without items before the first page of a list: the page itself, and a script of it."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A column while it is read: the item addresses of each page so far, and what the last page declared.

    `items` counts rows without those that an earlier page had too. `attempt` counts readings from the first page,
    `shells` counts pages without items that only gave the address of the items, `unread` is that of the last page.
    """

    pages: tuple[tuple[str, ...], ...] = ()
    items: int = 0
    declared_items: int | None = None
    declared_pages: int | None = None
    attempt: int = 1
    shells: int = 0
    unread: Reason | None = None


@dataclass(frozen=True, slots=True)
class End:
    """Why a column ends here: `reason` is None where it is complete; `moved` where the list changed meanwhile."""

    reason: Reason | None = None
    moved: bool = False


def advance(walk: Walk, listing: Listing, *, turned: bool = False) -> tuple[Walk, Fetch | End]:
    """The walk with this page added, and the fetch of the next page or the end of the column.

    `turned` says that a click on the page before led here: where that shows the same items, the control was dead, as
    the pager's on a list's only page are; whether the list really ends there is the proof's to say.
    """
    if listing.page_number == 0:
        if walk.shells >= MOST_SHELLS or listing.next is None:
            return walk, End(because(ListReason.ITEMS_NOT_LOADED))
        return replace(walk, shells=walk.shells + 1), listing.next
    page = tuple(item.url for item in listing.items)
    number = len(walk.pages) + 1
    if turned and page and page == walk.pages[-1]:
        return walk, _end(walk, walk, overlap=False)
    if page and page in walk.pages:
        return walk, _repeated(walk, walk.pages.index(page) + 1)
    earlier = {url for urls in walk.pages for url in urls}
    grown = replace(
        walk,
        pages=(*walk.pages, page),
        items=walk.items + sum(url not in earlier for url in page),
        declared_items=listing.declared_items if listing.declared_items is not None else walk.declared_items,
        declared_pages=listing.declared_pages if listing.declared_pages is not None else walk.declared_pages,
        unread=listing.unread,
    )
    if listing.page_number not in (None, number):
        why = because(ListReason.PAGE_NUMBER_DIFFERS, number=number, stated=listing.page_number)
        return grown, End(why, moved=True)
    if listing.next is not None and not _all_read(grown):
        endless = End(because(ListReason.TOO_MANY_PAGES, most=MOST_PAGES))
        return grown, endless if number >= MOST_PAGES else listing.next
    return grown, _end(walk, grown, overlap=bool(earlier & set(page)))


def second_reading(walk: Walk) -> Walk:
    """The walk of a second reading from the first page."""
    return Walk(attempt=walk.attempt + 1)


def _repeated(walk: Walk, earlier: int) -> End:
    """The end at a page that repeats page `earlier`.

    Servers that are asked for a page after the last show the last or the first page again: that is a regular end where
    the previous page was shorter than the first, and no declared item or page is missing.
    """
    number = len(walk.pages)
    if number > 1 and earlier in (1, number) and len(walk.pages[-1]) < len(walk.pages[0]):
        return _end(walk, walk, overlap=False)
    return End(because(ListReason.PAGE_REPEATED, number=number + 1, earlier=earlier))


def _all_read(walk: Walk) -> bool:
    if walk.declared_pages is not None:
        return len(walk.pages) >= walk.declared_pages
    return walk.declared_items is not None and walk.items >= walk.declared_items


def _end(before: Walk, walk: Walk, *, overlap: bool) -> End:
    number = len(walk.pages)
    changed = before.declared_items not in (None, walk.declared_items)
    if walk.declared_pages is not None and number < walk.declared_pages:
        why = because(ListReason.FEWER_PAGES_THAN_DECLARED, number=number, declared=walk.declared_pages)
        return End(why, moved=changed)
    if walk.declared_items is not None and walk.items < walk.declared_items:
        why = because(ListReason.FEWER_ITEMS_THAN_DECLARED, shown=walk.items, declared=walk.declared_items)
        return End(why, moved=changed or overlap)
    if number > 1 and () in walk.pages and (walk.declared_items, walk.declared_pages) == (None, None):
        return End(because(ListReason.PAGE_EMPTY, number=walk.pages.index(()) + 1))
    return End(walk.unread)
