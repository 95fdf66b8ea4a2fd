"""Names and codes of counties and townships, with validity, aliases and successors.

Resolves a printed name to a unit. `archive.gazetteer.build` makes the data file from the statistical division codes and
this project's overlay.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache, cached_property, lru_cache, partial

from archive.gazetteer.book import Book
from archive.gazetteer.codec import FILE, unpacked
from archive.gazetteer.reasons import ResolutionReason, Why
from archive.gazetteer.resolution import resolve
from archive.gazetteer.units import County, Match, Remark, Resolution, Unit

__all__ = ["County", "Gazetteer", "Match", "Remark", "Resolution", "ResolutionReason", "Unit", "Why", "load"]


class Gazetteer(Book):
    """The units of the country, and the resolution of names to them."""

    def resolve(self, name: str, *, county: str | None = None, nearby: Collection[str] = ()) -> Resolution:
        """The township that a printed name refers to; places before it and the name of an organ after it are allowed.

        `county` is the code of the county under which it was found (6 digits; or a prefecture's or province's);
        `nearby` are codes of counties and prefectures that the document names elsewhere.
        """
        return self._known_resolution(name, county, frozenset(nearby))

    @cached_property
    def _known_resolution(self) -> Callable[[str, str | None, frozenset[str]], Resolution]:
        """The resolution, remembered for the last names: a document repeats its own in titles, labels and text."""
        return lru_cache(maxsize=1024)(partial(resolve, self))


@cache
def load() -> Gazetteer:
    """The gazetteer that comes with the package."""
    return Gazetteer(unpacked(FILE.read_bytes()))
