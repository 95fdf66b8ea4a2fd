"""Tidy tables that the Frictionless validator finds sound, in CSV and in Parquet."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from archive.alerts import lifecycle
from archive.export import Scope, tables
from archive.reports import code_names
from tests.support.archives.samples import COUNTY, NAME, NIGHT, TOWNSHIP, Nights, said


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    nights = Nights(tmp_path)
    nights.night(0, None, listed=False)
    nights.night(1, said(12, findings=[{"rule": "r", "severity": "error", "blame": "source", "detail": "12, 13\n14"}]))
    nights.night(2, said(13, title="“新”标题,有逗号"))
    lifecycle.update(nights.archive, NIGHT)
    return nights


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_figures_as_one_long_table(nights: Nights, tmp_path: Path) -> None:
    counts = tables.export(nights.archive, tmp_path / "out", Scope(), "csv")
    found = read(tmp_path / "out" / "figures.csv")
    assert counts["figures"] == len(found)
    total = [row["value"] for row in found if (row["line"], row["column"]) == ("new", "total")]
    assert sorted(total) == ["12", "13"]
    assert read(tmp_path / "out" / "cells.csv")[0]["state"] == "blank"


def test_the_township_and_the_county_stand_by_name_in_every_row(nights: Nights, tmp_path: Path) -> None:
    counts = tables.export(nights.archive, tmp_path / "out", Scope(), "csv")
    for name in (name for name, rows in counts.items() if rows):
        named = {(row["township"], row["county"]) for row in read(tmp_path / "out" / f"{name}.csv")}
        assert ("", "") not in named, name
    assert {row["township"] for row in read(tmp_path / "out" / "figures.csv")} == {NAME}


def test_names_stand_beside_codes(nights: Nights, tmp_path: Path) -> None:
    tables.export(nights.archive, tmp_path / "out", Scope(), "csv")
    figures = {(row["line"], row["column"]): row for row in read(tmp_path / "out" / "figures.csv")}
    new = figures["new", "total"]
    assert new["line_name"] == "本年新收政府信息公开申请数量"
    assert (new["table_name"], new["column_name"]) == ("收到和处理政府信息公开申请情况", "总计")
    assert read(tmp_path / "out" / "cells.csv")[0]["state_name"] == "空白"
    assert {row["change_name"] for row in read(tmp_path / "out" / "versions.csv")} == {"首次见到", "数字变更"}
    verdicts = read(tmp_path / "out" / "status.csv")
    assert verdicts
    assert all(row["reason_name"] and row["reason_name"] != row["why"] for row in verdicts if row["reason"])
    (found,) = {
        (row["severity_name"], row["blame_name"], row["rule_name"]) for row in read(tmp_path / "out" / "findings.csv")
    }
    assert found == ("错误", "原文如此", "")  # no rule is called "r"


def test_every_code_that_an_archive_may_hold_has_a_name() -> None:
    for table in tables.tables():
        for column in table.columns:
            known = column.names in ("line", "column", "rule", "reason") or column.names in code_names.SETS
            assert known or not column.names, f"{table.name}.{column.name}"


def test_the_package_is_valid(nights: Nights, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    tables.export(nights.archive, tmp_path / "out", Scope(), "csv")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note", "fieldName"])


def test_a_broken_table_is_not_valid(nights: Nights, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    tables.export(nights.archive, tmp_path / "out", Scope(), "csv")
    with (tmp_path / "out" / "cells.csv").open("a", encoding="utf-8") as file:
        file.write("nobody,applications,new,total,blank,,,,,,,\n")
    assert not frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid


def test_only_what_was_asked_for(nights: Nights, tmp_path: Path) -> None:
    assert tables.export(nights.archive, tmp_path / "a", Scope(COUNTY, 2025), "csv")["reports"] == 1
    assert tables.export(nights.archive, tmp_path / "b", Scope("110101"), "csv")["reports"] == 0
    assert tables.export(nights.archive, tmp_path / "c", Scope(year=2020), "csv")["versions"] == 0


def test_parquet_holds_the_same(nights: Nights, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    counts = tables.export(nights.archive, tmp_path / "out", Scope(), "parquet")
    for name, count in counts.items():
        assert parquet.read_table(tmp_path / "out" / f"{name}.parquet").num_rows == count
    report = parquet.read_table(tmp_path / "out" / "reports.parquet").to_pylist()[0]
    assert (report["township_code"], report["year"], report["claimed_on"].isoformat()) == (TOWNSHIP, 2025, "2026-01-19")
    assert report["first_seen"].tzinfo is not None


def test_every_column_is_in_the_dictionary(nights: Nights, tmp_path: Path) -> None:
    tables.export(nights.archive, tmp_path / "out", Scope(), "csv")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    told = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    for resource in package["resources"]:
        header = (tmp_path / "out" / resource["path"]).read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert all(f"| {name} |" in told for name in header)
