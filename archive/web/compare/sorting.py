"""How rows that are compared are sorted: by a measure of the address, the largest first or the smallest first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive import patterns

_YEAR = patterns.lazy(r"[0-9]{4}")
ORDERS = ("", "asc")


@dataclass(frozen=True, slots=True)
class Sorting:
    """The year that is asked for (None: the latest), the measure (empty: by code) and the direction."""

    year: int | None = None
    by: str = ""
    ascending: bool = False

    @classmethod
    def of(cls, args: Mapping[str, str], measures: Sequence[str], by: str = "") -> Sorting | None:
        """What the query of an address asks for, `by` by default; None where it names no year, measure or direction."""
        year, by, order = args.get("year") or "", args.get("by") or by, args.get("order") or ""
        if (year and not _YEAR.fullmatch(year)) or by not in ("", *measures) or order not in ORDERS:
            return None
        return cls(int(year) if year else None, by, order == "asc")

    def sort(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The rows with their `rank`: equal values share one, and rows without a value come last without one."""
        if not self.by:
            return [dict(row) | {"rank": None} for row in rows]
        sign = 1 if self.ascending else -1
        known = sorted((row for row in rows if row[self.by] is not None), key=lambda row: sign * row[self.by])
        first: dict[Any, int] = {}
        for place, row in enumerate(known, 1):
            first.setdefault(row[self.by], place)
        ranked = [dict(row) | {"rank": first[row[self.by]]} for row in known]
        return ranked + [dict(row) | {"rank": None} for row in rows if row[self.by] is None]

    def order_after(self, measure: str) -> str:
        """The direction to which the heading of a measure leads: a second press turns it round."""
        return "asc" if measure == self.by and not self.ascending else ""

    def aria(self, measure: str) -> str | None:
        """What `aria-sort` says of a heading; None of those that are not sorted by."""
        if measure != self.by:
            return None
        return "ascending" if self.ascending else "descending"
