"""The archive as Datasette asks it: what would take too long on a large archive is answered by what a night kept.

Datasette counts the rows of a table and the values of a column anew for each page. On a large archive the counts after
the last night stand for them (`archive.maintenance.kept_counts`); what was not kept may take a moment, and is left out
after that. The page of a query is made of its first rows (`extent`).
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from datasette.database import Database, QueryInterrupted, Results  # type: ignore[import-untyped]
from datasette.utils import sqlite_timelimit  # type: ignore[import-untyped]

from archive import patterns
from archive.web.tables import counts, extent
from archive.web.tables.counts import Count

ROWS_WITHIN, VALUES_WITHIN = 20, 10
"""Milliseconds that a count of rows, and one of a column's values, may take that was not kept."""

MANY = 10_000
"""Rows of a narrowed table among which no values are counted: the page would wait for them in vain."""

REMEMBERED = 100
"""Counts of rows that took too long, so that the values in these rows are not counted either."""

T = TypeVar("T")

_OF_THE_SCHEMA = patterns.lazy(r"\bFROM\s+sqlite_(?:master|schema)\b", re.IGNORECASE)
"""Datasette asks for each table's name a hundred times a page, to tell who may see it."""

_KEPT_ROWS = """SELECT "rows" FROM kept_counts WHERE ("table", "column", value) = (?, '', '')"""
_KEPT_VALUE = """SELECT value, "rows" AS count FROM kept_counts WHERE ("table", "column", value) = (?, ?, ?)"""
_KEPT_VALUES = (
    'SELECT value, "rows" AS count FROM kept_counts WHERE "table" = ? AND "column" = ? ORDER BY "rows" DESC, value'
    " LIMIT ?"
)
_ALL_KEPT = """SELECT "table", "rows" FROM kept_counts WHERE "column" = ''"""


class ArchiveDatabase(Database):  # type: ignore[misc]
    """Datasette's database, with its counts and first rows as this module says.

    Queries of visitors leave a thread to the project's own pages, which ask for little: these wait for no other's SQL.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._asked: dict[tuple[str, str], object] = {}
        self._uncounted: dict[tuple[str, str, str], None] = {}
        self._at_once = asyncio.Semaphore(max(1, self.ds.setting("num_sql_threads") - 1))

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        **more: Any,
    ) -> Results:
        """Datasette's own, which raises QueryInterrupted where the time is over."""
        count = counts.of(sql, params)
        if count is not None:
            return await self._counted(count, sql, params, custom_time_limit, **more)
        if truncate:  # what a visitor asks for, which may take all of its time
            async with self._at_once:
                return await self._asked_for(sql, params, custom_time_limit, **more)
        if _OF_THE_SCHEMA.search(sql):
            asked = f"{sql} {params}"
            return await self._once(
                "schema", asked, lambda _: super(ArchiveDatabase, self).execute(sql, params, **more)
            )
        return await super().execute(sql, params, truncate, custom_time_limit, **more)

    async def _asked_for(self, sql: str, params: Any, custom_time_limit: int | None, **more: Any) -> Results:
        """The answer to a visitor's query: its first rows on its page, as many as Datasette allows elsewhere."""
        rows = extent.current().rows
        if rows is None:
            return await super().execute(sql, params, True, custom_time_limit, **more)
        return await self.execute_fn(lambda db: _first(db, sql, params or {}, rows, self.ds.sql_time_limit_ms))

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """The rows of each table, of those that are listed; None where that is not known."""
        hidden = set(await self.hidden_table_names())
        kept = dict((await super().execute(_ALL_KEPT)).rows)
        return {
            table: None if table in hidden else kept.get(table) or await self._count(table, limit)
            for table in await self.table_names()
        }

    async def table_columns(self, table: str) -> list[str]:
        """Asked once: a served archive keeps its tables."""
        return await self._once("columns", table, super().table_columns)

    async def primary_keys(self, table: str) -> list[str]:
        """Asked once."""
        return await self._once("keys", table, super().primary_keys)

    async def fts_table(self, table: str) -> str | None:
        """Asked once."""
        return await self._once("search", table, super().fts_table)

    async def get_all_foreign_keys(self) -> dict[str, Any]:
        """Asked once."""
        return await self._once("foreign keys", "", lambda _: super(ArchiveDatabase, self).get_all_foreign_keys())

    async def _once(self, what: str, table: str, ask: Callable[[str], Awaitable[T]]) -> T:
        if (what, table) not in self._asked:
            self._asked[what, table] = await ask(table)
        return cast("T", self._asked[what, table])

    async def _count(self, table: str, limit: int) -> int | None:
        try:
            counted = await super().execute(f"SELECT count(*) FROM [{table}]", custom_time_limit=limit)
        except QueryInterrupted:
            return None
        rows: int = counted.rows[0][0]
        return rows

    async def _counted(self, count: Count, sql: str, params: Any, given: int | None, **more: Any) -> Results:
        """A count of Datasette's, as it was kept or within its time. Raises QueryInterrupted."""
        summed = count.summed()
        known = await super().execute(summed, dict(count.equal or {})) if summed else await self._kept(count)
        if known is not None:
            return known
        of_rows, asked = count.column is None, (count.table, count.narrowed, str(params))
        if not of_rows and (asked in self._uncounted or await self._is_long(count)):
            raise QueryInterrupted(None, sql, params)
        within = ROWS_WITHIN if of_rows else VALUES_WITHIN
        try:
            found = await super().execute(sql, params, False, min(given or within, within), **more)
        except QueryInterrupted:
            if of_rows:
                self._uncounted[asked] = None
                if len(self._uncounted) > REMEMBERED:
                    del self._uncounted[next(iter(self._uncounted))]
            raise
        if of_rows:
            self._uncounted.pop(asked, None)
        return found

    async def _kept(self, count: Count) -> Results | None:
        """What a night kept of this count; None where it kept nothing."""
        if count.narrowed:
            value = await self._kept_value(count)
            if value is None or count.column not in (None, *(count.equal or ())):
                return None
            return value if count.column else Results([(value.rows[0]["count"],)], False, value.description)
        if count.column is None:
            found = await super().execute(_KEPT_ROWS, (count.table,))
        else:
            found = await super().execute(_KEPT_VALUES, (count.table, count.column, count.limit))
        return found if found.rows else None

    async def _kept_value(self, count: Count) -> Results | None:
        """The one value to which a table is narrowed, with its number; None where that was not kept."""
        if count.equal is None or len(count.equal) != 1:
            return None
        ((column, value),) = count.equal.items()
        found = await super().execute(_KEPT_VALUE, (count.table, column, value))
        return found if found.rows else None

    async def _is_long(self, count: Count) -> bool:
        """Whether a table is narrowed to more rows than are looked through for a page."""
        value = await self._kept_value(count)
        return value is not None and value.rows[0]["count"] > MANY


def _first(db: sqlite3.Connection, sql: str, params: Any, rows: int, limit: int) -> Results:
    """The first rows of a query, and whether there are more. Raises QueryInterrupted."""
    with sqlite_timelimit(db, limit):
        try:
            cursor = db.execute(sql, params)
            found = cursor.fetchmany(rows + 1)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise QueryInterrupted(error, sql, params) from error
            raise
    return Results(found[:rows], len(found) > rows, cursor.description)
