"""The units of a county that may owe reports: when they were there, and whose place each took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.storage.database import Archive

_CLASS = 6
_TOWNSHIP_CLASSES = "0123"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit at the level of townships, with the first and last day of its existence (ISO 8601) where one is known."""

    code: str
    name: str
    valid_from: str | None
    valid_to: str | None
    successor: str | None

    def owes(self, year: int, due_on: date, is_heir: bool) -> bool:
        """Whether it was there on the day due, and it or a unit whose place it took was in the reporting year."""
        due = due_on.isoformat()
        there = (self.valid_from or "") <= due and (not self.valid_to or due <= self.valid_to)
        return there and (is_heir or (self.valid_from or "") <= f"{year}-12-31")

    @property
    def is_township(self) -> bool:
        """Whether it is a 街道, 镇 or 乡 by the seventh digit of its code, and no farm, park, prison or company."""
        return self.code[_CLASS] in _TOWNSHIP_CLASSES


def of_county(archive: Archive, county: str) -> list[Unit]:
    """All units that the county has or had, by code."""
    rows = archive.rows(
        "SELECT code, name, valid_from, valid_to, successor FROM townships WHERE county_code = ? ORDER BY code", county
    )
    return [Unit(*row) for row in rows]
