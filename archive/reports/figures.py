"""A version's rows: statutory tables, sections, cells that are not plain numbers, stated indicators, findings.

Knows the columns of these tables, and not when a reading becomes a version.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.extract.report.model import Line, Number, Report, TableValues

Row = tuple[Any, ...]
"""One row of a table without its version, in the order of its columns."""
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
"""The tables keyed by version, with their columns after `version`."""

REMARKS = ("figures", "findings")
"""Tables of remarks on a version's content, which are no part of the content itself."""

RULES_ACROSS_DOCUMENTS = ("manifestations.agree",)
"""Rules that compare several documents."""

YEARS_PREFIX = "years."
"""The prefix of the rules that compare a report with the previous year's."""


def rows(report: Report) -> dict[str, Rows]:
    """The report's rows by table, in the order of the document."""
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
    """Insert a report's rows under a version."""
    for table, found in rows(report).items():
        _insert(db, table, version, found)


def erase(db: sqlite3.Connection, version: str) -> None:
    """Delete a version's rows, in the transaction that writes them again."""
    for table in COLUMNS:
        db.execute(f"DELETE FROM {table} WHERE version = ?", (version,))


def renew_remarks(db: sqlite3.Connection, version: str, report: Report) -> None:
    """Replace the findings and stated indicators by those of a later parser, where the content is the same.

    Findings of rules that compare several documents stay.
    """
    found = rows(report)
    before = stored(db, version)
    for table in REMARKS:
        of_document = [row for row in before[table] if table != "findings" or not spans_documents(row[0])]
        if same_rows(of_document, found[table]):
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
    """Record rules that an already settled version is only now found to break: the parser changed, not the report."""
    db.executemany(
        "INSERT OR IGNORE INTO afterthoughts VALUES (?, ?)", [(version, rule) for rule in set(after) - set(before)]
    )


def spans_documents(rule: str) -> bool:
    """Whether a rule compares several documents."""
    return rule in RULES_ACROSS_DOCUMENTS or rule.startswith(YEARS_PREFIX)


def stored(db: sqlite3.Connection, version: str) -> dict[str, Rows]:
    """The rows that the archive holds under a version, in the shape of `rows`; unordered."""
    return {
        table: [tuple(row) for row in db.execute(f"SELECT {names(columns)} FROM {table} WHERE version = ?", (version,))]
        for table, columns in COLUMNS.items()
    }


def same_rows(first: Rows, second: Rows) -> bool:
    """Whether two lists have the same rows in any order; 3 and 3.0 are equal."""
    return sorted(map(_comparable, first)) == sorted(map(_comparable, second))


def _comparable(row: Row) -> str:
    return repr([float(value) if isinstance(value, int) else value for value in row])


def names(columns: Sequence[str]) -> str:
    """Quoted, comma-separated column names; some are keywords of SQL."""
    return ", ".join(f'"{column}"' for column in columns)


def _insert(db: sqlite3.Connection, table: str, version: str, found: Rows) -> None:
    columns = ("version", *COLUMNS[table])
    marks = ", ".join("?" * len(columns))
    db.executemany(f"INSERT INTO {table} ({names(columns)}) VALUES ({marks})", [(version, *row) for row in found])


def _lines(table: str, lines: TableValues) -> Rows:
    """Lines with columns as rows; a column that a line lacks is NULL."""
    columns = COLUMNS[table][1:]
    return [(line, *(_line(values).get(column) for column in columns)) for line, values in lines.items()]


def _one_value_lines(table: TableValues) -> dict[str, Line]:
    """Lines of one value as lines with columns: `amount` for fees, `decisions` for the others."""
    return {
        line: value if isinstance(value, Mapping) else {"amount" if line == "fees" else "decisions": value}
        for line, value in table.items()
    }


def _line(value: Line | Number | None) -> Line:
    """The columns of a line. Raises TypeError for a line of one value."""
    if not isinstance(value, Mapping):
        raise TypeError(f"a line without columns in a table with them: {value}")
    return value


def _number(value: Line | Number | None) -> Number | None:
    """The value of a line of one value. Raises TypeError for a line with columns."""
    if isinstance(value, Mapping):
        raise TypeError(f"a line with columns in a table without: {value}")
    return value


def _listed(table: str, parts: Sequence[object]) -> Rows:
    return [tuple(getattr(part, column) for column in COLUMNS[table]) for part in parts]


def _distinct(figures: Rows) -> Rows:
    """One row for each indicator at one position: the first stated there."""
    section, start, indicator = (COLUMNS["figures"].index(name) for name in ("section", "start", "indicator"))
    return list({(row[indicator], row[section], row[start]): row for row in reversed(figures)}.values())[::-1]
