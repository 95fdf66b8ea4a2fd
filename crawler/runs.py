"""A run over many sites: one process a site, several at a time; started again after a kill, it goes on where it was."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from archive import judgements, observations, parser, readings
from archive.clock import china_day, instant
from archive.store import Archive, sole_run
from crawler.clock import Clock
from crawler.config import Config
from crawler.session import register
from crawler.sites import chosen
from spiders.registry import Site

SITE_LIMIT = 2 * 60 * 60
"""Seconds of wall clock after which a site's process is ended."""

RESUME_WITHIN = timedelta(hours=18)
"""A run that never ended and began this recently is gone on with; an older one is closed as killed."""

log = logging.getLogger("nianbao")


@dataclass(frozen=True, slots=True)
class SiteResult:
    """How one site's run ended."""

    site: str
    outcome: str
    detail: str | None
    requests: int
    bytes: int


def crawl(
    config: Config,
    wanted: Sequence[str],
    clock: Clock,
    *,
    revisit: bool = False,
    watch: Callable[[Path, str, list[str]], None] | None = None,
) -> list[SiteResult]:
    """Fetch the sites named, or all, into the archive, then judge the deadlines. Returns one result a site."""
    _ = config.user_agent
    sites = chosen(config, wanted, china_day(clock.now()))
    with sole_run(config.archive), Archive.open(config.archive) as archive:
        _close_abandoned(archive, clock.now())
        run = _open_run(archive, config, sites, clock.now())
        for site in sites:
            register(archive, site)
        due = [site.id for site in sites if not _is_final(archive, run, site.id)]
        if watch:
            watch(config.archive, run, due)
        for name in _work(config, run, due, clock, revisit=revisit):
            _mark_killed(archive, run, name, clock.now())
            result = _result(archive, run, name)
            why = f": {result.detail}" if result.detail else ""
            log.info("site %s: %s, %d requests%s", name, result.outcome, result.requests, why)
        _read_left_over(archive, clock.now())
        readings.settle(archive, clock.now())
        observations.finish_run(archive, run, clock.now())
        judgements.materialise(archive, clock.now())
        return [_result(archive, run, site.id) for site in sites]


def _open_run(archive: Archive, config: Config, sites: Sequence[Site], now: datetime) -> str:
    """The unfinished run to go on with, or a new one."""
    row = archive.one("SELECT run FROM runs WHERE finished_at IS NULL ORDER BY started_at DESC LIMIT 1")
    if row:
        log.info("going on with run %s, which was interrupted", row["run"])
        return str(row["run"])
    settings = {
        "delay": config.politeness.delay,
        "workers": config.politeness.workers,
        "sites": [site.id for site in sites],
    }
    return observations.begin_run(archive, now, version("nianbao"), settings)


def _close_abandoned(archive: Archive, now: datetime) -> None:
    for row in archive.rows("SELECT run, started_at FROM runs WHERE finished_at IS NULL"):
        if abs(now - instant(row["started_at"])) > RESUME_WITHIN:
            observations.finish_run(archive, row["run"], now)


def _is_final(archive: Archive, run: str, site: str) -> bool:
    row = archive.one("SELECT outcome FROM site_runs WHERE run = ? AND site = ?", run, site)
    return bool(row and row["outcome"])


def _work(config: Config, run: str, sites: Sequence[str], clock: Clock, *, revisit: bool) -> Iterator[str]:
    """Run the sites' processes, several at a time; yields each site as its process ends."""
    with ThreadPoolExecutor(max(1, config.politeness.workers)) as pool:
        jobs = {
            pool.submit(_site_process, config.path, run, site, clock.now(), revisit=revisit): site for site in sites
        }
        for job in as_completed(jobs):
            job.result()
            yield jobs[job]


def _site_process(config: Path, run: str, site: str, now: datetime, *, revisit: bool) -> None:
    command = [sys.executable, "-m", "crawler.worker", str(config), run, site, "--now", now.isoformat()]
    command += ["--revisit"] if revisit else []
    process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)
    try:
        process.wait(SITE_LIMIT)
    except subprocess.TimeoutExpired:
        log.warning("site %s: ended after %d seconds", site, SITE_LIMIT)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _read_left_over(archive: Archive, now: datetime) -> None:
    """Read what a killed process had fetched and nobody has read since."""
    for capture, order in readings.unread(archive):
        readings.keep(archive, capture, parser.parse(order), now)


def _mark_killed(archive: Archive, run: str, site: str, now: datetime) -> None:
    """A site run without an outcome, though its process has ended, was killed."""
    if not _is_final(archive, run, site):
        site_run = observations.begin_site(archive, run, site, now)
        observations.finish_site(archive, site_run, now, "killed", "the site's process ended without a word")


def _result(archive: Archive, run: str, site: str) -> SiteResult:
    row = archive.one(
        "SELECT site, outcome, detail, requests, bytes FROM site_runs WHERE run = ? AND site = ?", run, site
    )
    return SiteResult(*row)
