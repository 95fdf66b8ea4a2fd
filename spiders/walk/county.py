"""The spider for all county sites: start, column, every page of the list, reports, attachments.

It decides what to request and in which order, and yields what it saw (`spiders.pages.items`). How pages are fetched,
what a response means and what is stored is up to the crawler: each response comes with a `Reply` on its `Errand`, and
only a response with the verdict `ok` or `same` is read. The functions that identify titles come from the settings
NIANBAO_IDENTIFY and NIANBAO_TOWNSHIPS, the row from `site_row` or from its id, NIANBAO_SITES and NIANBAO_LOAD_SITES.
NIANBAO_DECIDES tells whether tonight may decide a verdict: then lists whose end their pages do not prove are shown in a
browser. NIANBAO_AWAITED gives the reports that somebody may be accused for tonight, about which `ask_witnesses` asks.

A request whose page may turn out to be a list or a report has kind `portal` and is `undecided`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, Self

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from spiders import registry
from spiders.pages.items import Item
from spiders.pages.page import Link
from spiders.proof.rows import Units
from spiders.registry import LoadSites, Site
from spiders.walk.asking import Asking, Awaited, Robots
from spiders.walk.documents import Documents
from spiders.walk.identity import Identify, Townships
from spiders.walk.inquiries import Inquiries
from spiders.walk.site_search import SiteSearch
from spiders.walk.visit import Visit

REQUESTS = 5000
"""The most requests of one visit, where the settings say no other number."""


class CountySpider(scrapy.Spider):
    """`scrapy crawl county -a site=ID`."""

    name = "county"
    site: Site
    _documents: Documents
    _search: SiteSearch
    _inquiries: Inquiries

    def __init__(self, site_row: Site | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if site_row is None:
            raise ValueError("give the site's id: scrapy crawl county -a site=ID")
        self.site = site_row

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, site: str | None = None, **kwargs: Any) -> Self:
        """As Scrapy builds it; raises RegistryError where there is no such site."""
        if site is not None:
            kwargs["site_row"] = _row(site, crawler.settings)
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> AsyncIterator[Item | Request]:
        """Request the known columns, then search from the site's entries for more."""
        settings = self.crawler.settings
        identify: Identify = load_object(settings["NIANBAO_IDENTIFY"])
        townships: Townships = load_object(settings["NIANBAO_TOWNSHIPS"])
        units = Units(townships(self.site.county))
        visit = Visit(self.site, units, identify, settings.getint("NIANBAO_REQUESTS", REQUESTS))
        names = {code: name for name, code in units.codes.items()}
        questions = Asking(frozenset(pair for pair in self._awaited() if pair[0] in names), names, visit.identified)
        self._documents = Documents(visit)
        self._search = SiteSearch(visit, self._documents, questions, self._decides)
        self._inquiries = Inquiries(visit, questions, self._documents, lambda: tuple(self._search.lists.walks))
        for found in self._search.begin():
            yield found

    def _awaited(self) -> frozenset[Awaited]:
        named = self.crawler.settings.get("NIANBAO_AWAITED")
        awaited: Callable[[Crawler], frozenset[Awaited]] = load_object(named) if named else lambda _: frozenset()
        return awaited(self.crawler)

    def _decides(self) -> bool:
        named = self.crawler.settings.get("NIANBAO_DECIDES")
        decides: Callable[[Crawler], bool] = load_object(named) if named else lambda _: False
        return decides(self.crawler)

    def revisit(self, url: str) -> Request:
        """The request for a known list to which no link led this time."""
        return self._search.revisit(url)

    def request_unlisted(self, link: Link) -> Request:
        """The request for a report that no list shows any more, at its address."""
        return self._documents.request_unlisted(link)

    def ask_witnesses(self, robots: Sequence[Robots]) -> list[Request]:
        """The requests to the second witnesses, once everything else has been read; none where nobody is in question.

        `robots` are those of the hosts where the search begins.
        """
        return self._inquiries.first(robots)


def _row(site: str, settings: BaseSettings) -> Site:
    """The row of a site; raises RegistryError where there is none."""
    named = settings["NIANBAO_SITES"]
    paths = [named] if isinstance(named, str | Path) else named
    load: LoadSites = load_object(settings["NIANBAO_LOAD_SITES"])
    return registry.by_id([row for path in paths for row in load(Path(path))], site)
