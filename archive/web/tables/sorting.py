"""By which columns a large archive's tables can be sorted on a page: those in whose order an index leads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

from archive.storage.database import for_reading

OF_VIEWS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "captures": ("capture",),
        "changed_numbers": ("at",),
        "current_versions": ("report", "township_code", "county_code"),
        "site_runs": ("site_run",),
        "sites_health": ("site", "county_code"),
    }
)
"""Views that are read in the order of these columns; the others are shown as they come."""


LARGE = 20_000
"""Rows from which on a table is sorted by what an index leads through only."""

_LARGE = """SELECT "table" FROM kept_counts WHERE "column" = '' AND "rows" >= ?"""


def sortable_columns(archive: Path, tables: Iterable[str]) -> dict[str, list[str]]:
    """The columns by table or view; empty for an archive of which no counts are kept: it is sorted at once."""
    with closing(sqlite3.connect(for_reading(archive), uri=True)) as db:
        if not db.execute("SELECT 1 FROM kept_counts LIMIT 1").fetchone():
            return {}
        views = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")}
        large = {name for (name,) in db.execute(_LARGE, (LARGE,))}
        return {
            name: list(OF_VIEWS.get(name, ())) if name in views else _indexed(db, name)
            for name in tables
            if name in large or name in OF_VIEWS
        }


def _indexed(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns with which the table's key or one of its whole indexes begins."""
    found = {row[1]: None for row in db.execute(f'PRAGMA table_info("{table}")') if row[5] == 1}
    for _, index, _, _, partial in db.execute(f'PRAGMA index_list("{table}")').fetchall():
        first = db.execute(f'PRAGMA index_info("{index}")').fetchone()
        if not partial and first[2]:
            found[first[2]] = None
    return list(found)
