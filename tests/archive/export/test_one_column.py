"""A new column of the export is one line of the dictionary, whatever the format."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.export import Scope, tables
from tests.support.archives.samples import Nights, said

LINE = '    { name = "title_length", sql = "length(title)", type = "integer", says = "characters of the title" },\n'


@pytest.fixture
def lengthened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The dictionary with one line more, after the last column of `reports`."""
    written = tables.DICTIONARY.read_text("utf-8")
    before, after = written.split("]\nsource", 1)
    copy = tmp_path / "dictionary.toml"
    copy.write_text(f"{before}{LINE}]\nsource{after}", "utf-8")
    monkeypatch.setattr(tables, "DICTIONARY", copy)
    tables.tables.cache_clear()
    yield
    tables.tables.cache_clear()


@pytest.mark.usefixtures("lengthened")
def test_a_new_column_is_one_line(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(1, said(12, title="年度报告"))
    tables.export(nights.archive, tmp_path / "csv", Scope(), "csv")
    with (tmp_path / "csv" / "reports.csv").open(encoding="utf-8", newline="") as file:
        assert [row["title_length"] for row in csv.DictReader(file)] == ["4"]
    package = json.loads((tmp_path / "csv" / "datapackage.json").read_text("utf-8"))
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert (fields["title_length"]["type"], fields["title_length"]["description"]) == (
        "integer",
        "characters of the title",
    )
    assert "| title_length | integer | characters of the title |" in (tmp_path / "csv" / "README.md").read_text("utf-8")


@pytest.mark.usefixtures("lengthened")
def test_a_new_column_is_in_parquet_too(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    nights = Nights(tmp_path)
    nights.night(1, said(12, title="年度报告"))
    tables.export(nights.archive, tmp_path / "out", Scope(), "parquet")
    assert parquet.read_table(tmp_path / "out" / "reports.parquet")["title_length"].to_pylist() == [4]


@pytest.mark.parametrize("table", tables.tables(), ids=lambda table: table.name)
def test_every_column_has_a_type_and_says_what_it_holds(table: tables.ExportedTable) -> None:
    known = {"string", "integer", "number", "boolean", "date", "datetime"}
    assert [column.name for column in table.columns if column.type not in known or not column.says] == []
    assert {*table.key, *table.references} <= {column.name for column in table.columns}
