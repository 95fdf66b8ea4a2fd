"""What random seasons found: an address whose content has changed proves nothing of the time before."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.captures import record
from archive.captures.record import CheckedList, Fetched, Item
from archive.deadlines import status
from archive.extract import output
from archive.reports import documents, settling
from tests.support.archives.samples import LIST, NEIGHBOUR, NIGHT, TOWNSHIP, URL, Nights, said

BEFORE, EVE, AFTER, THERE = 0, 11, 12, 15
"""Nights from 20 January on: the deadline is the end of the eleventh day after."""


def night(nights: Nights, day: int, shown: dict[str, Any] | None, title: str = "2025年度") -> None:
    """One night: the list has one entry whose title names no township; behind it lies a document, or a mere door."""
    archive, now = nights.archive, NIGHT + timedelta(days=day)
    run = record.begin_run(archive, now, "0", {})
    site_run = record.begin_site(archive, run, "nanjing", now)
    record.record(archive, site_run, Fetched("listing", LIST, now, "ok", 200, body=b"list"))
    item = Item(URL, title, None, "other", None, "unknown", None, None)
    record.store_listing_check(archive, site_run, CheckedList(LIST, (item, NEIGHBOUR), complete=True))
    body = json.dumps(shown).encode()
    former = record.previous(archive, URL)
    same = bool(former and former.digest == record.digest(body))
    fetched = Fetched("report" if shown else "portal", URL, now, "same" if same else "ok", 200, body=body)
    capture = record.record(archive, site_run, fetched)
    if shown and not same:
        documents.store(archive, capture, output.from_json(shown), now)
    record.finish_site(archive, site_run, now, "ok", None)
    settling.settle(archive, now, site_run)
    record.finish_run(archive, run, now)
    status.materialise(archive, now)


@pytest.mark.parametrize(
    "former",
    [
        pytest.param(said(7, year=2024, published_on="2025-01-20"), id="the column shows last year's until then"),
        pytest.param(None, id="a door to an empty shelf until then"),
        pytest.param(said(7, kind="lookalike"), id="an explanation in its place until then"),
    ],
)
def test_a_report_that_takes_the_place_of_something_else_is_late(tmp_path: Path, former: dict[str, Any] | None) -> None:
    nights = Nights(tmp_path)
    for day in (BEFORE, EVE, AFTER):
        night(nights, day, former)
    assert nights.verdict() in ("cannot_tell", "not_published")
    night(nights, THERE, said(published_on="2026-02-03"))
    row = nights.archive.one("SELECT * FROM status WHERE township_code = ? AND year = 2025", TOWNSHIP)
    assert (row["verdict"], row["days_late"]) == ("late", 3)
    looks = json.loads(row["evidence"])["looks"]
    assert [look["shows"] for look in looks] == [False]


def test_a_report_listed_before_it_could_be_read_is_on_time(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    archive, now = nights.archive, NIGHT
    run = record.begin_run(archive, now, "0", {})
    site_run = record.begin_site(archive, run, "nanjing", now)
    record.record(archive, site_run, Fetched("listing", LIST, now, "ok", 200, body=b"list"))
    item = Item(URL, "2025年度", None, "other", None, "unknown", None, None)
    record.store_listing_check(archive, site_run, CheckedList(LIST, (item, NEIGHBOUR), complete=True))
    record.record(archive, site_run, Fetched("report", URL, now, "unreachable"))
    record.finish_site(archive, site_run, now, "partial", None)
    record.finish_run(archive, run, now)
    night(nights, AFTER, said())
    assert nights.verdict() == "on_time"
