"""Nights on a machine in trouble: a clock that jumps, another zone, a full disk, readers of the published copy."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]

from archive.deadlines import status
from archive.storage.errors import ArchiveError
from archive.storage.instants import CHINA
from crawler.night import copies, nightly
from crawler.runtime import clock_check
from crawler.runtime.clock import Clock
from crawler.runtime.config import load
from tests.support.alerts.servers import Http, http
from tests.support.archives.samples import Nights
from tests.support.nights.player import Player
from tests.support.season import PROGRAM, Season, nianbao, night
from tests.support.small_disk import leave

WEEK = (night(1, 28), night(2, 1), night(2, 2))


class Machine(Clock):
    """A machine's clock that was not set by `--now`, stopped at an instant."""

    @property
    def is_set(self) -> bool:
        return False


@pytest.fixture(scope="module")
def web() -> Iterator[Http]:
    with http() as served:
        yield served


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, web: Http, player: Player) -> Iterator[Season]:
    season = Season.begin(tmp_path_factory.mktemp("trouble"), WEEK[0], ("langao", "nanjing"))
    with season.config.path.open("a") as file:
        file.write(
            f'[alerts]\nchannels = ["json://127.0.0.1:{web.port}/hook"]\n'
            '[nightly]\npublish = "public/nianbao.db"\nbackups = 2\n'
        )
    season.config = load(season.config.path)
    for instant in WEEK:
        season.sites.now = instant
        nightly.run(season.config, Clock(instant))
    yield season
    season.end()


def tables(season: Season) -> list[list[tuple[object, ...]]]:
    with season.archive() as archive:
        wanted = ("status", "alerts", "notifications", "runs", "doubted_runs", "nights")
        return [[tuple(row) for row in archive.rows(f"SELECT * FROM {name}")] for name in wanted]


@pytest.mark.parametrize("jump", [timedelta(days=365), timedelta(days=2), timedelta(days=-365), timedelta(days=-9000)])
def test_a_clock_that_jumped_judges_nobody(played: Season, web: Http, jump: timedelta) -> None:
    played.sites.now = night(2, 3)
    before, told, asked = tables(played), len(web.posts), len(played.sites.requests)
    backups = sorted((played.config.archive.parent / "backups").iterdir())
    with pytest.raises(ArchiveError, match=r"clock says .*, but 2 of 2 servers say 2026-02-03 02:30 CST") as caught:
        nightly.run(played.config, Machine(night(2, 3) + jump))
    assert "nothing was judged" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert (tables(played), len(web.posts)) == (before, told)
    assert sorted((played.config.archive.parent / "backups").iterdir()) == backups
    assert [logged.path for logged in played.sites.requests[asked:]] == ["/robots.txt"] * 2


def test_on_the_command_line_it_ends_with_status_3(played: Season) -> None:
    """The sites stand in February 2026; this machine's clock stands wherever it does, which is far from that."""
    played.sites.now = night(2, 3)
    done = nianbao(played.config.path, "nightly")
    assert (done.returncode, "clock says" in done.stderr) == (3, True)
    assert len([line for line in done.stderr.splitlines() if "clock" in line]) == 1


def test_nights_missed_are_no_jump_and_servers_that_are_silent_settle_nothing() -> None:
    now = night(2, 9)
    assert not clock_check.is_far(now, now - timedelta(hours=25))
    assert clock_check.is_far(now, None)
    week = now - timedelta(days=7)
    assert clock_check.why_distrusted(now, week, [now, now + timedelta(seconds=40)]) is None
    assert clock_check.why_distrusted(now, week, []) is None, "a long absence, and no network tonight"
    assert clock_check.why_distrusted(now, now + timedelta(days=400), []) is not None, "back in time, and nobody to ask"
    assert clock_check.why_distrusted(now, now + timedelta(days=400), [now, now]) is None, "the past runs were wrong"
    assert clock_check.why_distrusted(now, week, [now, now, week]) is None, "one server's clock is off"
    assert clock_check.why_distrusted(now, week, [week, week, now]) is not None
    day = now + timedelta(days=1)
    assert clock_check.is_far(now, day), "the last night lies ahead, so that one of two clocks is wrong"
    assert clock_check.why_distrusted(now, day, []) is not None, "nobody says which, and its checks would count no more"
    assert clock_check.why_distrusted(now, day, [day, day]) is not None, "this one is"
    assert clock_check.why_distrusted(now, day, [now, now]) is None, "that one was"
    assert clock_check.ask_servers(["http://127.0.0.1:9/"], "nianbao") == []


