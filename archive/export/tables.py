"""Tidy tables out of the archive, as CSV or Parquet, with a data dictionary and a Frictionless `datapackage.json`.

Knows the formats; the tables and their columns are entries of `dictionary.toml`, whose head says what an entry holds.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from archive.deadlines import reasons
from archive.export import Scope
from archive.messages.printable import with_lines
from archive.messages.spreadsheet import ENCODING, harmless
from archive.reports import code_names
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError

Format = Literal["csv", "parquet"]
DICTIONARY = Path(__file__).with_name("dictionary.toml")


@dataclass(frozen=True, slots=True)
class ExportedColumn:
    """A column: the expression that gives it, its type in Frictionless' words, and what it holds.

    `names` is the column with codes whose names this one holds, in Chinese as offices and the forms have them.
    """

    name: str
    sql: str
    type: str
    says: str
    names: str = ""


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A table of the export.

    `source` is its query from FROM on, in which `{chosen}` stands for what of `chosen`, the conditions by `county` and
    `year`, is wanted; `references` is the table that each column refers to.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[ExportedColumn, ...]
    source: str
    chosen: Mapping[str, str]
    references: Mapping[str, str] = field(default_factory=dict)

    def query(self, *wanted: str) -> str:
        """The SQL of the table for one county, by :county, or one year, by :year, where these are wanted."""
        columns = ", ".join(f'{column.sql} AS "{column.name}"' for column in self.columns)
        conditions = " AND ".join(self.chosen[name] for name in wanted)
        return f"SELECT {columns} {self.source.replace('{chosen}', f'WHERE {conditions}' if conditions else '')}"

    def rows(self, archive: Archive, county: str | None, year: int | None) -> Iterator[tuple[Any, ...]]:
        """The rows of a county and year, or of all, with the names beside their codes."""
        named = [(place, column.names) for place, column in enumerate(self.columns) if column.names]
        given = {name: value for name, value in (("county", county), ("year", year)) if value is not None}
        for row in archive.connection.execute(self.query(*given), given):
            values = list(row)
            for place, codes in named:
                values[place] = _name_of(codes, row, values[place])
            yield tuple(values)


def export(
    archive: Archive, destination: Path, scope: Scope, form: Format, *, for_people: bool = False
) -> dict[str, int]:
    """Write every table and a dictionary into the folder `destination`. Returns rows by table. Raises ArchiveError.

    CSV `for_people` opens in a spreadsheet program as what it is: in UTF-8 with its mark, and nothing is a formula.
    """
    write = _csv_for_people if for_people and form == "csv" else _FORMATS[form]
    destination.mkdir(parents=True, exist_ok=True)
    counts, resources = {}, []
    for table in tables():
        path = destination / f"{table.name}.{form}"
        counts[table.name] = write(path, table.columns, table.rows(archive, scope.county, scope.year))
        resources.append(_resource(table, path, form) | ({"encoding": ENCODING} if for_people else {}))
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
def tables() -> tuple[ExportedTable, ...]:
    """The tables, in the order in which they refer to one another."""
    dictionary = tomllib.loads(DICTIONARY.read_text(encoding="utf-8"))
    return tuple(_table(entry, dictionary["shared"]) for entry in dictionary["table"])


def _table(entry: Mapping[str, Any], shared: Mapping[str, Mapping[str, str]]) -> ExportedTable:
    columns = tuple(_column_of(column, shared) for column in entry["columns"])
    return ExportedTable(**{**entry, "key": tuple(entry["key"]), "columns": columns})


def _column_of(entry: Mapping[str, str], shared: Mapping[str, Mapping[str, str]]) -> ExportedColumn:
    if codes := entry.get("names"):
        sql = entry.get("sql", "NULL")
        return ExportedColumn(entry["name"], sql, "string", f"what {codes} is called in Chinese", codes)
    return ExportedColumn(**{"sql": entry["name"], **shared.get(entry["name"], {}), **entry})


def _name_of(column: str, row: sqlite3.Row, arguments: str | None) -> str | None:
    """The name of the code that a row has in a column, of a reason its sentence; None without one.

    `arguments` are those of the sentence (JSON).
    """
    code = row[column]
    if code is None:
        return None
    if column == "reason":
        return reasons.sentence_of_stored(code, arguments, "zh")
    if column not in ("line", "column"):
        return code_names.beside(column, code, "", "zh")
    return code_names.beside(column, code, row["table"], "zh", row["line"])


def _csv_for_people(path: Path, columns: Sequence[ExportedColumn], rows: Iterable[tuple[Any, ...]]) -> int:
    """Lines end as RFC 4180 has it, so that a lone carriage return in a text is quoted."""
    return _csv(path, columns, (tuple(harmless(value) for value in row) for row in rows), ENCODING, "\r\n")


def _csv(
    path: Path,
    columns: Sequence[ExportedColumn],
    rows: Iterable[tuple[Any, ...]],
    encoding: str = "utf-8",
    ending: str = "\n",
) -> int:
    count = 0
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator=ending)
        writer.writerow([column.name for column in columns])
        booleans = {number for number, column in enumerate(columns) if column.type == "boolean"}
        for row in rows:
            cells = (_cell(value, ending) for value in row)
            writer.writerow([_truth(value) if number in booleans else value for number, value in enumerate(cells)])
            count += 1
    return count


def _cell(value: Any, ending: str) -> Any:
    """A value as a cell; a carriage return that is no part of the rows' ending would not be quoted."""
    if not isinstance(value, str):
        return value
    return with_lines(value) if "\r" in ending else with_lines(value.replace("\r", " "))


