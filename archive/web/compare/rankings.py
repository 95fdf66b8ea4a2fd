"""Rankings over the country or a province: its counties or its townships by a measure in a year."""

from __future__ import annotations

from typing import Any, Final

from archive.web.ask import Ask
from archive.web.compare import counties, county
from archive.web.compare.ratios import ENOUGH_APPLICATIONS
from archive.web.compare.sorting import Sorting
from archive.web.pages import overview

MOST: Final = 100
"""Rows of a ranking."""

MEASURES: Final = {"counties": counties.MEASURES, "townships": county.MEASURES}
"""What can be ranked, and by what."""

BY: Final = "new"
"""The measure where none is asked for."""

_LINE: Final = " JOIN {table} AS {name} ON {name}.version = r.version AND {name}.line = '{line}'"
_GRANTED: Final = (
    _LINE.format(table="applications", name="g", line="granted")
    + " LEFT"
    + _LINE.format(table="applications", name="p", line="partly_granted")
)
_SORTED: Final = {
    "granted": (_GRANTED, "g.total + coalesce(p.total, 0)"),
    "share": (
        _GRANTED + _LINE.format(table="applications", name="o", line="outcome_total"),
        f"CASE WHEN o.total >= {ENOUGH_APPLICATIONS} THEN 100.0 * (g.total + coalesce(p.total, 0)) / o.total END",
    ),
    "errors": ("", county.ERRORS),
}
"""The tables and the value that townships are sorted by, where that is not one figure of one line."""
_FIRST: Final = (
    "SELECT r.township_code FROM counties AS c CROSS JOIN townships AS t ON t.county_code = c.code"
    " CROSS JOIN reports AS r ON r.township_code = t.code AND r.year = ?2{lines}"
    " WHERE c.code >= ?1 AND c.code < ?1 || ':' AND {key} IS NOT NULL ORDER BY {key} {direction}, 1 LIMIT ?3"
)

_MOST_NEW: Final = (
    "SELECT r.township_code FROM applications AS k CROSS JOIN reports AS r ON r.version = k.version"
    " WHERE k.line = 'new' AND k.total IS NOT NULL AND r.year = ?2 AND r.township_code >= ?1"
    " AND r.township_code < ?1 || ':' ORDER BY k.total DESC, 1 LIMIT ?3"
)
"""The same for the measure that an index has in its order."""


async def gather(ask: Ask, what: str, area: str, sorting: Sorting) -> dict[str, Any] | None:
    """The page's content. `area` is a province's two digits, or nothing for the country; None for unknown years."""
    found = await (_counties if what == "counties" else _townships)(ask, area, sorting)
    if found is None:
        return None
    rows = found["rows"]
    return found | {
        "what": what,
        "area": area,
        "place": rows[0]["province"] if area and rows else "",
        "most": MOST,
        "sorting": sorting,
        "measures": MEASURES[what],
    }


async def _counties(ask: Ask, area: str, sorting: Sorting) -> dict[str, Any] | None:
    content = await counties.side_by_side(ask, area, sorting)
    if content is None:
        return None
    ranked = [row for row in content["rows"] if row["rank"] is not None]
    return content | {"rows": ranked[:MOST], "more": len(ranked) > MOST}


async def _townships(ask: Ask, area: str, sorting: Sorting) -> dict[str, Any] | None:
    year, years = await overview.shown_year(ask, sorting.year)
    if sorting.year is not None and year not in years:
        return None
    found = await ask.rows(_first(sorting), area, year, MOST + 1)
    rows = sorting.sort(await county.of_townships(ask, [row["township_code"] for row in found], year))
    return {
        "year": year,
        "years": years,
        "rows": rows[:MOST],
        "more": len(rows) > MOST,
        "cells": county.CELLS,
        "enough": {"applications": ENOUGH_APPLICATIONS},
    }


def _first(sorting: Sorting) -> str:
    """The statement that finds the first townships by a measure: it reads no other figure of all the others."""
    if sorting.by == BY and not sorting.ascending:
        return _MOST_NEW
    if sorting.by in _SORTED:
        lines, key = _SORTED[sorting.by]
    else:
        table, line, column = county.CELLS[sorting.by]
        name = {"applications": "applications", "disclosure": "disclosures"}[table]
        lines, key = _LINE.format(table=name, name="k", line=line), f"k.{column}"
    return _FIRST.format(lines=lines, key=key, direction="ASC" if sorting.ascending else "DESC")
