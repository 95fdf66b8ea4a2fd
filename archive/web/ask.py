"""Questions to the served archive, within Datasette's limits of time and rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar, cast

from archive.web import queries

Row = dict[str, Any]
T = TypeVar("T")


class Ask:
    """Reads from one Datasette database. `database` is Datasette's own object, which has no types."""

    def __init__(self, database: Any) -> None:
        self._database = database

    async def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of a query with positional parameters."""
        return [dict(row) for row in (await self._database.execute(sql, values)).rows]

    async def one(self, sql: str, *values: object) -> Row | None:
        """The first row of a query, or None."""
        rows = await self.rows(sql, *values)
        return rows[0] if rows else None

    async def named(self, name: str, **values: str) -> list[Row]:
        """All rows of one of the archive's own queries; a parameter not given is blank."""
        query = queries.load()[name]
        blank = dict.fromkeys(query.parameters, "")
        return [dict(row) for row in (await self._database.execute(query.sql, blank | values)).rows]

    async def read(self, gather: Callable[[sqlite3.Connection], T]) -> T:
        """What a function gathers over a connection of its own thread."""
        return cast("T", await self._database.execute_fn(gather))
