"""The organs of a county, for the platforms that keep a shelf for each: townships, departments, the county's office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from tests.support.sites.county import Publication, Site, organ_name


@dataclass(frozen=True, slots=True)
class Organ:
    """An issuer: its full name, a seven-digit id, and the years for which its site keeps a place."""

    name: str
    number: int


def organs(site: Site) -> tuple[Organ, ...]:
    """Townships first, whether they ever publish or not."""
    names = [organ_name(site, township) for township in site.townships]
    names += [publication.organ for publication in site.publications]
    return tuple(Organ(name, 6_000_000 + crc32(name.encode()) % 900_000) for name in dict.fromkeys(names))


def years(site: Site, now: datetime) -> list[int]:
    """The reporting years that are over, newest first."""
    return [year for year in sorted(site.years, reverse=True) if year < now.year]


def of_year(site: Site, organ: Organ, year: int, now: datetime) -> Publication | None:
    """What an organ shows for a year: its report, or what hangs in its place."""
    there = [one for one in site.visible(now) if one.organ == organ.name and one.year == year]
    reports = [one for one in there if one.kind in ("report", "department", "county")]
    return next(iter(reports + there), None)


def by_number(site: Site, number: str) -> Organ | None:
    return next((organ for organ in organs(site) if str(organ.number) == number), None)


def shelf(site: Site, organ: Organ, now: datetime) -> Sequence[Publication]:
    """Everything of one organ, newest first."""
    return [one for one in site.visible(now) if one.organ == organ.name]
