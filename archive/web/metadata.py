"""Datasette's metadata: tables from `tables.toml`, columns from the message catalogue, queries from `queries/`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from archive import messages
from archive.web import queries

DATABASE = "nianbao"
"""The name under which the archive is served, whatever its file is called."""


def build(
    columns: Mapping[str, Iterable[str]], sortable: Mapping[str, Iterable[str]] = MappingProxyType({})
) -> dict[str, Any]:
    """The metadata in the shape that Datasette takes. `columns` are those that each table and view has.

    `sortable` are the columns by which a table or view can be sorted; one that it does not name, by all.
    """
    texts = _descriptions()
    return {
        "title": texts["title"],
        "description": texts["description"],
        "source": texts["source"],
        "license": texts["license"],
        "databases": {
            DATABASE: {
                "description": texts["description"],
                "tables": {name: _table(name, columns.get(name, ()), sortable.get(name)) for name in texts["tables"]}
                | {name: {"hidden": True} for name in texts["hidden"]},
                "queries": {
                    query.name: {
                        "title": query.title(),
                        "description": query.description(),
                        "sql": query.sql,
                        "params": list(query.parameters),
                        "hide_sql": True,
                    }
                    for query in queries.load().values()
                },
            }
        },
    }


def _table(name: str, columns: Iterable[str], sortable: Iterable[str] | None) -> dict[str, Any]:
    table = _descriptions()["tables"][name]
    described = {**table, "columns": {column: text for column in columns if (text := describe(name, column))}}
    return described if sortable is None else described | {"sortable_columns": list(sortable)}


def describe(table: str, column: str, lang: str = "en") -> str | None:
    """What a column holds; None where nobody but the program reads it. Most mean the same in every table."""
    codes = (f"described-{table}-{column}", f"described-{column}")
    return next((messages.text(code, lang) for code in codes if messages.has(code)), None)


@cache
def _descriptions() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "tables.toml").read_text(encoding="utf-8"))
