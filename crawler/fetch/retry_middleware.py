"""Asking again what failed, by the table of `crawler.fetch.retries`."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from crawler.fetch import retries
from crawler.fetch.retries import Reason
from crawler.runtime import session
from crawler.runtime.pace import retry_after_of
from spiders.walk.errand import Errand


class PatienceMiddleware:
    """Repeats failed requests within the bounds of a night. Each attempt has a capture of its own, by the ledger."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session.of(crawler)
        self._most = crawler.settings.getint("RETRY_TIMES")
        self._left = retries.RETRIES

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Repeat a request that was answered by a failure worth repeating."""
        empty = Errand.of(request).kind != "robots" and not response.body.strip()
        reason = retries.of_status(response.status, empty=empty)
        retry_after_seconds = retry_after_of(response, self._session.clock.now())
        return (self._again(request, reason, retry_after_seconds) if reason else None) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Repeat a request that was not answered."""
        reason = retries.of_exception(exception)
        return self._again(request, reason, None) if reason else None

    def _again(self, request: Request, reason: Reason, retry_after_seconds: float | None) -> Request | None:
        failed = int(request.meta.get("retry_times", 0)) + 1
        wanted = retries.again(reason, failed, retry_after_seconds, self._session.pace.longest_pause_seconds)
        if not wanted or self._left == 0 or self._crawler.spider is None:
            return None
        self._left -= 1
        return get_retry_request(request, spider=self._crawler.spider, reason=reason, max_retry_times=self._most)
