"""The archive's identification of links, as the spider uses it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

from archive import gazetteer
from archive.extract.identity import identify
from archive.extract.identity.identify import Identity
from archive.storage.instants import china_day
from crawler.runtime.clock import Clock


def link(title: str, url: str, county_code: str, *, today: date | None = None) -> Identity:
    """The identity of a list's item on a site of this county, seen on this day (default: by the real clock)."""
    return _link(title, url, county_code, today or china_day(Clock().now()))


@lru_cache(8192)  # the walk asks for each row of a list, and its proof once more
def _link(title: str, url: str, county_code: str, today: date) -> Identity:
    return identify.identify_link(title, url=url, county_code=county_code, gazetteer=gazetteer.load(), today=today)


@cache
def townships(county_code: str) -> Mapping[str, str]:
    """The codes of a county's townships by their names, by which the spider recognises their links."""
    return {unit.name: unit.code for unit in gazetteer.load().units(county_code)}
