"""A run over many sites: a process for each site, several at a time; after a kill, the next start resumes it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from archive.captures import record, site_runs
from archive.captures.reasons import Reason, SiteRunReason, because
from archive.captures.site_runs import SiteResult
from archive.deadlines import rules, status
from archive.extract.parser_pool import ParserPool
from archive.messages.coded import Sentence
from archive.reports import documents, evaluation, settling
from archive.storage.database import Archive, sole_run
from archive.storage.errors import ArchiveError
from archive.storage.instants import china_day
from crawler.cluster.connection import cluster_of
from crawler.runtime.clock import Clock
from crawler.runtime.config import Config, Limits
from crawler.runtime.deadline_rules import rulebook
from crawler.runtime.sites import chosen, register
from crawler.site_run.forks import Forks
from crawler.site_run.reading_policy import policy
from crawler.site_run.supervisor import run as watch_process
from crawler.site_run.worker import SiteOrder
from spiders.registry import Site

RESUME_WITHIN = timedelta(hours=18)
"""A run that has not ended is resumed if it began this recently; an older run is closed as killed."""

log = logging.getLogger("nianbao")


def crawl(
    config: Config,
    wanted: Sequence[str],
    clock: Clock,
    *,
    revisit: bool = False,
    watch: Callable[[Path, str, list[str]], None] | None = None,
) -> list[SiteResult]:
    """Fetch the sites `wanted`, or all, into the archive, then judge the deadlines. Returns a result for each site."""
    with _machines(config) as machines, begun(config, wanted, clock) as current:
        if watch:
            watch(config.archive, current.run, list(current.due))
        for name, ended in _run_sites(machines, config, current, clock, revisit=revisit):
            result = current.end_site(name, clock.now(), ended)
            log.info(_ended(result))
    return current.results


def _ended(result: SiteResult) -> Sentence:
    """How a site's run ended, for the log."""
    ended: dict[str, str | int] = {"site": result.site, "outcome": result.outcome, "requests": result.requests}
    if result.detail is None:
        return Sentence.of("log-site", **ended)
    return Sentence.of("log-site-because", **ended, why=result.reasons or result.detail)


@dataclass(slots=True)
class CrawlRun:
    """An open run. `due` are the sites that it has not finished; `results` is filled when it has ended."""

    archive: Archive
    run: str
    due: tuple[str, ...]
    results: list[SiteResult] = field(default_factory=list)

    def end_site(self, site: str, now: datetime, killed_because: Reason | None) -> SiteResult:
        """The result of a site whose process has ended; a site run without an outcome is recorded as killed."""
        if not _is_final(self.archive, self.run, site):
            site_run = record.begin_site(self.archive, self.run, site, now)
            why = killed_because or because(SiteRunReason.PROCESS_ENDED)
            record.finish_site(self.archive, site_run, now, "killed", str(why), reasons=[why])
        return _result(self.archive, self.run, site)


@contextmanager
def begun(config: Config, wanted: Sequence[str], clock: Clock) -> Iterator[CrawlRun]:
    """Open a run over the sites `wanted`, or all, as the only run at work; settle its reports and close it at the end.

    An interrupted run is resumed, and a run left by an exception stays open to be resumed. Raises ConfigError where a
    site is unknown or no contact is configured, ArchiveError where another run is at work.
    """
    _ = config.user_agent
    sites = chosen(config, wanted, china_day(clock.now()))
    with sole_run(config.archive), Archive.open(config.archive) as archive:
        _close_abandoned(archive, clock.now())
        evaluation.evaluate_all(archive, clock.now())
        in_force = chosen(config, (), china_day(clock.now())) if wanted else sites
        companions = _rows_of_same_counties(sites, in_force)
        run = _open_run(archive, clock.now(), _settings(archive, config, sites, companions, in_force, whole=not wanted))
        rules.store(archive, rulebook(config))
        for site in (*sites, *companions):
            register(archive, site)
        current = CrawlRun(archive, run, tuple(site.id for site in sites if not _is_final(archive, run, site.id)))
        yield current
        _read_left_over(archive, config.limits, clock.now())
        settling.settle(archive, clock.now())
        record.finish_run(archive, run, clock.now())
        status.materialise(archive, clock.now())
        current.results = [_result(archive, run, site.id) for site in sites]


