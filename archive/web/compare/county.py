"""The townships of a county side by side in a year, by the measure that is asked for.

A ratio is computed only of `ENOUGH` applications or more: of a handful it says nothing, and the page says that.
"""

from __future__ import annotations

from typing import Any, Final

from archive.web.ask import Ask, Row

ENOUGH: Final = 20
"""Applications decided in the year, below which no share is computed."""

MEASURES: Final = ("new", "granted", "decided", "carried_out", "licences", "penalties", "share", "errors")
"""What townships are compared by. `share` is granted and partly granted of all decided, in percent."""

_COUNTY = "SELECT * FROM counties WHERE code = ?"
_YEARS = "SELECT DISTINCT year FROM reports WHERE county_code = ? ORDER BY year DESC"
_ROWS = (
    "SELECT r.township_code, t.name, r.year, r.version, v.form, n.total AS new,"
    " coalesce(g.total, 0) + coalesce(p.total, 0) AS granted, o.total AS decided, u.total AS carried_out,"
    " l.decisions AS licences, d.decisions AS penalties,"
    " (SELECT count(*) FROM findings AS f WHERE f.version = r.version AND f.blame = 'source' AND f.severity = 'error')"
    " AS errors, g.total IS NULL AS ungranted FROM reports AS r JOIN townships AS t ON t.code = r.township_code"
    " JOIN versions AS v ON v.version = r.version"
    " LEFT JOIN applications AS n ON n.version = r.version AND n.line = 'new'"
    " LEFT JOIN applications AS g ON g.version = r.version AND g.line = 'granted'"
    " LEFT JOIN applications AS p ON p.version = r.version AND p.line = 'partly_granted'"
    " LEFT JOIN applications AS o ON o.version = r.version AND o.line = 'outcome_total'"
    " LEFT JOIN applications AS u ON u.version = r.version AND u.line = 'carried_out'"
    " LEFT JOIN disclosures AS l ON l.version = r.version AND l.line = 'licences'"
    " LEFT JOIN disclosures AS d ON d.version = r.version AND d.line = 'penalties'"
    " WHERE r.county_code = ? AND r.year = ? ORDER BY r.township_code"
)


async def gather(ask: Ask, code: str, year: int | None, by: str) -> dict[str, Any] | None:
    """The page's content, sorted by a measure, the largest first; None for an unknown county, year or measure."""
    county = await ask.one(_COUNTY, code)
    years = [row["year"] for row in await ask.rows(_YEARS, code)]
    shown = year or (years[0] if years else None)
    if county is None or by not in ("", *MEASURES) or (year is not None and year not in years):
        return None
    rows = [_measured(row) for row in await ask.rows(_ROWS, code, shown)]
    if by:
        rows.sort(key=lambda row: (row[by] is None, -(row[by] or 0)))
    return {
        "county": county,
        "years": years,
        "year": shown,
        "by": by,
        "rows": rows,
        "measures": MEASURES,
        "enough": ENOUGH,
    }


def _measured(row: Row) -> Row:
    """A row with its share, where enough were decided and the sum is printed."""
    granted = None if row["ungranted"] else row["granted"]
    decided = row["decided"]
    share = None if granted is None or decided is None or decided < ENOUGH else round(100 * granted / decided, 1)
    return row | {"granted": granted, "share": share, "few": decided is not None and decided < ENOUGH}
