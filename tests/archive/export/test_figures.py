"""The exported `figures` are the view `numbers`, read straight from the tables that hold them side by side."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.export import tables
from archive.storage.database import Archive
from tests.support.archives.samples import Nights, said

FIGURES = next(table for table in tables.tables() if table.name == "figures")
KEYS = {"version", "line", "block"}


@pytest.mark.parametrize("table", ["applications", "disclosures", "reviews", "statistics"])
def test_no_column_of_a_statutory_table_is_left_out(tmp_path: Path, table: str) -> None:
    part = next(part for part in FIGURES.source.split("UNION ALL") if f"JOIN {table} AS w" in part)
    with Archive.open(tmp_path / "nianbao.db") as archive:
        columns = {row["name"] for row in archive.rows(f"PRAGMA table_info({table})")} - KEYS
    assert set(re.findall(r"WHEN '(\w+)' THEN w\.\1", part)) == columns
    assert set(re.findall(r"\('(\w+)'\)", part)) == columns


def test_numbers_and_figures_are_the_same(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(1, said(12))
    numbers = nights.archive.rows('SELECT version, "table", line, "column", value FROM numbers ORDER BY 1, 2, 3, 4')
    exported = [(row[0], *row[2:6]) for row in FIGURES.rows(nights.archive, None, None)]
    assert exported == [tuple(row) for row in numbers]
    assert exported
