"""A reader's copy of the archive in Parquet: a file for each table, province and year; a night rewrites what changed.

Laid out as Hive has it, `reports/province=41/year=2024/part.parquet`, which DuckDB, pandas, Spark and R read as one
table with the columns `province` (the first two digits of the code, GB/T 2260) and `year`. Tables and columns are those
of `export parquet`; what belongs to no reporting year is not among them. `partitions.sql` beside this file says by what
a partition has changed.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Mapping
from hashlib import blake2b
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any, Final

from archive.export.tables import COUNTIES, DICTIONARY, ExportedTable, tables, write_parquet
from archive.storage.database import Archive

MARKS: Final = "partitions.json"
"""The file beside the tables that says by what content each partition was written."""

_OF_NO_YEAR: Final = ("answers", "judgements")

Partition = tuple[str, int]
"""Two digits of a province, and a reporting year."""


def renew(archive: Archive, folder: Path) -> int:
    """Write the partitions whose content has changed since they were written. Returns how many. Raises ArchiveError."""
    folder.mkdir(parents=True, exist_ok=True)
    known, today = _read_marks(folder), _marks(archive)
    changed = [partition for partition, mark in today.items() if known.get(_name(partition)) != mark]
    counties = _counties(archive)
    for partition in changed:
        for table in _partitioned():
            _write(archive, table, folder, partition, counties[partition[0]])
    for gone in known.keys() - {_name(partition) for partition in today}:
        for table in _partitioned():
            shutil.rmtree(folder / table.name / gone, ignore_errors=True)
    written = json.dumps({_name(partition): mark for partition, mark in today.items()}, indent=0)
    _replace(folder / MARKS, written)
    return len(changed)


def content(archive: Archive) -> str:
    """A digest of all from which the exported tables are made, those of no reporting year among them."""
    found = blake2b(repr(_marks(archive)).encode(), digest_size=16)
    for table in _OF_NO_YEAR:
        for row in archive.connection.execute(f"SELECT * FROM {table} ORDER BY 1"):
            found.update(repr(tuple(row)).encode())
    return found.hexdigest()


def _partitioned() -> list[ExportedTable]:
    return [table for table in tables() if table.name not in _OF_NO_YEAR]


def _marks(archive: Archive) -> dict[Partition, str]:
    """A digest of the content of each partition, in order."""
    seed = version("nianbao").encode() + DICTIONARY.read_bytes()  # names of codes and sentences are the program's
    found: dict[Partition, Any] = defaultdict(lambda: blake2b(seed, digest_size=16))
    for sql in Path(__file__).with_name("partitions.sql").read_text(encoding="utf-8").split(";\n"):
        for code, year, *values in archive.connection.execute(sql):
            found[code[:2], year].update(repr(values).encode())
    return {partition: found[partition].hexdigest() for partition in sorted(found)}


def _counties(archive: Archive) -> Mapping[str, list[str]]:
    """The counties of each province that have a report or a verdict."""
    found: dict[str, list[str]] = defaultdict(list)
    for (code,) in archive.rows(COUNTIES):
        found[code[:2]].append(code)
    return found


def _write(archive: Archive, table: ExportedTable, folder: Path, partition: Partition, counties: list[str]) -> None:
    """Write one file; the year is a column of its path, and none of the file."""
    written = table.without("year")
    rows = chain.from_iterable(written.rows(archive, county, partition[1]) for county in counties)
    target = folder / table.name / _name(partition) / "part.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name("part.parquet.part")
    write_parquet(part, written.columns, rows)
    part.replace(target)


def _name(partition: Partition) -> str:
    return f"province={partition[0]}/year={partition[1]}"


def _read_marks(folder: Path) -> dict[str, str]:
    path = folder / MARKS
    marks: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return marks


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(path)
