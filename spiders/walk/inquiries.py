"""The requests to a site's second witnesses, and what their answers give; `spiders.walk.asking` decides about what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scrapy.http import Request, Response, TextResponse
from twisted.python.failure import Failure

from spiders.pages.page import Page
from spiders.walk import asking, witnesses
from spiders.walk.asking import Asking, Inquiry, Robots
from spiders.walk.documents import Documents
from spiders.walk.responses import readable, reply_of, request_of
from spiders.walk.visit import Visit, Yielded


class Inquiries:
    """The inquiries of a visit. `columns` gives the addresses of the lists that were read."""

    def __init__(self, visit: Visit, questions: Asking, documents: Documents, columns: Callable[[], Sequence[str]]):
        self._visit = visit
        self._questions = questions
        self._documents = documents
        self._columns = columns

    def first(self, robots: Sequence[Robots]) -> list[Request]:
        """The requests to begin with, once everything else has been read; none where nobody is in question."""
        return [self._ask(inquiry) for inquiry in self._questions.first(robots, self._visit.site.collections)]

    def _ask(self, inquiry: Inquiry) -> Request:
        return self._visit.request(
            inquiry.fetch,
            self.on_answer,
            self.on_failure,
            witness=inquiry.kind,
            about=inquiry.about,
            cb_kwargs={"inquiry": inquiry},
        )

    def on_answer(self, response: Response, inquiry: Inquiry) -> Yielded:
        """Handle a witness's answer: read what it names, and ask on."""
        page = Page(response.url, response.text if isinstance(response, TextResponse) else "")
        seen = witnesses.read(inquiry.kind, response.body, page, near=self._is_near) if readable(response) else None
        if seen is None:
            yield from self._go_on_without(inquiry)
            return
        shown = {item.link.url for item in self._visit.links}
        for named in self._questions.to_read(inquiry, seen):
            if (named.link.title or named.link.url not in shown) and self._visit.may_request(named.link.url):
                yield self._documents.request_named(named, inquiry.kind, reply_of(response).capture)
        for further in self._questions.answered(inquiry, seen, page):
            yield self._ask(further)

    def on_failure(self, failure: Failure) -> Yielded:
        """Handle a witness that did not answer."""
        yield from self._go_on_without(request_of(failure).cb_kwargs["inquiry"])

    def _go_on_without(self, inquiry: Inquiry) -> Yielded:
        """Without this witness nothing is amiss, and the others are asked all the same."""
        if inquiry.kind == "home":
            for further in self._questions.searches_and_feeds():
                yield self._ask(further)

    def _is_near(self, url: str) -> bool:
        """Whether an address lies where lists or reports were read tonight."""
        reports = (item.link.url for item in self._visit.links if item.wanted)
        return asking.folders((*self._columns(), *reports))(url)
