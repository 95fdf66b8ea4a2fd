"""Rules applied to what the archive holds: a reading comes back out of its tables, and years are held against each other."""  # noqa: E501

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.captures import record
from archive.captures.record import Fetched
from archive.extract import output, parser
from archive.extract.checks import rules
from archive.extract.parser import Order
from archive.extract.report.model import Context, Finding
from archive.reports import documents, evaluation, settling
from archive.storage.database import Archive
from tests.support.archives.samples import NIGHT, TOWNSHIP, Nights, said
from tests.support.documents import case_files
from tests.support.documents.strategies import COLUMNS
from tests.support.paths import FORM_CASES, ROOT, SAMPLE_PAGE

TESTS = ROOT / "tests"
PAGES = [SAMPLE_PAGE, *sorted(FORM_CASES.glob("*/input.html*"))]


def of_year(year: int, **cells: int) -> dict[str, Any]:
    """A reading whose applications carry the given numbers in and out."""
    reading = said()
    lines = {line: dict.fromkeys(COLUMNS, 0) | {"natural_person": cells[line]} for line in cells}
    reading["tables"] = {"applications": lines}
    return reading | {"year": year, "cells": [], "title": f"山城镇{year}年政府信息公开工作年度报告"}


def later(days: int) -> datetime:
    return NIGHT + timedelta(days=days)


def told(archive: Archive, year: int, rule: str = "years.%") -> list[str]:
    """The rules broken by the versions of a year's report."""
    rows = archive.rows(
        "SELECT f.rule FROM findings AS f JOIN versions AS v USING (version) WHERE v.report = ? AND f.rule LIKE ?"
        " ORDER BY v.seq, f.rule",
        f"{TOWNSHIP}/{year}",
        rule,
    )
    return [row[0] for row in rows]


def write(nights: Nights, *documents: tuple[str, dict[str, Any]]) -> None:
    site_run = nights.begin(0)
    for name, reading in documents:
        nights.document(site_run, f"http://www.nanjing.example.gov.cn/{name}.html", reading)
    nights.finish(site_run)


def test_readings_come_back_out_of_the_tables(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    pages = {
        2000 + 2 * at: output.to_json(parser.parse(Order(case_files.content(path), Context())))
        for at, path in enumerate(PAGES)
    }
    reports = {
        year: reading | {"year": year, "issuer": said()["issuer"]}
        for year, reading in pages.items()
        if reading["kind"] == "report"
    }
    write(nights, *((str(year), reading) for year, reading in reports.items()))
    for version, year in nights.archive.rows(
        "SELECT v.version, r.year FROM versions AS v JOIN reports AS r USING (report)"
    ):
        back, reading = output.to_json(evaluation.report_of(nights.archive.connection, version)), reports.pop(year)
        for part in ("tables", "sections", "form", "document_number", "signed_on", "title", "year"):
            assert back[part] == reading[part], part
        for part in ("cells", "narrative", "findings"):
            assert sorted(map(repr, back[part])) == sorted(map(repr, reading[part])), part
    assert reports == {}


def test_what_the_former_year_carried_out_must_be_carried_in(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    write(nights, ("b", of_year(2025, carried_in=1)), ("a", of_year(2024, carried_out=3)))
    assert told(nights.archive, 2025) == ["years.applications.natural_person.carried"]
    assert told(nights.archive, 2024) == []


def test_a_revision_of_the_previous_year_changes_the_findings_of_the_later_one(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    write(nights, ("a", of_year(2024, carried_out=3)), ("b", of_year(2025, carried_in=1)))
    assert told(nights.archive, 2025) == ["years.applications.natural_person.carried"]
    site_run = nights.begin(1)
    revised = of_year(2024, carried_out=1)
    fetched = Fetched("report", "http://www.nanjing.example.gov.cn/a.html", later(1), "ok", 200, body=b"revised")
    capture = record.record(nights.archive, site_run, fetched)
    documents.store(nights.archive, capture, output.from_json(revised), later(1))
    settling.settle(nights.archive, later(1), site_run)
    assert told(nights.archive, 2025) == []


def test_a_changed_rule_evaluates_again_without_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nights = Nights(tmp_path)
    archive = nights.archive
    write(nights, ("a", of_year(2024, carried_out=3)), ("b", of_year(2025, carried_in=1, granted=-2)))
    assert evaluation.evaluate_all(archive, NIGHT) == 2
    assert "applications.granted.negative" in told(archive, 2025, "%")
    assert told(archive, 2025) == ["years.applications.natural_person.carried"]
    assert evaluation.evaluate_all(archive, NIGHT) is None
    before = [tuple(row) for row in archive.rows("SELECT * FROM versions")]
    monkeypatch.setattr(rules, "evaluate", lambda _: ())
    monkeypatch.setattr(evaluation, "rules_version", lambda: "later")
    monkeypatch.setattr(parser, "parse", lambda *_, **__: pytest.fail("was read"))
    assert evaluation.evaluate_all(archive, later(1)) == 2
    assert told(archive, 2025, "%") == ["years.applications.natural_person.carried"]
    assert [tuple(row) for row in archive.rows("SELECT * FROM versions")] == before


def test_what_only_a_new_rule_finds_is_a_retroactive_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nights = Nights(tmp_path)
    archive = nights.archive
    write(nights, ("a", of_year(2024, carried_out=3)), ("b", of_year(2025, carried_in=3)))
    evaluation.evaluate_all(archive, NIGHT)
    before = {tuple(row) for row in archive.rows("SELECT * FROM afterthoughts")}
    found = Finding("text.year", "warning", "source", "as the new rule says")
    monkeypatch.setattr(rules, "evaluate", lambda report: (found,) if report.year == 2025 else ())
    monkeypatch.setattr(evaluation, "rules_version", lambda: "later")
    evaluation.evaluate_all(archive, later(1))
    version = archive.one("SELECT version FROM reports WHERE year = 2025")[0]
    after = {tuple(row) for row in archive.rows("SELECT * FROM afterthoughts")}
    assert after - before == {(version, "text.year")}


def test_an_unchanged_reading_retains_the_findings_between_years(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    second = of_year(2025, carried_in=1)
    write(nights, ("a", of_year(2024, carried_out=3)), ("b", second))
    (capture,) = nights.archive.one("SELECT capture FROM documents WHERE year = 2025")
    documents.store(nights.archive, capture, output.from_json(second | {"parser": "test-2"}), later(2))
    assert told(nights.archive, 2025) == ["years.applications.natural_person.carried"]


def test_an_unknown_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        evaluation.report_of(Nights(tmp_path).archive.connection, "350627100/2025/none")
