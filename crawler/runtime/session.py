"""A site run as the parts of Scrapy share it: the site's row, the archive, the clock, and the open run."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings

from archive.captures import known_pages, record
from archive.storage.database import Archive
from archive.storage.instants import china_day
from crawler.runtime import revisits
from crawler.runtime.clock import Clock, parse_instant
from crawler.runtime.config import Config, ConfigError, load
from crawler.runtime.pace import LONGEST_PAUSE_SECONDS, Pace
from crawler.runtime.sites import register
from spiders.registry import Site

SWITCH_INTERVAL_SECONDS = 0.0005
"""Seconds after which Python switches threads; its default of 5 ms starves writing and reading beside downloads."""

_SESSIONS: WeakKeyDictionary[Crawler, Session] = WeakKeyDictionary()


@dataclass(slots=True)
class Session:
    """The values that the parts of a crawler share.

    `distrusts_304` says that the site's server has sent a false 304. `seen_from` is when the oldest list that the run
    took from the archive was fetched, None where it took none; `remembered` are all addresses that it took from there.
    """

    config: Config
    site: Site
    archive: Archive
    clock: Clock
    run: str
    site_run: int
    plan: revisits.Plan
    pace: Pace
    distrusts_304: bool = False
    seen_from: datetime | None = None
    remembered: set[str] = field(default_factory=set)

    def remember(self, url: str, seen_at: datetime) -> None:
        """Note that a page was taken from the archive; the run holds as of the oldest list so taken."""
        self.remembered.add(url)
        if url not in self.plan.past:
            self.seen_from = min(self.seen_from or seen_at, seen_at)


def site_of(crawler: Crawler) -> Site | None:
    """The site of a crawler; None where it has none, as in `scrapy shell` and `scrapy fetch`."""
    site = getattr(crawler.spider, "site", None)
    return site if isinstance(site, Site) else None


def of(crawler: Crawler) -> Session:
    """The session of a crawler, opened at the first call.

    Raises NotConfigured outside of a site run, at which Scrapy leaves out the calling part.
    """
    if crawler not in _SESSIONS:
        site = site_of(crawler)
        if site is None:
            raise NotConfigured
        _SESSIONS[crawler] = _open(crawler, site)
    return _SESSIONS[crawler]


def decides(crawler: Crawler) -> bool:
    """Whether tonight may decide a verdict: a report is owed on this site, and its due day is near or just over."""
    return of(crawler).plan.whole


def awaited(crawler: Crawler) -> frozenset[tuple[str, int]]:
    """The reports (township and year) that somebody may be accused for tonight, for the first time."""
    return of(crawler).plan.awaited


def pace_of(crawler: Crawler) -> Pace:
    """The pace of the crawler's site run; outside of a site run, a new pace with the configured delay."""
    return of(crawler).pace if site_of(crawler) else _pace(crawler.settings)


def close(crawler: Crawler) -> None:
    """Close the session's archive."""
    _SESSIONS.pop(crawler).archive.close()


def _open(crawler: Crawler, site: Site) -> Session:
    sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
    settings = crawler.settings
    config = load(Path(settings["NIANBAO_CONFIG"]))
    now = settings.get("NIANBAO_NOW")
    clock = Clock(parse_instant(now) if now else None)
    run = settings.get("NIANBAO_RUN")
    if run is None:
        raise ConfigError("wrong-crawl-without-run", site=site.id)
    archive = Archive.open(config.archive)
    register(archive, site)
    site_run = record.begin_site(archive, run, site.id, clock.now())
    tonight = _plan(archive, site.id, site_run, clock.now(), everything=settings.getbool("NIANBAO_REVISIT"))
    distrusts_304 = known_pages.has_sent_false_304(archive, site.id, clock.now() - known_pages.REMEMBERED)
    return Session(config, site, archive, clock, run, site_run, tonight, _pace(settings), distrusts_304)


def _pace(settings: BaseSettings) -> Pace:
    return Pace(settings.getfloat("DOWNLOAD_DELAY"), settings.getfloat("NIANBAO_LONGEST_PAUSE", LONGEST_PAUSE_SECONDS))


def _plan(archive: Archive, site: str, site_run: int, now: datetime, *, everything: bool) -> revisits.Plan:
    """Tonight's plan, by what the archive knows of the site's pages."""
    known = [_known_page(page, now) for page in known_pages.known(archive, site, site_run, now)]
    whole = known_pages.is_report_due(archive, site, now - revisits.AFTER_DUE, now + revisits.BEFORE_DUE)
    in_question = frozenset(known_pages.about_to_be_accused(archive, site, now))
    return replace(revisits.tonight(known, whole=whole, everything=everything), awaited=in_question)


def _known_page(page: known_pages.KnownPage, now: datetime) -> revisits.Known:
    role: revisits.Role
    if page.kind == "report":
        role = "document"
    elif page.number is not None:
        role = "further"
    else:
        role = "list" if page.kind == "listing" else "way"
    recent = page.claimed_on is not None and page.claimed_on >= china_day(now - revisits.RECENT)
    return revisits.Known(
        page.url,
        role,
        page.answered_at,
        1 + page.files,
        recent=recent or page.gone,
        current=page.current,
        season=page.year == china_day(now).year - 1,
        altered=page.altered,
    )
