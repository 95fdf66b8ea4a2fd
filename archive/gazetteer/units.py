"""The values of the gazetteer: a township, a county, and the resolution of a printed name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.gazetteer.reasons import Why

Match = Literal["exact", "unique", "context", "corrected", "ambiguous", "none"]
Remark = Literal["misprint", "former_kind", "misfiled", "unlisted"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A township, town, street office or another body with a 9-digit code.

    `valid_from` and `valid_to` are the first and the last day on which it existed; None where the sources do not
    give it, or where it still exists. `successor` is the code of the unit that replaced it.
    """

    code: str
    name: str
    county_code: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None

    def in_force(self, on: date) -> bool:
        """Whether the unit existed on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class County:
    """A county, district, banner or county-level city; `prefecture` is "" where the province governs it directly."""

    code: str
    name: str
    prefecture: str
    province: str

    @property
    def full_name(self) -> str:
        """Province, prefecture and county, each named once: 河南省平顶山市郏县, 广东省中山市."""
        parts = dict.fromkeys((self.province, self.prefecture, self.name))
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a printed name refers to.

    `unit` is set where exactly one unit fits; `candidates` are the units of that name where the name alone did not
    decide. `remark` says what is wrong with the name or the county under which it was found: `misprint` (one
    character differs), `former_kind` (such as a 乡 that is a 镇 today), `misfiled` (the unit is in another county),
    `unlisted` (the county has no such unit, and several others have). `why` explains the decision.
    """

    match: Match
    why: Why
    unit: Unit | None = None
    candidates: tuple[Unit, ...] = ()
    remark: Remark | None = None
