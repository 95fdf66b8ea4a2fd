"""What nothing leads to any more is asked for at its own address: lists first, then reports, once all lists are whole.

A menu that has lost an entry would else hide a township on a night that is called `ok`. And only so can a report that
was withdrawn be told from one that was moved or only fell out of the list.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, NotConfigured

from archive.captures import listings
from archive.reports import reports_found
from archive.reports.reports_found import LastAnswer
from crawler.runtime import session
from crawler.site_run.pipeline import ArchivePipeline
from spiders.pages.page import Link
from spiders.walk.errand import Errand

_AT_ONCE: tuple[LastAnswer, ...] = ("listed", "doubtful")
"""Reports asked for whether or not they are due. No withdrawal follows from `doubtful`, as the run was not `ok`."""

AT_MOST = 50
"""Addresses asked for in one night; where more are missing, the list itself is in doubt."""


class AbsentReports:
    """Scrapy extension: adds its requests when the spider has run out of its own."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._asked = False
        self._looked = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it; raises NotConfigured outside of a site run."""
        if session.site_of(crawler) is None:
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.idle, signal=signals.spider_idle)
        return extension

    def idle(self, spider: Spider) -> None:
        """Ask for what is missing, once; the crawl goes on until the answers are in."""
        if self._asked or self._crawler.engine is None:
            return
        requests = self._lists(spider)
        if not requests:
            self._asked = True
            requests = [self._request(spider, link) for link in self._missing()]
        for request in requests:
            self._crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _lists(self, spider: Spider) -> list[Request]:
        """Requests for lists, once; none where tonight's search found no list, or found that they moved."""
        known = _pipeline(self._crawler).walked()
        if self._looked or not known:
            return []
        self._looked = True
        current = session.of(self._crawler)
        urls = listings.not_asked_for(current.archive, current.site.id, current.site_run)
        missing = [url for url in urls if url not in known and url not in current.remembered]
        return [spider.revisit(url) for url in missing[:AT_MOST]]  # type: ignore[attr-defined]

    def _missing(self) -> list[Link]:
        shown = _pipeline(self._crawler).seen_whole()
        if shown is None:
            return []
        current = session.of(self._crawler)
        present = reports_found.not_asked_for(current.archive, current.site.id, current.site_run)
        return [
            Link(report.url, report.title)
            for report in present
            if report.url not in shown
            and report.url not in current.remembered
            and (report.last in _AT_ONCE or (report.last == "there" and current.plan.document(report.url)))
        ][:AT_MOST]

    @staticmethod
    def _request(spider: Spider, link: Link) -> Request:
        return Request(
            link.url,
            callback=spider.on_report,  # type: ignore[attr-defined]
            errback=spider.on_failed_document,  # type: ignore[attr-defined]
            dont_filter=True,
            meta=Errand("report", link=link, unlisted=True).meta,
        )


def _pipeline(crawler: Crawler) -> ArchivePipeline:
    """The crawl's own pipeline, which knows what its lists showed."""
    manager = getattr(getattr(crawler.engine, "scraper", None), "itemproc", None)
    for part in getattr(manager, "middlewares", ()):
        if isinstance(part, ArchivePipeline):
            return part
    raise NotConfigured("the archive pipeline is not part of this crawl")
