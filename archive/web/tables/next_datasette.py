"""What Datasette 1.0 is told of an archive when it starts: queries, what columns hold, what is hidden and sorted.

Datasette 0.65 asks its plugins for metadata on each page; 1.0 has stored queries, descriptions in a database of its
own, and the rest in its configuration. Its templates take some variables under other names: those of ours that stand
for them take either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from archive.web import plain
from archive.web.metadata import DATABASE

if TYPE_CHECKING:
    from datasette.app import Datasette  # type: ignore[import-untyped]

_TEXTS: Final = frozenset({"columns", "description", "title"})
"""What metadata say of a table that 1.0 keeps as descriptions, and not in its configuration."""


async def told(datasette: Datasette) -> None:
    """Tell a Datasette of 1.0 what one of 0.65 asks for; an earlier one, or one without an archive, is left alone."""
    described = plain.described(datasette) if hasattr(datasette, "add_query") else None
    if described is None:
        return
    ours = described["databases"][DATABASE]
    _configure(datasette, ours["tables"])
    for name, query in ours["queries"].items():
        await datasette.add_query(
            DATABASE, name, query["sql"], title=query["title"], description=query["description"],
            parameters=query["params"], hide_sql=True, is_trusted=True,
        )  # fmt: skip
    for name, table in ours["tables"].items():
        for column, text in table.get("columns", {}).items():
            await datasette.set_column_metadata(DATABASE, name, column, "description", text)


def _configure(datasette: Datasette, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Put what is hidden, sorted and counted into the configuration, behind what the operator wrote there."""
    databases = (datasette.config or {}).get("databases", {})
    written = databases.get(DATABASE, {})
    ours = {name: {key: one for key, one in table.items() if key not in _TEXTS} for name, table in tables.items()}
    theirs = written.get("tables", {})
    merged = {name: ours.get(name, {}) | theirs.get(name, {}) for name in ours | theirs}
    datasette.config = (datasette.config or {}) | {"databases": databases | {DATABASE: written | {"tables": merged}}}
