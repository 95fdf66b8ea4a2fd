"""What was published by an instant, and what the archive knew then: later captures and later parsers change neither."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive import judgements, readings
from archive.clock import text
from archive.reparse import reparse
from archive.store import Archive, payload_path
from tests.archive.samples import COUNTY, NIGHT, TOWNSHIP, URL, Nights, said
from tests.archive.test_reparse import Fake, more

OUTCOMES = st.sampled_from(["ok", "ok", "partial", "blocked"])
Night = tuple[int | None, bool, str]
story = st.lists(st.tuples(st.sampled_from([12, 13, None]), st.booleans(), OUTCOMES), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    Archive.open(folder / "nianbao.db").close()
    return folder


def play(nights: Nights, start: int, told: list[Night]) -> int:
    for number, (new, listed, outcome) in enumerate(told):
        reading = None if new is None else said(new)
        nights.night(start + number * 5, reading, listed=listed, outcome=outcome, gone=new is None)  # type: ignore[arg-type]
    return start + len(told) * 5


def published(archive: Archive, day: float) -> list[str]:
    rows = judgements.compute(archive, NIGHT + timedelta(days=day), COUNTY, 2025)
    return [json.dumps(judgements.as_json(row), ensure_ascii=False) for row in rows]


def known(archive: Archive, day: float) -> object:
    told = readings.tell(archive.connection, TOWNSHIP, 2025, text(NIGHT + timedelta(days=day)))
    return told.versions, told.changes, told.lead, told.present


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
    nights.archive.close()


def test_what_was_known_then_and_what_was_published_then(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, said(12))
    reparse(nights.archive, Fake("test-2", more), NIGHT + timedelta(days=30))
    then = readings.tell(nights.archive.connection, TOWNSHIP, 2025, text(NIGHT + timedelta(days=1)))
    today = readings.tell(nights.archive.connection, TOWNSHIP, 2025)
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


def test_a_claimed_date_before_a_look_that_did_not_show_it(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    looks = [nights.night(day, None, listed=False) for day in (0, 3)]
    nights.night(5, None, listed=False, outcome="partial")
    nights.night(9, said(12, published_on="2026-01-10"))
    rows = nights.archive.rows("SELECT * FROM backdating ORDER BY looked_at")
    assert [row["look"] for row in rows] == looks
    assert all(row["claimed_on"] < row["looked_at"] and row["listing"] for row in rows)


def test_an_honest_date_is_not_backdated(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, None, listed=False)
    nights.night(9, said(12, published_on="2026-01-25"))
    assert nights.archive.rows("SELECT * FROM backdating") == []
