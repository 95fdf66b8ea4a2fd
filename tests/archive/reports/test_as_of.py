"""What was published by an instant, and what the archive knew then: later captures and later parsers change neither."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.deadlines import listing_checks, status, status_rows
from archive.maintenance.reparse import reparse
from archive.reports.history.report_history import history_of
from archive.reports.timeline import report_timeline
from archive.storage.database import Archive, payload_path
from archive.storage.instants import text
from tests.archive.maintenance.test_reparse import Fake, more
from tests.support.archives.samples import COUNTY, NIGHT, TOWNSHIP, URL, Nights, said

OUTCOMES = st.sampled_from(["ok", "ok", "partial", "blocked"])
Night = tuple[int | None, bool, str]
story = st.lists(st.tuples(st.sampled_from([12, 13, None]), st.booleans(), OUTCOMES), min_size=1, max_size=3)


def play(nights: Nights, start: int, timeline: list[Night]) -> int:
    for number, (new, listed, outcome) in enumerate(timeline):
        reading = None if new is None else said(new)
        nights.night(start + number * 5, reading, listed=listed, outcome=outcome, gone=new is None)  # type: ignore[arg-type]
    return start + len(timeline) * 5


def published(archive: Archive, day: float) -> object:
    """Verdicts, history and figures as of an instant, by today's readings."""
    at = NIGHT + timedelta(days=day)
    rows = status.compute(archive, at, COUNTY, 2025)
    timeline = report_timeline(archive, TOWNSHIP, 2025, published_by=at)
    return [status_rows.as_json(row) for row in rows], timeline, numbers(archive, timeline)


def known(archive: Archive, day: float) -> object:
    """The same, as the archive knew it then."""
    at = NIGHT + timedelta(days=day)
    rows = status.compute(archive, at, COUNTY, 2025, known_at=at)
    timeline = report_timeline(archive, TOWNSHIP, 2025, known_at=at)
    return [status_rows.as_json(row) for row in rows], timeline, numbers(archive, timeline)


def numbers(archive: Archive, timeline: dict[str, Any] | None) -> list[tuple[object, ...]]:
    """What the versions of an account print."""
    versions = json.dumps([version["version"] for version in timeline["versions"]] if timeline else [])
    rows = archive.rows(
        "SELECT * FROM numbers WHERE version IN (SELECT value FROM json_each(?)) ORDER BY 1, 2, 3, 4", versions
    )
    return [tuple(row) for row in rows]


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=story, after=story)
def test_later_captures_never_change_an_earlier_answer(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, before: list[Night], after: list[Night]
) -> None:
    folder = tmp_path_factory.mktemp("asof")
    for name in (empty / "nianbao.db", payload_path(empty / "nianbao.db")):
        shutil.copy(name, folder / name.name)
    nights = Nights(folder)
    end = play(nights, 0, before)
    days = [day + 0.5 for day in range(0, end, 5)]
    was = [(published(nights.archive, day), known(nights.archive, day)) for day in days]
    play(nights, end, after)
    assert [(published(nights.archive, day), known(nights.archive, day)) for day in days] == was
    reparse(nights.archive, Fake("test-2", more), NIGHT + timedelta(days=90))
    assert [known(nights.archive, day) for day in days] == [then for _, then in was]
    reparse(nights.archive, Fake("test-3", retitled), NIGHT + timedelta(days=91))
    reparse(nights.archive, Fake("test-4", nothing), NIGHT + timedelta(days=92))
    assert [known(nights.archive, day) for day in days] == [then for _, then in was]
    nights.archive.close()


def retitled(reading: dict[str, Any]) -> dict[str, Any]:
    """A parser that reads another title and another date."""
    return {**reading, "title": "年度报告", "published_on": "2026-01-02"}


def nothing(reading: dict[str, Any]) -> dict[str, Any]:
    """A parser that takes every report for an explanation of one."""
    return {**reading, "kind": "lookalike", "reason": "notice", "reason_code": "notice"}


def test_a_later_parser_changes_what_was_published_and_not_what_was_known(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, said(12))
    before = published(nights.archive, 1), known(nights.archive, 1)
    reparse(nights.archive, Fake("test-2", more), NIGHT + timedelta(days=30))
    assert known(nights.archive, 1) == before[1]
    timeline = report_timeline(nights.archive, TOWNSHIP, 2025, published_by=NIGHT + timedelta(days=1))
    assert timeline is not None
    assert [(v["seq"], v["change"]) for v in timeline["versions"]] == [(1, "appeared")]
    assert ("applications", "new", "total", 13) in {row[1:] for row in numbers(nights.archive, timeline)}
    assert published(nights.archive, 1) != before[0]


def test_what_was_known_then_and_what_was_published_then(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, said(12))
    reparse(nights.archive, Fake("test-2", more), NIGHT + timedelta(days=30))
    then = history_of(nights.archive.connection, TOWNSHIP, 2025, NIGHT + timedelta(days=1))
    today = history_of(nights.archive.connection, TOWNSHIP, 2025)
    assert then.current != today.current
    assert len(today.versions) == 2


