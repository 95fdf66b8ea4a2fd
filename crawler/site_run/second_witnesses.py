"""Asks the second witnesses of a site, at the end of a run that may be the first to accuse somebody.

Only once all lists and documents have been read: what tonight's lists show is in question no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from archive.captures import record
from crawler.runtime import session
from crawler.site_run.when_idle import WhenIdle
from spiders.walk.asking import Robots
from spiders.walk.county import CountySpider


class AskSecondWitnesses(WhenIdle):
    """Adds its requests when nothing else is left to request."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._has_asked = False

    def requests(self, spider: CountySpider) -> Sequence[Request]:
        """The questions, once."""
        engine = self._crawler.engine
        if self._has_asked or engine is None or not engine.spider_is_idle():
            return []
        self._has_asked = True
        if not session.awaited(self._crawler):
            return []
        return spider.ask_witnesses(list(self._robots()))

    def _robots(self) -> Iterator[Robots]:
        """The robots.txt of each host where the search begins, as this run or an earlier one read it."""
        current = session.of(self._crawler)
        starts = (urlsplit(url) for url in current.site.start)
        for host in dict.fromkeys(f"{start.scheme}://{start.netloc}/" for start in starts):
            stored = record.previous(current.archive, f"{host}robots.txt")
            yield Robots(host, current.archive.payloads.get(stored.digest) if stored is not None else b"")
