"""Reports and the files attached to them: how they are requested, and what their responses give."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy.http import Request, Response, TextResponse
from twisted.python.failure import Failure

from spiders.families import articles
from spiders.pages.items import DocumentFetched
from spiders.pages.page import Article, Fetch, Link, WitnessKind
from spiders.walk import discovery
from spiders.walk.asking import Named
from spiders.walk.errand import Errand
from spiders.walk.responses import failure_troubles, landing_of, readable, reply_of, request_of, trouble
from spiders.walk.visit import Visit, Yielded

ATTACHMENTS = 8
"""The most files that are requested of one report."""


class Documents:
    """The documents of a visit."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    def request(self, link: Link, via: str | None, family: str | None) -> Request:
        """The request for a report."""
        if articles.is_file(link.url):
            family = None
        return self._visit.request(
            Fetch(link.url, "report"), self.on_report, self.on_failure, via=via, link=link, family=family
        )

    def request_unlisted(self, link: Link) -> Request:
        """The request for a report that no list shows any more, at its address."""
        return self._visit.request(Fetch(link.url, "report"), self.on_report, self.on_failure, link=link, unlisted=True)

    def request_in_doubt(self, link: Link, via: str | None) -> Iterator[Request]:
        """The request for what a row leads to whose title does not tell whether it is a township's report."""
        if self._visit.may_request(link.url):
            yield self._visit.request(
                Fetch(link.url, "report"),
                self.on_report,
                self.on_failure,
                via=via,
                link=link,
                undecided=True,
                in_doubt=True,
            )

    def request_named(self, named: Named, witness: WitnessKind, via: str | None) -> Request:
        """The request for a document that a second witness named."""
        return self._visit.request(
            Fetch(named.link.url, "report"),
            self.on_report,
            self.on_failure,
            via=via,
            link=named.link if named.link.title else None,
            in_doubt=True,
            witness=witness,
            about=named.about,
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
            article = landing_of(response, errand.family or self._visit.site.family)[1].article
            if article is not None:
                yield from self.request_attachments(response.url, article, capture)

    def request_attachments(self, url: str, article: Article, capture: str | None) -> Iterator[Request]:
        """Request the files that contain or accompany the report; some servers require the page as referrer."""
        files = [link for link in article.attachments if discovery.belongs_to_report(link, alone=not article.has_text)]
        for link in files[:ATTACHMENTS]:
            if self._visit.may_request(link.url):
                fetch = Fetch(link.url, "attachment", headers=(("Referer", url),))
                yield self._visit.request(fetch, self.on_attachment, self.on_failure, via=capture, link=link)

    def on_attachment(self, response: Response) -> Yielded:
        """Handle an attached file."""
        if readable(response):
            link = Errand.of(response).link
            yield DocumentFetched(reply_of(response).capture, response.url, link.title if link else "", "attachment")
        else:
            yield trouble(response)

    def on_failure(self, failure: Failure) -> Yielded:
        """Report a document that could not be fetched, unless it was only opened as a row in doubt."""
        if not Errand.of(request_of(failure)).in_doubt:
            yield from failure_troubles(failure)
