"""The rows that one report gives a version: statutory tables, sections, odd cells, stated indicators, findings.

Knows the columns of the tables and nothing of when a reading becomes a version.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.extract.report.model import Line, Number, Report, TableValues

Row = tuple[Any, ...]
"""One row of a table without its version, column by column, as SQLite takes and gives it."""
Rows = list[Row]

COLUMNS: dict[str, tuple[str, ...]] = {
    "applications": (
        "line",
        "natural_person",
        "enterprise",
        "research_institution",
        "public_welfare_organization",
        "legal_service_organization",
        "other_organization",
        "total",
    ),
    "disclosures": (
        "line",
        "issued",
        "repealed",
        "in_force",
        "made",
        "published",
        "items_last_year",
        "change",
        "decisions",
        "projects",
        "amount",
    ),
    "reviews": ("block", "upheld", "corrected", "other", "pending", "total"),
    "statistics": ("line", "value"),
    "sections": ("number", "heading", "text"),
    "cells": ("table", "line", "column", "state", "raw"),
    "figures": ("section", "start", "end", "indicator", "value", "unit", "quote"),
    "findings": ("rule", "severity", "blame", "detail"),
}
"""The tables that hang on a version, with their columns after `version`."""

REMARKS = ("figures", "findings")
"""Tables that say something about a content and are no part of its meaning."""

OF_SEVERAL = ("manifestations.agree",)
"""Rules whose findings rest on more than the one document."""

OF_YEARS = "years."
"""What the names of rules begin with that compare a report with the former year's."""


def rows(report: Report) -> dict[str, Rows]:
    """What the report puts into each table of `COLUMNS`, in the order of the document."""
    tables = report.tables
    return {
        "applications": _lines("applications", tables.get("applications", {})),
        "disclosures": _lines("disclosures", _one_value_lines(tables.get("disclosure", {}))),
        "reviews": _lines("reviews", tables.get("review", {})),
        "statistics": [(line, _number(value)) for line, value in tables.get("statistics", {}).items()],
        "sections": _listed("sections", report.sections),
        "cells": _listed("cells", report.cells),
        "figures": _distinct(_listed("figures", report.narrative)),
        "findings": _listed("findings", report.findings),
    }


def write(db: sqlite3.Connection, version: str, report: Report) -> None:
    """Put a report's rows under a version."""
    for table, found in rows(report).items():
        _insert(db, table, version, found)


def erase(db: sqlite3.Connection, version: str) -> None:
    """Take a version's rows away, for the transaction that writes them anew."""
    for table in COLUMNS:
        db.execute(f"DELETE FROM {table} WHERE version = ?", (version,))


def renew_remarks(db: sqlite3.Connection, version: str, report: Report) -> None:
    """Bring what a later parser remarks on the same content up to date: its findings and stated indicators.

    What other parts of the program found (rules that compare several documents) stays.
    """
    found = rows(report)
    here = stored(db, version)
    for table in REMARKS:
        of_document = [row for row in here[table] if table != "findings" or not of_several(row[0])]
        if alike(of_document, found[table]):
            continue
        for row in of_document:
            where = " AND ".join(f'"{column}" IS ?' for column in COLUMNS[table])
            db.execute(f"DELETE FROM {table} WHERE version = ? AND {where}", (version, *row))
        _insert(db, table, version, found[table])
        if table == "findings":
            note_retroactive_findings(db, version, (row[0] for row in of_document), (row[0] for row in found[table]))


def note_retroactive_findings(
    db: sqlite3.Connection, version: str, before: Iterable[str], after: Iterable[str]
) -> None:
    """Note which rules a content that was settled before is only now found to break: that is our doing."""
    db.executemany(
        "INSERT OR IGNORE INTO afterthoughts VALUES (?, ?)", [(version, rule) for rule in set(after) - set(before)]
    )


def of_several(rule: str) -> bool:
    """Whether a rule's findings rest on more than the one document."""
    return rule in OF_SEVERAL or rule.startswith(OF_YEARS)


def stored(db: sqlite3.Connection, version: str) -> dict[str, Rows]:
    """The rows that the archive holds under a version, in the shape of `rows`; unordered."""
    return {
        table: [tuple(row) for row in db.execute(f"SELECT {names(columns)} FROM {table} WHERE version = ?", (version,))]
        for table, columns in COLUMNS.items()
    }


def alike(rows: Rows, others: Rows) -> bool:
    """Whether two tables hold the same rows in any order; 3 and 3.0 are one number."""
    return sorted(map(_comparable, rows)) == sorted(map(_comparable, others))


def _comparable(row: Row) -> str:
    return repr([float(value) if isinstance(value, int) else value for value in row])


def names(columns: Sequence[str]) -> str:
    """Column names as SQL has them; some are words of SQL itself."""
    return ", ".join(f'"{column}"' for column in columns)


def _insert(db: sqlite3.Connection, table: str, version: str, found: Rows) -> None:
    columns = ("version", *COLUMNS[table])
    marks = ", ".join("?" * len(columns))
    db.executemany(f"INSERT INTO {table} ({names(columns)}) VALUES ({marks})", [(version, *row) for row in found])


def _lines(table: str, lines: TableValues) -> Rows:
    """Lines that have columns as rows; what a line has not is NULL."""
    columns = COLUMNS[table][1:]
    return [(line, *(_line(values).get(column) for column in columns)) for line, values in lines.items()]


def _one_value_lines(table: TableValues) -> dict[str, Line]:
    """One-value lines as lines of columns: decisions for what an authority decided, amount for fees."""
    return {
        line: value if isinstance(value, Mapping) else {"amount" if line == "fees" else "decisions": value}
        for line, value in table.items()
    }


def _line(value: Line | Number | None) -> Line:
    """The columns of a line that has some."""
    if not isinstance(value, Mapping):
        raise TypeError(f"a line without columns in a table with them: {value}")
    return value


def _number(value: Line | Number | None) -> Number | None:
    """The value of a line that has one only."""
    if isinstance(value, Mapping):
        raise TypeError(f"a line with columns in a table without: {value}")
    return value


def _listed(table: str, parts: Sequence[object]) -> Rows:
    return [tuple(getattr(part, column) for column in COLUMNS[table]) for part in parts]


def _distinct(figures: Rows) -> Rows:
    """One row for each indicator at one place: the first stated there."""
    section, start, indicator = (COLUMNS["figures"].index(name) for name in ("section", "start", "indicator"))
    return list({(row[indicator], row[section], row[start]): row for row in reversed(figures)}.values())[::-1]
