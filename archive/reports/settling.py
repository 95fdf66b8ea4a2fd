"""Settles readings into reports: after a site run the history of each affected report is recomputed and written.

All of a report's readings count, in the order in which they became known, so the tables depend neither on the order in
which documents were parsed nor on interrupted attempts. Settling is idempotent.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from archive.reports import evaluation, report_rows, search_index
from archive.reports.history.report_history import history_of
from archive.storage.database import Archive

TOWNSHIPS: Final = 16
"""Townships whose reports one transaction settles, a tenth of a second in all."""

_UNSETTLED: Final = """
SELECT DISTINCT d.township_code, d.year FROM documents AS d JOIN news AS f USING (capture)
JOIN visits AS v USING (site_run)
WHERE d.said IS NOT NULL AND (?1 IS NULL OR f.site_run = ?1)
AND NOT (d.hollow AND v.outcome IS 'killed' AND v.outing = (SELECT max(outing) FROM outings))
"""
"""Reports with readings that are in no version yet. A page that only links a file waits for the next run where its site
was killed in this one before the file was fetched: settled at once, it would stay in the history as a version."""
_ASKED: Final = """
WITH g AS MATERIALIZED (SELECT address, verdict FROM fetches WHERE site_run = ? AND kind IN ('report', 'attachment'))
SELECT DISTINCT d.township_code, d.year FROM g JOIN news AS f ON f.address = g.address
JOIN documents AS d ON d.capture = f.capture
WHERE d.version IS NOT NULL AND (
    g.verdict IN ('ok', 'gone', 'soft_404')
    OR EXISTS (SELECT 1 FROM reports AS r
        WHERE r.report = d.township_code || '/' || d.year AND r.state = 'withdrawn')
    OR EXISTS (SELECT 1 FROM manifestations AS m WHERE m.report = d.township_code || '/' || d.year AND NOT m.up)
    OR EXISTS (SELECT 1 FROM news AS o JOIN documents AS p USING (capture) WHERE o.address = g.address
        AND p.version IS NOT NULL AND (p.township_code, p.year) <> (d.township_code, d.year)))
"""
"""Reports that a site run may have found gone, restored, or replaced by another report at their address."""


def settle(archive: Archive, now: datetime, site_run: int | None = None) -> int:
    """Update reports with unsettled documents, or that this site run found gone or restored. Returns how many.

    With `site_run` only that run's documents are settled: another process may still be parsing its own.
    """
    affected = {tuple(row) for row in archive.rows(_UNSETTLED, site_run)}
    if site_run is not None:
        affected |= {tuple(row) for row in archive.rows(_ASKED, site_run)}
    _settle_reports(archive, affected, now)
    return len(affected)


def settle_all(archive: Archive, now: datetime) -> int:
    """Settle every report again: parser or program may have changed since. Returns how many."""
    affected = archive.rows("SELECT DISTINCT township_code, year FROM documents WHERE version IS NOT NULL")
    _settle_reports(archive, {tuple(row) for row in affected}, now)
    return len(affected)


def settle_township(db: sqlite3.Connection, township: str, years: Sequence[int]) -> None:
    """Settle a township's reports for these years, inside the caller's `Archive.rebuild`."""
    settled = [year for year in years if _settle_report(db, township, year)]
    evaluation.compare_years(db, township, settled)
    search_index.renew(db, township)


def _settle_reports(archive: Archive, affected: Iterable[tuple[str, int]], now: datetime) -> None:
    """One transaction for some townships: fewer pieces of the search index, and no other writer waits for long."""
    by_township = groupby(sorted(affected), key=lambda report: report[0])
    years = [(township, [year for _, year in reports]) for township, reports in by_township]
    for start in range(0, len(years), TOWNSHIPS):
        with archive.rebuild(now) as db:
            for township, of_township in years[start : start + TOWNSHIPS]:
                settle_township(db, township, of_township)


def _settle_report(db: sqlite3.Connection, township: str, year: int) -> bool:
    """Settle one report and drop the JSON of its readings. Returns whether it has any version."""
    history = history_of(db, township, year)
    if history.versions:
        report_rows.write(db, township, year, history)
    db.execute("UPDATE documents SET said = NULL WHERE township_code = ? AND year = ?", (township, year))
    return bool(history.versions)
