"""The rows of the gazetteer with lookups by code and by name; each index is built on first use."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from archive.gazetteer.codec import GazetteerRow
from archive.gazetteer.naming import kind, normalise, stem
from archive.gazetteer.places import Places
from archive.gazetteer.units import County, Unit

_COUNTY = 6
"""Digits of a county's code, with which those of its townships begin."""
_WITHOUT_NAME = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")


class Book:
    """Provinces, prefectures, counties and townships by their codes."""

    def __init__(self, rows: Iterable[GazetteerRow]) -> None:
        self._places: dict[str, str] = {}
        self._place_aliases: dict[str, tuple[str, ...]] = {}
        self._rows: dict[str, GazetteerRow] = {}
        self._counties: dict[str, County] = {}
        self._codes_by_stem: dict[str, dict[str, list[str]]] = {}
        for row in rows:
            code = row[0]
            if len(code) == 9:
                self._rows[code] = row
            else:
                self._places[code] = "" if row.name in _WITHOUT_NAME else row.name
                if row.aliases:
                    self._place_aliases[code] = row.aliases
        self._codes = sorted(self._rows)

    def county(self, code: str) -> County | None:
        """The county with this 6-digit code; None where there is none."""
        known = self._counties.get(code)
        if known is None and len(code) == 6 and code in self._places:
            known = self._counties[code] = self._county(code, self._places[code])
        return known

    def _county(self, code: str, name: str) -> County:
        return County(code, name, self._places.get(code[:4], ""), self._places.get(code[:2], ""))

    def counties(self) -> tuple[County, ...]:
        """All counties, in order of their codes."""
        return tuple(county for code in sorted(self._places) if (county := self.county(code)))

    def place_name(self, code: str) -> str:
        """The full name of a province, prefecture or county by its code; "" for an unknown code."""
        if county := self.county(code):
            return county.full_name
        return "".join(dict.fromkeys(self._places.get(code[:size], "") for size in (2, 4) if size <= len(code)))

    def unit(self, code: str) -> Unit | None:
        """The township with this 9-digit code; None where there is none."""
        row = self._rows.get(code)
        if row is None:
            return None
        return Unit(code, row.name, code[:6], _day(row.valid_from), _day(row.valid_to), row.successor or None)

    def units(self, county_code: str, on: date | None = None) -> tuple[Unit, ...]:
        """The townships of a county, in order of their codes; with `on`, those that existed on that day."""
        found = (self.unit(code) for code in self.codes_of(county_code))
        return tuple(unit for unit in found if unit and (on is None or unit.in_force(on)))

    def in_force(self, code: str, on: date) -> bool:
        """Whether the township with this code existed on that day; False for an unknown code."""
        unit = self.unit(code)
        return unit is not None and unit.in_force(on)

    def find_counties(self, text: str) -> tuple[County, ...]:
        """The counties that a text names in full, each once, in order of appearance."""
        found = (self.county(code) for code in self.places.find(normalise(text)))
        return tuple(county for county in found if county)

    def names(self, code: str) -> tuple[str, ...]:
        """A township's name, normalised, and its aliases."""
        row = self._rows[code]
        return normalise(row.name), *row.aliases

    def codes(self, name: str) -> Sequence[str]:
        """The codes of all townships of this normalised name or alias, in any county."""
        return self._codes_by_name.get(name, ())

    def codes_of(self, county_code: str) -> Sequence[str]:
        """The codes of a county's townships in order, past ones included."""
        if len(county_code) != _COUNTY:
            return ()
        first = bisect_left(self._codes, county_code)
        return self._codes[first : bisect_left(self._codes, county_code + ":", first)]

    def codes_of_stem(self, county_code: str, name: str) -> Sequence[str]:
        """The codes of a county's townships whose name, without its kind, is this: 冢头 for 冢头镇."""
        index = self._codes_by_stem.get(county_code)
        if index is None:
            index = self._codes_by_stem[county_code] = self._stems_of(county_code)
        return index.get(name, ())

    @cached_property
    def places(self) -> Places:
        """The index of provinces, prefectures and counties by name."""
        return Places({code: name for code, name in self._places.items() if name}, self._place_aliases)

    @cached_property
    def _codes_by_name(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for code, row in self._rows.items():
            for name in (row[1], *row[2]):
                known = index.get(name)
                if known is None:
                    index[name] = [code]
                else:
                    known.append(code)
        return index

    def _stems_of(self, county_code: str) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for code in self.codes_of(county_code):
            for short in {stem(name) for name in self.names(code) if kind(name)}:
                if len(short) > 1:
                    index.setdefault(short, []).append(code)
        return index


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
