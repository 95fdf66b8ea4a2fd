"""kill -9 of any process at any instant, then the same command again: the tables are those of an uninterrupted run."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from crawler.runtime.process import tree
from tests.support.kills.crawls import DERIVED
from tests.support.paths import ROOT
from tests.support.season import PROGRAM, Season, nianbao, night

TABLE = ROOT / "docs" / "kills.md"
HEAD = "| seed | killed | captures then | lost | captures at the end | fetched twice | tables |"
INTRODUCTION = """## Seeds that the tests play
A crawl of two sites, killed by SIGKILL twice (its root, or another of its processes) after a random number of captures,
then started a third time and left to end: what was lost, what was fetched twice, and whether the derived tables are
those of an undisturbed crawl. Two requests a site may be in flight at a kill, so that up to four documents may
come twice.
Written by `NIANBAO_WRITE_DOCS=1 pytest -m matrix tests/crawler/night` and checked by the same tests."""
NAMES = ("guzhang", "langao")
CAPTURES = 64
"""What a whole run captures."""
NOW = night(2, 1)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Season, list[Any]]]:
    """The sites, and what an uninterrupted run makes of them."""
    season = Season.begin(tmp_path_factory.mktemp("whole"), NOW, NAMES)
    season.crawl(NOW)
    yield season, derived(season.config.archive)
    season.end()


@pytest.mark.parametrize(
    "seed",
    [
        *(pytest.param(n, marks=pytest.mark.slow) for n in range(3)),
        *(pytest.param(n, marks=pytest.mark.matrix) for n in range(3, 30)),
    ],
)
def test_a_killed_crawl_goes_on(served: tuple[Season, list[Any]], tmp_path: Path, seed: int) -> None:
    season, whole = served
    config = tmp_path / "nianbao.toml"
    for name in ("nianbao.toml", "sites.toml"):
        (tmp_path / name).write_text((season.config.path.parent / name).read_text("utf-8"), "utf-8")
    chance = Random(seed)
    kills = []
    for moment in range(2):
        there, killed = _kill_within(config, chance, NOW + timedelta(minutes=moment))
        kills.append(killed)
        assert not _left(there), "a process outlived the kill"
    before = _captures(tmp_path / "nianbao.db")
    season.sites.now = NOW
    again = nianbao(config, "crawl", "--json", "--now", (NOW + timedelta(minutes=5)).isoformat())
    assert again.returncode in (0, 1), again.stderr
    after = _captures(tmp_path / "nianbao.db")
    lost = len(before - after)
    documents = Counter((run, url) for run, _, url, kind, _ in after if kind in ("report", "attachment"))
    in_flight = 2 * len(NAMES)
    twice = sum(times - 1 for times in documents.values())
    same = derived(tmp_path / "nianbao.db") == whole
    if os.environ.get("NIANBAO_WRITE_DOCS"):
        write(seed, "; ".join(kills), len(before), lost, len(after), twice, "the same" if same else "other")
    assert lost == 0, "a capture was lost"
    assert twice <= in_flight, documents.most_common(5)
    assert same


def write(seed: int, *told: object) -> None:
    """Put a seed's line in its place in `docs/kills.md`, with the sums over all of them on top."""
    with TABLE.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        before = file.read().partition(INTRODUCTION.splitlines()[0])[0]
        file.seek(0)
        cells = [line.strip("| \n").split(" | ") for line in file if re.match(r"\| \d", line)]
        rows = {int(row[0]): row for row in cells} | {seed: [str(seed), *map(str, told)]}
        lost, twice = (sum(int(row[place]) for row in rows.values()) for place in (3, 5))
        kills = sum(row[1].count(";") + 1 for row in rows.values())
        same = sum(row[6] == "the same" for row in rows.values())
        file.truncate(0)
        sums = f"**{kills} kills: {lost} captures lost, {twice} documents fetched twice, tables the same {same} times"
        sums += f" of {len(rows)}.**"
        lines = [f"| {' | '.join(rows[number])} |" for number in sorted(rows)]
        file.write(before + "\n".join([INTRODUCTION, "", sums, "", HEAD, "| --- |" + " --- |" * 6, *lines]) + "\n")


def derived(path: Path) -> list[Any]:
    """The derived tables, without keys of captures and versions and without instants."""
    with Archive.read(path) as archive:
        return [[_plain(row) for row in archive.rows(sql)] for sql in DERIVED]


def _plain(row: Any) -> tuple[Any, ...]:
    return tuple(row[name] for name in row.keys() if name != "version")  # noqa: SIM118 - a sqlite3.Row


def _kill_within(config: Path, chance: Random, now: Any) -> tuple[list[int], str]:
    """Start the crawl and kill one of its processes, or its root; the processes there were, and after what.

    The instant is chosen by what has been captured, not by the clock, so that it is as random on a busy machine.
    """
    command = [*PROGRAM, "--config", str(config), "crawl", "--now", now.isoformat()]
    archive = config.with_name("nianbao.db")
    wanted, jitter = chance.randrange(CAPTURES), chance.uniform(0, 0.3)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen = 0
    while process.poll() is None and seen < wanted:
        seen = len(_captures(archive))
        time.sleep(0.02)
    time.sleep(jitter)
    there = tree(process.pid)
    victim = process.pid if chance.random() < 0.5 or not there else chance.choice(there)
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    process.wait(60)
    return there, f"{'root' if victim == process.pid else 'another'} after {seen}"


def _left(processes: list[int]) -> list[int]:
    """Those of the processes that are still there after a moment's grace."""
    for _ in range(50):
        alive = [pid for pid in processes if _runs(pid)]
        if not alive:
            return []
        time.sleep(0.1)
    return alive


def _runs(pid: int) -> bool:
    with suppress(OSError, IndexError):
        said = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return said[0] not in ("Z", "X")
    return False


def _captures(path: Path) -> set[tuple[Any, ...]]:
    if not path.exists():
        return set()
    with suppress(ArchiveError), Archive.read(path) as archive:
        return {tuple(row) for row in archive.rows("SELECT run, capture, url, kind, verdict FROM captures")}
    return set()  # killed before it was laid out
