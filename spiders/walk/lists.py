"""The columns of a site while they are read: every page of a list, what its rows lead to, and what proves its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from scrapy.http import Request, Response, TextResponse
from twisted.python.failure import Failure

from spiders.families import pagers
from spiders.pages.items import ColumnClosed, IdentifiedLink, Item, ListingRead, Trouble
from spiders.pages.page import Fetch, Landing, Link, Listing, Page
from spiders.pages.reasons import ListReason, Reason, TroubleReason, because
from spiders.proof import rows, signs
from spiders.proof.checked_pages import CheckedPage, Surroundings
from spiders.proof.prove import needs_rendering, prove
from spiders.walk.discovery import NAMED_SCORE, Lead, Way
from spiders.walk.documents import Documents
from spiders.walk.errand import Errand
from spiders.walk.lead_queue import Step
from spiders.walk.paging import End, Walk, advance, second_reading
from spiders.walk.responses import (
    SHOWN_WHOLE,
    failure_troubles,
    landing_of,
    readable,
    reply_of,
    request_of,
    requested_url,
    trouble,
)
from spiders.walk.visit import Visit, Yielded

_BEHIND_SCRIPTS = (
    ListReason.NEXT_PAGE_BEHIND_SCRIPT,
    ListReason.PAGES_WITHOUT_ADDRESS,
    ListReason.MORE_ON_CLICK,
    ListReason.FEWER_ITEMS_THAN_DECLARED,
    ListReason.FEWER_PAGES_THAN_DECLARED,
)
"""What a browser may read further: only a script leads there."""


class Lists:
    """The lists of a visit.

    `follow` gives the request for a lead, `search_again` the search that a page that is gone warrants, None where it
    warrants none. `see` is told of each page. `decides` says whether tonight may decide a verdict.

    `walks` are the columns by address. `shows_most` says that the lists read so far show most of the townships.
    """

    def __init__(
        self,
        visit: Visit,
        documents: Documents,
        *,
        follow: Callable[[Step], Request],
        search_again: Callable[[Response], Yielded | None],
        see: Callable[[Page], None],
        decides: Callable[[], bool],
    ) -> None:
        self.walks: dict[str, Walk] = {}
        self.shows_most = False
        self._visit = visit
        self._documents = documents
        self._follow = follow
        self._search_again = search_again
        self._see = see
        self._decides = decides
        self._shown: set[str] = set()
        self._read_pages: dict[str, list[CheckedPage]] = {}

    def begin_anew(self) -> None:
        """Abandon the columns that were read so far."""
        self.walks = {}
        self.shows_most = False

    def request_page(self, fetch: Fetch, column: str, family: str | None, via: str | None = None) -> Iterator[Request]:
        """Request the next page of a column."""
        walk = self.walks.setdefault(column, Walk())
        self._visit.is_new(fetch.url)
        yield self._visit.request(
            fetch,
            self.on_page,
            self.on_failure,
            via=via,
            family=family,
            page_number=len(walk.pages) + 1,
            cb_kwargs={"column": column},
        )

    def on_page(self, response: Response, column: str) -> Yielded:
        """Handle a further page of a column, or the first page of a known column."""
        if column not in self.walks:  # it belongs to the search that was abandoned
            return
        number = len(self.walks[column].pages) + 1
        if number == 1 and (again := self._search_again(response)) is not None:
            yield from again
            return
        if not readable(response) or not isinstance(response, TextResponse):
            self._visit.unusable.add(requested_url(response))
            yield trouble(response)
            yield self._close(column, _page_not_received(number, reply_of(response).verdict))
            return
        page, landing = landing_of(response, Errand.of(response).family or self._visit.site.family)
        if landing.listing is None:
            yield Trouble(response.url, "listing", because(TroubleReason.LIST_NOT_SHOWN))
            yield self._close(column, because(ListReason.PAGE_WITHOUT_LIST, number=number))
            return
        turned = bool(pagers.CLICKED_PAGE.search(requested_url(response)))
        yield from self.read(column, page, landing, landing.listing, reply_of(response).capture, turned=turned)

    def on_failure(self, failure: Failure) -> Yielded:
        """Close a column of which a page could not be fetched: what follows that page is unknown."""
        yield from failure_troubles(failure)
        column: str = request_of(failure).cb_kwargs["column"]
        if column in self.walks:
            number = len(self.walks[column].pages) + 1
            yield self._close(column, _page_not_received(number, str(failure.value)))

    def read(
        self,
        column: str,
        page: Page,
        landing: Landing,
        listing: Listing,
        capture: str | None,
        *,
        turned: bool = False,
    ) -> Yielded:
        """Read a page of a column, and go on to the next, or close the column."""
        before = self.walks.get(column, Walk())
        walk, step = advance(before, listing, turned=turned)
        self.walks[column] = walk
        self._see(page)
        if turned and walk is before and isinstance(step, End):
            yield self._close_or_show(column, landing.family, capture, step)  # the click showed nothing new
            return
        self._keep_page(column, page, listing, len(walk.pages))
        if listing.page_number == 0:
            yield ListingRead(capture, page.url, column, 0, (), None, None, is_last=False)
        else:
            in_other_lists = self._reports_in_other_lists(page, listing) if landing.article is None else ()
            items = (*self._visit.identified_items(listing), *in_other_lists)
            self._shown |= {item.township_code for item in items if item.township_code}
            self.shows_most = len(self._shown) * 2 >= len(self._visit.townships)
            yield ListingRead(
                capture,
                page.url,
                column,
                len(walk.pages),
                items,
                listing.declared_items,
                listing.declared_pages,
                is_last=isinstance(step, End),
            )
            yield from self._follow_items(items, capture, landing.family, column, is_menu=landing.listing is None)
            yield from self._follow_ways(page, listing, capture, column)
        if self._visit.budget_is_spent:
            yield self._close(column, because(ListReason.REQUEST_BUDGET_SPENT))
        elif isinstance(step, Fetch):
            yield from self.request_page(step, column, landing.family, capture)
        elif step.moved and walk.attempt == 1:
            self.walks[column] = second_reading(walk)
            yield from self.request_page(Fetch(column, "listing"), column, landing.family, capture)
        else:
            yield self._close_or_show(column, landing.family, capture, step)

    # What a page leads to

    def _reports_in_other_lists(self, page: Page, listing: Listing) -> tuple[IdentifiedLink, ...]:
        """What outside the page's list may be townships' reports, such as in a tab, a year or a box, and is admitted.

        They belong to the column but do not count towards the number of items that it declares. A JSON interface
        returns only its own list.
        """
        if "<body" not in page.text:
            return ()
        shown = [item.url for item in listing.items]
        found = dict.fromkeys(rows.other_rows(page, shown, self._visit.identified))
        return tuple(item for item in found if self._visit.site.admits(item.link.url))

    def _follow_items(
        self,
        items: Iterable[IdentifiedLink],
        capture: str | None,
        family: str | None,
        column: str,
        *,
        is_menu: bool = False,
    ) -> Iterator[Request]:
        """Request reports, and links that are named like reports but have no year, as they may be columns."""
        for item in items:
            if not is_menu and not item.wanted and not item.is_settled and (item.dated or item.doubt is not None):
                yield from self._documents.request_in_doubt(item.link, capture)
            elif item.wanted and self._visit.may_request(item.link.url):
                if item.dated:
                    yield self._documents.request(item.link, capture, family)
                else:
                    yield self._follow_link(item.link, f"a list of reports names {item.link.title}", capture, column)

    def _follow_ways(self, page: Page, listing: Listing, capture: str | None, column: str) -> Iterator[Request]:
        """Request what else on a list's page may lead to reports: frames, menus, other years, 更多.

        Further pages of the list only behind the last that the walk itself turned to.
        """
        if page.is_data:
            return
        units = self._visit.units
        items = self._visit.identified_items(listing)
        further = signs.further_pages(page) if listing.next is None else ()
        for way in rows.ways_beyond((*signs.ways(page, units.named_in), *further), items, units):
            if self._visit.site.admits(way.url) and self._visit.may_request(way.url):
                reason = f"a list of reports leads to {way.words}"
                yield self._follow_link(Link(way.url, way.words), reason, capture, column)

    def _follow_link(self, link: Link, reason: str, capture: str | None, column: str) -> Request:
        return self._follow(Step((0, 0), Lead(link, NAMED_SCORE, reason, Way.BRANCH), 2, capture, column))

    # The end of a column

    def _close(self, column: str, reason: Reason | None) -> ColumnClosed:
        walk = self.walks[column]
        return ColumnClosed(column, reason is None, reason, walk.items, walk.declared_items)

    def _close_or_show(self, column: str, family: str | None, capture: str | None, end: End) -> Item | Request:
        """The column's end, or the request that shows it in a browser where only that can prove its end."""
        may_be_shown = end.reason is None or end.reason.code in _BEHIND_SCRIPTS
        if may_be_shown and self._decides() and self._needs_browser(column):
            return self._show_to_end(column, family, capture, end.reason)
        return self._close(column, end.reason)

    def _keep_page(self, column: str, page: Page, listing: Listing, number: int) -> None:
        """Keep a page that was read until the column is closed; a second reading begins anew."""
        number = 0 if listing.page_number == 0 else number
        earlier = self._read_pages.setdefault(column, [])
        if any(known.number >= number for known in earlier):
            earlier.clear()
        earlier.append(CheckedPage(page, number, datetime.now(UTC)))

    def _needs_browser(self, column: str) -> bool:
        """Whether only a browser can show that the list ends where reading ended."""
        site = self._visit.site
        around = Surroundings(self._visit.units, self._visit.identified, lambda _: True, site.family, site.admits)
        pages = self._read_pages[column]
        return needs_rendering(pages, prove(pages, around))

    def _show_to_end(self, column: str, family: str | None, via: str | None, unread: Reason | None) -> Request:
        first = next((known.page.url for known in self._read_pages[column] if known.page is not None), column)
        return self._visit.request(
            Fetch(first, "portal"),
            self.on_shown_to_end,
            self.on_failed_showing,
            via=via,
            family=family,
            undecided=True,
            to_end=True,
            cb_kwargs={"column": column, "unread": unread},
        )

    def on_shown_to_end(self, response: Response, column: str, unread: Reason | None) -> Yielded:
        """Handle a list's first page as a browser showed it to its end: rows that only the browser showed are added.

        What was `unread` without it is read where nothing failed, and no row is missing that the list counts.
        """
        walk = self.walks[column]
        seen = {url for urls in walk.pages for url in urls}
        if readable(response) and isinstance(response, TextResponse):
            page, landing = landing_of(response, Errand.of(response).family or self._visit.site.family)
            shown = landing.listing.items if landing.listing else ()
            items = tuple(self._visit.identified(link) for link in shown)
            seen |= {link.url for link in shown}
            capture = reply_of(response).capture
            yield ListingRead(capture, page.url, column, 1, items, None, None, is_last=True, to_end=True)
            yield from self._follow_items(items, capture, landing.family, column)
        is_read = SHOWN_WHOLE in response.flags and len(seen) >= (walk.declared_items or 0)
        yield self._close(column, None if is_read else unread)

    def on_failed_showing(self, failure: Failure) -> Yielded:
        """Close a column that no browser showed: its end stays unproved."""
        told = request_of(failure).cb_kwargs
        yield self._close(told["column"], told["unread"])


def _page_not_received(number: int, cause: str) -> Reason:
    return because(ListReason.PAGE_NOT_RECEIVED, number=number, cause=cause)
