"""The downloader middleware that records every fetch attempt as a capture, failures too.

It is next to the downloader, inside retries and redirects, so that each attempt has a separate capture. It requests
conditionally with the validators of the last capture, replaces a 304 by the stored bytes, and answers from the archive
what is not due, and what an interrupted start of the same run has already fetched.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response

from archive import messages
from archive.captures import attempts, record, rendering
from archive.captures.reasons import CaptureReason, because
from archive.captures.record import Previous
from archive.extract.html import nesting
from archive.storage.instants import china_day
from crawler.fetch.browser_need import shows_content
from crawler.fetch.exchange import Exchange
from crawler.fetch.failures import failure
from crawler.fetch.guard import Refused
from crawler.fetch.landmarks import Landed, has_landmark, is_usable_part, kind_of_landing
from crawler.fetch.recorder import Recorder
from crawler.fetch.response_verdict import (
    Judged,
    ResponseParts,
    judge,
    judge_empty_rendering,
    judge_redirect,
    went_home,
)
from crawler.fetch.responses import decode_response, header, witness_asked
from crawler.runtime import revisits, session
from spiders.families import land
from spiders.pages.page import Landing, Page
from spiders.walk import witnesses
from spiders.walk.discovery import onward_addresses
from spiders.walk.errand import Errand, Reply
from spiders.walk.responses import page_of


class LedgerMiddleware:
    """Captures for Scrapy's requests and responses."""

    def __init__(self, crawler: Crawler) -> None:
        self._session = session.of(crawler)
        self._redirects = crawler.settings.getint("REDIRECT_MAX_TIMES")
        self._recorder = Recorder(self._session)
        messages.text(CaptureReason.NOT_MODIFIED)  # loads the sentences now, so that no answer waits for it

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """Answer from this run's own captures, or prepare a conditional request."""
        previous = self._previous(request)
        is_redirected = bool(request.meta.get("redirect_times"))
        if is_redirected:  # the conditions were for the address that led here
            request.headers.pop("If-None-Match", None)
            request.headers.pop("If-Modified-Since", None)
        exchange, errand = replace(Exchange.of(request), previous=None), Errand.of(request)
        if not is_redirected:
            exchange = replace(exchange, known=previous.capture if previous is not None else None)
        exchange.put_on(request)
        if previous is None:
            if errand.in_doubt and not self._session.plan.whole and self._was_tried(request.url):
                raise IgnoreRequest("a row in doubt whose address did not answer before; asked again where it matters")
            return None
        kind = errand.kind
        if kind in ("report", "attachment") and not is_redirected and self._fetched_in_this_run(previous.capture):
            return self._stored_response(request, previous)
        if not (errand.unlisted or errand.fresh or witness_asked(request)) and not self._is_due(request):
            if kind in ("report", "attachment"):
                raise IgnoreRequest("seen lately; its turn comes")
            if kind != "robots":
                return self._response_from_archive(request, previous)
        if request.method == "GET" and not is_redirected and not self._requests_in_full(request, previous):
            _ask_conditionally(request, previous)
        replace(exchange, previous=previous).put_on(request)
        return None

    def _previous(self, request: Request) -> Previous | None:
        """The last `ok` answer to this request, by its address and body."""
        previous = record.previous(self._session.archive, request.url)
        posted = request.body.decode("utf-8", "replace")
        return previous if previous is not None and (previous.body or "") == posted else None

    def _is_due(self, request: Request) -> bool:
        """Whether a known page is requested tonight. Files are due with their page; redirects are always followed.

        A list's further page is due where the page before it changed, as items then move from page to page.
        """
        errand, plan = Errand.of(request), self._session.plan
        if errand.kind == "robots" or request.meta.get("redirect_times"):
            return True
        if errand.kind == "report":
            return plan.document(request.url)
        if errand.kind == "attachment":
            return plan.everything or errand.via is None or self._fetched_in_this_run(errand.via)
        return plan.page(request.url) or (errand.page_number > 1 and self._changed_tonight(errand.via))

    def _changed_tonight(self, capture: str | None) -> bool:
        seen = attempts.recorded(self._session.archive, capture)
        return seen is not None and seen.site_run == self._session.site_run and seen.verdict != "same"

    def _requests_in_full(self, request: Request, previous: Previous) -> bool:
        """Whether to request without conditions, so that a server that always answers "not modified" is detected."""
        errand = Errand.of(request)
        lists = errand.kind in ("portal", "listing")
        if self._session.distrusts_304:
            return True
        if lists and (self._session.plan.whole or errand.fresh):
            return True
        return revisits.in_full(previous.full_at, self._session.clock.now(), was_not_modified=previous.status == 304)

    def _response_from_archive(self, request: Request, previous: Previous) -> Response:
        """A page that is not due, as last stored."""
        rendered = rendering.previous(self._session.archive, request.url)
        latest = rendered if rendered and rendered.fetched_at > previous.fetched_at else previous
        self._session.remember(request.url, latest.fetched_at)
        return self._stored_response(request, latest, not_due=True)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Judge the response, record it, and pass it on with a `Reply` on its errand."""
        exchange = Exchange.of(request)
        if exchange.replayed:
            return response
        previous = exchange.previous
        if response.status == 304 and previous is not None:
            body = self._session.archive.payloads.get(previous.digest)
            response = decode_response(request, response.replace(status=200, body=body))[0]
            landing = self._land_stored(request, response)
            _correct_kind(request, landing)
            judged = Judged("same", because(CaptureReason.NOT_MODIFIED))
            await self._recorder.answer(request, response, judged, landing, status=304, digest=previous.digest)
            return response
        if 300 <= response.status < 400 and response.status != 304:
            before = int(request.meta.get("redirect_times", 0))
            judged = judge_redirect(response.status, header(response, "Location"), before, self._redirects)
            await self._recorder.answer(request, response, judged, body=False)
            return response
        response, replaced = decode_response(request, response)
        too_deep = _judge_depth(response)
        landing = None if too_deep else self._land(request, response)
        _correct_kind(request, landing)
        judged = too_deep or judge(self._answer(request, response, landing, replaced))
        if judged.verdict in ("gone", "soft_404"):
            replace(exchange, was_list=self._was_list(exchange.known)).put_on(request)
        if judged.verdict == "ok" and previous is not None:
            judged = _compare_with_stored(judged, previous, response)
        if exchange.showing and judged.verdict in ("ok", "same") and not (landing and shows_content(landing[1])):
            judged = judge_empty_rendering(judged, Errand.of(request).kind, before=exchange.shown_before)
        await self._recorder.answer(request, response, judged, landing)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Record the failed attempt."""
        if isinstance(exception, IgnoreRequest) and not isinstance(exception, Refused):
            return
        self._recorder.failure(request, failure(exception))

    def _was_tried(self, url: str) -> bool:
        return attempts.was_tried(self._session.archive, self._session.site_run, url)

    def _fetched_in_this_run(self, capture: str) -> bool:
        seen = attempts.recorded(self._session.archive, capture)
        return seen is not None and seen.site_run == self._session.site_run

    def _stored_response(self, request: Request, previous: Previous, *, not_due: bool = False) -> Response:
        """The response from the archive in place of a fetch."""
        body = self._session.archive.payloads.get(previous.digest)
        replace(Exchange.of(request), replayed=True).put_on(request)
        response = decode_response(
            request, HtmlResponse(request.url, status=200, body=body, encoding="utf-8", request=request)
        )[0]
        reply = Reply("ok", previous.capture, self._land_stored(request, response), from_archive=not_due)
        replace(Errand.of(request), reply=reply).put_on(request)
        return response

    def _answer(self, request: Request, response: Response, landing: Landed | None, replaced: int) -> ResponseParts:
        text = response.text if isinstance(response, HtmlResponse) else ""
        kind, part = Errand.of(request).kind, Exchange.of(request).part
        asked = request.meta.get("redirect_urls", [request.url])[0]
        found = landing[1] if landing else Landing()
        if witness := witness_asked(request):
            serves = witnesses.read(witness, response.body, Page(response.url, text)) is not None
        else:
            serves = is_usable_part(part, found, text) if part else has_landmark(kind, found, text)
        return ResponseParts(
            kind,
            asked,
            response.url,
            response.status,
            response.body,
            text,
            serves and not self._was_sent_home(request, asked, response.url),
            replaced,
            not serves and kind == "portal" and landing is not None and bool(onward_addresses(landing[0])),
        )

    def _was_list(self, capture: str | None) -> bool:
        seen = attempts.recorded(self._session.archive, capture)
        return seen is not None and seen.kind in ("portal", "listing")

    def _was_sent_home(self, request: Request, asked: str, arrived: str) -> bool:
        """Whether a known page that is no entry of the site was redirected to the home page."""
        return went_home(asked, arrived) and bool(Exchange.of(request).known) and asked not in self._session.site.start

    def _land(self, request: Request, response: Response) -> Landed | None:
        """The page and what it turned out to be; None where the response is no readable page."""
        errand = Errand.of(request)
        if errand.kind == "robots" or witness_asked(request):
            return None
        if not isinstance(response, HtmlResponse) or response.status >= 400:
            return None
        if Exchange.of(request).part not in (None, "document"):
            return None
        page = page_of(response)
        return page, land(page, errand.family or self._session.site.family)

    def _land_stored(self, request: Request, response: Response) -> Landed | None:
        """The same for a page of the archive, which an earlier version may have stored without judging its depth."""
        return None if _judge_depth(response) else self._land(request, response)


