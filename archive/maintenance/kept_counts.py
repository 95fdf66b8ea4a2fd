"""How many rows the tables of a large archive have, and how many each value of a column that pages show as a facet.

Counted once a night, as a page cannot: what it takes grows with the archive. A small archive keeps none, and is counted
by each page as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from archive.reports import county_sums, township_ranks
from archive.storage.database import Archive

LARGE = 20_000
"""Reports from which on an archive is large."""

FACETS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "status": ("verdict", "county_code", "year"),
        "reports": ("county_code", "year", "state"),
        "versions": ("change", "cause", "form"),
        "current_versions": ("county_code", "year", "form"),
        "cells": ("state", "table"),
        "figures": ("indicator",),
        "findings": ("severity", "blame", "rule"),
        "documents": ("kind", "reason_code", "level", "match"),
        "changes": ("kind", "cause"),
        "captures": ("verdict", "reason", "kind"),
        "site_runs": ("outcome", "reason", "site"),
        "listing_checks": ("outcome", "complete"),
        "townships": ("county_code",),
        "alerts": ("kind",),
        "notifications": ("state", "channel"),
    }
)
"""The columns whose values are counted, by table or view."""

ROWS = (
    "applications",
    "disclosures",
    "reviews",
    "statistics",
    "sections",
    "positions",
    "manifestations",
    "publications",
)
"""Tables and views of which only the rows are counted."""

_CHEAPER = {
    "captures": "(SELECT verdict, reason, kind FROM news UNION ALL"
    " SELECT s.verdict, s.reason, s.kind FROM repeats CROSS JOIN steps AS s USING (step))",
    "current_versions": "(SELECT r.county_code, r.year, v.form FROM reports AS r JOIN versions AS v USING (version))",
    "site_runs": "visits",
    "listing_checks": "(SELECT v.outcome, l.complete FROM looks AS l JOIN visits AS v USING (site_run))",
    "publications": "manifestations",
}
"""Where the same is counted with less work."""

_KEEP = 'INSERT INTO kept_counts ("table", "column", value, "rows") VALUES (?, ?, ?, ?)'


def renew(archive: Archive) -> int:
    """Count again, and keep what was counted. Returns how many counts are kept."""
    is_large = _is_large(archive)
    found = list(_counted(archive)) if is_large else []
    for kept in (county_sums, township_ranks):
        (kept.keep if is_large else kept.forget)(archive)
    with archive.transaction() as db:
        db.execute("DELETE FROM kept_counts")
        db.executemany(_KEEP, found)
    return len(found)


def _is_large(archive: Archive) -> bool:
    return archive.one("SELECT 1 FROM reports LIMIT 1 OFFSET ?", LARGE) is not None


def _counted(archive: Archive) -> list[tuple[str, str, object, int]]:
    """Rows of `kept_counts`."""
    found: list[tuple[str, str, object, int]] = [
        (table, "", "", archive.one(f"SELECT count(*) FROM {_CHEAPER.get(table, table)}")[0]) for table in ROWS
    ]
    for table, columns in FACETS.items():
        found += _of_table(archive, table, columns)
    return found


def _of_table(archive: Archive, table: str, columns: Sequence[str]) -> list[tuple[str, str, object, int]]:
    """The number of rows of a table, and of each value of some columns, in one pass."""
    named = ", ".join(f'"{column}"' for column in columns)
    values: dict[str, Counter[object]] = {column: Counter() for column in columns}
    rows = 0
    for *row, count in archive.rows(f"SELECT {named}, count(*) FROM {_CHEAPER.get(table, table)} GROUP BY {named}"):
        rows += count
        for column, value in zip(columns, row, strict=True):
            values[column][value] += count
    kept: list[tuple[str, str, object, int]] = [(table, "", "", rows)]
    for column, counts in values.items():
        kept += [(table, column, value, count) for value, count in counts.items() if value is not None]
    return kept