def _rows_of_same_counties(sites: Sequence[Site], in_force: Sequence[Site]) -> list[Site]:
    """Further rows of the same counties: a listing check without them does not cover the whole county."""
    counties, names = {site.county for site in sites}, {site.id for site in sites}
    return [site for site in in_force if site.county in counties and site.id not in names]


def _settings(
    archive: Archive,
    config: Config,
    sites: Sequence[Site],
    companions: Sequence[Site],
    in_force: Sequence[Site],
    *,
    whole: bool,
) -> dict[str, object]:
    """The settings recorded with a run; `retired` are sites whose rows are no longer in force."""
    current = {site.id for site in (*sites, *in_force)}
    return {
        "delay": config.politeness.delay,
        "workers": config.politeness.workers,
        "sites": [site.id for site in sites],
        "whole": whole,
        "beside": [site.id for site in companions],
        "retired": sorted(set(site_runs.registered_sites(archive)) - current),
    }


def _open_run(archive: Archive, now: datetime, settings: Mapping[str, object]) -> str:
    """The unfinished run to resume, or a new run."""
    for interrupted in site_runs.open_runs(archive):
        log.info(Sentence.of("log-resumed", run=interrupted.run))
        return interrupted.run
    return record.begin_run(archive, now, version("nianbao"), settings)


def _close_abandoned(archive: Archive, now: datetime) -> None:
    for abandoned in site_runs.open_runs(archive):
        if abs(now - abandoned.started_at) > RESUME_WITHIN:
            record.finish_run(archive, abandoned.run, now)


def _is_final(archive: Archive, run: str, site: str) -> bool:
    return site_runs.result(archive, run, site) is not None


@dataclass(frozen=True, slots=True)
class _Machines:
    """What visits sites: `visit` is called from as many threads as there are `places`.

    It returns why a site's process was stopped, or None.
    """

    places: int
    visit: Callable[[SiteOrder, Limits], Reason | None]


def _run_sites(
    machines: _Machines, config: Config, current: CrawlRun, clock: Clock, *, revisit: bool
) -> Iterator[tuple[str, Reason | None]]:
    """Run the sites' processes, several at a time; yields each site as it ends, with the reason if it was stopped."""
    with ThreadPoolExecutor(max(1, machines.places)) as pool:
        orders = [SiteOrder(config.path, current.run, site, clock.now(), revisit) for site in current.due]
        jobs = {pool.submit(machines.visit, order, config.limits): order.site for order in orders}
        for job in as_completed(jobs):
            yield jobs[job], job.result()


@contextmanager
def _machines(config: Config) -> Iterator[_Machines]:
    """This machine, where sites' processes get ready at once, or the workers of the cluster that is configured."""
    with cluster_of(config) as cluster, Forks(config.path) as forks:

        def visit(order: SiteOrder, limits: Limits) -> Reason | None:
            return _site_process(order, limits, forks)

        if cluster is None:
            forks.begin()
            yield _Machines(config.politeness.workers, visit)
        else:
            from crawler.cluster.sites import SitesElsewhere

            elsewhere = SitesElsewhere(cluster, config, visit)
            yield _Machines(elsewhere.places, elsewhere.visit)


def _site_process(order: SiteOrder, limits: Limits, forks: Forks) -> Reason | None:
    """Run a site's process to its end; the reason where it was stopped before."""
    return watch_process(
        order.command, f"{order.run}/{order.site}", limits, start=lambda mark: forks.start(order, mark)
    )


def _read_left_over(archive: Archive, limits: Limits, now: datetime) -> None:
    """Read documents that a killed process had fetched and that are still unread."""
    pool: ParserPool | None = None
    for capture, order in documents.unread(archive):
        pool = pool or ParserPool(1, policy(limits))
        documents.store(archive, capture, pool.report(order), now)
    if pool:
        pool.close()


def _result(archive: Archive, run: str, site: str) -> SiteResult:
    result = site_runs.result(archive, run, site)
    if result is None:
        raise ArchiveError("wrong-run-not-ended", path=archive.path, site=site)
    return result
