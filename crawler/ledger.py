"""The downloader middleware that writes every fetch attempt down as a capture, failures too.

It stands next to the downloader, inside retries and redirects, so that each attempt has a row of its own; it asks
conditionally with what the last capture said, fills a 304 with the bytes kept, and answers from the archive what an
interrupted start of the same run has fetched already.
"""

from __future__ import annotations

import asyncio
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

from archive import observations
from archive.observations import CaptureVerdict, Fetched, Previous
from archive.reading.charset import decode
from crawler import plan, session
from crawler.guard import Refused
from crawler.verdict import Answer, Judged, judge
from spiders.families import land
from spiders.page import Landing
from spiders.responses import page_of

_FAILURES: tuple[tuple[type[Exception], CaptureVerdict, str], ...] = (
    (Refused, "refused", ""),
    (DownloadCancelledError, "too_large", "larger than the limit"),
    (DownloadTimeoutError, "unreachable", "no answer in time"),
    (DownloadConnectionRefusedError, "unreachable", "connection refused"),
    (CannotResolveHostError, "unreachable", "the host's name does not resolve"),
    (ResponseDataLossError, "unreachable", "the answer was cut short"),
    (DownloadFailedError, "unreachable", "the connection broke"),
)


class LedgerMiddleware:
    """Captures for Scrapy's requests and responses."""

    def __init__(self, crawler: Crawler) -> None:
        self._session = session.of(crawler)
        self._waiting: list[tuple[bytes, str, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """Answer from this run's own captures, or prepare a conditional request."""
        if request.meta.get("kind") is None:
            request.meta["kind"] = "robots" if request.url.endswith("/robots.txt") else "portal"
        former = observations.previous(self._session.archive, request.url) if request.method == "GET" else None
        if former is None:
            return None
        if request.meta["kind"] in ("report", "attachment"):
            if self._taken_in_this_run(former):
                return self._stored(request, former)
            link, now = request.meta.get("link"), self._session.clock.now()
            listed = link.date if link else None
            if not request.meta.get("absent") and not plan.due(
                request.url, former.fetched_at, now, listed, revisit=self._session.revisit
            ):
                raise IgnoreRequest("seen lately; its turn comes")
        if former.etag:
            request.headers["If-None-Match"] = former.etag
        if former.last_modified:
            request.headers["If-Modified-Since"] = former.last_modified
        request.meta["former"] = former
        return None

    async def process_response(self, request: Request, response: Response) -> Response:
        """Judge the response, write it down, and hand it on with its capture, verdict and landing."""
        if request.meta.get("replayed"):
            return response
        former: Previous | None = request.meta.get("former")
        if response.status == 304 and former is not None:
            response = self._with_text(
                request, response.replace(status=200, body=self._session.archive.payloads.get(former.digest))
            )
            await self._keep(request, response, Judged("same", "not modified"), status=304, digest=former.digest)
            return response
        if 300 <= response.status < 400 and response.status != 304:
            await self._keep(
                request, response, Judged("ok", f"redirected to {_header(response, 'Location')}"), body=False
            )
            return response
        response = self._with_text(request, response)
        judged = judge(self._answer(request, response))
        if judged.verdict == "ok" and former is not None and former.digest == observations.digest(response.body):
            judged = Judged("same")
        await self._keep(request, response, judged)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Write the failed attempt down."""
        if isinstance(exception, IgnoreRequest) and not isinstance(exception, Refused):
            return
        known = [(verdict, words) for kind, verdict, words in _FAILURES if isinstance(exception, kind)]
        verdict, words = known[0] if known else ("unreachable", type(exception).__name__)
        detail = ": ".join(part for part in (words, str(exception)) if part)[:300]
        request.meta["verdict"] = verdict
        request.meta["capture"] = self._record(request, verdict, detail)

    def _taken_in_this_run(self, former: Previous) -> bool:
        row = self._session.archive.one("SELECT site_run FROM fetches WHERE capture = ?", former.capture)
        return bool(row["site_run"] == self._session.site_run)

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
        if request.meta["kind"] == "attachment" and response.body.lstrip()[:1] != b"<":
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
        if request.meta.get("undecided"):
            request.meta["kind"] = _turned_out(landing, request.meta["kind"])
        kind = request.meta["kind"]
        asked = request.meta.get("redirect_urls", [request.url])[0]
        return Answer(
            kind,
            asked,
            response.url,
            response.status,
            response.body,
            text,
            _shows(kind, landing, text),
            request.meta.get("replaced", 0),
        )

    def _land(self, request: Request, response: Response) -> Landing:
        if request.meta["kind"] == "robots" or not isinstance(response, HtmlResponse) or response.status >= 400:
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
        request.meta["verdict"] = judged.verdict
        kept = response.body if body and digest is None else None
        if kept is not None:  # waits for the disk, so the next download need not
            await self._stored_bytes(kept, observations.scope(request.meta["kind"], request.url))
        request.meta["capture"] = self._record(
            request,
            judged.verdict,
            judged.detail,
            status=status or response.status,
            body=kept,
            digest=digest,
            headers=headers,
        )

    async def _stored_bytes(self, data: bytes, scope: str) -> None:
        """Keep a body. Bodies that arrive while the disk is busy go to it together, in one transaction."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((data, scope, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(
                    self._session.archive.payloads.put_all, [(data, scope) for data, scope, _ in batch]
                )
            except Exception as error:  # told to each request that waits
                for *_, done in batch:
                    done.set_exception(error)
            else:
                for *_, done in batch:
                    done.set_result(None)
        self._writer = None

    def _record(self, request: Request, verdict: CaptureVerdict, detail: str | None, **seen: Any) -> str:
        link = request.meta.get("link")
        asked = (
            {}
            if request.method == "GET"
            else {"method": request.method, "body": request.body.decode("utf-8", "replace")}
        )
        referer = request.headers.get("Referer")
        if referer:
            asked["referer"] = referer.decode("latin-1")
        fetched = Fetched(
            kind=request.meta["kind"],
            url=request.url,
            fetched_at=self._session.clock.now(),
            verdict=verdict,
            detail=detail,
            request=asked or None,
            via=request.meta.get("via"),
            link_title=link.title if link else None,
            **seen,
        )
        return observations.record(self._session.archive, self._session.site_run, fetched)


def _turned_out(landing: Landing, asked: str) -> str:
    """What a page is that was asked for without knowing."""
    if landing.listing is not None:
        return "listing"
    return "report" if landing.article is not None else asked


def _shows(kind: str, landing: Landing, text: str) -> bool:
    """Whether the page shows what such a request is for."""
    if kind == "listing":
        return landing.listing is not None
    if kind in ("report", "attachment"):
        return landing.article is not None
    return landing.listing is not None or landing.article is not None or bool(landing.columns) or text.count("<a ") > 2


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
