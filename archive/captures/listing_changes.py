"""Changes of a site's columns: one that moved, appeared or disappeared between two complete checks.

Derived from the listing checks: recomputed whenever a site run ends, and after a merge or a reparse.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, zip_longest

from archive.storage.database import Archive

_CHECKS = """
SELECT s.site, s.run, s.finished_at, a.url AS start,
    (SELECT f.capture FROM fetches AS f WHERE f.site_run = s.site_run AND f.address = a.address
     AND f.verdict IN ('ok', 'same') ORDER BY f.capture LIMIT 1) AS capture
FROM site_runs AS s JOIN looks AS l USING (site_run) JOIN addresses AS a ON a.address = l.start
WHERE s.outcome = 'ok' AND s.site = ? ORDER BY s.site, s.finished_at, s.run, a.url
"""


_MOVED = "SELECT DISTINCT subject FROM changes WHERE kind = 'column'"


@dataclass(frozen=True, slots=True)
class ColumnSnapshot:
    """The columns of one `ok` site run: each address with its capture in that run, None where there is none."""

    at: str
    columns: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class ColumnMove:
    """A column that moved from `before` to `after`; None for one that appeared or disappeared."""

    at: str
    before: str | None
    after: str | None
    capture: str | None


def column_moves(snapshots: Sequence[ColumnSnapshot]) -> Iterator[ColumnMove]:
    """The changes from each `ok` run to the next. Columns that disappeared are paired with those that appeared."""
    for before, after in pairwise(snapshots):
        gone = [url for url in before.columns if url not in after.columns]
        new = [url for url in after.columns if url not in before.columns]
        for left, found in zip_longest(gone, new):
            yield ColumnMove(after.at, left, found, after.columns[found] if found else None)


def column_changes(archive: Archive, site: str | None = None) -> list[tuple[str, ColumnMove]]:
    """The changes of a site's columns, or of all sites', as (subject, move)."""
    sites = [site] if site else [row[0] for row in archive.rows("SELECT site FROM sites ORDER BY site")]
    rows = [row for one in sites for row in archive.rows(_CHECKS, one)]
    return [
        (f"site:{name}", move)
        for name, checks in groupby(rows, lambda row: row["site"])
        for move in column_moves(_snapshots(checks))
    ]


def settle(archive: Archive, site: str | None = None) -> None:
    """Rewrite the changes of a site's columns, or of all sites'."""
    changes = column_changes(archive, site)
    with archive.transaction() as db:
        subjects = [f"site:{site}"] if site else [row[0] for row in db.execute(_MOVED)]
        db.executemany("DELETE FROM changes WHERE kind = 'column' AND subject = ?", [(one,) for one in subjects])
        db.executemany(
            "INSERT INTO changes VALUES (?, 'column', ?, ?, ?, 'publisher', ?)",
            [(move.at, subject, move.before, move.after, move.capture) for subject, move in changes],
        )


def last_moves(archive: Archive) -> dict[str, ColumnMove]:
    """The last column move of each site that had one, by site."""
    rows = archive.rows("SELECT * FROM changes WHERE kind = 'column' ORDER BY at, before IS NULL, after IS NULL DESC")
    return {
        row["subject"].removeprefix("site:"): ColumnMove(row["at"], row["before"], row["after"], row["capture"])
        for row in rows
    }


def _snapshots(rows: Iterable[sqlite3.Row]) -> list[ColumnSnapshot]:
    return [
        ColumnSnapshot(at, {row["start"]: row["capture"] for row in columns})
        for (at, _), columns in groupby(rows, lambda row: (row["finished_at"], row["run"]))
    ]
