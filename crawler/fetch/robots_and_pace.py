"""Politeness: the rules of robots.txt, and a single pace for all hosts of a site.

robots.txt fails closed: a 404 allows everything, an unreadable file forbids everything for this run (RFC 9309, 2.3.1).
"""

from __future__ import annotations

import asyncio
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK

from archive.captures.reasons import CaptureReason, because
from archive.captures.record import CaptureVerdict
from crawler.fetch import retries
from crawler.fetch.budget import Budget
from crawler.fetch.failures import failure
from crawler.fetch.guard import Refused
from crawler.fetch.response_verdict import ResponseParts, judge
from crawler.fetch.retries import RetryReason
from crawler.fetch.robots import rules, shows_rules
from crawler.runtime import session
from crawler.runtime.pace import Pace, retry_after_of
from spiders.walk.errand import Errand
from spiders.walk.responses import requested_url


class RobotsMiddleware:
    """Fetches each host's robots.txt once a run and enforces it for every request."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent = str(crawler.settings["USER_AGENT"])
        self._pace = session.pace_of(crawler)
        self._rules: dict[str, asyncio.Task[Protego | str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise Refused where the host's rules forbid the address, or could not be fetched."""
        if Errand.of(request).kind == "robots":
            return
        host_rules = await self._rules_of(request.url)
        if not isinstance(host_rules, Protego):
            raise Refused(because(CaptureReason.ROBOTS_UNAVAILABLE, cause=host_rules))
        if not host_rules.can_fetch(request.url, self._agent):
            raise Refused(because(CaptureReason.ROBOTS_FORBIDS))

    async def _rules_of(self, url: str) -> Protego | str:
        parts = urlsplit(url)
        if parts.netloc not in self._rules:
            self._rules[parts.netloc] = asyncio.create_task(self._fetch(f"{parts.scheme}://{parts.netloc}/robots.txt"))
        return await self._rules[parts.netloc]

    async def _fetch(self, url: str) -> Protego | str:
        """The host's rules, or in words why they could not be fetched."""
        request = Request(url, priority=1000, meta=Errand("robots").meta, callback=NO_CALLBACK)
        try:
            response = await self._engine().download_async(request)
        except Exception as error:
            return str(failure(error).reason)
        text = response.text if isinstance(response, TextResponse) else ""
        found = rules(_verdict(response, text), response.status, text)
        if isinstance(found, str):
            return found
        self._pace.crawl_delay(found.crawl_delay(self._agent) or 0.0)
        _apply(self._crawler, self._pace)
        return found

    def _engine(self) -> ExecutionEngine:
        if self._crawler.engine is None:
            raise NotConfigured
        return self._crawler.engine


class PaceMiddleware:
    """Keeps every request of a site to its pace and to the night's budget, whichever host it goes to."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session.of(crawler)
        self._budget = Budget()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Put every request into the site's single download slot. Raises Refused where the night's budget is used."""
        if reached := self._budget.reached(self._session.site):
            raise Refused(reached)
        self._budget.requests += 1
        request.meta["download_slot"] = self._session.site.id

    def process_response(self, request: Request, response: Response) -> Response:
        """Adapt the pace to an answer."""
        self._budget.bytes += len(response.body) + len(response.headers.to_string())
        reason = retries.reason_of_status(response.status)
        if reason is None:
            self._session.pace.answered(urlsplit(request.url).netloc, request.meta.get("download_latency", 0.0))
            _apply(self._crawler, self._session.pace)
        else:
            self._pause(request, reason, retry_after_of(response, self._session.clock.now()))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Pause after a request without an answer."""
        reason = retries.reason_of_exception(exception)
        if reason is not None:
            self._pause(request, reason, None)

    def _pause(self, request: Request, reason: RetryReason, retry_after_seconds: float | None) -> None:
        pace, failed = self._session.pace, int(request.meta.get("retry_times", 0)) + 1
        pace.failed(urlsplit(request.url).netloc, retry_after_seconds)
        wanted = retries.pause(reason, failed, pace.floor_seconds, retry_after_seconds)
        pace.pause(wanted + request.meta.get("download_latency", 0.0))  # Scrapy's delay begins when a request is sent
        _apply(self._crawler, pace)


def _verdict(response: Response, text: str) -> CaptureVerdict:
    """The verdict on a robots.txt: the ledger's, or judged here where no ledger records."""
    reply = Errand.of(response).reply
    if reply is not None:
        return reply.verdict
    first = requested_url(response)
    return judge(
        ResponseParts("robots", first, response.url, response.status, response.body, text, shows_rules(text))
    ).verdict


def _apply(crawler: Crawler, pace: Pace) -> None:
    """Set the delay of Scrapy's download slots to the pace."""
    if crawler.engine is not None:
        for slot in crawler.engine.downloader.slots.values():
            slot.delay = pace.delay_seconds
