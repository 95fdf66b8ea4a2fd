"""Requests known pages to which no link leads any more: lists first, then reports, once all lists are complete.

Otherwise a menu that has lost an entry would hide a township in a run with the outcome `ok`. And only so can a report
that was withdrawn be distinguished from a report that was moved or only dropped from the list.
"""

from __future__ import annotations

from collections.abc import Sequence

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.captures import listings
from archive.reports import reports_found
from archive.reports.reports_found import LastAnswer
from crawler.runtime import session
from crawler.site_run.pipeline import ArchivePipeline
from crawler.site_run.when_idle import WhenIdle
from spiders.pages.page import Link
from spiders.walk.county import CountySpider

_ALWAYS_REQUESTED: tuple[LastAnswer, ...] = ("listed", "doubtful")
"""Reports requested whether or not they are due. `doubtful` proves no withdrawal: it takes two `ok` nights."""

MAX_REQUESTS = 50
"""The most addresses requested in a night; where more are missing, the list itself is doubtful."""


class UnlistedPages(WhenIdle):
    """Adds its requests when the spider has run out of its own."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._reports_requested = False
        self._lists_requested = False

    def requests(self, spider: CountySpider) -> Sequence[Request]:
        """What is missing, once: lists, and when they have been read, reports."""
        if self._reports_requested:
            return []
        requests = self._lists(spider)
        if not requests:
            self._reports_requested = True
            requests = [spider.request_unlisted(link) for link in self._unlisted_reports()]
        return requests

    def _lists(self, spider: CountySpider) -> list[Request]:
        """Requests for known lists, once; none where tonight's search found no list, or the lists moved."""
        known = _pipeline(self._crawler).read_lists()
        if self._lists_requested or not known:
            return []
        self._lists_requested = True
        current = session.of(self._crawler)
        urls = listings.not_asked_for(current.archive, current.site.id, current.site_run)
        missing = [url for url in urls if url not in known and url not in current.remembered]
        return [spider.revisit(url) for url in missing[:MAX_REQUESTS]]

    def _unlisted_reports(self) -> list[Link]:
        shown = _pipeline(self._crawler).addresses_of_complete_lists()
        if shown is None:
            return []
        current = session.of(self._crawler)
        present = reports_found.not_asked_for(current.archive, current.site.id, current.site_run)
        return [
            Link(report.url, report.title)
            for report in present
            if report.url not in shown
            and report.url not in current.remembered
            and (report.last in _ALWAYS_REQUESTED or (report.last == "there" and current.plan.document(report.url)))
        ][:MAX_REQUESTS]


def _pipeline(crawler: Crawler) -> ArchivePipeline:
    """The crawl's own pipeline, which knows what its lists showed."""
    manager = getattr(getattr(crawler.engine, "scraper", None), "itemproc", None)
    for part in getattr(manager, "middlewares", ()):
        if isinstance(part, ArchivePipeline):
            return part
    raise NotConfigured("the archive pipeline is not part of this crawl")
