"""The gazetteer with lookups by code and by name, each built as far as it is used.

A program that reads one document asks for a few names in one county, one that reads many soon for all of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from archive.gazetteer.codec import GazetteerRow, find, places, townships
from archive.gazetteer.naming import kind, normalise, stem
from archive.gazetteer.places import Places
from archive.gazetteer.units import County, Unit

_COUNTY: Final = 6
"""Digits of a county's code, with which those of its townships begin."""
_IN_COUNTY: Final = 3
"""Digits of a township's code behind those of its county."""
_WITHOUT_NAME: Final = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
_WORTH_AN_INDEX: Final = 100
"""Searches for names that together take about as long as an index of all names."""


class Book:
    """Provinces, prefectures, counties and townships by their codes, from a text as `codec` describes it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._blocks = {block.row.code: block for block in places(text)}
        self._places = {
            code: "" if block.row.name in _WITHOUT_NAME else block.row.name for code, block in self._blocks.items()
        }
        self._rows_by_county: dict[str, dict[str, GazetteerRow]] = {}
        self._counties: dict[str, County] = {}
        self._codes_by_stem: dict[str, dict[str, list[str]]] = {}
        self._searches = 0

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
        row = self._rows(code[:_COUNTY]).get(code)
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
        row = self._rows(code[:_COUNTY])[code]
        return normalise(row.name), *row.aliases

    def codes(self, name: str) -> Sequence[str]:
        """The codes of all townships of this normalised name or alias, in any county, in order."""
        if self._searches < _WORTH_AN_INDEX:
            self._searches += 1
            return tuple(self._search(name))
        return self._codes_by_name.get(name, ())

    def index(self) -> None:
        """Build every index now, as is worth it in a process from which others are forked."""
        self._searches = _WORTH_AN_INDEX
        self.places, self._codes_by_name  # noqa: B018 - asked for, so that they are there

    def _search(self, name: str) -> Iterator[str]:
        for at, code in find(self._text, name):
            if len(code) == _IN_COUNTY:
                yield self._codes_by_start[bisect_right(self._starts, at) - 1] + code

    def codes_of(self, county_code: str) -> Sequence[str]:
        """The codes of a county's townships in order, past ones included."""
        return tuple(self._rows(county_code))

    def _rows(self, county_code: str) -> Mapping[str, GazetteerRow]:
        """The townships of a county by their codes, in order."""
        rows = self._rows_by_county.get(county_code)
        if rows is None and county_code in self._blocks:
            rows = {row.code: row for row in townships(self._blocks[county_code])}
            self._rows_by_county[county_code] = rows
        return rows or {}

    def codes_of_stem(self, county_code: str, name: str) -> Sequence[str]:
        """The codes of a county's townships whose name, without its kind, is this: 冢头 for 冢头镇."""
        index = self._codes_by_stem.get(county_code)
        if index is None:
            index = self._codes_by_stem[county_code] = self._stems_of(county_code)
        return index.get(name, ())

    @cached_property
    def places(self) -> Places:
        """The index of provinces, prefectures and counties by name."""
        aliases = {code: block.row.aliases for code, block in self._blocks.items() if block.row.aliases}
        return Places({code: name for code, name in self._places.items() if name}, aliases)

    @cached_property
    def _codes_by_start(self) -> list[str]:
        return list(self._blocks)

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self._blocks.values()]

    @cached_property
    def _codes_by_name(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for block in self._blocks.values():
            for code, row in self._rows(block.row.code).items():
                for name in (row[1], *row[2]):
                    if (known := index.get(name)) is None:
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
