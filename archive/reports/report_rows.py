"""The rows that a report's history gives: of `reports`, `versions`, `changes` and `manifestations`.

Written inside an `Archive.rebuild`: versions are append-only otherwise.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from archive.captures.last_readings import is_last
from archive.extract import output
from archive.reports import figures, publications
from archive.reports import versions as history
from archive.storage.instants import from_milliseconds, text


def write(db: sqlite3.Connection, township: str, year: int, found: history.History) -> None:
    """Bring all rows of a report up to date."""
    report = f"{township}/{year}"
    _write_report(db, report, township, year, found)
    _write_versions(db, report, found.versions)
    _write_changes(db, report, found.changes)
    publications.write(db, report, found)


def first_seen(db: sqlite3.Connection, township: str, year: int) -> str | None:
    """When the first of the documents was fetched that are read as this report today, or were once where none is.

    The instant is text, as the table holds it. Only reads.
    """
    once, today = db.execute(
        f"SELECT min(f.fetched_at), min(CASE WHEN {is_last('d')} THEN f.fetched_at END)"
        " FROM documents AS d JOIN news AS f USING (capture)"
        " WHERE d.township_code = ? AND d.year = ? AND d.version IS NOT NULL",
        (township, year),
    ).fetchone()
    fetched_at_ms = once if today is None else today
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
    """Add the versions that are new; renumber the others where earlier knowledge arrives late."""
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
    """Negative numbers first, as those of one report are unique at every moment."""
    db.execute("UPDATE versions SET seq = -seq WHERE report = ?", (report,))
    db.executemany(
        "UPDATE versions SET seq = ?, change = ?, cause = ? WHERE version = ?",
        [(*row, version) for version, row in wanted.items()],
    )


def _renew_claims(db: sqlite3.Connection, report: str) -> None:
    """Title and claimed day as the version's own document was last read: they are no part of its content."""
    db.execute(
        "UPDATE versions AS v SET (title, claimed_on, claimed_label) = (SELECT d.title, d.claimed_on, d.claimed_label"
        " FROM documents AS d WHERE d.capture = v.capture AND d.version = v.version ORDER BY d.parsed_at DESC LIMIT 1)"
        " WHERE report = ?"
        " AND EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = v.capture AND d.version = v.version)",
        (report,),
    )


def _has_earlier_document(db: sqlite3.Connection, version: history.Version) -> bool:
    """Whether an unsettled document turned out to have had a settled version's content before its own did."""
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
    read = output.loads(document["said"])
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
            read.signed_on.isoformat() if read.signed_on else None,
            version.change,
            first.cause,
            read.title,
            read.document_number,
            read.form,
            read.parser,
        ),
    )
    figures.write(db, first.version, read)


def _write_changes(db: sqlite3.Connection, report: str, changes: Iterable[history.Changed]) -> None:
    subject = f"township:{report}"
    db.execute("DELETE FROM changes WHERE subject = ?", (subject,))
    db.executemany(
        "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(c.at, c.kind, subject, c.before, c.after, c.cause, c.capture) for c in changes],
    )
