"""Township names and codes, with validity, other names and successors.

Knows which units exist and what a name can stand for; knows nothing of reports or sites. The data file is made
by `archive.gazetteer.build`.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from archive.gazetteer.book import Book
from archive.gazetteer.codec import FILE, decode
from archive.gazetteer.resolution import resolve
from archive.gazetteer.units import County, Match, Remark, Resolution, Unit

__all__ = ["County", "Gazetteer", "Match", "Remark", "Resolution", "Unit", "load"]


class Gazetteer(Book):
    """The units of the country, and the way from a name to one of them."""

    def resolve(self, name: str, *, county: str | None = None, nearby: Collection[str] = ()) -> Resolution:
        """Which township a printed name stands for, with or without places in front and organs behind it.

        `county` is the county under which it was found (6 digits, or a prefecture's or province's code);
        `nearby` are codes of places that the document names elsewhere.
        """
        return resolve(self, name, county=county, nearby=nearby)


@cache
def load() -> Gazetteer:
    """The gazetteer that comes with the package."""
    return Gazetteer(decode(FILE.read_bytes()))
