"""Writes the rows of a report's history: `reports`, `versions`, `changes` and `manifestations`.

Written inside an `Archive.rebuild`: versions are append-only otherwise.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from archive.captures.last_readings import is_last
from archive.extract import output
from archive.reports import figures, publications
from archive.reports.history import versions as history
from archive.storage.instants import from_milliseconds, text


def write(db: sqlite3.Connection, township: str, year: int, found: history.History) -> None:
    """Update all rows of a report."""
    report = f"{township}/{year}"
    _write_report(db, report, township, year, found)
    _write_versions(db, report, found.versions)
    _write_changes(db, report, found.changes)
    publications.write(db, report, found)


def first_seen(db: sqlite3.Connection, township: str, year: int) -> str | None:
    """When the first document read as this report was fetched; once read as it, where none is today.

    Returns the instant as text; None where there is no document. Only reads.
    """
    first_ever, first_today = db.execute(
        f"SELECT min(f.fetched_at), min(CASE WHEN {is_last('d')} THEN f.fetched_at END)"
        " FROM documents AS d JOIN news AS f USING (capture)"
        " WHERE d.township_code = ? AND d.year = ? AND d.version IS NOT NULL",
        (township, year),
    ).fetchone()
    fetched_at_ms = first_ever if first_today is None else first_today
    return None if fetched_at_ms is None else text(from_milliseconds(fetched_at_ms))


def _write_report(db: sqlite3.Connection, report: str, township: str, year: int, found: history.History) -> None:
    county = db.execute("SELECT county_code FROM townships WHERE code = ?", (township,)).fetchone()[0]
    state = "present" if found.present else "withdrawn"
    db.execute(
        "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (report) DO UPDATE SET"
        " state = excluded.state, version = excluded.version, first_seen = excluded.first_seen",
        (report, township, year, county, state, found.current, first_seen(db, township, year)),
    )


def _write_versions(db: sqlite3.Connection, report: str, versions: Sequence[history.Version]) -> None:
    """Insert new versions; renumber stored ones where an earlier observation arrived late."""
    stored = {
        row["version"]: (row["seq"], row["change"], row["cause"])
        for row in db.execute("SELECT version, seq, change, cause FROM versions WHERE report = ?", (report,))
    }
    wanted = {v.first.version: (v.seq, v.change, v.first.cause) for v in versions}
    if any(stored.get(version, row) != row for version, row in wanted.items()):
        _renumber(db, report, wanted)
    for version in versions:
        if version.first.version not in stored or _has_earlier_document(db, version):
            _write_version(db, report, version)
    _renew_claims(db, report)


def _renumber(db: sqlite3.Connection, report: str, wanted: Mapping[str, tuple[int, str, str]]) -> None:
    """Renumber by way of negative numbers: `seq` is unique within a report after each statement."""
    db.execute("UPDATE versions SET seq = -seq WHERE report = ?", (report,))
    db.executemany(
        "UPDATE versions SET seq = ?, change = ?, cause = ? WHERE version = ?",
        [(*row, version) for version, row in wanted.items()],
    )


def _renew_claims(db: sqlite3.Connection, report: str) -> None:
    """Update title and claimed day from the last reading of the version's document: they are no part of its content."""
    db.execute(
        "UPDATE versions AS v SET (title, claimed_on, claimed_label) = (SELECT d.title, d.claimed_on, d.claimed_label"
        " FROM documents AS d WHERE d.capture = v.capture AND d.version = v.version ORDER BY d.parsed_at DESC LIMIT 1)"
        " WHERE report = ?"
        " AND EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = v.capture AND d.version = v.version)",
        (report,),
    )


def _has_earlier_document(db: sqlite3.Connection, version: history.Version) -> bool:
    """Whether an unsettled document had the content of a settled version earlier than that version's document."""
    first = version.first
    return bool(
        db.execute(
            "SELECT 1 FROM versions AS v JOIN documents AS d USING (version)"
            " WHERE v.version = ? AND d.capture = ? AND v.capture <> d.capture AND d.said IS NOT NULL",
            (first.version, first.document),
        ).fetchone()
    )


def _write_version(db: sqlite3.Connection, report: str, version: history.Version) -> None:
    first = version.first
    document = db.execute(
        "SELECT d.*, f.fetched_at FROM documents AS d JOIN news AS f USING (capture)"
        " WHERE d.version = ? AND d.said IS NOT NULL ORDER BY d.capture <> ?, d.capture, d.parsed_at LIMIT 1",
        (first.version, first.document),
    ).fetchone()
    reading = output.loads(document["said"])
    figures.erase(db, first.version)
    db.execute(
        "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            first.version,
            report,
            version.seq,
            document["capture"],
            text(from_milliseconds(document["fetched_at"])),
            document["parsed_at"],
            document["claimed_on"],
            document["claimed_label"],
            reading.signed_on.isoformat() if reading.signed_on else None,
            version.change,
            first.cause,
            reading.title,
            reading.document_number,
            reading.form,
            reading.parser,
        ),
    )
    figures.write(db, first.version, reading)


def _write_changes(db: sqlite3.Connection, report: str, changes: Iterable[history.ReportChange]) -> None:
    subject = f"township:{report}"
    db.execute("DELETE FROM changes WHERE subject = ?", (subject,))
    db.executemany(
        "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(c.at, c.kind, subject, c.before, c.after, c.cause, c.capture) for c in changes],
    )
