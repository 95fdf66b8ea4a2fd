"""Nights that run themselves, over sample sites by HTTP: twice at once, started again, missed, failing."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from archive.storage.database import Archive
from archive.storage.instants import CHINA
from crawler.night import nightly, schedule
from crawler.runtime.clock import Clock
from crawler.runtime.config import load
from tests.support.alerts.servers import Http, http
from tests.support.season import PROGRAM, Season, nianbao, night
from tests.support.sites.faults import Fault

WEEK = (night(1, 28), night(2, 1), night(2, 2), night(2, 3))


@pytest.fixture(scope="module")
def web() -> Iterator[Http]:
    with http() as served:
        yield served


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, web: Http) -> Iterator[Season]:
    season = Season.begin(tmp_path_factory.mktemp("nightly"), WEEK[0], ("langao",))
    with season.config.path.open("a") as file:
        file.write(
            f'[alerts]\nchannels = ["wecombot://key?gateway=http://127.0.0.1:{web.port}"]\n'
            f'[nightly]\npublish = "public/nianbao.db"\nbackups = 2\nheartbeat = "http://127.0.0.1:{web.port}/beat"\n'
        )
    for instant in WEEK:
        season.sites.now = instant
        done = nianbao(season.config.path, "nightly", "--now", instant.isoformat())
        assert done.returncode in (0, 1), done.stderr
    yield season
    season.end()


def test_a_week_leaves_what_it_should(played: Season, web: Http) -> None:
    folder = played.config.archive.parent
    assert sorted(path.name for path in (folder / "backups").iterdir()) == [
        f"nianbao-2026-02-0{day}{kind}.db" for day in (2, 3) for kind in ("", ".payloads")
    ]
    with closing(sqlite3.connect(f"file:{folder}/public/nianbao.db?immutable=1", uri=True)) as copy:
        assert copy.execute("SELECT count(*) FROM reports").fetchone()[0] > 0
        assert copy.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    assert (folder / "public" / "nianbao.payloads.db").resolve() == folder / "nianbao.payloads.db"
    summary = (folder / "nianbao.summary.txt").read_text()
    assert "Verdicts" in summary
    assert "<h2>" in (folder / "nianbao.summary.html").read_text()
    metrics = (folder / "nianbao.prom").read_text()
    assert 'nianbao_sites{outcome="ok"} 1' in metrics
    assert "nianbao_nights_missed 0" in metrics
    assert web.gets == ["/beat"] * len(WEEK)
    assert nianbao(played.config.path, "verify").stdout.startswith("sound")


def test_messages_say_each_thing_once(played: Season, web: Http) -> None:
    told = [line for _, body, _ in web.posts for line in body["text"]["content"].splitlines() if line.startswith("·")]
    assert told
    assert len(told) == len(set(told))
    with played.archive() as archive:
        truth = played.published(WEEK[-1])
        for (subject,) in archive.rows(
            "SELECT subject FROM alerts WHERE kind = 'missed_deadline' AND closed_at IS NULL"
        ):
            code, year = subject.removeprefix("township:").split("/")
            assert (code, int(year)) not in truth


def test_started_again_it_asks_nobody_twice(played: Season, web: Http) -> None:
    before = len(web.posts), len(played.sites.requests)
    done = nianbao(played.config.path, "nightly", "--now", (WEEK[-1] + timedelta(minutes=20)).isoformat())
    assert done.returncode in (0, 1), done.stderr
    assert (len(web.posts), len(played.sites.requests)) == before
    assert "none was due" in done.stdout


def test_the_second_of_two_is_refused(played: Season) -> None:
    now = played.sites.now = night(2, 4)
    played.sites.faults.add(Fault("slow", path="", seconds=3.0, times=1))
    command = [*PROGRAM, "--config", str(played.config.path), "nightly", "--now", now.isoformat()]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    lock = played.config.archive.with_name("nianbao.db.nightly.lock")
    threading.Event().wait(1.5)
    assert lock.exists()
    second = nianbao(played.config.path, "nightly", "--now", now.isoformat())
    assert (second.returncode, first.wait(60) in (0, 1)) == (3, True)
    assert "another nightly is at work" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1


def test_a_failing_copy_is_reported_and_stops_nothing(played: Season) -> None:
    blocked = played.config.archive.parent / "blocked"
    blocked.write_text("a file where a folder is wanted")
    path = played.config.path.with_name("other.toml")
    path.write_text(played.config.path.read_text().replace("public/", "blocked/"))
    now = played.sites.now = night(2, 5)
    done = nianbao(path, "nightly", "--now", now.isoformat())
    assert done.returncode == 1
    assert "publish:" in done.stdout
    morning = (now + timedelta(hours=5)).isoformat()
    rows = json.loads(nianbao(path, "alerts", "--json", "--now", morning).stdout)
    (one,) = [row for row in rows if row["kind"] == "archive_unhealthy"]
    assert nianbao(path, "alerts", "ack", one["alert"], "--note", "seen").returncode == 0
    assert nianbao(path, "alerts", "mute", one["alert"]).returncode == 2
    assert nianbao(path, "alerts", "mute", one["alert"], "--note", "being mended").stdout.startswith("muted archive")


def test_missed_nights_are_caught_up_and_a_clock_from_the_future_is_doubted(played: Season) -> None:
    now = played.sites.now = night(2, 9)
    seen = nightly.run(load(played.config.path), Clock(now))
    assert (seen.missed, [site.outcome for site in seen.sites]) == (3, ["ok"])
    back = nightly.run(load(played.config.path), Clock(now - timedelta(days=2)))
    assert [ailment.code for ailment in back.ailments] == ["runs_in_future"]
    with Archive.read(played.config.archive) as archive:
        assert archive.one("SELECT count(*) FROM doubted_runs")[0] == 1


def test_channels_are_tried(played: Season, web: Http) -> None:
    before = len(web.posts)
    done = nianbao(played.config.path, "alerts", "test", "--json")
    assert (done.returncode, json.loads(done.stdout)[0]["state"]) == (0, "sent")
    assert len(web.posts) == before + 1


DUE = [date(2025, 1, 31), date(2026, 1, 31), date(2027, 1, 31)]


@pytest.mark.parametrize(
    ("day", "nights"),
    [
        (date(2026, 1, 17), 1),
        (date(2026, 2, 28), 1),
        (date(2026, 1, 1), 2),
        (date(2026, 3, 10), 2),
        (date(2026, 7, 15), 7),
        (date(2026, 12, 20), 7),
        (date(2027, 1, 20), 1),
    ],
)
def test_more_nights_around_the_deadline(day: date, nights: int) -> None:
    assert schedule.nights_between(schedule.load(), day, DUE) == nights


@pytest.mark.parametrize("county", ["350627", "610925", "331125"])
def test_no_county_is_forgotten_and_none_is_visited_twice(county: str) -> None:
    last, gaps = date(2026, 6, 1), []
    for passed in range(1, 100):
        today = date(2026, 6, 1) + timedelta(days=passed)
        if schedule.due(county, today, 7, last, whole=True):
            gaps.append((today - last).days)
            last = today
    assert max(gaps) <= 7
    assert not schedule.due(county, last, 7, last, whole=False)


def test_a_county_that_was_not_seen_whole_is_due_the_next_day() -> None:
    assert schedule.due("350627", date(2026, 6, 2), 7, date(2026, 6, 1), whole=False)


def test_a_county_whose_process_was_killed_is_due_at_once() -> None:
    assert schedule.due("350627", date(2026, 6, 1), 7, date(2026, 6, 1), whole=False, killed=True)


def test_deadlines_end_in_china_whatever_the_zone_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    from crawler.runtime.clock import parse_instant

    assert parse_instant("2026-01-31T23:59:59") == datetime(2026, 1, 31, 23, 59, 59, tzinfo=CHINA)


def test_where_the_samples_lie(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no schedule"):
        schedule.load(tmp_path / "none.toml")
