"""The downloader middleware that writes every fetch attempt down as a capture, failures too.

It stands next to the downloader, inside retries and redirects, so that each attempt has a row of its own; it asks
conditionally with what the last capture said, fills a 304 with the bytes kept, and answers from the archive what an
interrupted start of the same run has fetched already.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse, Response

from archive import messages
from archive.captures import record, rendering
from archive.captures.reasons import CaptureReason, because
from archive.captures.record import CaptureVerdict, Fetched, Previous
from archive.extract.layout.charset import decode
from archive.storage.instants import china_day
from crawler.fetch.browser_need import shows
from crawler.fetch.guard import Refused
from crawler.fetch.robots import shows_rules
from crawler.fetch.transport import TlsError
from crawler.fetch.verdict import Answer, Judged, is_document, judge, redirected, shows_data, went_home
from crawler.runtime import plan, session
from spiders.families import land
from spiders.pages.page import Landing, Page
from spiders.walk.discovery import sends_to
from spiders.walk.responses import page_of

_FAILURES: tuple[tuple[type[Exception], CaptureVerdict, CaptureReason], ...] = (
    (DownloadCancelledError, "too_large", CaptureReason.TOO_LARGE),
    (DownloadTimeoutError, "unreachable", CaptureReason.TIMEOUT),
    (DownloadConnectionRefusedError, "unreachable", CaptureReason.CONNECTION_REFUSED),
    (CannotResolveHostError, "unreachable", CaptureReason.NAME_NOT_RESOLVED),
    (ResponseDataLossError, "unreachable", CaptureReason.ANSWER_CUT_SHORT),
    (TlsError, "unreachable", CaptureReason.TLS_FAILED),
    (DownloadFailedError, "unreachable", CaptureReason.CONNECTION_BROKEN),
)
_LONGEST_DETAIL = 300


class LedgerMiddleware:
    """Captures for Scrapy's requests and responses."""

    def __init__(self, crawler: Crawler) -> None:
        self._session = session.of(crawler)
        self._redirects = crawler.settings.getint("REDIRECT_MAX_TIMES")
        self._waiting: list[tuple[Fetched, asyncio.Future[str]]] = []
        self._writer: asyncio.Task[None] | None = None
        messages.text(CaptureReason.NOT_MODIFIED)  # loads the sentences now: no answer shall wait for that

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """Answer from this run's own captures, or prepare a conditional request."""
        if request.meta.get("kind") is None:
            request.meta["kind"] = "robots" if request.url.endswith("/robots.txt") else "portal"
        former = self._former(request)
        on_its_way = bool(request.meta.get("redirect_times"))
        if on_its_way:  # the conditions were for the address that led here
            request.headers.pop("If-None-Match", None)
            request.headers.pop("If-Modified-Since", None)
        request.meta["former"] = None
        if not on_its_way:
            request.meta["known"] = former.capture if former is not None else None
        if former is None:
            return None
        kind = request.meta["kind"]
        if kind in ("report", "attachment") and not on_its_way and self._taken_in_this_run(former.capture):
            return self._stored(request, former)
        if not (request.meta.get("absent") or request.meta.get("fresh")) and not self._is_due(request):
            if kind in ("report", "attachment"):
                raise IgnoreRequest("seen lately; its turn comes")
            if kind != "robots":
                return self._remembered(request, former)
        if request.method == "GET" and not on_its_way and not self._in_full(request, former):
            _ask_by_condition(request, former)
        request.meta["former"] = former
        return None

    def _former(self, request: Request) -> Previous | None:
        """The last sound answer to this request: to its address, and to what is posted there."""
        former = record.previous(self._session.archive, request.url)
        posted = request.body.decode("utf-8", "replace")
        return former if former is not None and (former.body or "") == posted else None

    def _is_due(self, request: Request) -> bool:
        """Whether a known page is asked for tonight. Files go with their page, redirects are followed to their end.

        A list's further pages are asked for where the page before them changed: items wander over the border.
        """
        kind, plan = request.meta["kind"], self._session.plan
        if kind == "robots" or request.meta.get("redirect_times"):
            return True
        if kind == "report":
            return plan.document(request.url)
        via = request.meta.get("via")
        if kind == "attachment":
            return plan.everything or via is None or self._taken_in_this_run(via)
        return plan.page(request.url) or ((request.meta.get("page") or 1) > 1 and self._changed_tonight(via))

    def _changed_tonight(self, capture: str | None) -> bool:
        row = self._session.archive.one("SELECT site_run, verdict FROM fetches WHERE capture = ?", capture)
        return bool(row and row["site_run"] == self._session.site_run and row["verdict"] != "same")

    def _in_full(self, request: Request, former: Previous) -> bool:
        """Whether to ask without conditions: a server that says "not modified" whatever happens is found out so."""
        lists = request.meta["kind"] in ("portal", "listing")
        if self._session.distrusts:
            return True
        if lists and (self._session.plan.whole or request.meta.get("fresh")):
            return True
        return plan.in_full(former.full_at, self._session.clock.now(), by_word=former.status == 304)

    def _remembered(self, request: Request, former: Previous) -> Response:
        """A list as it was last seen, as its turn has not come."""
        shown = rendering.previous(self._session.archive, request.url)
        former = shown if shown and shown.fetched_at > former.fetched_at else former
        self._session.remember(request.url, former.fetched_at)
        request.meta["remembered"] = True
        return self._stored(request, former)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Judge the response, write it down, and hand it on with its capture, verdict and landing."""
        if request.meta.get("replayed"):
            return response
        former: Previous | None = request.meta.get("former")
        if response.status == 304 and former is not None:
            response = self._with_text(
                request, response.replace(status=200, body=self._session.archive.payloads.get(former.digest))
            )
            self._decide(request, self._land(request, response))
            await self._keep(
                request, response, Judged("same", because(CaptureReason.NOT_MODIFIED)), status=304, digest=former.digest
            )
            return response
        if 300 <= response.status < 400 and response.status != 304:
            before = int(request.meta.get("redirect_times", 0))
            judged = redirected(response.status, _header(response, "Location"), before, self._redirects)
            await self._keep(request, response, judged, body=False)
            return response
        response = self._with_text(request, response)
        answer = self._answer(request, response)
        judged = judge(answer)
        if judged.verdict in ("gone", "soft_404"):
            request.meta["was_list"] = self._was_list(request.meta.get("known"))
        if judged.verdict == "ok" and former is not None:
            judged = _compared(judged, former, response)
        if "browser" in request.meta and judged.verdict in ("ok", "same") and not _shows_more(request):
            known = request.meta.get("showed_before")
            judged = (
                Judged("soft_404", because(CaptureReason.BROWSER_SHOWS_NO_LONGER))
                if known
                else Judged(judged.verdict, because(CaptureReason.BROWSER_SHOWED_NO_MORE))
            )
        await self._keep(request, response, judged)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Write the failed attempt down."""
        if isinstance(exception, IgnoreRequest) and not isinstance(exception, Refused):
            return
        failed = _failure(exception)
        request.meta["verdict"] = failed.verdict
        request.meta["capture"] = record.record(
            self._session.archive, self._session.site_run, self._fetched(request, failed)
        )

    def _taken_in_this_run(self, capture: str) -> bool:
        row = self._session.archive.one("SELECT site_run FROM fetches WHERE capture = ?", capture)
        return bool(row and row["site_run"] == self._session.site_run)

    def _stored(self, request: Request, former: Previous) -> Response:
        body = self._session.archive.payloads.get(former.digest)
        request.meta["replayed"] = True
        response = self._with_text(
            request, HtmlResponse(request.url, status=200, body=body, encoding="utf-8", request=request)
        )
        self._land(request, response)
        request.meta["capture"], request.meta["verdict"] = former.capture, "ok"
        return response

    def _with_text(self, request: Request, response: Response) -> Response:
        """The response with its charset found by trial on the bytes; declared charsets are wrong too often."""
        kind, body = request.meta["kind"], response.body
        if kind == "attachment" and body.lstrip()[:1] != b"<":
            return response
        if kind == "report" and response.status == 200 and is_document(request.url, body):
            return response
        decoded = decode(response.body, declared=_header(response, "Content-Type"))
        request.meta["replaced"] = decoded.text.count("\ufffd")
        return HtmlResponse(
            response.url,
            status=response.status,
            headers=response.headers,
            body=response.body,
            encoding=decoded.charset or "utf-8",
            request=request,
            flags=response.flags,
            ip_address=response.ip_address,
        )

    def _answer(self, request: Request, response: Response) -> Answer:
        text = response.text if isinstance(response, HtmlResponse) else ""
        landing = self._land(request, response)
        self._decide(request, landing)
        kind = request.meta["kind"]
        asked = request.meta.get("redirect_urls", [request.url])[0]
        serves = _serves(request.meta["part"], landing, text) if "part" in request.meta else _shows(kind, landing, text)
        return Answer(
            kind,
            asked,
            response.url,
            response.status,
            response.body,
            text,
            serves and not self._is_astray(request, asked, response.url),
            request.meta.get("replaced", 0),
            not serves and kind == "portal" and "landed" in request.meta and bool(sends_to(request.meta["landed"][0])),
        )

    def _was_list(self, capture: str | None) -> bool:
        row = self._session.archive.one("SELECT kind FROM fetches WHERE capture = ?", capture)
        return bool(row and row["kind"] in ("portal", "listing"))

    def _is_astray(self, request: Request, asked: str, arrived: str) -> bool:
        """Whether a page that we know, and that is no entry of the site, led to the home page instead."""
        return went_home(asked, arrived) and bool(request.meta.get("known")) and asked not in self._session.site.start

    @staticmethod
    def _decide(request: Request, landing: Landing) -> None:
        """Say what a page is that was asked for without knowing."""
        if request.meta.get("undecided"):
            request.meta["kind"] = _turned_out(landing, request.meta["kind"])

    def _land(self, request: Request, response: Response) -> Landing:
        if request.meta["kind"] == "robots" or not isinstance(response, HtmlResponse) or response.status >= 400:
            return Landing()
        if request.meta.get("part") not in (None, "document"):
            return Landing()
        page = page_of(response)
        landing = land(page, request.meta.get("family") or self._session.site.family)
        request.meta["landed"] = page, landing
        return landing

    async def _keep(
        self,
        request: Request,
        response: Response,
        judged: Judged,
        *,
        status: int | None = None,
        digest: bytes | None = None,
        body: bool = True,
    ) -> None:
        headers = {
            name.decode("latin-1").lower(): _header(response, name.decode("latin-1")) or "" for name in response.headers
        }
        request.meta["verdict"], request.meta["judged"] = judged.verdict, judged
        fetched = self._fetched(
            request,
            judged,
            status=status or response.status,
            body=response.body if body and digest is None else None,
            digest=digest,
            headers=headers,
        )
        request.meta["capture"] = await self._written(fetched)

    async def _written(self, fetched: Fetched) -> str:
        """Keep an attempt; those that come while the disk is busy go to it together, so that no download waits."""
        done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append((fetched, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        archive, site_run = self._session.archive, self._session.site_run
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                attempts = await asyncio.to_thread(record.store, archive, [fetched for fetched, _ in batch])
                captures = record.record_all(archive, site_run, attempts)
            except Exception as error:  # told to each request that waits
                for _, done in batch:
                    done.set_exception(error)
            else:
                for (_, done), capture in zip(batch, captures, strict=True):
                    done.set_result(capture)
        self._writer = None

    def _fetched(self, request: Request, judged: Judged, **seen: Any) -> Fetched:
        link = request.meta.get("link")
        asked = (
            {}
            if request.method == "GET"
            else {"method": request.method, "body": request.body.decode("utf-8", "replace")}
        )
        referer = request.headers.get("Referer")
        if referer:
            asked["referer"] = referer.decode("latin-1")
        if request.meta.get("page", 1) > 1:
            asked["page"] = str(request.meta["page"])
        asked |= request.meta.get("browser", {})
        part = request.meta.get("part")
        if part:
            asked["part"] = part
        detail = judged.detail
        return Fetched(
            kind="portal" if part else request.meta["kind"],
            url=request.url,
            fetched_at=self._session.clock.now(),
            verdict=judged.verdict,
            reason=judged.code,
            detail=detail[:_LONGEST_DETAIL] if detail else None,
            request=asked or None,
            via=request.meta.get("via"),
            link_title=link.title if link else None,
            **seen,
        )


def _failure(exception: Exception) -> Judged:
    """The verdict on an attempt that was not answered."""
    if isinstance(exception, Refused):
        return Judged("refused", exception.reason)
    verdict: CaptureVerdict
    for kind, verdict, code in _FAILURES:
        if isinstance(exception, kind):
            error = str(exception) if code is CaptureReason.TLS_FAILED else _behind_colon(str(exception))
            return Judged(verdict, because(code, error=error))
    name, error = type(exception).__name__, _behind_colon(str(exception))
    return Judged("unreachable", because(CaptureReason.FAILED_OTHERWISE, failure=name, error=error))


def _behind_colon(words: str) -> str:
    return f": {words}" if words else ""


def _ask_by_condition(request: Request, former: Previous) -> None:
    if former.etag:
        request.headers["If-None-Match"] = former.etag
    if former.last_modified:
        request.headers["If-Modified-Since"] = former.last_modified


def _compared(judged: Judged, former: Previous, response: Response) -> Judged:
    """`same` where the bytes are those we have; said where they are not though the server had sworn that they were.

    It had where its own date for the new bytes lies before the day on which it last said "not modified", and where
    the mark of the new bytes is that of the old ones.
    """
    if former.digest == record.digest(response.body):
        return Judged("same")
    dated = _moment(_header(response, "Last-Modified"))
    etag = _header(response, "ETag")
    unmarked = etag is not None and etag == former.etag
    if former.status == 304 and (unmarked or (dated is not None and dated < former.fetched_at)):
        return Judged("ok", because(CaptureReason.FALSE_NOT_MODIFIED, day=str(china_day(former.fetched_at))))
    return judged


def _moment(said: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(said).astimezone(UTC) if said else None
    except ValueError:
        return None


def _turned_out(landing: Landing, asked: str) -> str:
    """What a page is that was asked for without knowing."""
    if landing.listing is not None:
        return "listing"
    return "report" if landing.article is not None else asked


def _shows(kind: str, landing: Landing, text: str) -> bool:
    """Whether the page shows what such a request is for."""
    if kind == "robots":
        return shows_rules(text)
    if kind == "listing":
        return landing.listing is not None
    if kind in ("report", "attachment"):
        return landing.article is not None
    return landing.listing is not None or landing.article is not None or bool(landing.columns) or text.count("<a ") > 2


def _serves(part: str, landing: Landing, text: str) -> bool:
    """Whether a part of a page that is shown in a browser is fit for that; `document` is the page itself."""
    return _shows("portal", landing, text) if part == "document" else shows_data(text)


def _shows_more(request: Request) -> bool:
    """Whether the browser brought out anything of what pages are shown for."""
    landed: tuple[Page, Landing] | None = request.meta.get("landed")
    return landed is not None and shows(landed[1])


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
