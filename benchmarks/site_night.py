"""What a site's process costs on a first and on a quiet night: started anew beside forked from a warm one, in one run.

usage: python -m benchmarks.site_night [--sites langao nanjing] [--nights 4]

Processor seconds of a site's process with all that it starts (Linux), reading and storing included, over the sample
sites on loopback. The warm process itself is paid for once a night and printed apart.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from archive.captures import record
from archive.extract.sandbox import processor_time
from archive.storage.database import Archive
from crawler.runtime.sites import chosen, register
from crawler.site_run import supervisor
from crawler.site_run.forks import Forks
from crawler.site_run.worker import SiteOrder
from tests.support.season import Season, night

_PR_SET_CHILD_SUBREAPER = 36
FIRST = night(2, 20)

Visit = Callable[[SiteOrder], float]
"""Visits a site; returns the processor seconds that it took."""


def measured(sites: list[str], visit: Visit, nights: int) -> tuple[list[float], list[float], int, int]:
    """The costs of first nights and of quiet ones, and the requests of each kind, in a fresh archive."""
    with tempfile.TemporaryDirectory() as folder:
        season = Season.begin(Path(folder), FIRST, sites)
        try:
            spent = [_night(season, visit, FIRST + timedelta(days=day)) for day in range(1 + nights)]
            with season.archive() as archive:
                requests = [row[0] for row in archive.rows("SELECT requests FROM site_runs ORDER BY site_run")]
        finally:
            season.end()
    quiet = [seconds for costs in spent[2:] for seconds in costs]  # the second one settles the first
    return spent[0], quiet, sum(requests[: len(sites)]), sum(requests[2 * len(sites) :])


def _night(season: Season, visit: Visit, at: datetime) -> list[float]:
    season.sites.now = at
    with Archive.open(season.config.archive) as archive:
        run = record.begin_run(archive, at, "benchmark", {})
        for site in chosen(season.config, (), at.date()):
            register(archive, site)
    costs = [visit(SiteOrder(season.config.path, run, site, at)) for site in season.names]
    with Archive.open(season.config.archive) as archive:
        record.finish_run(archive, run, at)
    return costs


def started_anew(order: SiteOrder) -> float:
    """A process by its command, as `nianbao` started them before."""
    before = _of_children()
    supervisor.run(order.command, f"{order.run}/{order.site}", supervisor.Limits())
    _reap()
    return _of_children() - before


class Forked:
    """Processes forked from a warm one; `warming` is what that one took."""

    def __init__(self) -> None:
        self._forks: Forks | None = None
        self.warming = 0.0

    def __call__(self, order: SiteOrder) -> float:
        """Visit a site."""
        if self._forks is None:
            self._forks = Forks(order.config)
            self._forks.begin()
            self._forks.is_warm()
            self.warming = self._spent(self._forks.pid)
        before = self._spent(self._forks.pid)
        forks, mark = self._forks, f"{order.run}/{order.site}"
        supervisor.run(order.command, mark, supervisor.Limits(), start=lambda mark: forks.start(order, mark))
        _reap()
        return self._spent(self._forks.pid) - before

    def _spent(self, warm: int) -> float:
        """What the warm process, the one that readers are forked from, and all that ended have taken."""
        return sum(map(_with_children, (warm, *processor_time.children(warm)))) + _of_children()

    def close(self) -> None:
        """End the warm process."""
        if self._forks is not None:
            self._forks.close()


def _with_children(pid: int) -> float:
    """Processor seconds of a process and of all its descendants that have ended (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(") ")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reap() -> None:
    """Wait for what an ended process left behind, as a server of its readers, so that it counts."""
    for _ in range(10):
        time.sleep(0.05)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def main() -> None:
    """Measure both ways one after the other, and print the medians."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sites", nargs="+", default=["langao", "nanjing"])
    options.add_argument("--nights", type=int, default=4)
    given = options.parse_args()
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    forked = Forked()
    found = {"forked": measured(given.sites, forked, given.nights)}
    forked.close()
    found["started anew"] = measured(given.sites, started_anew, given.nights)
    for name, (first, quiet, many, few) in found.items():
        print(
            f"{name:14} first night {statistics.median(first):.2f} s ({many} requests of {len(first)} sites),", end=" "
        )
        print(f"quiet night {statistics.median(quiet):.2f} s ({few / len(quiet):.0f} requests)")
    print(f"the warm process {forked.warming:.2f} s, once a night")


if __name__ == "__main__":
    main()
