"""kill -9 of anything while a page is open in the browser: no process stays, and the next crawl is sound."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest

from crawler.runtime.process import tree
from tests.support.season import PROGRAM, Season, night
from tests.support.sites.faults import Fault

NOW = night(2, 1)
T = TypeVar("T")
GRACE = 5.0
"""Seconds within which all has to be gone."""

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("chromium")]


@pytest.mark.parametrize(
    "victim",
    ["crawl", "stopped", *(pytest.param(one, marks=pytest.mark.matrix) for one in ("worker", "node", "chromium"))],
)
def test_nothing_stays_behind(tmp_path: Path, victim: str) -> None:
    season = Season.begin(tmp_path, NOW, ("qinghe",))
    try:
        season.sites.faults.add(Fault("slow", "qinghe", "^/api/", seconds=600))
        command = [*PROGRAM, "--config", str(season.config.path), "crawl", "--now", NOW.isoformat()]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as crawl:
            there = _waited(lambda: _with_a_page(crawl.pid))
            named = {"crawl": [crawl.pid], "worker": _called(there, "crawler.site_run.forks")}
            named |= {"node": _called(there, "/driver/node"), "chromium": _called(there, "--remote-debugging-pipe")}
            named["stopped"] = named["crawl"]
            if victim == "stopped":  # a driver that does nothing any more cannot end its browser
                os.kill(named["node"][0], signal.SIGSTOP)
            doomed = [pid for pid in there if pid not in _spared(victim, crawl.pid, there)]
            assert set(named[victim]) <= set(doomed)
            os.kill(named[victim][0], signal.SIGKILL)
            _waited(lambda: not [pid for pid in doomed if _command(pid)], GRACE)
            crawl.kill()
        _waited(lambda: not [pid for pid in there if _command(pid)], GRACE)
        season.sites.faults.clear()
        (row,) = season.crawl(NOW)
        assert (row["outcome"], row["detail"]) == ("ok", None)
        _waited(lambda: not _folders_of(there))
    finally:
        season.end()


def _folders_of(processes: list[int]) -> list[Path]:
    """Folders that programs of these processes wrote into."""
    folders = Path(tempfile.gettempdir()).glob("nianbao-browser-*")
    return [folder for folder in folders if int(folder.name.split("-")[2]) in processes]


def _spared(victim: str, crawl: int, there: list[int]) -> list[int]:
    """Processes that go on when this one is killed: those above it, and their own helpers."""
    if victim in ("crawl", "stopped"):
        return []
    if victim == "worker":
        return [crawl]
    below = {pid for pid in _called(there, "/driver/node") for pid in tree(pid)}
    if victim == "chromium":
        below = {pid for pid in _called(there, "--remote-debugging-pipe") for pid in tree(pid)}
    return [pid for pid in there if pid not in below]


def _with_a_page(root: int) -> list[int]:
    """All processes of a crawl, once its browser shows a page."""
    there = tree(root)
    return there if _called(there, "--type=renderer") else []


def _called(processes: list[int], words: str) -> list[int]:
    return [pid for pid in processes if words in _command(pid)]


def _command(pid: int) -> str:
    """How a process was started; empty where it is gone, or dead and not yet buried."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return ""


def _waited(what: Callable[[], T], seconds: float = 60.0) -> T:
    ends = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.1)
    return found
