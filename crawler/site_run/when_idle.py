"""A Scrapy extension that adds requests of its own to a site run when the spider has run out of its."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, NotConfigured

from crawler.runtime import session
from spiders.walk.county import CountySpider


class WhenIdle:
    """Asks `requests` for more each time nothing is left; the crawl continues until these have their answers."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it; raises NotConfigured outside of a site run."""
        if session.site_of(crawler) is None:
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.idle, signal=signals.spider_idle)
        return extension

    def idle(self, spider: CountySpider) -> None:
        """Add the requests; raises DontCloseSpider where there are some."""
        engine = self._crawler.engine
        if engine is None or not (requests := self.requests(spider)):
            return
        for request in requests:
            engine.crawl(request)
        raise DontCloseSpider

    def requests(self, spider: CountySpider) -> Sequence[Request]:
        """What to ask for now; empty, once all was asked."""
        raise NotImplementedError
