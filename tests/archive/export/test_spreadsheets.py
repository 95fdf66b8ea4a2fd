from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from frictionless import Package
from python_calamine import CalamineWorkbook

from archive.export import Scope, dataset, tables, workbook
from archive.maintenance.backup import write_compact_copy
from archive.messages.spreadsheet import harmless
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from tests.support.web import sample

FORMULAS = (
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    " =1+1",
    "\u3000=1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1",
    "\0=1",
    "＝1+1",
    "－1＋2",
    "＠SUM",
    '=HYPERLINK("http://x")',
    "-",
)
PLAIN = (
    "年报",
    "3（含变更）",
    "-5",
    "+3",
    "-1.5",
    "1e3",
    "",
    "a=b",
    "/",
    "——",
    "（一）",
    "http://x/?a=1",
    "2024-01-01",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        sample.without_gazetteer(patch)
        path = sample.build(tmp_path_factory.mktemp("sheets") / "nianbao.db")
        with Archive.open(path) as archive, archive.rebuild() as db:
            versions = [row[0] for row in db.execute("SELECT version FROM versions ORDER BY version LIMIT 2")]
            db.execute("DELETE FROM sections WHERE version IN (?, ?)", versions)
            db.executemany(
                "INSERT INTO sections VALUES (?, ?, ?, ?)",
                [(versions[0], number, "标题", text) for number, text in enumerate(FORMULAS)]
                + [(versions[1], number, "标题", text) for number, text in enumerate(PLAIN)],
            )
        return path


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", [*PLAIN, 5, -5, None, 1.5, True])
def test_everything_else_stays_as_it_is(value: object) -> None:
    assert harmless(value) == value


def test_csv_for_people_has_its_mark_and_no_formula(hostile: Path, tmp_path: Path) -> None:
    with Archive.read(hostile) as archive:
        tables.export(archive, tmp_path, Scope(), "csv", for_people=True)
    for path in tmp_path.glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                assert all(harmless(cell) == cell for cell in row), row
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])


def test_csv_for_programs_stays_as_it_is(hostile: Path, tmp_path: Path) -> None:
    with Archive.read(hostile) as archive:
        tables.export(archive, tmp_path, Scope(), "csv")
    with (tmp_path / "sections.csv").open(encoding="utf-8", newline="") as file:
        assert {row["text"] for row in csv.DictReader(file)} >= {"=1+1", "@SUM(A1)"}


def test_a_workbook_has_text_and_no_formula(hostile: Path, tmp_path: Path) -> None:
    with Archive.read(hostile) as archive:
        counts = workbook.export(archive, tmp_path / "nianbao.xlsx", Scope())
    book = CalamineWorkbook.from_path(str(tmp_path / "nianbao.xlsx"))
    assert book.sheet_names == list(counts)
    rows = book.get_sheet_by_name("sections").to_python()
    assert {"=1+1", "@SUM(A1)"} <= {row[3] for row in rows}
    head, *reports = book.get_sheet_by_name("reports").to_python()
    assert {"township_code", "township", "county_code", "county"} <= set(head)
    assert len(reports) == counts["reports"]
    import zipfile

    with zipfile.ZipFile(tmp_path / "nianbao.xlsx") as parts:
        sheets = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet"))
    assert b"<f>" not in sheets
    assert b"hyperlink" not in sheets


def test_a_table_longer_than_a_sheet_goes_on_in_a_second(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "ROWS", 5)
    monkeypatch.setattr(workbook, "CHARACTERS", len(workbook.CUT) + 2)
    with Archive.read(hostile) as archive:
        counts = workbook.export(archive, tmp_path / "nianbao.xlsx", Scope())
    book = CalamineWorkbook.from_path(str(tmp_path / "nianbao.xlsx"))
    sheets = [name for name in book.sheet_names if name.split()[0] == "reports"]
    assert len(sheets) == -(-counts["reports"] // 5)
    assert sum(len(book.get_sheet_by_name(name).to_python()) - 1 for name in sheets) == counts["reports"]
    texts = [str(row[3]) for row in book.get_sheet_by_name("sections").to_python()[1:]]
    assert any(text.endswith("have it whole]") for text in texts) or all(len(text) < 80 for text in texts)


def test_the_data_set_is_whole_and_replaced_at_once(hostile: Path, tmp_path: Path) -> None:
    target = tmp_path / "data"
    for day in ("2024-02-09", "2024-02-10"):
        dataset.write(hostile, target, "0.2", day, write_compact_copy)
    assert {path.name for path in tmp_path.iterdir()} == {"data"}
    assert {path.name for path in target.iterdir()} >= {"csv", "parquet", "nianbao.xlsx", "nianbao.db", "CITATION.cff"}
    assert "2024-02-10" in (target / "CITATION.cff").read_text("utf-8")
    assert json.loads((target / "csv" / "datapackage.json").read_text("utf-8"))["version"] == "2024-02-10"
    assert Package(str(target / "csv" / "datapackage.json")).validate().valid
    with Archive.read(target / "nianbao.db") as copy:
        assert copy.one("SELECT count(*) FROM reports")[0]


def test_tables_of_the_data_set_are_written_where_something_changed(hostile: Path, tmp_path: Path) -> None:
    archive = shutil.copytree(hostile.parent, tmp_path / "archive") / hostile.name
    target = tmp_path / "data"

    def tables_written() -> dict[str, int]:
        dataset.write(archive, target, "0.2", "2024-02-09", write_compact_copy)
        files = [*(target / "csv").glob("*.csv"), *(target / "parquet").glob("*.parquet"), target / "nianbao.xlsx"]
        assert json.loads((target / "csv" / "datapackage.json").read_text("utf-8"))["version"] == "2024-02-09"
        return {path.name: path.stat().st_ino for path in files}

    first = tables_written()
    assert tables_written() == first
    with Archive.open(archive) as opened:
        opened.connection.execute("UPDATE townships SET name = name || '乡'")
    changed = tables_written()
    assert all(changed[name] != first[name] for name in first)
    for gone in ("content.json", "csv/status.csv"):
        (target / gone).unlink()
        assert tables_written().keys() == first.keys()


def test_a_workbook_that_excel_could_not_open_is_left_out_of_the_data_set(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "ROWS", 1)
    dataset.write(hostile, tmp_path / "data", "0.2", "2024-02-09", write_compact_copy)
    assert not (tmp_path / "data" / "nianbao.xlsx").exists()
    assert "xlsx" not in (tmp_path / "data" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("ending", ["", ".former"])
def test_a_folder_with_something_else_is_not_replaced_by_the_data_set(
    hostile: Path, tmp_path: Path, ending: str
) -> None:
    precious = tmp_path / f"data{ending}" / "precious.txt"
    precious.parent.mkdir()
    precious.write_text("x")
    with pytest.raises(ArchiveError, match="no data set of nianbao"):
        dataset.write(hostile, tmp_path / "data", "0.2", "2026-02-01", write_compact_copy)
    assert precious.read_text() == "x"
