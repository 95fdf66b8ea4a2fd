"""A file that states no day of publication takes it from the page that carries it, else from its row in the list."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from archive.captures import record
from archive.captures.record import CheckedList, Fetched, Item
from archive.deadlines import status
from archive.deadlines.borrowed_days import BorrowedDay, DayPlace, borrowed_days
from archive.extract import output
from archive.reports import documents
from tests.support.archives.samples import COUNTY, LIST, NAME, NEIGHBOUR, NIGHT, TOWNSHIP, Nights, said

FILE = "http://www.nanjing.example.gov.cn/nb/202601/a.docx"
PAGE = "http://www.nanjing.example.gov.cn/nb/202601/a.html"
SILENT = said(published_on=None, published_label=None, signed_on="2026-01-03")
LATER = NIGHT + timedelta(days=1)


def listed(nights: Nights, site_run: int, url: str, day: str | None) -> None:
    title = f"{NAME}2025年政府信息公开工作年度报告"
    item = Item(url, title, day, "report", 2025, "township", NAME, TOWNSHIP)
    record.store_listing_check(nights.archive, site_run, CheckedList(LIST, (item, NEIGHBOUR), complete=True))


def file_on_a_page(nights: Nights, page: dict[str, object]) -> str:
    """The capture of a file, on a page that was read so."""
    site_run = nights.begin(0)
    carrier = Fetched("report", PAGE, NIGHT, "ok", 200, body=b"page")
    carried_by = record.record(nights.archive, site_run, carrier)
    documents.store(nights.archive, carried_by, output.from_json(page), NIGHT)
    file = Fetched("attachment", FILE, NIGHT, "ok", 200, body=b"file", via=carried_by)
    capture = record.record(nights.archive, site_run, file)
    documents.store(nights.archive, capture, output.from_json(SILENT), NIGHT)
    listed(nights, site_run, PAGE, "2026-01-20")
    nights.finish(site_run)
    return capture


def test_the_page_that_carries_a_file_states_its_day(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    capture = file_on_a_page(nights, said(kind="other", reason_code="column_name"))
    found = borrowed_days(nights.archive, COUNTY, LATER)
    assert found == {capture: BorrowedDay(date(2026, 1, 19), DayPlace.PAGE, of_publication=True)}


def test_where_the_page_states_none_the_list_does(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    silent = said(kind="other", reason_code="column_name", published_on=None, published_label=None)
    capture = file_on_a_page(nights, silent)
    found = borrowed_days(nights.archive, COUNTY, LATER)
    assert found == {capture: BorrowedDay(date(2026, 1, 20), DayPlace.LIST, of_publication=False)}


def test_the_evidence_says_that_the_day_stands_in_the_list(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    site_run = nights.begin(0)
    listed(nights, site_run, FILE, "2026-01-16")
    nights.document(site_run, FILE, SILENT)
    nights.finish(site_run)
    status.materialise(nights.archive, LATER)
    row = nights.archive.one(
        "SELECT claimed_on, evidence FROM status WHERE township_code = ? AND year = 2025", TOWNSHIP
    )
    assert row is not None
    assert row["claimed_on"] == "2026-01-16"
    assert json.loads(row["evidence"])["report"]["claimed_in"] == "list"


def test_a_day_that_the_document_states_itself_stays(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, said())
    assert borrowed_days(nights.archive, COUNTY, LATER) == {}
