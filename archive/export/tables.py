"""Tidy tables out of the archive, as CSV or Parquet, with a data dictionary and a Frictionless `datapackage.json`.

Knows the formats; what the tables and columns are stands in `dictionary.toml`.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from archive.export import Scope
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError

Format = Literal["csv", "parquet"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the export: what a row is, its key, the query that gives it, the tables that its columns refer to."""

    name: str
    row: str
    key: tuple[str, ...]
    query: str
    references: Mapping[str, str] = field(default_factory=dict)


def export(archive: Archive, destination: Path, scope: Scope, form: Format) -> dict[str, int]:
    """Write every table and a dictionary into the folder `destination`. Returns rows by table. Raises ArchiveError."""
    write = _FORMATS[form]
    destination.mkdir(parents=True, exist_ok=True)
    counts, resources = {}, []
    for table in tables():
        cursor = archive.connection.execute(table.query, {"county": scope.county, "year": scope.year})
        names = [column[0] for column in cursor.description]
        path = destination / f"{table.name}.{form}"
        counts[table.name] = write(path, names, (tuple(row) for row in cursor))
        resources.append(_resource(table, path, names, form))
    package = {
        "name": "nianbao",
        "title": "Annual open-government reports of townships 政府信息公开工作年度报告",
        "profile": "tabular-data-package" if form == "csv" else "data-package",
        "resources": resources,
    }
    (destination / "datapackage.json").write_text(
        json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    (destination / "README.md").write_text(_dictionary(resources), encoding="utf-8")
    return counts


@cache
def tables() -> tuple[Table, ...]:
    """The tables, in the order in which they refer to one another."""
    return tuple(
        Table(one["name"], one["row"], tuple(one["key"]), one["query"], one.get("references", {}))
        for one in _dictionary_file()["table"]
    )


@cache
def _dictionary_file() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "dictionary.toml").read_text(encoding="utf-8"))


def _csv(path: Path, names: list[str], rows: Iterable[tuple[Any, ...]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        booleans = {number for number, name in enumerate(names) if _kind(name) == "boolean"}
        for row in rows:
            writer.writerow([_truth(value) if number in booleans else value for number, value in enumerate(row)])
            count += 1
    return count


def _parquet(path: Path, names: list[str], rows: Iterable[tuple[Any, ...]]) -> int:
    try:
        import pyarrow  # type: ignore[import-untyped]
        from pyarrow import compute, parquet
    except ModuleNotFoundError as error:
        raise ArchiveError("export parquet needs pyarrow; install it with `pip install 'nianbao[parquet]'`") from error
    plain = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.int64()}
    columns = list(zip(*rows, strict=True)) or [() for _ in names]
    made = []
    for name, values in zip(names, columns, strict=True):
        column = pyarrow.array(values, plain.get(_kind(name), pyarrow.string()))
        match _kind(name):
            case "boolean":
                column = column.cast(pyarrow.bool_())
            case "date":
                column = column.cast(pyarrow.date32())
            case "datetime":
                column = compute.cast(column, pyarrow.timestamp("ms", "UTC"))
        made.append(column)
    parquet.write_table(pyarrow.table(made, names=names), path, compression="zstd")
    return len(columns[0]) if columns else 0


_FORMATS: dict[Format, Callable[[Path, list[str], Iterable[tuple[Any, ...]]], int]] = {"csv": _csv, "parquet": _parquet}


def _truth(value: object) -> str:
    return "" if value is None else "true" if value else "false"


def _kind(column: str) -> str:
    return str(_dictionary_file()["columns"][column]["type"])


def _resource(table: Table, path: Path, names: list[str], form: Format) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [{"name": name, "type": _kind(name), "description": _says(name), **_format(name)} for name in names],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": target, "fields": [column]}}
            for column, target in table.references.items()
        ]
    data = path.read_bytes()
    return {
        "name": table.name,
        "path": path.name,
        "title": f"one row per {table.row}",
        "profile": "tabular-data-resource" if form == "csv" else "data-resource",
        "format": form,
        "mediatype": "text/csv" if form == "csv" else "application/vnd.apache.parquet",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256(data).hexdigest()}",
        "schema": schema,
    }


def _format(column: str) -> dict[str, str]:
    """Instants are written with milliseconds and a zone, which the default format of the standard leaves out."""
    return {"format": "any"} if _kind(column) == "datetime" else {}


def _says(column: str) -> str:
    return str(_dictionary_file()["columns"][column]["says"])


_HEAD = "| column | type | says |\n| --- | --- | --- |\n"


def _dictionary(resources: list[dict[str, Any]]) -> str:
    """The data dictionary for people."""
    parts = ["# Data dictionary\n\nTimes are UTC. An empty cell is a value that is not there, never zero.\n"]
    for resource in resources:
        parts.append(f"\n## {resource['path']}\n\n{resource['title'].capitalize()}.\n\n{_HEAD}")
        parts += [f"| {f['name']} | {f['type']} | {f['description']} |\n" for f in resource["schema"]["fields"]]
    return "".join(parts)