def write_parquet(path: Path, columns: Sequence[ExportedColumn], rows: Iterable[tuple[Any, ...]]) -> int:
    """Write rows as a Parquet file, by the types of their columns. Returns how many. Raises ArchiveError."""
    try:
        import pyarrow  # type: ignore[import-untyped]
        from pyarrow import compute, parquet
    except ModuleNotFoundError as error:
        raise ArchiveError("wrong-no-pyarrow") from error
    arrow_types = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.int64()}
    values = list(zip(*rows, strict=True)) or [() for _ in columns]
    made = []
    for column, cells in zip(columns, values, strict=True):
        array = pyarrow.array(cells, arrow_types.get(column.type, pyarrow.string()))
        match column.type:
            case "boolean":
                array = array.cast(pyarrow.bool_())
            case "date":
                array = array.cast(pyarrow.date32())
            case "datetime":
                array = compute.cast(array, pyarrow.timestamp("ms", "UTC"))
        made.append(array)
    with path.open("wb") as file:  # by its name, pyarrow would take `http://…` for an address
        parquet.write_table(pyarrow.table(made, names=[column.name for column in columns]), file, compression="zstd")
    return len(values[0]) if values else 0


_FORMATS: dict[Format, Callable[[Path, Sequence[ExportedColumn], Iterable[tuple[Any, ...]]], int]] = {
    "csv": _csv,
    "parquet": write_parquet,
}


def _truth(value: object) -> str:
    return "" if value is None else "true" if value else "false"


def _resource(table: ExportedTable, path: Path, form: Format) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": column.name, "type": column.type, "description": column.says, **_format(column)}
            for column in table.columns
        ],
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


def _format(column: ExportedColumn) -> dict[str, str]:
    """Instants are written with milliseconds and a zone, which the default format of the standard leaves out."""
    return {"format": "any"} if column.type == "datetime" else {}


_HEAD = "| column | type | says |\n| --- | --- | --- |\n"


def _dictionary(resources: list[dict[str, Any]]) -> str:
    """The data dictionary for people."""
    parts = ["# Data dictionary\n\nTimes are UTC. An empty cell is a value that is not there, never zero.\n"]
    for resource in resources:
        parts.append(f"\n## {resource['path']}\n\n{resource['title'].capitalize()}.\n\n{_HEAD}")
        parts += [f"| {f['name']} | {f['type']} | {f['description']} |\n" for f in resource["schema"]["fields"]]
    return "".join(parts)
