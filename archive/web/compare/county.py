"""The townships of a county side by side in a year, by the measure that is asked for, and what stands out of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from archive.reports import township_ranks
from archive.web.ask import Ask, Row
from archive.web.compare import standing_out
from archive.web.compare.ratios import ENOUGH_APPLICATIONS, is_few, share
from archive.web.compare.sorting import Sorting

MEASURES: Final = township_ranks.MEASURES
"""What townships are compared by."""

CELLS: Final = {
    "new": ("applications", "new", "total"),
    "granted": ("applications", "granted", "total"),
    "decided": ("applications", "outcome_total", "total"),
    "carried_out": ("applications", "carried_out", "total"),
    "licences": ("disclosure", "licences", "decisions"),
    "penalties": ("disclosure", "penalties", "decisions"),
    "share": ("applications", "outcome_total", "total"),
}
"""Where the form prints the figure of a measure; of a sum its first part, of a share what it is a share of."""

_COUNTY: Final = "SELECT * FROM counties WHERE code = ?"
_YEARS: Final = "SELECT DISTINCT year FROM reports WHERE county_code = ? ORDER BY year DESC"
_FIGURES: Final = (
    "SELECT r.township_code, t.name, r.county_code, c.name AS county, c.prefecture, c.province, r.year, r.version,"
    " v.form, v.capture, n.total AS new, coalesce(g.total, 0) + coalesce(p.total, 0) AS granted, o.total AS decided,"
    " u.total AS carried_out, l.decisions AS licences, d.decisions AS penalties,"
    f" {township_ranks.ERRORS} AS errors, g.total IS NULL AS ungranted"
)
_OF_REPORTS: Final = (
    " JOIN townships AS t ON t.code = r.township_code JOIN counties AS c ON c.code = r.county_code"
    f" JOIN versions AS v ON v.version = r.version{township_ranks.LINES}"
)
_OF_COUNTY: Final = (
    f"{_FIGURES} FROM reports AS r{_OF_REPORTS} WHERE r.county_code = ? AND r.year = ? ORDER BY r.township_code"
)
_OF_TOWNSHIPS: Final = (
    f"{_FIGURES} FROM json_each(?) AS j CROSS JOIN reports AS r ON r.township_code = j.value AND r.year = ?"
    f"{_OF_REPORTS}"
)


async def gather(ask: Ask, code: str, sorting: Sorting) -> dict[str, Any] | None:
    """The page's content; None for an unknown county, or a year of which it has no report."""
    county = await ask.one(_COUNTY, code)
    years = [row["year"] for row in await ask.rows(_YEARS, code)]
    shown = next(iter(years), None) if sorting.year is None else sorting.year
    if county is None or (sorting.year is not None and shown not in years):
        return None
    rows = [measured(row) for row in await ask.rows(_OF_COUNTY, code, shown)]
    return {
        "county": county,
        "years": years,
        "year": shown,
        "sorting": sorting,
        "rows": sorting.sort(rows),
        "standing_out": await _standing_out(ask, rows, shown),
        "measures": MEASURES,
        "cells": CELLS,
        "enough": ENOUGH_APPLICATIONS,
        "rule": {"least": standing_out.LEAST, "times": standing_out.TIMES, "enough": standing_out.ENOUGH},
    }


async def _standing_out(ask: Ask, rows: Sequence[Row], year: int | None) -> list[standing_out.Figure]:
    """The figures that stand out, with what the year before printed."""
    found = standing_out.find(rows)
    codes = sorted({row["township_code"] for row, _ in found})
    before = await of_townships(ask, codes, year - 1) if found and year else []
    return standing_out.explained(rows, found, before)


async def of_townships(ask: Ask, codes: Sequence[str], year: int | None) -> list[Row]:
    """The same rows for these townships, in no order."""
    return [measured(row) for row in await ask.rows(_OF_TOWNSHIPS, json.dumps(codes), year)]


def measured(row: Row) -> Row:
    """A row with its share, where enough were decided and the sum is printed."""
    granted = None if row["ungranted"] else row["granted"]
    few = is_few(row["decided"], ENOUGH_APPLICATIONS)
    return row | {"granted": granted, "share": share(granted, row["decided"], ENOUGH_APPLICATIONS), "few": few}
