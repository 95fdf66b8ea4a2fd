"""Tidy tables out of the archive, as CSV or Parquet, with a data dictionary and a Frictionless `datapackage.json`.

Knows the formats; the tables and their columns are entries of `dictionary.toml`, whose head says what an entry holds.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import file_digest
from itertools import islice
from operator import itemgetter
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
    `year`, is wanted; `references` is the table that each column refers to. Of one that is read `by_county`,
    all are read county by county, as SQLite would sort them all at once.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[ExportedColumn, ...]
    source: str
    chosen: Mapping[str, str]
    references: Mapping[str, str] = field(default_factory=dict)
    by_county: bool = False

    def query(self, *wanted: str) -> str:
        """The SQL of the table for one county, by :county, or one year, by :year, where these are wanted."""
        columns = ", ".join(f'{column.sql} AS "{column.name}"' for column in self.columns)
        conditions = " AND ".join(self.chosen[name] for name in wanted)
        return f"SELECT {columns} {self.source.replace('{chosen}', f'WHERE {conditions}' if conditions else '')}"

    def without(self, name: str) -> ExportedTable:
        """The table without a column."""
        return replace(self, columns=tuple(column for column in self.columns if column.name != name))

    def rows(self, archive: Archive, county: str | None, year: int | None) -> Iterator[tuple[Any, ...]]:
        """The rows of a county and year, or of all, with the names beside their codes."""
        if county is None and self.by_county:
            for (code,) in archive.rows(COUNTIES):
                yield from self.rows(archive, code, year)
            return
        given = {name: value for name, value in (("county", county), ("year", year)) if value is not None}
        named = self._named()
        cursor = archive.connection.cursor()
        cursor.row_factory = None  # plain tuples, of which there are two hundred a report
        for row in cursor.execute(self.query(*given), given):
            values = list(row)
            for place, depends_on, names in named:
                values[place] = names[depends_on(row)]
            yield tuple(values)

    def _named(self) -> list[tuple[int, Callable[[Any], Any], _Names]]:
        """The columns of names: their places, what of a row a name depends on, and the names."""
        places = {column.name: place for place, column in enumerate(self.columns)}
        return [
            (places[column.name], itemgetter(*(places[one] for one in _depends_on(column))), _Names(column.names))
            for column in self.columns
            if column.names
        ]


class _Names(dict[Any, str | None]):
    """The names of the codes of a column, each found when it is first asked for; those of many rows are few."""

    def __init__(self, column: str) -> None:
        super().__init__()
        self._column = column

    def __missing__(self, key: Any) -> str | None:
        self[key] = found = _name_of(self._column, *(key if isinstance(key, tuple) else (key,)))
        return found


COUNTIES = (
    "SELECT code FROM counties WHERE EXISTS (SELECT 1 FROM reports AS r WHERE r.county_code = code)"
    " OR EXISTS (SELECT 1 FROM status AS s WHERE s.county_code = code) ORDER BY code"
)
"""Those that have a report or a verdict."""


def _depends_on(column: ExportedColumn) -> tuple[str, ...]:
    """The columns by whose values a name is found: the code, and what it belongs to; of a reason its arguments."""
    match column.names:
        case "reason":
            return column.names, column.name
        case "line":
            return column.names, "table"
        case "column":
            return column.names, "table", "line"
        case _:
            return (column.names,)


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


def _name_of(column: str, code: str | None, of: str | None = None, line: str = "") -> str | None:
    """The name of a code that a row has in a column, of a reason its sentence; None without one.

    `of` is the statutory table of a line or column, and the arguments (JSON) of a reason.
    """
    if code is None:
        return None
    if column == "reason":
        return reasons.sentence_of_stored(code, of, "zh")
    return code_names.beside(column, code, of or "", "zh", line)


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


GROUP = 1 << 16
"""Rows of a group of a Parquet file: so many are held in memory at once."""


def write_parquet(path: Path, columns: Sequence[ExportedColumn], rows: Iterable[tuple[Any, ...]]) -> int:
    """Write rows as a Parquet file, by the types of their columns. Returns how many. Raises ArchiveError."""
    try:
        import pyarrow  # type: ignore[import-untyped]
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise ArchiveError("wrong-no-pyarrow") from error
    types = {
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "datetime": pyarrow.timestamp("ms", "UTC"),
    }
    schema = pyarrow.schema([(column.name, types.get(column.type, pyarrow.string())) for column in columns])
    stored = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.int64()}
    count, left = 0, iter(rows)
    with path.open("wb") as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        # by its name, pyarrow would take `http://…` for an address
        while group := list(islice(left, GROUP)):
            count += len(group)
            cells = zip(columns, zip(*group, strict=True), strict=True)
            made = [pyarrow.array(one, stored.get(column.type, pyarrow.string())) for column, one in cells]
            writer.write_table(pyarrow.table(made, names=schema.names).cast(schema))
    return count


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
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return {
        "name": table.name,
        "path": path.name,
        "title": f"one row per {table.row}",
        "profile": "tabular-data-resource" if form == "csv" else "data-resource",
        "format": form,
        "mediatype": "text/csv" if form == "csv" else "application/vnd.apache.parquet",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
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
