"""The values of the gazetteer: a township, a county, and what a printed name was found to stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Match = Literal["exact", "unique", "context", "corrected", "ambiguous", "none"]
Remark = Literal["misprint", "former_kind", "misfiled", "unlisted"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A township, town, street office or another body with a 9-digit code.

    `valid_from` and `valid_to` are the first and the last day it existed, None where the sources do not say
    or where it exists still; `successor` is the code of the unit that took its place.
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
    """A county, district, banner or county-level city; `prefecture` is "" where its province governs it directly."""

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
    """What a name stands for.

    `unit` is set where exactly one unit fits; `candidates` holds the units of that name where the name alone
    did not decide. `remark` says what was wrong with the printed name or with where it stood: `misprint`
    (a character away from the unit), `former_kind` (a 乡 that is a 镇 today, or the like), `misfiled` (the name
    belongs to another county than the one it was found under), `unlisted` (the county has no such unit, and several
    others have). `detail` says for a person how it was decided.
    """

    match: Match
    unit: Unit | None = None
    candidates: tuple[Unit, ...] = ()
    detail: str = ""
    remark: Remark | None = None
