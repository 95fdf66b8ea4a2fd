"""The one spider, for any county site: start, column, every page of the list, reports, attachments.

It decides what to ask for and in which order, and yields what it saw (`spiders.pages.items`). How things are fetched,
what a response means and what is stored is up to the crawler: each response comes with a `Reply` on its `Errand`, and
only one with the verdict `ok` or `same` is read. What a title says is passed in by the settings NIANBAO_IDENTIFY and
NIANBAO_TOWNSHIPS, the row by `site_row` or by its id, NIANBAO_SITES and NIANBAO_LOAD_SITES.

A request whose page may turn out to be a list or a report has kind `portal` and is `undecided`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
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
from spiders.families import articles
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
from spiders.pages.links import lists
from spiders.pages.page import Article, Fetch, FetchKind, Landing, Link, Listing, Page
from spiders.pages.reasons import ListReason, Reason, TroubleReason, because
from spiders.registry import LoadSites, Site
from spiders.walk import discovery
from spiders.walk.discovery import Lead
from spiders.walk.errand import Errand
from spiders.walk.identity import Identify, TownshipNames, identified
from spiders.walk.paging import End, Walk, advance, again
from spiders.walk.responses import asked, landed, lost, may_have_moved, not_usable, readable, reply_of, trouble
from spiders.walk.search import NAMED, Search, Step

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
        self._search = Search()
        self._walks: dict[str, Walk] = {}
        self._asked: set[str] = set()
        self._known: dict[Link, IdentifiedLink] = {}
        self._menus: set[frozenset[str]] = set()
        self._left = REQUESTS
        self._remembers = False
        self._fresh = False
        self._lost: list[Trouble] = []
        self._missed: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """As Scrapy builds it; raises RegistryError where there is no such site."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.equip(crawler.settings)
        return spider

    def equip(self, settings: BaseSettings) -> None:
        """Take the row and what a title says from the settings."""
        if self._site_id is not None:
            named = settings["NIANBAO_SITES"]
            paths = [named] if isinstance(named, str | Path) else named
            load: LoadSites = load_object(settings["NIANBAO_LOAD_SITES"])
            self.site = registry.by_id([site for path in paths for site in load(Path(path))], self._site_id)
        self._identify = load_object(settings["NIANBAO_IDENTIFY"])
        names: TownshipNames = load_object(settings["NIANBAO_TOWNSHIPS"])
        self._townships = frozenset(names(self.site.county))
        self._left = settings.getint("NIANBAO_REQUESTS", REQUESTS)

    async def start(self) -> AsyncIterator[Item | Request]:
        """The columns that are known, and the site's entries, searched for more."""
        for url in self.site.columns:
            self._first_time(url)
            for request in self._list_page(Fetch(url, "listing"), url, None):
                yield request
        for url in self.site.start:
            self._search.push(Lead(Link(url, ""), discovery.WORTH, "start"), depth=0, via=None, origin=url)
        for found in self._next_step():
            yield found

    # Searching

    def _next_step(self) -> Yielded:
        """Ask for the best lead that has not been asked for yet; at the end, say if nothing was found."""
        while (step := self._search.pop()) is not None:
            if self._may_ask(step.lead.link.url):
                yield self._of_step(step)
                return
        if self._search.skipped:
            why = because(TroubleReason.LINKS_NOT_FOLLOWED, links=self._search.skipped)
            yield Trouble(self.site.start[0], "portal", why)
        yield from self._account_for_lost()
        if not self._walks:
            yield Trouble(self.site.start[0], "portal", because(TroubleReason.NO_LIST_FROM_START))

    def _search_again(self, response: Response) -> Yielded:
        """Search the site once more from its entries and its home page, with nothing taken from memory.

        The page that is gone is asked for again only where a link still leads to it.
        """
        gone = asked(response)
        self._fresh = True
        self._lost.append(Trouble(gone, Errand.of(response).kind, not_usable(response)))
        self._search, self._walks, self._asked, self._menus = Search(), {}, set(), set()
        homes = (urljoin(url, "/") for url in self.site.start)
        for url in dict.fromkeys((*self.site.start, *homes)):
            if url != gone:
                self._search.push(Lead(Link(url, ""), discovery.WORTH, "start"), depth=0, via=None, origin=url)
        yield from self._next_step()

    def _moved(self, response: Response) -> bool:
        """Whether a page that did not come makes another search worth its requests: it was there, and so may be others.

        Where tonight's search took nothing from memory, only the site's own entries can have led it astray.
        """
        given = asked(response) in (*self.site.start, *self.site.columns)
        return not self._fresh and may_have_moved(response) and (self._remembers or given)

    def _account_for_lost(self) -> Iterator[Item]:
        """What became of pages that were gone: moved if the second search found lists, else they are missed."""
        lost, self._lost = self._lost, []
        for one in lost:
            if not self._walks or one.url in self._missed:
                yield one
            else:
                yield ColumnLeft(one.url, one.reason)

    def revisit(self, url: str) -> Request:
        """The request for a list that was known and that nothing led to this time."""
        lead = Lead(Link(url, ""), NAMED, "it was a list of reports before", branch=True)
        return self._of_step(Step((0, 0), lead, 1, None, self.site.start[0]))

    def _of_step(self, step: Step) -> Request:
        link = step.lead.link
        return self._request(
            Fetch(link.url, "portal"),
            self.on_page,
            self.on_lost_page,
            via=step.via,
            link=link if link.title else None,
            undecided=True,
            cb_kwargs={"step": step},
        )

    def on_page(self, response: Response, step: Step) -> Yielded:
        """A page of which is not known yet what it is: a list, a report, or a place with links."""
        reply = reply_of(response)
        self._remembers = self._remembers or reply.from_archive
        if self._moved(response):
            yield from self._search_again(response)
            return
        if not readable(response):
            self._missed.add(asked(response))
            yield trouble(response)
        elif isinstance(response, TextResponse):
            page, landing = landed(response, self.site.family)
            self._asked.add(discovery.canonical(response.url))
            yield from self._place(page, landing, reply.capture, step)
        yield from self._next_step()

    def on_lost_page(self, failure: Failure) -> Yielded:
        """A lead that could not be fetched."""
        yield from lost(failure)
        yield from self._next_step()

    def _place(self, page: Page, landing: Landing, capture: str | None, step: Step) -> Yielded:
        """What a page means for the search: a report in place, a list of reports, a menu of columns, links."""
        evidence = discovery.about(page) or (step.lead.reason if step.lead.branch else None)
        leads = discovery.rank(
            page, townships=self._townships, admits=self.site.admits, reports=bool(evidence or landing.columns)
        )
        menu = landing.columns or tuple(lead.link for lead in leads if lead.branch)
        if landing.article is not None:
            yield from self._inline(page, landing.article, menu, capture, step)
        listing = landing.listing or (Listing(menu) if menu else None)
        items = self._identified(listing) if listing else ()
        column = listing is not None and _is_column(listing, items, evidence or landing.columns, given=step.depth == 0)
        if column and listing is not None and self._first_menu(listing):
            self._search.found = True
            yield ColumnFound(
                step.origin, page.url, landing.family or "", evidence or "most of its links lead to reports"
            )
            yield from self._read_list(page.url, page, landing, listing, capture)
        if landing.article is None or menu:
            shown = {item.link.url for item in items if column and item.kind != "other"}
            onward = [lead for lead in leads if lead.link.url not in shown and (lead.branch or not column)]
            yield from self._follow(onward, capture, step, landing)

    def _follow(self, leads: list[Lead], capture: str | None, step: Step, landing: Landing) -> Iterator[Request]:
        """Remember leads; a link that is itself a report is fetched as one, unless its page is that report already."""
        for lead in leads:
            item = self._one(lead.link)
            if item.kind != "report" or item.level == "unknown" or item.year is None:
                self._search.push(lead, depth=step.depth + 1, via=capture, origin=step.origin)
            elif item.wanted and landing.article is None and self._may_ask(lead.link.url):
                yield self._report(lead.link, capture, None)

    def _first_menu(self, listing: Listing) -> bool:
        """Whether a list was not seen on another page: every page of a menu carries the menu."""
        key = frozenset(discovery.canonical(item.url) for item in listing.items)
        known = bool(key) and key in self._menus
        self._menus.add(key)
        return not known

    def _inline(self, page: Page, article: Article, menu: tuple[Link, ...], capture: str | None, step: Step) -> Yielded:
        """A report that stands where a list was looked for, unless the page only repeats what its menu links."""
        found = self._one(Link(page.url, article.title))
        here = discovery.canonical(page.url)
        if found.wanted and (
            any(discovery.canonical(link.url) == here for link in menu) or str(found.year) not in str(menu)
        ):
            self._search.found = True
            yield DocumentFetched(capture, page.url, step.lead.link.title or article.title, "report")
            yield from self._attached(page.url, article, capture)

    # Lists

    def _list_page(self, fetch: Fetch, column: str, family: str | None, via: str | None = None) -> Iterator[Request]:
        walk = self._walks.setdefault(column, Walk())
        yield self._request(
            fetch,
            self.on_list,
            self.on_lost_list,
            via=via,
            family=family,
            page_number=len(walk.pages) + 1,
            cb_kwargs={"column": column},
        )

    def on_list(self, response: Response, column: str) -> Yielded:
        """A further page of a column, or its first where the column was known."""
        if column not in self._walks:  # of the search that was given up
            return
        number = len(self._walks[column].pages) + 1
        if number == 1 and self._moved(response):
            yield from self._search_again(response)
            return
        if not readable(response) or not isinstance(response, TextResponse):
            self._missed.add(asked(response))
            yield trouble(response)
            yield self._closed(column, _page_not_received(number, reply_of(response).verdict))
            return
        page, landing = landed(response, Errand.of(response).family or self.site.family)
        if landing.listing is None:
            yield Trouble(response.url, "listing", because(TroubleReason.LIST_NOT_SHOWN))
            yield self._closed(column, because(ListReason.PAGE_WITHOUT_LIST, number=number))
            return
        yield from self._read_list(column, page, landing, landing.listing, reply_of(response).capture)

    def on_lost_list(self, failure: Failure) -> Yielded:
        """A page of a column that could not be fetched: what follows it is unknown."""
        yield from lost(failure)
        column: str = failure.request.cb_kwargs["column"]  # type: ignore[attr-defined]
        if column in self._walks:
            number = len(self._walks[column].pages) + 1
            yield self._closed(column, _page_not_received(number, str(failure.value)))

    def _read_list(self, column: str, page: Page, landing: Landing, listing: Listing, capture: str | None) -> Yielded:
        walk, step = advance(self._walks.get(column, Walk()), listing)
        self._walks[column] = walk
        if listing.page_number != 0:
            beside = self._beside(page, listing) if landing.article is None else ()
            items = (*self._identified(listing), *beside)
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
            yield from self._wanted(items, capture, landing.family, column)
        if self._left <= 0:
            yield self._closed(column, because(ListReason.REQUEST_BUDGET_SPENT))
        elif isinstance(step, Fetch):
            yield from self._list_page(step, column, landing.family, capture)
        elif step.moved and walk.attempt == 1:
            self._walks[column] = again(walk)
            yield from self._list_page(Fetch(column, "listing"), column, landing.family, capture)
        else:
            yield self._closed(column, step.reason)

    def _beside(self, page: Page, listing: Listing) -> tuple[IdentifiedLink, ...]:
        """Townships' reports of some year that the page shows in other lists: those of a tab, a year, a box.

        They belong to the column, and count for nothing in what it declares. An interface's answer shows its list
        alone.
        """
        if "<body" not in page.text:
            return ()
        known = {item.url for item in listing.items}
        others = (link for links in lists(page, self.site.admits) for link in links if link.url not in known)
        found = (self._one(link) for link in dict.fromkeys(others))
        return tuple(item for item in found if item.wanted and item.level == "township" and item.year is not None)

    def _wanted(
        self, items: Iterable[IdentifiedLink], capture: str | None, family: str | None, column: str
    ) -> Iterator[Request]:
        """Reports, and links named like reports of no year, which may be columns of their own."""
        for item in items:
            if item.wanted and self._may_ask(item.link.url):
                if item.dated:
                    yield self._report(item.link, capture, family)
                else:
                    lead = Lead(item.link, NAMED, f"a list of reports names {item.link.title}", branch=True)
                    yield self._of_step(Step((0, 0), lead, 2, capture, column))

    def _closed(self, column: str, reason: Reason | None) -> ColumnClosed:
        walk = self._walks[column]
        return ColumnClosed(column, reason is None, reason, walk.items, walk.declared_items)

    # Documents

    def _report(self, link: Link, via: str | None, family: str | None) -> Request:
        if articles.is_file(link.url):
            family = None
        return self._request(
            Fetch(link.url, "report"), self.on_report, self.on_lost_document, via=via, link=link, family=family
        )

    def on_report(self, response: Response) -> Yielded:
        """A report's page, or the report as a file."""
        if not readable(response):
            yield trouble(response)
            return
        errand, capture = Errand.of(response), reply_of(response).capture
        yield DocumentFetched(capture, response.url, errand.link.title if errand.link else "", "report")
        if isinstance(response, TextResponse):
            article = landed(response, errand.family or self.site.family)[1].article
            if article is not None:
                yield from self._attached(response.url, article, capture)

    def _attached(self, url: str, article: Article, capture: str | None) -> Iterator[Request]:
        """The files that carry the report or belong to it; some servers refuse them without the page as referrer."""
        files = [link for link in article.attachments if discovery.belongs(link, alone=not article.has_text)]
        for link in files[:ATTACHMENTS]:
            if self._may_ask(link.url):
                fetch = Fetch(link.url, "attachment", headers=(("Referer", url),))
                yield self._request(fetch, self.on_attachment, self.on_lost_document, via=capture, link=link)

    def on_attachment(self, response: Response) -> Yielded:
        """A file."""
        if readable(response):
            link = Errand.of(response).link
            yield DocumentFetched(reply_of(response).capture, response.url, link.title if link else "", "attachment")
        else:
            yield trouble(response)

    def on_lost_document(self, failure: Failure) -> Yielded:
        """A document that could not be fetched."""
        yield from lost(failure)

    # All

    def _one(self, link: Link) -> IdentifiedLink:
        known = self._known.get(link)
        if known is None:
            known = self._known[link] = identified(link, self._identify, self.site.county)
        return known

    def _identified(self, listing: Listing) -> tuple[IdentifiedLink, ...]:
        return tuple(self._one(link) for link in listing.items)

    def _may_ask(self, url: str) -> bool:
        """Whether the budget allows to ask for an address, and nobody has; from now on somebody has."""
        return self._left > 0 and self._first_time(url)

    def _first_time(self, url: str) -> bool:
        """Whether an address has not been asked for yet; from now on it has."""
        known = discovery.canonical(url) in self._asked
        self._asked.add(discovery.canonical(url))
        return not known

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
        cb_kwargs: dict[str, object] | None = None,
    ) -> Request:
        self._left -= 1
        return Request(
            fetch.url,
            callback=callback,
            errback=errback,
            method=fetch.method,
            body=fetch.body,
            headers=dict(fetch.headers),
            priority=_PRIORITY[fetch.kind],
            dont_filter=True,
            meta=Errand(fetch.kind, via, link, family, undecided, page_number, self._fresh).meta,
            cb_kwargs=cb_kwargs,
        )


def _page_not_received(number: int, cause: str) -> Reason:
    return because(ListReason.PAGE_NOT_RECEIVED, number=number, cause=cause)


def _is_column(listing: Listing, items: tuple[IdentifiedLink, ...], evidence: object, *, given: bool) -> bool:
    """Whether a list is one of annual reports: the page says so, or its items do. A home page's news are none."""
    named = sum(item.kind != "other" and item.dated for item in items)
    if evidence or (given and named and (listing.next or listing.declared_pages)):
        return True
    return named > 0 and named * 2 >= len(items)