def _judge_depth(response: Response) -> Judged | None:
    """The verdict on a page of which no tree can be built in little time; None for others."""
    if not isinstance(response, HtmlResponse):
        return None
    if nesting.is_too_deep(response.text, in_data=True):
        return Judged("too_large", because(CaptureReason.NESTED_TOO_DEEP, limit=nesting.DEEPEST))
    if nesting.has_too_many_attributes(response.text) or nesting.has_too_many_options(response.text):
        return Judged("too_large", because(CaptureReason.TOO_LARGE, error=""))
    return None


def _correct_kind(request: Request, landing: Landed | None) -> None:
    """Set the kind of an undecided request by the page that arrived."""
    errand = Errand.of(request)
    if errand.undecided and landing is not None:
        replace(errand, kind=kind_of_landing(landing[1], errand.kind)).put_on(request)


def _ask_conditionally(request: Request, previous: Previous) -> None:
    if previous.etag:
        request.headers["If-None-Match"] = previous.etag
    if previous.last_modified:
        request.headers["If-Modified-Since"] = previous.last_modified


def _compare_with_stored(judged: Judged, previous: Previous, response: Response) -> Judged:
    """`same` where the bytes equal the stored bytes; else the verdict, with a reason where the last 304 was false.

    The 304 was false where the new bytes were last modified before it, or have the same ETag as the stored bytes.
    """
    if previous.digest == record.digest(response.body):
        return Judged("same")
    last_modified = _parse_http_date(header(response, "Last-Modified"))
    etag = header(response, "ETag")
    same_etag = etag is not None and etag == previous.etag
    if previous.status == 304 and (same_etag or (last_modified is not None and last_modified < previous.fetched_at)):
        return Judged("ok", because(CaptureReason.FALSE_NOT_MODIFIED, day=str(china_day(previous.fetched_at))))
    return judged


def _parse_http_date(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC) if header else None
    except ValueError:
        return None
