"""Rankings over the country or a province: its counties or its townships by a measure in a year."""

from __future__ import annotations

from typing import Any, Final

from archive.reports import township_ranks
from archive.web.ask import Ask
from archive.web.compare import counties, county
from archive.web.compare.ratios import ENOUGH_APPLICATIONS
from archive.web.compare.sorting import Sorting
from archive.web.pages import overview

MOST: Final = township_ranks.KEPT - 1
"""Rows of a ranking."""

MEASURES: Final = {"counties": counties.MEASURES, "townships": county.MEASURES}
"""What can be ranked, and by what."""

BY: Final = "new"
"""The measure where none is asked for."""


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
    rows = sorting.sort(await county.of_townships(ask, await _first(ask, area, year, sorting), year))
    return {
        "year": year,
        "years": years,
        "rows": rows[:MOST],
        "more": len(rows) > MOST,
        "cells": county.CELLS,
        "enough": {"applications": ENOUGH_APPLICATIONS},
    }


async def _first(ask: Ask, area: str, year: int | None, sorting: Sorting) -> list[str]:
    """The first townships by a measure: of the country as a night kept them, else as they stand."""
    if not area and await ask.one(township_ranks.IS_KEPT, year):
        found = await ask.rows(township_ranks.OF_COUNTRY, year, sorting.by, int(sorting.ascending))
    else:
        asked = township_ranks.of_area(sorting.by, ascending=sorting.ascending)
        found = await ask.rows(asked, area, year, MOST + 1)
    return [row["township_code"] for row in found]
