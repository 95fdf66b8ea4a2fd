"""One site run as the parts of Scrapy share it: the site's row, the archive, the clock, and the open run."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

from archive import observations
from archive.store import Archive
from crawler.clock import Clock, parse_instant
from crawler.config import Config, load
from crawler.pace import LONGEST_PAUSE, Pace
from spiders.registry import Site

SWITCH_INTERVAL = 0.0005
"""Seconds after which a thread that writes or reads gets its turn beside the downloads; Python's own 5 ms starve it."""

_SESSIONS: WeakKeyDictionary[Crawler, Session] = WeakKeyDictionary()


@dataclass(slots=True)
class Session:
    """What the parts of one crawler work with. `owns_run` is set where no parent process began the run."""

    config: Config
    site: Site
    archive: Archive
    clock: Clock
    run: str
    site_run: int
    owns_run: bool
    revisit: bool
    pace: Pace


def of(crawler: Crawler) -> Session:
    """The session of a crawler, opened at the first call."""
    if crawler not in _SESSIONS:
        _SESSIONS[crawler] = _open(crawler)
    return _SESSIONS[crawler]


def close(crawler: Crawler) -> None:
    """Close the session's archive, and its run where no parent does."""
    session = _SESSIONS.pop(crawler)
    if session.owns_run:
        observations.finish_run(session.archive, session.run, session.clock.now())
    session.archive.close()


def _open(crawler: Crawler) -> Session:
    sys.setswitchinterval(SWITCH_INTERVAL)
    settings = crawler.settings
    config = load(Path(settings["NIANBAO_CONFIG"]))
    now = settings.get("NIANBAO_NOW")
    clock = Clock(parse_instant(now) if now else None)
    site: Site = crawler.spider.site  # type: ignore[union-attr]
    archive = Archive.open(config.archive)
    run = settings.get("NIANBAO_RUN")
    owns_run = run is None
    if run is None:
        run = observations.begin_run(archive, clock.now(), version("nianbao"), {"command": "scrapy crawl"})
    register(archive, site)
    site_run = observations.begin_site(archive, run, site.id, clock.now())
    pace = Pace(settings.getfloat("DOWNLOAD_DELAY"), settings.getfloat("NIANBAO_LONGEST_PAUSE", LONGEST_PAUSE))
    return Session(config, site, archive, clock, run, site_run, owns_run, settings.getbool("NIANBAO_REVISIT"), pace)


def register(archive: Archive, site: Site) -> None:
    """Write the registry's row into the archive."""
    settings = {
        key: value if isinstance(value, str | int | float | bool | list | tuple | type(None)) else _plain(value)
        for key, value in asdict(site).items()
    }
    observations.register_site(archive, site.id, site.county, site.family, site.start, settings)


def _plain(value: object) -> object:
    return value if isinstance(value, dict) else str(value)