def test_from_a_figure_to_all_that_it_rests_on(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    run = nights.night(0, said(12))
    row = nights.archive.one(
        "SELECT * FROM provenance WHERE report = ? AND \"table\" = 'applications' AND \"column\" = 'natural_person'",
        f"{TOWNSHIP}/2025",
    )
    assert (row["value"], row["url"], row["run"], row["site"], row["outcome"]) == (12, URL, run, "nanjing", "ok")
    assert (row["program"], row["parser"], row["claimed_on"]) == ("0", "test-1", "2026-01-19")
    assert len(row["payload"]) == len(row["listing_payload"]) == 64
    assert json.loads(row["site_settings"]) == {"deadline": {"rule": "default"}}
    assert json.loads(row["request"]) == {"method": "GET"}
    assert row["fetched_at"] <= row["parsed_at"]


def test_a_claimed_date_before_a_check_that_did_not_show_it(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    looks = [nights.night(day, None, listed=False) for day in (0, 3)]
    nights.night(5, None, listed=False, outcome="partial")
    nights.night(9, said(12, published_on="2026-01-10"))
    rows = nights.archive.rows("SELECT * FROM backdating ORDER BY looked_at")
    assert [row["look"] for row in rows] == looks
    assert all(row["claimed_on"] < row["looked_at"] and row["listing"] for row in rows)
    assert {row["first_seen"] for row in rows} == {text(NIGHT + timedelta(days=9))}


def test_an_honest_date_is_not_backdated(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, None, listed=False)
    nights.night(9, said(12, published_on="2026-01-25"))
    assert nights.archive.rows("SELECT * FROM backdating") == []


@pytest.mark.parametrize(
    ("why", "claim"),
    [
        ("a list lags by a day", {"published_on": "2026-01-20"}),
        ("a report is signed before it is published", {"published_on": "2026-01-10", "published_label": "落款"}),
        ("a template's day lies before the year was over", {"published_on": "2025-06-01"}),
    ],
)
def test_what_proves_no_verdict_proves_no_backdating(tmp_path: Path, why: str, claim: dict[str, str]) -> None:
    nights = Nights(tmp_path)
    nights.night(0.95, None, listed=False)
    nights.night(9, said(12, **claim))
    assert nights.archive.rows("SELECT * FROM backdating") == [], why
    assert nights.archive.one("SELECT max(backdated) FROM status")[0] == 0


def test_each_backdated_verdict_has_its_checks(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    look = nights.night(5, None, listed=False)
    nights.night(9, said(12, published_on="2026-01-17"))  # its address says 20 January
    rows = nights.archive.rows(
        "SELECT s.year, b.look FROM status AS s LEFT JOIN backdating AS b USING (township_code, year) WHERE s.backdated"
    )
    assert [tuple(row) for row in rows] == [(2025, look)]


def test_a_date_put_back_later_is_backdated_too(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    look = nights.night(0, None, listed=False)
    nights.night(9, said(12, published_on="2026-01-29"))
    assert nights.archive.rows("SELECT * FROM backdating") == []
    nights.night(20, said(12, published_on="2026-01-10"))
    (row,) = nights.archive.rows("SELECT * FROM backdating")
    assert (row["look"], row["claimed_on"]) == (look, "2026-01-10")


def test_a_check_of_half_a_county_accuses_nobody(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.finish(nights.begin(-1, "second"))
    nights.night(0, None, listed=False)
    nights.night(9, said(12, published_on="2026-01-10"))
    assert nights.archive.rows("SELECT * FROM backdating") == []
    sound = {
        check.run
        for check in listing_checks.checks(nights.archive, COUNTY, NIGHT + timedelta(days=90))
        if check.complete
    }
    assert sound == set()


def test_numbers_of_the_old_sheet_and_of_the_text_lead_to_their_bytes_too(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    timeline = {
        "section": 1,
        "start": 3,
        "end": 5,
        "indicator": "items_disclosed",
        "value": 213,
        "unit": "条",
        "quote": "213条",
    }
    nights.night(0, said(12, narrative=[timeline], tables={"statistics": {"items_disclosed": 213.0}}))
    rows = nights.archive.rows('SELECT "table", value, payload, run FROM provenance ORDER BY 1')
    assert [(row["table"], row["value"]) for row in rows] == [("statistics", 213), ("text", 213)]
    assert all(len(row["payload"]) == 64 and row["run"] for row in rows)


def test_the_changes_say_from_what_to_what(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    for day, new in enumerate((12, 13, 12)):
        nights.night(day, said(new))
    rows = nights.archive.rows(
        "SELECT kind, before, after FROM changed_numbers WHERE line = 'new' AND \"column\" = 'total' ORDER BY at"
    )
    assert [tuple(row) for row in rows] == [("figures", 12, 13), ("restored", 13, 12)]
