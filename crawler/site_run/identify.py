"""The archive's identification of links, as the spider uses it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from archive import gazetteer
from archive.extract.identity import identify
from archive.extract.identity.identify import Identity


def link(title: str, url: str, county_code: str) -> Identity:
    """The identity of a list's item on a site of this county."""
    return identify.identify_link(title, url=url, county_code=county_code, gazetteer=gazetteer.load())


@cache
def townships(county_code: str) -> Mapping[str, str]:
    """The codes of a county's townships by their names, by which the spider recognises their links."""
    return {unit.name: unit.code for unit in gazetteer.load().units(county_code)}
