"""The search of a site, from its entries to its lists, one page after another; and once more where lists have moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urljoin

from scrapy.http import Request, Response, TextResponse
from twisted.python.failure import Failure

from spiders.families import empty
from spiders.pages.items import ColumnFound, ColumnLeft, DocumentFetched, IdentifiedLink, Item, Trouble
from spiders.pages.page import Article, Fetch, Landing, Link, Listing, Page
from spiders.pages.reasons import TroubleReason, because
from spiders.walk import boxes, discovery
from spiders.walk.asking import Asking
from spiders.walk.discovery import NAMED_SCORE, Lead, Way
from spiders.walk.documents import Documents
from spiders.walk.errand import Errand
from spiders.walk.lead_queue import LeadQueue, Step
from spiders.walk.lists import Lists
from spiders.walk.responses import (
    failure_troubles,
    landing_of,
    may_have_moved,
    not_usable,
    readable,
    reply_of,
    requested_url,
    trouble,
)
from spiders.walk.visit import Visit, Yielded


class SiteSearch:
    """The search of a visit. It hands lists to `lists` and reports to `documents`; `questions` is told of each page."""

    def __init__(self, visit: Visit, documents: Documents, questions: Asking, decides: Callable[[], bool]) -> None:
        self.lists = Lists(
            visit,
            documents,
            follow=self.request,
            search_again=self.again,
            see=questions.see,
            decides=decides,
        )
        self._visit = visit
        self._documents = documents
        self._questions = questions
        self._queue = LeadQueue()
        self._menus: set[frozenset[str]] = set()
        self._used_archive = False
        self._gone_pages: list[Trouble] = []

    def begin(self) -> Yielded:
        """Request the known columns, then search from the site's entries for more."""
        site = self._visit.site
        for url in site.columns:
            self._visit.is_new(url)
            yield from self.lists.request_page(Fetch(url, "listing"), url, None)
        self._enter(site.start)
        yield from self._next()

    def again(self, response: Response) -> Yielded | None:
        """A second search that takes nothing from the archive, where a page that is gone warrants it.

        The page led to reports before, so the lists may have moved. Where tonight's search took no page from the
        archive, only the row's own addresses can be out of date. The page itself is requested again only where a link
        still leads to it.
        """
        site, gone = self._visit.site, requested_url(response)
        is_configured = gone in (*site.start, *site.columns)
        if self._visit.is_fresh or not may_have_moved(response) or not (self._used_archive or is_configured):
            return None
        self._gone_pages.append(Trouble(gone, Errand.of(response).kind, not_usable(response)))
        self._visit.begin_anew()
        self.lists.begin_anew()
        self._queue, self._menus = LeadQueue(), set()
        homes = (urljoin(url, "/") for url in site.start)
        self._enter(url for url in dict.fromkeys((*site.start, *homes)) if url != gone)
        return self._next()

    def revisit(self, url: str) -> Request:
        """The request for a known list to which no link led this time."""
        lead = Lead(Link(url, ""), NAMED_SCORE, "it was a list of reports before", Way.BRANCH)
        return self.request(Step((0, 0), lead, 1, None, self._visit.site.start[0]))

    def _enter(self, urls: Iterable[str]) -> None:
        for url in urls:
            self._queue.push(Lead(Link(url, ""), discovery.MIN_SCORE, "start"), depth=0, via=None, origin=url)

    def _next(self) -> Yielded:
        """Request the best lead that has not been requested yet; at the end, report if no list was found."""
        entry = self._visit.site.start[0]
        self._queue.shows_most = self.lists.shows_most
        while (step := self._queue.pop()) is not None:
            if self._visit.may_request(step.lead.link.url):
                yield self.request(step)
                return
        if self._queue.skipped:
            yield Trouble(entry, "portal", because(TroubleReason.LINKS_NOT_FOLLOWED, links=self._queue.skipped))
        yield from self._report_gone_pages()
        if not self.lists.walks:
            yield Trouble(entry, "portal", because(TroubleReason.NO_LIST_FROM_START))

    def _report_gone_pages(self) -> Iterator[Item]:
        """Report the pages that are gone: as moved if the second search found lists, else as missing."""
        gone_pages, self._gone_pages = self._gone_pages, []
        for page in gone_pages:
            if not self.lists.walks or page.url in self._visit.unusable:
                yield page
            else:
                yield ColumnLeft(page.url, page.reason)

    def request(self, step: Step) -> Request:
        """The request for the page that a lead leads to."""
        link = step.lead.link
        return self._visit.request(
            Fetch(link.url, "portal"),
            self.on_page,
            self.on_failure,
            via=step.via,
            link=link if link.title else None,
            undecided=True,
            cb_kwargs={"step": step},
        )

    def on_page(self, response: Response, step: Step) -> Yielded:
        """Handle a page whose kind is not known yet: a list, a report, or a page of links."""
        reply = reply_of(response)
        self._used_archive = self._used_archive or reply.from_archive
        if (again := self.again(response)) is not None:
            yield from again
            return
        if not readable(response):
            self._visit.unusable.add(requested_url(response))
            yield trouble(response)
        elif isinstance(response, TextResponse):
            page, landing = landing_of(response, self._visit.site.family)
            self._questions.see(page)
            self._visit.is_new(response.url)
            yield from self._interpret_page(page, landing, reply.capture, step)
        yield from self._next()

    def on_failure(self, failure: Failure) -> Yielded:
        """Report a lead that could not be fetched, and go on with the next."""
        yield from failure_troubles(failure)
        yield from self._next()

    def _interpret_page(self, page: Page, landing: Landing, capture: str | None, step: Step) -> Yielded:
        """Use a page of the search as a report, a list of reports, a menu of columns, or a source of links."""
        evidence = discovery.about(page) or (step.lead.reason if step.lead.branch else None)
        leads = discovery.rank(
            page,
            townships=self._visit.townships,
            admits=self._visit.site.admits,
            reports=bool(evidence or landing.columns),
        )
        menu = landing.columns or tuple(lead.link for lead in leads if lead.branch)
        if landing.article is not None:
            yield from self._report_in_place(page, landing.article, menu, capture, step)
        listing = landing.listing
        if menu and (listing is None or landing.family == empty.name):
            listing = Listing(menu)
        items = self._visit.identified_items(listing) if listing else ()
        column = (
            listing is not None
            and (evidence or not boxes.is_box(page, {item.link.url for item in items}))
            and _is_column(listing, items, evidence or landing.columns, is_configured=step.depth == 0)
        )
        if column and listing is not None and self._is_new_menu(listing):
            self._queue.found(step.organ)
            yield ColumnFound(
                step.origin, page.url, landing.family or "", evidence or "most of its links lead to reports"
            )
            yield from self.lists.read(page.url, page, landing, listing, capture)
        if landing.article is None or menu:
            shown = {item.link.url for item in items if column and item.kind != "other"}
            onward = [lead for lead in leads if lead.link.url not in shown and (lead.belongs_to_reports or not column)]
            yield from self._follow(onward, capture, step, landing)

    def _follow(self, leads: list[Lead], capture: str | None, step: Step, landing: Landing) -> Iterator[Request]:
        """Queue leads; a link that is itself a report is fetched as a report, unless this page is that report."""
        for lead in leads:
            item = self._visit.identified(lead.link)
            if item.kind != "report" or item.level == "unknown" or item.year is None:
                self._queue.push(lead, depth=step.depth + 1, via=capture, origin=step.origin, organ=step.organ)
            elif item.wanted and landing.article is None and self._visit.may_request(lead.link.url):
                yield self._documents.request(lead.link, capture, None)

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
        found = self._visit.identified(Link(page.url, article.title))
        here = discovery.canonical(page.url)
        if found.wanted and (
            any(discovery.canonical(link.url) == here for link in menu) or str(found.year) not in str(menu)
        ):
            self._queue.found(step.organ)
            yield DocumentFetched(capture, page.url, step.lead.link.title or article.title, "report")
            yield from self._documents.request_attachments(page.url, article, capture)


def _is_column(listing: Listing, items: tuple[IdentifiedLink, ...], evidence: object, *, is_configured: bool) -> bool:
    """Whether a list consists of annual reports, by its page's evidence or its items; a home page's news does not."""
    named = sum(item.kind != "other" and item.dated for item in items)
    if evidence or (is_configured and named and (listing.next or listing.declared_pages)):
        return True
    return named > 0 and named * 2 >= len(items)
