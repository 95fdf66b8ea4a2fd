"""Retries failed requests by the table of `crawler.fetch.retries`."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from crawler.fetch import retries
from crawler.fetch.retries import RetryReason
from crawler.runtime import session
from crawler.runtime.pace import retry_after_of
from spiders.walk.errand import Errand


class SiteRetryMiddleware:
    """Retries failed requests within the limits of a night. The ledger records each attempt as a separate capture."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session.of(crawler)
        self._max_retries = crawler.settings.getint("RETRY_TIMES")
        self._retries_left = retries.RETRIES

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Retry a request whose answer is a failure of the table."""
        empty = Errand.of(request).kind != "robots" and not response.body.strip()
        reason = retries.reason_of_status(response.status, empty=empty)
        retry_after_seconds = retry_after_of(response, self._session.clock.now())
        return (self._retry(request, reason, retry_after_seconds) if reason else None) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Retry a request that was not answered."""
        reason = retries.reason_of_exception(exception)
        return self._retry(request, reason, None) if reason else None

    def _retry(self, request: Request, reason: RetryReason, retry_after_seconds: float | None) -> Request | None:
        failed = int(request.meta.get("retry_times", 0)) + 1
        wanted = retries.should_retry(reason, failed, retry_after_seconds, self._session.pace.longest_pause_seconds)
        if not wanted or self._retries_left == 0 or self._crawler.spider is None:
            return None
        self._retries_left -= 1
        return get_retry_request(request, spider=self._crawler.spider, reason=reason, max_retry_times=self._max_retries)
