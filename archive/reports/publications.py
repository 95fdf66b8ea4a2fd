"""One report at several addresses, or as page and attachment: where it is shown, and where the showings disagree."""

from __future__ import annotations

import sqlite3
from itertools import combinations

from archive.reports import figures
from archive.reports.versions import History, Manifestation, differences

(RULE,) = figures.OF_SEVERAL
SHOWN = 20
"""Disagreements told one by one; beyond that their number."""


def write(db: sqlite3.Connection, report: str, told: History) -> None:
    """Write the report's manifestations and the findings on their disagreements anew."""
    db.execute("DELETE FROM manifestations WHERE report = ?", (report,))
    db.execute(
        "DELETE FROM findings WHERE rule = ? AND version IN (SELECT version FROM versions WHERE report = ?)",
        (RULE, report),
    )
    db.executemany("INSERT INTO manifestations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows(db, report, told))
    for detail in _disagreements(db, told):
        db.execute(
            "INSERT INTO findings (version, rule, severity, blame, detail) VALUES (?, ?, 'warning', 'source', ?)",
            (told.current, RULE, detail),
        )


def rows(db: sqlite3.Connection, report: str, told: History) -> list[tuple[object, ...]]:
    """The rows of `manifestations` that a history gives."""
    return [
        (report, one.last.place or one.last.url, one.last.url, _kind(db, one), one.since, one.last.capture,
         one.last.version, int(one.last == told.lead), int(one.up))
        for one in told.manifestations
    ]  # fmt: skip


def _kind(db: sqlite3.Connection, one: Manifestation) -> str:
    row = db.execute("SELECT kind FROM news WHERE capture = ?", (one.last.document or one.last.capture,)).fetchone()
    return str(row[0])


def printed(db: sqlite3.Connection, version: str) -> list[tuple[str, object]]:
    """Every printed figure of a version as (`table.line.column`, value), in the order of its keys."""
    kept = figures.kept(db, version)
    return [
        (f"{table}.{row[0]}.{column}", value)
        for table in ("disclosures", "applications", "reviews", "statistics")
        for row in sorted(kept[table])
        for column, value in zip(figures.COLUMNS[table][1:], row[1:], strict=True)
        if value is not None
    ]


def _disagreements(db: sqlite3.Connection, told: History) -> list[str]:
    shown = [one for one in told.manifestations if one.up and one.last.full]
    found = [detail for one, other in combinations(shown, 2) for detail in _between(db, one, other)]
    more = [f"{len(found) - SHOWN} more figures differ"] if len(found) > SHOWN else []
    return found[:SHOWN] + more


def _between(db: sqlite3.Connection, one: Manifestation, other: Manifestation) -> list[str]:
    if one.last.figures == other.last.figures:
        return []
    pairs = differences(printed(db, one.last.version), printed(db, other.last.version))
    return [
        f"{cell} is {_said(here)} at {one.last.url} and {_said(there)} at {other.last.url}"
        for cell, here, there in pairs
    ]


def _said(value: object) -> str:
    return "absent" if value is None else f"{value}"
