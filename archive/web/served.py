"""Datasette as the archive is served: its own, without the work that it repeats for every table of every page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from datasette.app import Datasette  # type: ignore[import-untyped]


class Served(Datasette):  # type: ignore[misc]
    """Datasette with a quicker look at who may see a table. The answers are Datasette's."""

    def _table_permission_allows(self, database: str, table: str) -> list[Any]:
        """The `allow` blocks of a table.

        Datasette copies all metadata for each table and permission, two hundred times a page, to merge those blocks.
        Where no table has one, there is nothing to merge.
        """
        sources = self._metadata_sources("tables", database, None)
        if not any(_has_allow(source, database) for source in sources):
            return []
        found: list[Any] = super()._table_permission_allows(database, table)
        return found


def _has_allow(source: object, database: str) -> bool:
    """Whether metadata of one source hold an `allow` block of any table of a database."""
    return any(not isinstance(table, Mapping) or table.get("allow") is not None for table in _tables(source, database))


def _tables(source: object, database: str) -> Iterator[object]:
    if not isinstance(source, Mapping):
        return
    databases = source.get("databases")
    inner = databases.get(database) if isinstance(databases, Mapping) else None
    for place in (source, inner):
        tables = place.get("tables") if isinstance(place, Mapping) else None
        yield from tables.values() if isinstance(tables, Mapping) else ()
