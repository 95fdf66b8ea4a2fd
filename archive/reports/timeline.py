"""A report's timeline: its versions, what changed in each and who caused it, and where it was published."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from archive.reports.history.report_history import history_of
from archive.reports.history.versions import Version, differences
from archive.reports.publications import printed
from archive.reports.text_diff import by_section, shown
from archive.storage.database import Archive
from archive.storage.instants import text


def report_timeline(
    archive: Archive,
    township: str,
    year: int,
    known_at: datetime | None = None,
    published_by: datetime | None = None,
) -> dict[str, Any] | None:
    """The report's versions with their differences, its changes and its publications; None where there is none.

    With `known_at`: what the archive knew at that instant, without anything fetched or parsed since. With
    `published_by`: what had been published by then, as it is read today. A version is compared with the version that it
    replaced, which need not be the previous number.
    """
    report = f"{township}/{year}"
    if not archive.one("SELECT 1 FROM reports WHERE report = ?", report):
        return None
    history = history_of(archive.connection, township, year, known_at, published_by)
    rows = {row["version"]: dict(row) for row in archive.rows("SELECT * FROM versions WHERE report = ?", report)}
    versions = [{**rows[v.first.version], **_of_history(v)} for v in history.versions if v.first.version in rows]
    if not versions:
        return None
    changes = [{"subject": f"township:{report}", **asdict(change)} for change in history.changes]
    until = max((text(at) for at in (known_at, published_by) if at), default="9")
    for version in versions:
        previous = _previous_version(version, changes)
        version["follows"] = previous
        version["figures_changed"] = _figures(archive, previous, version["version"])
        version["sections_changed"] = _sections(archive, previous, version["version"])
        version["copied_from"] = _copied(archive, version["version"], until)
    return {
        "report": report,
        "versions": versions,
        "changes": changes,
        "manifestations": [
            {
                "url": publication.last.url,
                "first_seen": publication.since,
                "version": publication.last.version,
                "up": publication.is_available,
            }
            for publication in history.publications
        ],
    }


def _of_history(version: Version) -> dict[str, object]:
    """The properties of a version that depend on the instant of the history."""
    first = version.first
    return {
        "seq": version.seq,
        "change": version.change,
        "cause": first.cause,
        "title": first.title,
        "claimed_on": first.claimed_on,
    }


def _copied(archive: Archive, version: str, until: str) -> list[dict[str, object]]:
    """The older reports, known until then, with which this version shares much of its text."""
    rows = archive.rows(
        "SELECT c.source_report AS report, c.source_township AS township, c.source_year AS year, c.share, c.common,"
        " c.length FROM copies AS c JOIN versions AS v ON v.version = c.source WHERE c.version = ?"
        " AND max(v.fetched_at, v.parsed_at) <= ?",
        version,
        until,
    )
    return [dict(row) for row in rows]


def _previous_version(version: dict[str, Any], changes: list[dict[str, Any]]) -> str | None:
    return next(
        (c["before"] for c in changes if c["after"] == version["version"] and c["kind"] in ("figures", "text")), None
    )


def _figures(archive: Archive, previous: str | None, version: str) -> list[dict[str, object]]:
    if previous is None:
        return []
    db = archive.connection
    pairs = differences(printed(db, previous), printed(db, version))
    return [{"cell": cell, "before": old, "after": new} for cell, old, new in pairs]


def _sections(archive: Archive, previous: str | None, version: str) -> list[dict[str, object]]:
    """Sections whose text differs: before and after, and the difference by characters."""
    if previous is None:
        return []
    before, after = _texts(archive, previous), _texts(archive, version)
    return [
        {"cell": heading, "before": before.get(heading), "after": after.get(heading), "diff": shown(found)}
        for heading, found in by_section(before, after).items()
    ]


def _texts(archive: Archive, version: str) -> dict[str, str]:
    """Each section's heading and text under its number."""
    rows = archive.rows("SELECT * FROM sections WHERE version = ? ORDER BY number", version)
    return {f"section {row['number']}": f"{row['heading']} {row['text']}" for row in rows}
