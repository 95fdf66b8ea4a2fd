"""A run over many sites: one process a site, several at a time; started again after a kill, it goes on where it was."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from archive.captures import record
from archive.captures.reasons import Reason, SiteRunReason, because
from archive.deadlines import rules, status
from archive.extract.parser_pool import ParserPool
from archive.reports import evaluation, readings, settling
from archive.storage.database import Archive, sole_run
from archive.storage.instants import china_day, instant
from crawler.runtime.clock import Clock
from crawler.runtime.config import Config, Limits
from crawler.runtime.deadline_rules import rulebook
from crawler.runtime.session import register
from crawler.runtime.sites import chosen
from crawler.site_run.reader import policy
from crawler.site_run.supervisor import run as watch_process
from spiders.registry import Site

RESUME_WITHIN = timedelta(hours=18)
"""A run that never ended and began this recently is gone on with; an older one is closed as killed."""

log = logging.getLogger("nianbao")


@dataclass(frozen=True, slots=True)
class SiteResult:
    """How one site's run ended; `reason` is the code of what `detail` says."""

    site: str
    outcome: str
    detail: str | None
    requests: int
    bytes: int
    reason: str | None = None


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
        evaluation.evaluate_all(archive, clock.now())
        in_force = chosen(config, (), china_day(clock.now())) if wanted else sites
        beside = _beside(sites, in_force)
        run = _open_run(archive, clock.now(), _settings(archive, config, sites, beside, in_force, whole=not wanted))
        rules.store(archive, rulebook(config))
        for site in (*sites, *beside):
            register(archive, site)
        due = [site.id for site in sites if not _is_final(archive, run, site.id)]
        if watch:
            watch(config.archive, run, due)
        for name, ended in _work(config, run, due, clock, revisit=revisit):
            _mark_killed(archive, run, name, clock.now(), ended)
            result = _result(archive, run, name)
            why = f": {result.detail}" if result.detail else ""
            log.info("site %s: %s, %d requests%s", name, result.outcome, result.requests, why)
        _read_left_over(archive, config.limits, clock.now())
        settling.settle(archive, clock.now())
        record.finish_run(archive, run, clock.now())
        status.materialise(archive, clock.now())
        return [_result(archive, run, site.id) for site in sites]


def _beside(sites: Sequence[Site], in_force: Sequence[Site]) -> list[Site]:
    """Other rows of the same counties: a look without them is no look at the whole county."""
    counties, names = {site.county for site in sites}, {site.id for site in sites}
    return [site for site in in_force if site.county in counties and site.id not in names]


def _settings(
    archive: Archive,
    config: Config,
    sites: Sequence[Site],
    beside: Sequence[Site],
    in_force: Sequence[Site],
    *,
    whole: bool,
) -> dict[str, object]:
    """What a run is begun with; `retired` are the rows of the registry that are out of force."""
    current = {site.id for site in (*sites, *in_force)}
    return {
        "delay": config.politeness.delay,
        "workers": config.politeness.workers,
        "sites": [site.id for site in sites],
        "whole": whole,
        "beside": [site.id for site in beside],
        "retired": sorted({row[0] for row in archive.rows("SELECT site FROM sites")} - current),
    }


def _open_run(archive: Archive, now: datetime, settings: Mapping[str, object]) -> str:
    """The unfinished run to go on with, or a new one."""
    row = archive.one("SELECT run FROM runs WHERE finished_at IS NULL ORDER BY started_at DESC LIMIT 1")
    if row:
        log.info("going on with run %s, which was interrupted", row["run"])
        return str(row["run"])
    return record.begin_run(archive, now, version("nianbao"), settings)


def _close_abandoned(archive: Archive, now: datetime) -> None:
    for row in archive.rows("SELECT run, started_at FROM runs WHERE finished_at IS NULL"):
        if abs(now - instant(row["started_at"])) > RESUME_WITHIN:
            record.finish_run(archive, row["run"], now)


def _is_final(archive: Archive, run: str, site: str) -> bool:
    row = archive.one("SELECT outcome FROM site_runs WHERE run = ? AND site = ?", run, site)
    return bool(row and row["outcome"])


def _work(
    config: Config, run: str, sites: Sequence[str], clock: Clock, *, revisit: bool
) -> Iterator[tuple[str, Reason | None]]:
    """Run the sites' processes, several at a time; yields each as it ends, with the reason where it was ended."""
    with ThreadPoolExecutor(max(1, config.politeness.workers)) as pool:
        jobs = {pool.submit(_site_process, config, run, site, clock.now(), revisit=revisit): site for site in sites}
        for job in as_completed(jobs):
            yield jobs[job], job.result()


def _site_process(config: Config, run: str, site: str, now: datetime, *, revisit: bool) -> Reason | None:
    """Run one site's process to its end; the reason where it was ended before."""
    command = [sys.executable, "-m", "crawler.site_run.worker", str(config.path), run, site, "--now", now.isoformat()]
    command += ["--revisit"] if revisit else []
    return watch_process(command, f"{run}/{site}", config.limits)


def _read_left_over(archive: Archive, limits: Limits, now: datetime) -> None:
    """Read what a killed process had fetched and nobody has read since."""
    pool: ParserPool | None = None
    for capture, order in readings.unread(archive):
        pool = pool or ParserPool(1, policy(limits))
        readings.store(archive, capture, pool.report(order), now)
    if pool:
        pool.close()


def _mark_killed(archive: Archive, run: str, site: str, now: datetime, why: Reason | None) -> None:
    """A site run without an outcome, though its process has ended, was killed."""
    if not _is_final(archive, run, site):
        site_run = record.begin_site(archive, run, site, now)
        ended = why or because(SiteRunReason.PROCESS_ENDED)
        record.finish_site(archive, site_run, now, "killed", str(ended), reason=SiteRunReason(ended.code))


def _result(archive: Archive, run: str, site: str) -> SiteResult:
    row = archive.one(
        "SELECT site, outcome, detail, requests, bytes, reason FROM site_runs WHERE run = ? AND site = ?", run, site
    )
    return SiteResult(*row)
