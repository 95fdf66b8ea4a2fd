"""Datasette as the archive is served: its own, without the work that it repeats for every table of every page.

Its pages for those who develop with it are no pages of an archive, and are answered as any address without one is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NoReturn

from datasette.app import Datasette, wrap_view  # type: ignore[import-untyped]
from datasette.utils.asgi import NotFound  # type: ignore[import-untyped]

FOR_DEVELOPERS: Final = (
    "metadata", "versions", "plugins", "settings", "config", "threads", "databases", "actor", "permissions",
    "messages", "allow-debug", "patterns",
)  # fmt: skip
"""Datasette's pages on itself, in English. Their JSON is for scripts and stays; so does `logout`, which those need who
log in by another plugin and which leads everybody else to the front page.
"""


class Served(Datasette):  # type: ignore[misc]
    """Datasette without its pages on itself, and with a quicker look at who may see a table."""

    def _routes(self) -> list[Any]:
        """Datasette's and its plugins', behind what takes the place of its pages on itself."""
        hidden = re.compile(rf"^/-/(?:{'|'.join(FOR_DEVELOPERS)})$")
        return [(hidden, wrap_view(_no_page, self)), *super()._routes()]

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


async def _no_page() -> NoReturn:
    raise NotFound("a page for developers")


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
