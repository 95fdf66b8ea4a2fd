"""The spider for all county sites: start, column, every page of the list, reports, attachments.

It decides what to request and in which order, and yields what it saw (`spiders.pages.items`). How pages are fetched,
what a response means and what is stored is up to the crawler: each response comes with a `Reply` on its `Errand`, and
only a response with the verdict `ok` or `same` is read. The functions that identify titles come from the settings
NIANBAO_IDENTIFY and NIANBAO_TOWNSHIPS, the row from `site_row` or from its id, NIANBAO_SITES and NIANBAO_LOAD_SITES.
NIANBAO_DECIDES tells whether tonight may decide a verdict: then lists whose end their pages do not prove are shown in a
browser. NIANBAO_AWAITED gives the reports that somebody may be accused for tonight, about which `ask_witnesses` asks.

A request whose page may turn out to be a list or a report has kind `portal` and is `undecided`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Request, Response, TextResponse
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object
from twisted.python.failure import Failure

from spiders import registry
from spiders.families import articles, empty, pagers
from spiders.pages.addresses import as_sent
from spiders.pages.items import (
    ColumnClosed,
    ColumnFound,
    ColumnLeft,
    DocumentFetched,
    IdentifiedLink,
    Item,
    ListingRead,
    Trouble,
)
from spiders.pages.page import Article, Fetch, FetchKind, Landing, Link, Listing, Page, WitnessKind
from spiders.pages.reasons import ListReason, Reason, TroubleReason, because
from spiders.proof import rows, signs
from spiders.proof.prove import CheckedPage, Surroundings, needs_rendering, prove
from spiders.proof.rows import Units
from spiders.registry import LoadSites, Site
from spiders.walk import asking, boxes, discovery, witnesses
from spiders.walk.asking import Asking, Awaited, Inquiry, Named, Robots
from spiders.walk.discovery import NAMED_SCORE, Lead, Way
from spiders.walk.errand import Errand
from spiders.walk.identity import Identify, Townships, identified_link
from spiders.walk.paging import End, Walk, advance, second_reading
from spiders.walk.responses import (
    SHOWN_WHOLE,
    failure_troubles,
    landing_of,
    may_have_moved,
    not_usable,
    readable,
    reply_of,
    requested_url,
    trouble,
)
from spiders.walk.search import Search, Step

REQUESTS = 5000
ATTACHMENTS = 8
_PRIORITY: dict[FetchKind, int] = {"listing": 30, "portal": 20, "attachment": 10, "report": 0, "robots": 0}

Yielded = Iterator[Item | Request]


class CountySpider(scrapy.Spider):
    """`scrapy crawl county -a site=ID`."""

    name = "county"
    site: Site

    def __init__(self, site: str | None = None, site_row: Site | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if (site is None) == (site_row is None):
            raise ValueError("give the site's id: scrapy crawl county -a site=ID")
        self._site_id = site
        if site_row is not None:
            self.site = site_row
        self._identify: Identify
        self._townships: frozenset[str] = frozenset()
        self._units = Units({})
        self._search = Search()
        self._walks: dict[str, Walk] = {}
        self._requested: set[str] = set()
        self._known: dict[Link, IdentifiedLink] = {}
        self._menus: set[frozenset[str]] = set()
        self._shown: set[str] = set()
        self._requests_left = REQUESTS
        self._used_archive = False
        self._fresh = False
        self._gone_pages: list[Trouble] = []
        self._unusable: set[str] = set()
        self._decides: Callable[[Crawler], bool] = lambda _: False
        self._read_pages: dict[str, list[CheckedPage]] = {}
        self._awaited: Callable[[Crawler], frozenset[Awaited]] = lambda _: frozenset()
        self._asking = Asking(frozenset(), {}, self._identified_link)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """As Scrapy builds it; raises RegistryError where there is no such site."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.equip(crawler.settings)
        return spider

    def equip(self, settings: BaseSettings) -> None:
        """Take the row and the functions that identify titles from the settings."""
        if self._site_id is not None:
            named = settings["NIANBAO_SITES"]
            paths = [named] if isinstance(named, str | Path) else named
            load: LoadSites = load_object(settings["NIANBAO_LOAD_SITES"])
            self.site = registry.by_id([site for path in paths for site in load(Path(path))], self._site_id)
        self._identify = load_object(settings["NIANBAO_IDENTIFY"])
        townships: Townships = load_object(settings["NIANBAO_TOWNSHIPS"])
        self._units = Units(townships(self.site.county))
        self._townships = frozenset(self._units.codes)
        self._requests_left = settings.getint("NIANBAO_REQUESTS", REQUESTS)
        if named := settings.get("NIANBAO_DECIDES"):
            self._decides = load_object(named)
        if named := settings.get("NIANBAO_AWAITED"):
            self._awaited = load_object(named)

    async def start(self) -> AsyncIterator[Item | Request]:
        """Request the known columns, then search from the site's entries for more."""
        names = {code: name for name, code in self._units.codes.items()}
        awaited = frozenset(pair for pair in self._awaited(self.crawler) if pair[0] in names)
        self._asking = Asking(awaited, names, self._identified_link)
        for url in self.site.columns:
            self._is_new_url(url)
            for request in self._list_page(Fetch(url, "listing"), url, None):
                yield request
        for url in self.site.start:
            self._search.push(Lead(Link(url, ""), discovery.MIN_SCORE, "start"), depth=0, via=None, origin=url)
        for found in self._next_step():
            yield found

    # Searching

    def _next_step(self) -> Yielded:
        """Request the best lead that has not been requested yet; at the end, report if no list was found."""
        while (step := self._search.pop()) is not None:
            if self._may_request(step.lead.link.url):
                yield self._request_step(step)
                return
        if self._search.skipped:
            why = because(TroubleReason.LINKS_NOT_FOLLOWED, links=self._search.skipped)
            yield Trouble(self.site.start[0], "portal", why)
        yield from self._report_gone_pages()
        if not self._walks:
            yield Trouble(self.site.start[0], "portal", because(TroubleReason.NO_LIST_FROM_START))

    def _search_again(self, response: Response) -> Yielded:
        """Search the site once more from its entries and its home page, taking nothing from the archive.

        The page that is gone is requested again only where a link still leads to it.
        """
        gone = requested_url(response)
        self._fresh = True
        self._gone_pages.append(Trouble(gone, Errand.of(response).kind, not_usable(response)))
        self._search, self._walks, self._requested, self._menus = Search(), {}, set(), set()
        homes = (urljoin(url, "/") for url in self.site.start)
        for url in dict.fromkeys((*self.site.start, *homes)):
            if url != gone:
                self._search.push(Lead(Link(url, ""), discovery.MIN_SCORE, "start"), depth=0, via=None, origin=url)
        yield from self._next_step()

    def _warrants_new_search(self, response: Response) -> bool:
        """Whether a page that is gone justifies a second search: it led to reports before, so the lists may have moved.

        Where tonight's search took no page from the archive, only the row's own addresses can be out of date.
        """
        is_configured = requested_url(response) in (*self.site.start, *self.site.columns)
        return not self._fresh and may_have_moved(response) and (self._used_archive or is_configured)

    def _report_gone_pages(self) -> Iterator[Item]:
        """Report the pages that are gone: as moved if the second search found lists, else as missing."""
        gone_pages, self._gone_pages = self._gone_pages, []
        for page in gone_pages:
            if not self._walks or page.url in self._unusable:
                yield page
            else:
                yield ColumnLeft(page.url, page.reason)

    def revisit(self, url: str) -> Request:
        """The request for a known list to which no link led this time."""
        lead = Lead(Link(url, ""), NAMED_SCORE, "it was a list of reports before", Way.BRANCH)
        return self._request_step(Step((0, 0), lead, 1, None, self.site.start[0]))

    def _request_step(self, step: Step) -> Request:
        link = step.lead.link
        return self._request(
            Fetch(link.url, "portal"),
            self.on_page,
            self.on_failed_page,
            via=step.via,
            link=link if link.title else None,
            undecided=True,
            cb_kwargs={"step": step},
        )

    def on_page(self, response: Response, step: Step) -> Yielded:
        """Handle a page whose kind is not known yet: a list, a report, or a page of links."""
        reply = reply_of(response)
        self._used_archive = self._used_archive or reply.from_archive
        if self._warrants_new_search(response):
            yield from self._search_again(response)
            return
        if not readable(response):
            self._unusable.add(requested_url(response))
            yield trouble(response)
        elif isinstance(response, TextResponse):
            page, landing = landing_of(response, self.site.family)
            self._asking.see(page)
            self._requested.add(discovery.canonical(response.url))
            yield from self._interpret_page(page, landing, reply.capture, step)
        yield from self._next_step()

    def on_failed_page(self, failure: Failure) -> Yielded:
        """Report a lead that could not be fetched, and go on with the next."""
        yield from failure_troubles(failure)
        yield from self._next_step()

    def _interpret_page(self, page: Page, landing: Landing, capture: str | None, step: Step) -> Yielded:
        """Use a page of the search as a report, a list of reports, a menu of columns, or a source of links."""
        evidence = discovery.about(page) or (step.lead.reason if step.lead.branch else None)
        leads = discovery.rank(
            page, townships=self._townships, admits=self.site.admits, reports=bool(evidence or landing.columns)
        )
        menu = landing.columns or tuple(lead.link for lead in leads if lead.branch)
        if landing.article is not None:
            yield from self._report_in_place(page, landing.article, menu, capture, step)
        listing = landing.listing
        if menu and (listing is None or landing.family == empty.name):
            listing = Listing(menu)
        items = self._identified_links(listing) if listing else ()
        column = (
            listing is not None
            and (evidence or not boxes.is_box(page, {item.link.url for item in items}))
            and _is_column(listing, items, evidence or landing.columns, is_configured=step.depth == 0)
        )
        if column and listing is not None and self._is_new_menu(listing):
            self._search.found(step.organ)
            yield ColumnFound(
                step.origin, page.url, landing.family or "", evidence or "most of its links lead to reports"
            )
            yield from self._read_list(page.url, page, landing, listing, capture)
        if landing.article is None or menu:
            shown = {item.link.url for item in items if column and item.kind != "other"}
            onward = [lead for lead in leads if lead.link.url not in shown and (lead.belongs_to_reports or not column)]
            yield from self._follow(onward, capture, step, landing)

    def _follow(self, leads: list[Lead], capture: str | None, step: Step, landing: Landing) -> Iterator[Request]:
        """Queue leads; a link that is itself a report is fetched as a report, unless this page is that report."""
        for lead in leads:
            item = self._identified_link(lead.link)
            if item.kind != "report" or item.level == "unknown" or item.year is None:
                self._search.push(lead, depth=step.depth + 1, via=capture, origin=step.origin, organ=step.organ)
            elif item.wanted and landing.article is None and self._may_request(lead.link.url):
                yield self._request_report(lead.link, capture, None)

    def _is_new_menu(self, listing: Listing) -> bool:
        """Whether a list was not seen on another page: every page of a menu repeats the menu."""
        key = frozenset(discovery.canonical(item.url) for item in listing.items)
        seen = bool(key) and key in self._menus
        self._menus.add(key)
        return not seen

    def _report_in_place(
        self, page: Page, article: Article, menu: tuple[Link, ...], capture: str | None, step: Step
    ) -> Yielded:
        """A report on a page where a list was expected, unless the page only repeats what its menu links to."""
        found = self._identified_link(Link(page.url, article.title))
        here = discovery.canonical(page.url)
        if found.wanted and (
            any(discovery.canonical(link.url) == here for link in menu) or str(found.year) not in str(menu)
        ):
            self._search.found(step.organ)
            yield DocumentFetched(capture, page.url, step.lead.link.title or article.title, "report")
            yield from self._request_attachments(page.url, article, capture)

    # Lists

    def _list_page(self, fetch: Fetch, column: str, family: str | None, via: str | None = None) -> Iterator[Request]:
        walk = self._walks.setdefault(column, Walk())
        self._is_new_url(fetch.url)
        yield self._request(
            fetch,
            self.on_list,
            self.on_failed_list,
            via=via,
            family=family,
            page_number=len(walk.pages) + 1,
            cb_kwargs={"column": column},
        )

    def on_list(self, response: Response, column: str) -> Yielded:
        """Handle a further page of a column, or the first page of a known column."""
        if column not in self._walks:  # it belongs to the search that was abandoned
            return
        number = len(self._walks[column].pages) + 1
        if number == 1 and self._warrants_new_search(response):
            yield from self._search_again(response)
            return
        if not readable(response) or not isinstance(response, TextResponse):
            self._unusable.add(requested_url(response))
            yield trouble(response)
            yield self._close_column(column, _page_not_received(number, reply_of(response).verdict))
            return
        page, landing = landing_of(response, Errand.of(response).family or self.site.family)
        if landing.listing is None:
            yield Trouble(response.url, "listing", because(TroubleReason.LIST_NOT_SHOWN))
            yield self._close_column(column, because(ListReason.PAGE_WITHOUT_LIST, number=number))
            return
        turned = bool(pagers.CLICKED_PAGE.search(requested_url(response)))
        yield from self._read_list(column, page, landing, landing.listing, reply_of(response).capture, turned=turned)

    def on_failed_list(self, failure: Failure) -> Yielded:
        """Close a column of which a page could not be fetched: what follows that page is unknown."""
        yield from failure_troubles(failure)
        column: str = failure.request.cb_kwargs["column"]  # type: ignore[attr-defined]
        if column in self._walks:
            number = len(self._walks[column].pages) + 1
            yield self._close_column(column, _page_not_received(number, str(failure.value)))

    def _read_list(
        self,
        column: str,
        page: Page,
        landing: Landing,
        listing: Listing,
        capture: str | None,
        *,
        turned: bool = False,
    ) -> Yielded:
        before = self._walks.get(column, Walk())
        walk, step = advance(before, listing, turned=turned)
        self._walks[column] = walk
        self._asking.see(page)
        if turned and walk is before and isinstance(step, End):
            yield self._close_or_show(column, landing.family, capture, step)  # the click showed nothing new
            return
        self._keep_page(column, page, listing, len(walk.pages))
        if listing.page_number == 0:
            yield ListingRead(capture, page.url, column, 0, (), None, None, is_last=False)
        else:
            in_other_lists = self._reports_in_other_lists(page, listing) if landing.article is None else ()
            items = (*self._identified_links(listing), *in_other_lists)
            self._shown |= {item.township_code for item in items if item.township_code}
            self._search.shows_most = len(self._shown) * 2 >= len(self._townships)
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
        if self._requests_left <= 0:
            yield self._close_column(column, because(ListReason.REQUEST_BUDGET_SPENT))
        elif isinstance(step, Fetch):
            yield from self._list_page(step, column, landing.family, capture)
        elif step.moved and walk.attempt == 1:
            self._walks[column] = second_reading(walk)
            yield from self._list_page(Fetch(column, "listing"), column, landing.family, capture)
        else:
            yield self._close_or_show(column, landing.family, capture, step)

    def _close_or_show(self, column: str, family: str | None, capture: str | None, end: End) -> Item | Request:
        """The column's end, or the request that shows it in a browser where only that can prove its end."""
        if _may_be_shown(end.reason) and self._decides(self.crawler) and self._needs_browser(column):
            return self._show_to_end(column, family, capture, end.reason)
        return self._close_column(column, end.reason)

    def _keep_page(self, column: str, page: Page, listing: Listing, number: int) -> None:
        """Keep a page that was read until the column is closed; a second reading begins anew."""
        number = 0 if listing.page_number == 0 else number
        earlier = self._read_pages.setdefault(column, [])
        if any(known.number >= number for known in earlier):
            earlier.clear()
        earlier.append(CheckedPage(page, number, datetime.now(UTC)))

    def _needs_browser(self, column: str) -> bool:
        """Whether only a browser can show that the list ends where reading ended."""
        around = Surroundings(self._units, self._identified_link, lambda _: True, self.site.family, self.site.admits)
        pages = self._read_pages[column]
        return needs_rendering(pages, prove(pages, around))

    def _show_to_end(self, column: str, family: str | None, via: str | None, unread: Reason | None) -> Request:
        first = next((known.page.url for known in self._read_pages[column] if known.page is not None), column)
        return self._request(
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
        walk = self._walks[column]
        seen = {url for urls in walk.pages for url in urls}
        if readable(response) and isinstance(response, TextResponse):
            page, landing = landing_of(response, Errand.of(response).family or self.site.family)
            shown = landing.listing.items if landing.listing else ()
            items = tuple(self._identified_link(link) for link in shown)
            seen |= {link.url for link in shown}
            capture = reply_of(response).capture
            yield ListingRead(capture, page.url, column, 1, items, None, None, is_last=True, to_end=True)
            yield from self._follow_items(items, capture, landing.family, column)
        is_read = SHOWN_WHOLE in response.flags and len(seen) >= (walk.declared_items or 0)
        yield self._close_column(column, None if is_read else unread)

    def on_failed_showing(self, failure: Failure) -> Yielded:
        """Close a column that no browser showed: its end stays unproved."""
        told = failure.request.cb_kwargs  # type: ignore[attr-defined]
        yield self._close_column(told["column"], told["unread"])

    def _reports_in_other_lists(self, page: Page, listing: Listing) -> tuple[IdentifiedLink, ...]:
        """What outside the page's list may be townships' reports, such as in a tab, a year or a box, and is admitted.

        They belong to the column but do not count towards the number of items that it declares. A JSON interface
        returns only its own list.
        """
        if "<body" not in page.text:
            return ()
        shown = [item.url for item in listing.items]
        found = dict.fromkeys(rows.other_rows(page, shown, self._identified_link))
        return tuple(item for item in found if self.site.admits(item.link.url))

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
                yield from self._open_row(item.link, capture)
            elif item.wanted and self._may_request(item.link.url):
                if item.dated:
                    yield self._request_report(item.link, capture, family)
                else:
                    lead = Lead(item.link, NAMED_SCORE, f"a list of reports names {item.link.title}", Way.BRANCH)
                    yield self._request_step(Step((0, 0), lead, 2, capture, column))

    def _open_row(self, link: Link, via: str | None) -> Iterator[Request]:
        """Request what a row leads to whose title does not tell whether it is a township's report."""
        if not self._may_request(link.url):
            return
        yield self._request(
            Fetch(link.url, "report"),
            self.on_report,
            self.on_failed_document,
            via=via,
            link=link,
            undecided=True,
            in_doubt=True,
        )

    def _follow_ways(self, page: Page, listing: Listing, capture: str | None, column: str) -> Iterator[Request]:
        """Request what else on a list's page may lead to reports: frames, menus, other years, 更多.

        Further pages of the list only behind the last that the walk itself turned to.
        """
        if page.is_data:
            return
        items = self._identified_links(listing)
        further = signs.further_pages(page) if listing.next is None else ()
        for way in rows.ways_beyond((*signs.ways(page, self._units.named_in), *further), items, self._units):
            if self.site.admits(way.url) and self._may_request(way.url):
                lead = Lead(
                    Link(way.url, way.words), NAMED_SCORE, f"a list of reports leads to {way.words}", Way.BRANCH
                )
                yield self._request_step(Step((0, 0), lead, 2, capture, column))

    def _close_column(self, column: str, reason: Reason | None) -> ColumnClosed:
        walk = self._walks[column]
        return ColumnClosed(column, reason is None, reason, walk.items, walk.declared_items)

    # Second witnesses

    def ask_witnesses(self, robots: Sequence[Robots]) -> list[Request]:
        """The requests to the second witnesses, once everything else has been read; none where nobody is in question.

        `robots` are those of the hosts where the search begins.
        """
        return [self._ask(inquiry) for inquiry in self._asking.first(robots, self.site.collections)]

    def _ask(self, inquiry: Inquiry) -> Request:
        return self._request(
            inquiry.fetch,
            self.on_witness,
            self.on_failed_witness,
            witness=inquiry.kind,
            about=inquiry.about,
            cb_kwargs={"inquiry": inquiry},
        )

    def on_witness(self, response: Response, inquiry: Inquiry) -> Yielded:
        """Handle a witness's answer: read what it names, and ask on."""
        page = Page(response.url, response.text if isinstance(response, TextResponse) else "")
        seen = witnesses.read(inquiry.kind, response.body, page, near=self._is_near) if readable(response) else None
        if seen is None:
            yield from self.on_failed_witness(inquiry=inquiry)
            return
        shown = {link.url for link in self._known}
        for named in self._asking.to_read(inquiry, seen):
            if (named.link.title or named.link.url not in shown) and self._may_request(named.link.url):
                yield self._read_named(named, inquiry, reply_of(response).capture)
        for further in self._asking.answered(inquiry, seen, page):
            yield self._ask(further)

    def on_failed_witness(self, failure: Failure | None = None, inquiry: Inquiry | None = None) -> Yielded:
        """Go on without a witness that did not answer: nothing is amiss, and the others are asked all the same."""
        if failure is not None:
            inquiry = failure.request.cb_kwargs["inquiry"]  # type: ignore[attr-defined]
        if inquiry is not None and inquiry.kind == "home":
            for further in self._asking.searches_and_feeds():
                yield self._ask(further)

    def _read_named(self, named: Named, inquiry: Inquiry, via: str | None) -> Request:
        return self._request(
            Fetch(named.link.url, "report"),
            self.on_report,
            self.on_failed_document,
            via=via,
            link=named.link if named.link.title else None,
            in_doubt=True,
            witness=inquiry.kind,
            about=named.about,
        )

    def _is_near(self, url: str) -> bool:
        """Whether an address lies where lists or reports were read tonight."""
        reports = (item.link.url for item in self._known.values() if item.wanted)
        return asking.folders((*self._walks, *reports))(url)

    # Documents

    def _request_report(self, link: Link, via: str | None, family: str | None) -> Request:
        if articles.is_file(link.url):
            family = None
        return self._request(
            Fetch(link.url, "report"), self.on_report, self.on_failed_document, via=via, link=link, family=family
        )

    def on_report(self, response: Response) -> Yielded:
        """Handle a report's page, or a report that is a file."""
        if not readable(response):
            if not Errand.of(response).in_doubt:
                yield trouble(response)
            return
        errand, capture = Errand.of(response), reply_of(response).capture
        yield DocumentFetched(capture, response.url, errand.link.title if errand.link else "", "report")
        if isinstance(response, TextResponse):
            article = landing_of(response, errand.family or self.site.family)[1].article
            if article is not None:
                yield from self._request_attachments(response.url, article, capture)

    def _request_attachments(self, url: str, article: Article, capture: str | None) -> Iterator[Request]:
        """Request the files that contain or accompany the report; some servers require the page as referrer."""
        files = [link for link in article.attachments if discovery.belongs_to_report(link, alone=not article.has_text)]
        for link in files[:ATTACHMENTS]:
            if self._may_request(link.url):
                fetch = Fetch(link.url, "attachment", headers=(("Referer", url),))
                yield self._request(fetch, self.on_attachment, self.on_failed_document, via=capture, link=link)

    def on_attachment(self, response: Response) -> Yielded:
        """Handle an attached file."""
        if readable(response):
            link = Errand.of(response).link
            yield DocumentFetched(reply_of(response).capture, response.url, link.title if link else "", "attachment")
        else:
            yield trouble(response)

    def on_failed_document(self, failure: Failure) -> Yielded:
        """Report a document that could not be fetched, unless it was only opened as a row in doubt."""
        if not Errand.of(failure.request).in_doubt:  # type: ignore[attr-defined]
            yield from failure_troubles(failure)

    # Requests

    def _identified_link(self, link: Link) -> IdentifiedLink:
        item = self._known.get(link)
        if item is None:
            item = self._known[link] = identified_link(link, self._identify, self.site.county)
        return item

    def _identified_links(self, listing: Listing) -> tuple[IdentifiedLink, ...]:
        return tuple(self._identified_link(link) for link in listing.items)

    def _may_request(self, url: str) -> bool:
        """Whether an address is new and the budget allows requesting it; the address then counts as requested."""
        return self._requests_left > 0 and self._is_new_url(url)

    def _is_new_url(self, url: str) -> bool:
        """Whether an address has not been requested yet; it then counts as requested."""
        seen = discovery.canonical(url) in self._requested
        self._requested.add(discovery.canonical(url))
        return not seen

    def _request(
        self,
        fetch: Fetch,
        callback: Callable[..., Yielded],
        errback: Callable[[Failure], Yielded],
        *,
        via: str | None = None,
        link: Link | None = None,
        family: str | None = None,
        undecided: bool = False,
        page_number: int = 1,
        to_end: bool = False,
        in_doubt: bool = False,
        witness: WitnessKind | None = None,
        about: Sequence[Awaited] = (),
        cb_kwargs: dict[str, object] | None = None,
    ) -> Request:
        self._requests_left -= 1
        return Request(
            as_sent(fetch.url),
            callback=callback,
            errback=errback,
            method=fetch.method,
            body=fetch.body,
            headers=dict(fetch.headers),
            priority=_PRIORITY[fetch.kind],
            dont_filter=True,
            meta={
                **Errand(
                    *(fetch.kind, via, link, family, undecided, page_number, self._fresh),
                    to_end=to_end,
                    in_doubt=in_doubt,
                    witness=witness,
                    about=tuple(f"{township}/{year}" for township, year in about),
                ).meta,
                "verbatim_url": True,
            },
            cb_kwargs=cb_kwargs,
        )


def _may_be_shown(unread: Reason | None) -> bool:
    """Whether a browser may read the rest of a list: nothing seems left, or only a script leads there."""
    return unread is None or unread.code in _BEHIND_SCRIPTS


_BEHIND_SCRIPTS = (
    ListReason.NEXT_PAGE_BEHIND_SCRIPT,
    ListReason.PAGES_WITHOUT_ADDRESS,
    ListReason.MORE_ON_CLICK,
    ListReason.FEWER_ITEMS_THAN_DECLARED,
    ListReason.FEWER_PAGES_THAN_DECLARED,
)


def _page_not_received(number: int, cause: str) -> Reason:
    return because(ListReason.PAGE_NOT_RECEIVED, number=number, cause=cause)


def _is_column(listing: Listing, items: tuple[IdentifiedLink, ...], evidence: object, *, is_configured: bool) -> bool:
    """Whether a list consists of annual reports, by its page's evidence or its items; a home page's news does not."""
    named = sum(item.kind != "other" and item.dated for item in items)
    if evidence or (is_configured and named and (listing.next or listing.declared_pages)):
        return True
    return named > 0 and named * 2 >= len(items)
