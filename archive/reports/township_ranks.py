"""Townships by a measure in a year, the first of them: of the country as a night kept them, of an area as they stand.

A report without the figure has no place. `share` is what was granted and partly granted of all decided, in percent;
`errors` are those in print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from sqlite3 import Row
from typing import Final

from archive.storage.database import Archive

KEPT: Final = 101
"""Places that are kept: those of a page, and one by which it knows that there are more."""

ENOUGH_DECIDED: Final = 20
"""Applications decided in the year, below which no share of them is computed."""

MEASURES: Final = ("new", "granted", "decided", "carried_out", "licences", "penalties", "share", "errors")

ERRORS: Final = (
    "(SELECT count(*) FROM findings AS f WHERE f.version = r.version AND f.blame = 'source' AND f.severity = 'error')"
)
"""How many errors a report `r` has in print, in SQL."""

LINES: Final = (
    " LEFT JOIN applications AS n ON n.version = r.version AND n.line = 'new'"
    " LEFT JOIN applications AS g ON g.version = r.version AND g.line = 'granted'"
    " LEFT JOIN applications AS p ON p.version = r.version AND p.line = 'partly_granted'"
    " LEFT JOIN applications AS o ON o.version = r.version AND o.line = 'outcome_total'"
    " LEFT JOIN applications AS u ON u.version = r.version AND u.line = 'carried_out'"
    " LEFT JOIN disclosures AS l ON l.version = r.version AND l.line = 'licences'"
    " LEFT JOIN disclosures AS d ON d.version = r.version AND d.line = 'penalties'"
)
"""The lines of a report `r` that hold the figures of the measures, in SQL."""

_MEASURED: Final = (
    "SELECT r.township_code, n.total AS new, g.total + coalesce(p.total, 0) AS granted, o.total AS decided,"
    " u.total AS carried_out, l.decisions AS licences, d.decisions AS penalties,"
    f" CASE WHEN o.total >= {ENOUGH_DECIDED} THEN 100.0 * (g.total + coalesce(p.total, 0)) / o.total END AS share,"
    f" {ERRORS} AS errors"
    " FROM counties AS c CROSS JOIN townships AS t ON t.county_code = c.code"
    " CROSS JOIN reports AS r ON r.township_code = t.code AND r.year = ?2"
    f"{LINES} WHERE c.code >= ?1 AND c.code < ?1 || ':'"
)
"""The townships whose codes begin with the first value, in the year of the second; SQLite joins what is asked for."""

OF_COUNTRY: Final = (
    "SELECT township_code FROM township_ranks WHERE year = ? AND measure = ? AND ascending = ? ORDER BY place"
)
IS_KEPT: Final = "SELECT 1 FROM township_ranks WHERE year = ? LIMIT 1"


def of_area(measure: str, *, ascending: bool) -> str:
    """The statement that finds the first townships: of an area, by its code's beginning, in a year, at most so many."""
    direction = "ASC" if ascending else "DESC"
    return (
        f"SELECT township_code FROM ({_MEASURED}) WHERE {measure} IS NOT NULL"
        f" ORDER BY {measure} {direction}, township_code LIMIT ?3"
    )


def keep(archive: Archive) -> None:
    """Rank the country by every measure in every year anew."""
    years = [row["year"] for row in archive.rows("SELECT DISTINCT year FROM verdict_counts")]
    with archive.transaction() as db:
        forget(archive)
        for year in years:
            ranked = _ranked(archive.rows(_MEASURED, "", year))
            db.executemany("INSERT INTO township_ranks VALUES (?, ?, ?, ?, ?)", ((year, *place) for place in ranked))


def _ranked(townships: Sequence[Row]) -> Iterator[tuple[str, int, int, str]]:
    """Measure, direction, place and township."""
    for measure in MEASURES:
        known = [(row[measure], row["township_code"]) for row in townships if row[measure] is not None]
        for ascending, sign in ((0, -1), (1, 1)):
            first = nsmallest(KEPT, ((sign * value, code) for value, code in known))
            for place, (_, code) in enumerate(first, 1):
                yield measure, ascending, place, code


def forget(archive: Archive) -> None:
    """Keep nothing, so that pages rank what stands."""
    archive.connection.execute("DELETE FROM township_ranks")
