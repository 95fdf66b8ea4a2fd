"""What the reports of a county print in a year, summed up: of some counties as they stand, of all as a night kept it.

A report that does not print a number adds nothing to its sum. `granted_of` are the decisions of those that print what
they granted; `erring` are reports with errors in print, `copied` those that share much of their words with an older.
"""

from __future__ import annotations

from typing import Final

from archive.storage.database import Archive

OF_AREA: Final = (
    "SELECT t.county_code, count(*) AS reports, sum(n.total) AS new, sum(o.total) AS decided,"
    " sum(CASE WHEN o.total IS NOT NULL THEN g.total + coalesce(p.total, 0) END) AS granted,"
    " sum(CASE WHEN g.total IS NOT NULL THEN o.total END) AS granted_of,"
    " sum(EXISTS (SELECT 1 FROM findings AS f WHERE f.version = r.version AND f.blame = 'source'"
    " AND f.severity = 'error')) AS erring,"
    " sum(EXISTS (SELECT 1 FROM copied_from AS f WHERE f.version = r.version)) AS copied"
    " FROM counties AS c CROSS JOIN townships AS t ON t.county_code = c.code"
    " CROSS JOIN reports AS r ON r.township_code = t.code AND r.year = ?2"
    " LEFT JOIN applications AS n ON n.version = r.version AND n.line = 'new'"
    " LEFT JOIN applications AS g ON g.version = r.version AND g.line = 'granted'"
    " LEFT JOIN applications AS p ON p.version = r.version AND p.line = 'partly_granted'"
    " LEFT JOIN applications AS o ON o.version = r.version AND o.line = 'outcome_total'"
    " WHERE c.code >= ?1 AND c.code < ?1 || ':' GROUP BY t.county_code"
)
"""The counties whose codes begin with the first value, in the year of the second."""

KEPT: Final = "SELECT * FROM county_sums WHERE year = ?"
"""All counties in a year; no row where no night kept any."""


def keep(archive: Archive) -> None:
    """Sum up every year anew."""
    years = [row["year"] for row in archive.rows("SELECT DISTINCT year FROM verdict_counts")]
    with archive.transaction() as db:
        forget(archive)
        for year in years:
            db.execute(f"INSERT INTO county_sums SELECT ?2, s.* FROM ({OF_AREA}) AS s", ("", year))


def forget(archive: Archive) -> None:
    """Keep nothing, so that pages sum up themselves."""
    archive.connection.execute("DELETE FROM county_sums")
