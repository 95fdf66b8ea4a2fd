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

_SHARE: Final = f"CASE WHEN NOT ungranted AND decided >= {ENOUGH_APPLICATIONS} THEN 100.0 * granted / decided END"
_KEYS: Final = {"granted": "CASE WHEN NOT ungranted THEN granted END", "share": _SHARE}
"""What is sorted by in SQL, where it is not the column of the measure's name."""
_RANKED: Final = (
    f"SELECT * FROM ({county.ROWS}) WHERE {{key}} IS NOT NULL ORDER BY {{key}} {{direction}}, township_code LIMIT ?3"
)


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
    key, direction = _KEYS.get(sorting.by, sorting.by), "ASC" if sorting.ascending else "DESC"
    found = await ask.rows(_RANKED.format(key=key, direction=direction), area, year, MOST + 1)
    rows = sorting.sort([county.measured(row) for row in found])
    return {
        "year": year,
        "years": years,
        "rows": rows[:MOST],
        "more": len(rows) > MOST,
        "cells": county.CELLS,
        "enough": {"applications": ENOUGH_APPLICATIONS},
    }
