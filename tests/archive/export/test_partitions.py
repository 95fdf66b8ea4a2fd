"""The reader's copy in Parquet: what it holds is what the export holds, and a night writes what changed and no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
from pyarrow import dataset  # type: ignore[import-untyped]

from archive.export import Scope, partitions, tables
from archive.storage.database import Archive
from tests.support.archives.samples import Nights, said


def read(folder: Path, table: str) -> list[dict[str, Any]]:
    """All partitions of a table, as any reader of Hive's layout puts them together."""
    frame = dataset.dataset(folder / table, partitioning="hive").to_table().to_pandas()
    frame["year"] = frame["year"].astype("int64")
    return _sorted(frame.drop(columns="province"))


def exported(archive: Archive, folder: Path, table: str) -> list[dict[str, Any]]:
    tables.export(archive, folder, Scope(), "parquet")
    return _sorted(pd.read_parquet(folder / f"{table}.parquet"))


def _sorted(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return sorted(({str(key): row[key] for key in sorted(row, key=str)} for row in rows), key=repr)


def test_it_is_the_export_by_province_and_year(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    for day in (0, 1):
        nights.night(day, said(12 + day))
    folder = tmp_path / "copy"
    written = partitions.renew(nights.archive, folder)
    assert written == len({row["year"] for row in read(folder, "status")})
    assert (folder / "reports" / "province=35" / "year=2025" / "part.parquet").is_file()
    for table in ("reports", "status", "sections"):
        whole = exported(nights.archive, tmp_path / "whole", table)
        columns = whole[0].keys()
        assert [{name: row[name] for name in columns} for row in read(folder, table)] == whole, table
    assert {row["year"] for row in read(folder, "figures")} == {2025}
    assert not list(folder.rglob("*.part"))


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, said(12))
    folder = tmp_path / "copy"
    partitions.renew(nights.archive, folder)
    assert partitions.renew(nights.archive, folder) == 0
    nights.night(1, said(13))
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")}
    assert partitions.renew(nights.archive, folder) >= 1
    touched = {path.parent.name for path in folder.rglob("*.parquet") if path.stat().st_mtime_ns != before.get(path)}
    assert "year=2025" in touched
    assert [row["seq"] for row in read(folder, "versions")] == [1, 2]


def test_what_is_gone_goes(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, said(12))
    folder = tmp_path / "copy"
    partitions.renew(nights.archive, folder)
    nights.archive.connection.execute("DELETE FROM status WHERE year < 2025")
    partitions.renew(nights.archive, folder)
    assert {row["year"] for row in read(folder, "status")} == {
        row[0] for row in nights.archive.rows("SELECT DISTINCT year FROM status")
    }


def test_a_countys_rows_are_found_by_an_index(tmp_path: Path) -> None:
    """Of a nation's reports, each partition reads its own counties' only."""
    given = {"county": "350627", "year": 2025}
    with Archive.open(tmp_path / "nianbao.db") as archive:
        for table in tables.tables():
            asked = f"EXPLAIN QUERY PLAN {table.query('county', 'year')}"
            plan = archive.connection.execute(asked, given).fetchall()
            assert not any("(year=?)" in row[3] for row in plan), f"{table.name}: a year of the whole country"
            scans = [row[3] for row in plan if row[3].startswith("SCAN")]
            read_whole = [scan for scan in scans if not any(word in scan for word in NO_TABLE)]
            assert not read_whole or table.name in SMALL, table.name


NO_TABLE = ("subquery", "VIRTUAL", "CONST", "listed_columns")
SMALL = ("answers", "judgements", "copies")
"""Tables that are read whole: of no year, or one of which there are few rows."""