def test_new_year_comes_when_it_comes_in_china(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    eve = datetime(2025, 12, 31, 23, 59, 59, tzinfo=CHINA)

    def years(now: datetime) -> set[int]:
        return {standing.year for standing in status.compute(nights.archive, now)}

    assert years(eve) == {2024}
    assert years(eve + timedelta(seconds=1)) == {2025}
    leap = datetime(2028, 2, 29, 12, tzinfo=CHINA)
    assert {s.judgement.rule.due_on.isoformat() for s in status.compute(nights.archive, leap)} == {"2028-01-31"}


@pytest.mark.slow
def test_a_server_in_another_zone_says_the_same(played: Season, tmp_path: Path) -> None:
    said = []
    played.sites.now = night(2, 3)
    for zone in ("America/New_York", "Pacific/Kiritimati"):
        folder = tmp_path / zone.replace("/", "-")
        shutil.copytree(played.config.archive.parent, folder, symlinks=True)
        command = [*PROGRAM, "--config", str(folder / "nianbao.toml")]
        environment = {**os.environ, "TZ": zone}

        def run(*verb: str, command: list[str] = command, environment: dict[str, str] = environment) -> str:
            done = subprocess.run([*command, *verb], capture_output=True, text=True, check=False, env=environment)
            assert done.returncode in (0, 1), done.stderr
            return done.stdout

        run("nightly", "--now", "2026-02-03T02:30")
        rows = json.loads(run("status", "--json", "--year", "2025", "--now", "2026-02-03T08:00"))
        said.append(
            (
                [(row["township_code"], row["verdict"], row["due_at"], row["days_late"]) for row in rows],
                sorted(path.name for path in (folder / "backups").iterdir()),
                (folder / "nianbao.summary.txt").read_text().splitlines()[0],
            )
        )
    assert said[0] == said[1]
    assert "night of 2026-02-03 (02:30 in China)" in said[0][2]


LINE = re.compile(
    r'(?P<name>[a-zA-Z_:][\w:]*)(\{(?P<labels>(\w+="(\\.|[^"\\\n])*",?)*)\})? (?P<value>[-+.\deE]+|NaN|[+-]Inf)'
)


def series(text: str) -> dict[str, float]:
    """What the text says, read as Prometheus' text format 0.0.4 has it; an AssertionError where it is none."""
    assert text.endswith("\n")
    found: dict[str, float] = {}
    typed: set[str] = set()
    helped: set[str] = set()
    for line in text.splitlines():
        if line.startswith("# HELP "):
            name = line.split(" ")[2]
            assert name not in helped
            helped.add(name)
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert kind == "gauge"
            assert name in helped - typed
            typed.add(name)
        else:
            match = LINE.fullmatch(line)
            assert match, line
            assert match["name"] in typed, line
            key = line.rpartition(" ")[0]
            assert key not in found, line
            found[key] = float(match["value"])
    return found


def test_metrics_are_prometheus_text_with_every_step(played: Season, caplog: pytest.LogCaptureFixture) -> None:
    played.sites.now = night(2, 4)
    caplog.set_level("INFO", logger="nianbao")
    seen = nightly.run(played.config, Clock(night(2, 4)))
    steps = ("crawl", "deadlines", "copies", "search", "integrity", "backup", "alerts", "counts", "publish", "messages")
    assert list(seen.seconds)[: len(steps)] == list(steps)
    told = [record.getMessage() for record in caplog.records]
    assert all(any(said.startswith(f"nightly: {step} took ") for said in told) for step in steps)
    metrics = series((played.config.archive.parent / "nianbao.prom").read_text())
    assert all(metrics[f'nianbao_step_seconds{{step="{step}"}}'] >= 0 for step in steps)
    assert metrics['nianbao_sites{outcome="ok"}'] == 2
    assert 0 <= metrics["nianbao_night_started_timestamp_seconds"] - night(2, 4).timestamp() < 1
    with pytest.raises(AssertionError):
        series("# HELP a b\n# TYPE a gauge\na{x=1} 1\n")


def test_readers_of_the_published_copy_never_see_half_of_it(played: Season) -> None:
    target = played.config.archive.parent / "public" / "nianbao.db"
    with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as held:
        held.execute("BEGIN")
        count = held.execute("SELECT count(*) FROM fetches").fetchone()
        stop, failures, read = threading.Event(), list[str](), list[int]()

        def reader() -> None:
            while not stop.is_set():
                try:
                    with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as copy:
                        read.append(copy.execute("SELECT count(*) FROM status").fetchone()[0])
                        assert copy.execute("PRAGMA quick_check").fetchone()[0] == "ok"
                except (sqlite3.Error, AssertionError) as error:
                    failures.append(repr(error))

        thread = threading.Thread(target=reader)
        thread.start()
        for _ in range(6):
            assert copies.publish(played.config) == target
        stop.set()
        thread.join()
        assert (failures, held.execute("SELECT count(*) FROM fetches").fetchone()) == ([], count)
    assert read
    assert not list(target.parent.glob("*.part"))


def test_what_is_no_archive_is_not_replaced_by_the_published_copy(played: Season, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("precious", encoding="utf-8")
    config = replace(played.config, nightly=replace(played.config.nightly, publish=notes))
    with pytest.raises(ArchiveError, match="is no nianbao archive"):
        copies.publish(config)
    assert notes.read_text(encoding="utf-8") == "precious"


async def _rows(datasette: Datasette) -> int:
    answer = await datasette.client.get("/nianbao.json?sql=select+count(*)+as+n+from+status&_shape=array")
    return int(answer.json()[0]["n"])


def test_datasette_goes_on_while_the_copy_is_replaced(played: Season) -> None:
    import asyncio

    target = played.config.archive.parent / "public" / "nianbao.db"

    async def ask() -> tuple[int, int]:
        datasette = Datasette([str(target)])
        before = await _rows(datasette)
        copies.publish(played.config)
        return before, await _rows(datasette)

    before, after = asyncio.run(ask())
    assert before == after > 0


@pytest.mark.slow
def test_a_full_disk_is_reported_without_the_archive_and_nothing_is_lost(
    small_disk: Path, web: Http, player: Player, tmp_path: Path
) -> None:
    season = Season.begin(small_disk, WEEK[0], ("langao",))
    with season.config.path.open("a") as file:
        file.write(
            f'[alerts]\nchannels = ["json://127.0.0.1:{web.port}/hook"]\n[nightly]\nbackups = 1\n'
            f'summary = "{tmp_path}/summary"\nmetrics = "{tmp_path}/nianbao.prom"\n'
        )
    config = load(season.config.path)
    nightly.run(config, Clock(WEEK[0]))
    with season.archive() as archive:
        captures = archive.one("SELECT count(*) FROM fetches")[0]
    web.posts.clear()

    ballast = leave(small_disk, 2_500_000)
    season.sites.now = WEEK[1]
    seen = nightly.run(config, Clock(WEEK[1]))
    assert [why for why in seen.ailments if why.args["step"] == "backup" and "disk is full" in str(why)], seen.ailments
    assert seen.needs_a_person
    assert any(alert["kind"] == "archive_unhealthy" for _, body, _ in web.posts for alert in body["alerts"])

    ballast.unlink()
    web.posts.clear()
    ballast = leave(small_disk, 150_000)
    season.sites.now = WEEK[2]
    with pytest.raises((ArchiveError, sqlite3.Error), match="full"):
        nightly.run(config, Clock(WEEK[2]))
    assert [alert["kind"] for _, body, _ in web.posts for alert in body["alerts"]] == ["archive_unhealthy"]
    assert "the disk is full" in (tmp_path / "summary.txt").read_text()
    assert series((tmp_path / "nianbao.prom").read_text())["nianbao_ailments"] == 1

    ballast.unlink()
    season.sites.now = night(2, 3)
    assert nightly.run(config, Clock(night(2, 3))).ailments == []
    with season.archive() as archive:
        assert archive.one("SELECT count(*) FROM fetches")[0] > captures
    assert nianbao(config.path, "verify").stdout.startswith("sound")
    season.end()
