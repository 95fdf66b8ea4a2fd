"""One report published at several addresses, or as page and attachment: where, and where the publications disagree.

The table is called `manifestations`, as the rule on disagreements is (`manifestations.agree`).
"""

from __future__ import annotations

import sqlite3
from itertools import combinations

from archive.reports import figures
from archive.reports.versions import History, Publication, differences

(RULE,) = figures.OF_SEVERAL
SHOWN = 20
"""Disagreements reported one by one; beyond that their number."""


def write(db: sqlite3.Connection, report: str, history: History) -> None:
    """Write the report's publications, and the findings on their disagreements, anew."""
    db.execute("DELETE FROM manifestations WHERE report = ?", (report,))
    db.execute(
        "DELETE FROM findings WHERE rule = ? AND version IN (SELECT version FROM versions WHERE report = ?)",
        (RULE, report),
    )
    db.executemany("INSERT INTO manifestations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows(db, report, history))
    for detail in _disagreements(db, history):
        db.execute(
            "INSERT INTO findings (version, rule, severity, blame, detail) VALUES (?, ?, 'warning', 'source', ?)",
            (history.current, RULE, detail),
        )


def rows(db: sqlite3.Connection, report: str, history: History) -> list[figures.Row]:
    """The rows of `manifestations` that a history gives. Only reads."""
    return [
        (report, publication.last.place or publication.last.url, publication.last.url, _kind(db, publication),
         publication.since, publication.last.capture, publication.last.version,
         int(publication.last == history.lead), int(publication.up))
        for publication in history.publications
    ]  # fmt: skip


def _kind(db: sqlite3.Connection, publication: Publication) -> str:
    capture = publication.last.document or publication.last.capture
    return str(db.execute("SELECT kind FROM news WHERE capture = ?", (capture,)).fetchone()[0])


def printed(db: sqlite3.Connection, version: str) -> list[tuple[str, object]]:
    """Every printed figure of a version as (`table.line.column`, value), in the order of its keys. Only reads."""
    stored = figures.stored(db, version)
    return [
        (f"{table}.{row[0]}.{column}", value)
        for table in ("disclosures", "applications", "reviews", "statistics")
        for row in sorted(stored[table])
        for column, value in zip(figures.COLUMNS[table][1:], row[1:], strict=True)
        if value is not None
    ]


def _disagreements(db: sqlite3.Connection, history: History) -> list[str]:
    """What publications that are up and have tables say differently, two by two."""
    with_tables = [publication for publication in history.publications if publication.up and publication.last.full]
    found = [detail for first, second in combinations(with_tables, 2) for detail in _between(db, first, second)]
    more = [f"{len(found) - SHOWN} more figures differ"] if len(found) > SHOWN else []
    return found[:SHOWN] + more


def _between(db: sqlite3.Connection, first: Publication, second: Publication) -> list[str]:
    if first.last.figures == second.last.figures:
        return []
    pairs = differences(printed(db, first.last.version), printed(db, second.last.version))
    return [
        f"{cell} is {_in_words(here)} at {first.last.url} and {_in_words(there)} at {second.last.url}"
        for cell, here, there in pairs
    ]


def _in_words(value: object) -> str:
    return "absent" if value is None else f"{value}"
