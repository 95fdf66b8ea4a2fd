"""What nothing leads to any more is asked for at its own address: lists first, then reports, once all lists are whole.

A menu that has lost an entry would else hide a township on a night that is called `ok`. And only so can a report that
was withdrawn be told from one that was moved or only fell out of the list.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, NotConfigured

from crawler.runtime import session
from crawler.site_run.pipeline import ArchivePipeline
from spiders.pages.page import Link

_AT_ONCE = ("listed", "doubtful")

AT_MOST = 50
"""Addresses asked for in one night; where more are missing, the list itself is in doubt."""


_LISTS = """
SELECT a.url FROM looks AS l JOIN addresses AS a ON a.address = l.start
WHERE l.site_run = (SELECT max(site_run) FROM site_runs WHERE site = ?1 AND outcome = 'ok' AND site_run < ?2)
AND EXISTS (SELECT 1 FROM state_items AS m WHERE m.state = l.state)
AND NOT EXISTS (SELECT 1 FROM fetches AS f WHERE f.address = l.start AND f.site_run = ?2)
AND (SELECT f.verdict FROM fetches AS f WHERE f.address = l.start ORDER BY f.capture DESC LIMIT 1)
    NOT IN ('gone', 'soft_404')
"""
"""Lists of the last sound run that nothing led to in this one, less those that were not there when last asked for."""

_PRESENT = """
SELECT a.url, d.title, max(f.site_run),
    (SELECT CASE WHEN g.via IS NOT NULL THEN 'listed' WHEN g.verdict IN ('ok', 'same') THEN 'there'
        WHEN (SELECT outcome FROM visits WHERE site_run = g.site_run) = 'ok' THEN 'gone' ELSE 'doubtful' END
     FROM fetches AS g WHERE g.address = f.address AND g.verdict IN ('ok', 'same', 'gone', 'soft_404')
     ORDER BY g.capture DESC LIMIT 1) AS last
FROM reports AS r JOIN documents AS d ON d.township_code = r.township_code AND d.year = r.year
JOIN news AS f USING (capture) JOIN addresses AS a USING (address) JOIN site_runs AS s USING (site_run)
WHERE s.site = ?1 AND r.state = 'present' AND f.kind = 'report'
AND NOT EXISTS (SELECT 1 FROM fetches AS g WHERE g.address = f.address AND g.site_run = ?2)
GROUP BY f.address
"""
"""Reports not asked for in this run, and how they were when last asked for: still listed, there without a list, gone.

What only an unsound run found gone is `doubtful`, and asked for again, as no withdrawal follows from it. No page leads
to a request of this extension, so that its captures have no `via`.
"""


class AbsentReports:
    """Scrapy extension: adds its requests when the spider has run out of its own."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._asked = False
        self._looked = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
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
        rows = current.archive.rows(_LISTS, current.site.id, current.site_run)
        urls = [row["url"] for row in rows if row["url"] not in known and row["url"] not in current.remembered]
        return [spider.revisit(url) for url in urls[:AT_MOST]]  # type: ignore[attr-defined]

    def _missing(self) -> list[Link]:
        shown = _pipeline(self._crawler).seen_whole()
        if shown is None:
            return []
        current = session.of(self._crawler)
        rows = current.archive.rows(_PRESENT, current.site.id, current.site_run)
        return [
            Link(row["url"], row["title"] or "")
            for row in rows
            if row["url"] not in shown
            and row["url"] not in current.remembered
            and (row["last"] in _AT_ONCE or (row["last"] == "there" and current.plan.document(row["url"])))
        ][:AT_MOST]

    @staticmethod
    def _request(spider: Spider, link: Link) -> Request:
        return Request(
            link.url,
            callback=spider.on_report,  # type: ignore[attr-defined]
            errback=spider.on_lost_document,  # type: ignore[attr-defined]
            dont_filter=True,
            meta={"kind": "report", "via": None, "link": link, "family": None, "absent": True},
        )


def _pipeline(crawler: Crawler) -> ArchivePipeline:
    """The crawl's own pipeline, which knows what its lists showed."""
    manager = getattr(getattr(crawler.engine, "scraper", None), "itemproc", None)
    for part in getattr(manager, "middlewares", ()):
        if isinstance(part, ArchivePipeline):
            return part
    raise NotConfigured("the archive pipeline is not part of this crawl")
