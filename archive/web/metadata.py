"""Datasette's metadata: descriptions from `tables.toml`, queries from `queries/`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from archive.web import queries

DATABASE = "nianbao"
"""The name under which the archive is served, whatever its file is called."""


def build(columns: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """The metadata in the shape that Datasette takes. `columns` are those that each table and view has."""
    texts = _descriptions()
    return {
        "title": texts["title"],
        "description": texts["description"],
        "source": texts["source"],
        "license": texts["license"],
        "databases": {
            DATABASE: {
                "description": texts["description"],
                "tables": {name: _table(name, columns.get(name, ())) for name in texts["tables"]}
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


def _table(name: str, columns: Iterable[str]) -> dict[str, Any]:
    table = _descriptions()["tables"][name]
    known = _descriptions()["columns"] | table.get("columns", {})
    return {**table, "columns": {column: known[column] for column in columns if column in known}}


@cache
def _descriptions() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "tables.toml").read_text(encoding="utf-8"))
