"""A report published at several addresses, or as page and attachment: its publications, and where they disagree.

The table is called `manifestations`, a public name, as is the rule on disagreements (`manifestations.agree`).
"""

from __future__ import annotations

import sqlite3
from itertools import combinations

from archive.reports import figures
from archive.reports.history.versions import History, Publication, differences

(RULE,) = figures.RULES_ACROSS_DOCUMENTS
MOST_LISTED = 20
"""Disagreements listed individually; of any more only the number is given."""


def write(db: sqlite3.Connection, report: str, history: History) -> None:
    """Rewrite the report's publications, and the findings on their disagreements."""
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
        (report, publication.last.url_key or publication.last.url, publication.last.url, _kind(db, publication),
         publication.since, publication.last.capture, publication.last.version,
         int(publication.last == history.leading), int(publication.is_available))
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
    """The figures in which available publications with tables differ, pair by pair."""
    with_tables = [
        publication for publication in history.publications if publication.is_available and publication.last.has_tables
    ]
    found = [detail for first, second in combinations(with_tables, 2) for detail in _between(db, first, second)]
    more = [f"{len(found) - MOST_LISTED} more figures differ"] if len(found) > MOST_LISTED else []
    return found[:MOST_LISTED] + more


def _between(db: sqlite3.Connection, first: Publication, second: Publication) -> list[str]:
    if first.last.figures == second.last.figures:
        return []
    pairs = differences(printed(db, first.last.version), printed(db, second.last.version))
    return [
        f"{cell} is {_shown(first_value)} at {first.last.url} and {_shown(second_value)} at {second.last.url}"
        for cell, first_value, second_value in pairs
    ]


def _shown(value: object) -> str:
    return "absent" if value is None else f"{value}"
