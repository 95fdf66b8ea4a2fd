"""What a link is, for the spider: the archive's knowledge under the names that it uses."""

from __future__ import annotations

from collections.abc import Set
from functools import cache

from archive import gazetteer
from archive.extract.identity import identify
from archive.extract.identity.identify import Identity


def link(title: str, url: str, county_code: str) -> Identity:
    """What a list's item would lead to on a site of this county."""
    return identify.identify_link(title, url=url, county_code=county_code, gazetteer=gazetteer.load())


@cache
def township_names(county_code: str) -> Set[str]:
    """The townships' names, by which discovery tells a county's own links."""
    return frozenset(unit.name for unit in gazetteer.load().units(county_code))
