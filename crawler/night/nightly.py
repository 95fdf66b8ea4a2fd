"""A whole night: crawl what is due, judge, alert, back up, publish, send messages. Each step may be repeated.

Knows the order of the steps and what to do when a step fails, but not how any of them is done.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from archive.alerts import lifecycle, outbox
from archive.captures import nights, site_runs
from archive.captures.reasons import NightReason, because
from archive.deadlines import rules, status
from archive.deadlines.rules import Rulebook
from archive.maintenance import kept_counts
from archive.messages.coded import Sentence, of_system, reason
from archive.reports import copied_from, documents, search_index, townships
from archive.storage.damage import explained
from archive.storage.database import Archive, payload_path, sole_run
from archive.storage.errors import ArchiveError, LostError
from archive.storage.instants import china_day
from archive.storage.payloads import is_empty
from crawler.night import copies as copying
from crawler.night import diagnosis, schedule, site_processes, summary
from crawler.night.night_results import Night
from crawler.notify import delivery, sending
from crawler.notify.channel import Channel, configured_channels
from crawler.runtime import clock_check
from crawler.runtime.clock import Clock
from crawler.runtime.config import Config
from crawler.runtime.deadline_rules import rulebook
from crawler.runtime.sites import chosen
from crawler.site_run import proving
from spiders.registry import Site

CLOCK_SLACK = clock_check.SLACK
"""How far a run may be ahead of the present instant before the clock counts as wrong."""

log = logging.getLogger("nianbao")


def run(config: Config, clock: Clock) -> Night:
    """Run tonight's steps. Raises ArchiveError where another nightly or a crawl is at work on the archive."""
    configured = configured_channels(config)
    periods = schedule.load(config.nightly.schedule)
    with _sole_nightly(config.archive):
        night = Night(china_day(clock.now()), clock.now())
        try:
            _check_clock(config, clock)
            _run_steps(config, clock, night, configured, periods)
        except (ArchiveError, OSError, sqlite3.Error) as error:
            _report_broken_night(config, night, configured, clock.now(), error)
            if isinstance(error, OSError):
                raise ArchiveError("wrong-cannot-be-written", path=config.archive, error=error) from error
            raise
    return night


def _run_steps(
    config: Config, clock: Clock, night: Night, configured: list[Channel], periods: list[schedule.Period]
) -> None:
    """Run the steps of the night in order."""
    with Archive.open(config.archive) as archive:
        _begin(archive, night)
        rules.store(archive, rulebook(config))
        due = _due(config, archive, night, periods)
    if visited := [*due, *_unfinished_sites(config, night.day, due)]:
        with _timed(night, "crawl"):
            night.sites = site_processes.crawl(config, visited, clock)
    with Archive.open(config.archive) as archive:
        _note_failed_readings(archive, night)
        with _timed(night, "deadlines"):
            proving.prove_missing(archive, since=clock.now() - PROVED_SINCE)
            status.materialise(archive, clock.now())
        with _step(config, night, "copies"):
            copied_from.renew_if_due(archive, clock.now())
        with _step(config, night, "search"):
            search_index.complete(archive)
        with _step(config, night, "integrity"):
            _check_integrity(archive)
    with _step(config, night, "backup"):
        night.backup = copying.back_up(config, night.day)
    with Archive.open(config.archive) as archive, _timed(night, "alerts"):
        _update_alerts(archive, night, configured, clock.now())
    with _step(config, night, "counts"), Archive.open(config.archive) as archive:
        kept_counts.renew(archive)
    with _step(config, night, "publish"):
        night.published = copying.publish(config)
    if config.nightly.dataset is not None:
        with _step(config, night, "dataset"):
            copying.publish_dataset(config, night.day)
    if config.nightly.parquet is not None:
        with _step(config, night, "parquet"):
            copying.renew_parquet(config)
    with Archive.open(config.archive) as archive:
        if night.published is None and night.ailments:
            _update_alerts(archive, night, configured, clock.now())
        with _timed(night, "messages"):
            templates, web = config.alerts.templates, config.web.address
            night.deliveries = delivery.deliver(archive, configured, clock.now(), os.environ, templates, web)
            night.unusable = delivery.unusable(configured, os.environ)
        _count_results(archive, night, clock.now())
    _end(config, night, clock.now())


def _report_broken_night(
    config: Config, night: Night, configured: list[Channel], now: datetime, error: Exception
) -> None:
    """Report without the archive that the night cannot continue, as the archive is lost or cannot be written."""
    cause = error if not isinstance(error, ArchiveError) or isinstance(error, LostError) else error.__cause__
    if isinstance(cause, BlockingIOError) or not isinstance(cause, OSError | sqlite3.Error | LostError):
        return
    night.ailments.append(because(NightReason.ARCHIVE_FAILED, error=_why(config, error)))
    night.finished_at = now
    night.deliveries = delivery.report_unhealthy_archive(
        configured, night.ailments, now, os.environ, config.alerts.templates
    )
    with _step(config, night, "summary"):
        night.missing_walls = diagnosis.missing_walls()
        summary.write(config, night)


PROVED_SINCE = timedelta(days=60)
"""How far back a night proves the checks of an earlier version, which stored no proof; `nianbao reparse` proves all."""


@contextmanager
def _sole_nightly(path: Path) -> Iterator[None]:
    try:
        lock = sole_run(path.with_name(path.name + ".nightly"))
        with lock:
            yield
    except ArchiveError as error:
        if ".nightly" in str(error):
            raise ArchiveError("wrong-other-nightly", path=path) from error
        raise


def _check_clock(config: Config, clock: Clock) -> None:
    """Raise ArchiveError where the clock is far off, before anything is judged, sent or rotated by it."""
    if clock.is_set or is_empty(config.archive):
        return
    with Archive.open(config.archive) as archive:  # which may still have to be migrated
        last = nights.last_instant(archive)
    if not clock_check.is_far(clock.now(), last):
        return
    pages = [site.start[0] for site in chosen(config, (), china_day(clock.now()))][: clock_check.MAX_SERVERS]
    why = clock_check.why_distrusted(clock.now(), last, clock_check.ask_servers(pages, config.user_agent))
    if why:
        raise ArchiveError("wrong-clock", path=config.archive, why=why)


@contextmanager
def _timed(night: Night, name: str) -> Iterator[None]:
    """Time a step of the night, for the log and the metrics."""
    began = time.monotonic()
    try:
        yield
    finally:
        night.seconds[name] = night.seconds.get(name, 0.0) + time.monotonic() - began
        log.info(Sentence.of("log-step-took", step=name, seconds=f"{time.monotonic() - began:.1f}"))


@contextmanager
def _step(config: Config, night: Night, name: str) -> Iterator[None]:
    """A timed step whose failure is reported and does not stop the steps after it."""
    try:
        with _timed(night, name):
            yield
    except (ArchiveError, OSError, sqlite3.Error) as error:
        why = _why(config, error)
        night.ailments.append(because(NightReason.STEP_FAILED, step=name, error=why))
        log.warning(Sentence.of("log-step-failed", step=name, error=why))


def _why(config: Config, error: Exception) -> Sentence | str:
    """What went wrong, to be worded where it is read."""
    match error:
        case sqlite3.Error():
            return explained(error, config.archive).sentence
        case ArchiveError():
            return error.sentence
        case OSError():
            return Sentence.of("wrong-system", where=error.filename or reason("the-system"), why=of_system(error))
    return str(error)


def _begin(archive: Archive, night: Night) -> None:
    """Record the night, the nights missed before it, and runs that a wrong clock put into the future."""
    last = nights.last_finished(archive, before=night.day)
    night.missed = (night.day - last).days - 1 if last else 0
    if night.missed:
        log.info(Sentence.of("log-nights-missed", nights=night.missed, last=str(last)))
    ahead = site_runs.runs_after(archive, night.started_at + CLOCK_SLACK)
    nights.begin(archive, night.day, night.started_at, ahead)
    if ahead:
        night.ailments.append(because(NightReason.RUNS_IN_FUTURE, runs=len(ahead)))


def _due(config: Config, archive: Archive, night: Night, periods: list[schedule.Period]) -> list[str]:
    """The sites to visit: all sites of each county that is due, so that a county is seen as a whole."""
    sites = chosen(config, (), night.day)
    book = rulebook(config)
    due: list[str] = []
    not_whole: list[Site] = []
    for site in sites:
        days = _due_days(archive, book, site, night.day.year)
        every = schedule.nights_between(periods, night.day, days)
        last = site_runs.last_ended(archive, site.id, until=night.started_at + CLOCK_SLACK)
        day = china_day(last.finished_at) if last else None
        outcome = last.outcome if last else None
        if schedule.due(site.county, night.day, every, day, whole=outcome == "ok", killed=outcome == "killed"):
            due.append(site.county)
        if day == night.day and outcome != "ok":
            not_whole.append(site)
    night.sites_in_force = len(sites)
    night.not_due = sum(site.county not in due for site in sites)
    night.failed_before = [site.id for site in not_whole if site.county not in due]
    return [site.id for site in sites if site.county in due]


def _due_days(archive: Archive, book: Rulebook, site: Site, year: int) -> list[date]:
    """The deadlines around this year for all kinds of units in the county, sorted."""
    site_rule = {"month_day": site.deadline.month_day} if site.deadline.month_day else {"rule": site.deadline.rule}
    names = townships.names(archive, site.county) or {""}
    return sorted(
        {book.rule(year + back, site.county, name, site_rule).due_on for back in (-2, -1, 0) for name in names}
    )


def _unfinished_sites(config: Config, day: date, due: list[str]) -> list[str]:
    """Sites that an interrupted run began and did not finish, and that are not due."""
    with Archive.read(config.archive) as archive:
        begun = site_runs.unfinished_sites(archive)
    return [site.id for site in chosen(config, (), day) if site.id in begun and site.id not in due]


def _note_failed_readings(archive: Archive, night: Night) -> None:
    """Note the documents that were not read for want of time, memory, disk or a living process."""
    night.unread = len(documents.failed_by_machine(archive))
    if failed := len(documents.failed_by_machine(archive, since=night.started_at)):
        night.ailments.append(because(NightReason.DOCUMENTS_NOT_READ, documents=failed))


def _check_integrity(archive: Archive) -> None:
    if damage := archive.damage():
        raise ArchiveError("wrong-damaged", path=archive.path, damage=damage)


def _update_alerts(archive: Archive, night: Night, configured: list[Channel], now: datetime) -> None:
    edges = lifecycle.update(archive, now, night.ailments)
    outbox.enqueue(archive, configured, edges, now)
    outbox.enqueue_unheard(archive, configured, now)
    count = Counter(edge.edge for edge in edges)
    night.opened += count["opened"]
    night.closed += count["closed"]


def _count_results(archive: Archive, night: Night, now: datetime) -> None:
    night.verdicts = status.counts(archive)
    open_alerts = lifecycle.open_alerts(archive, now)
    night.open_kinds = dict(Counter(alert["kind"] for alert in open_alerts))
    night.unseen = sum(not (alert["acknowledged_at"] or alert["muted"]) for alert in open_alerts)
    night.waiting = outbox.waiting_count(archive)
    night.archive_bytes = archive.path.stat().st_size + payload_path(archive.path).stat().st_size


def _end(config: Config, night: Night, now: datetime) -> None:
    night.finished_at = now
    with Archive.open(config.archive) as archive:
        nights.finish(archive, night.day, now, night.ailments)
    with _step(config, night, "summary"):
        summary.write(config, night)
    if config.nightly.heartbeat:
        with _step(config, night, "heartbeat"):
            _ping(config.nightly.heartbeat)


def _ping(address: str) -> None:
    """Send the heartbeat that the night has ended; its receiver acts when it is missing."""
    if address.startswith("env:"):
        address = os.environ.get(address.removeprefix("env:"), "")
    if not address.startswith(("http://", "https://")):
        raise ArchiveError("wrong-heartbeat")
    try:
        with urlopen(address, timeout=15) as answer:  # noqa: S310 - the scheme is checked above
            answer.read(1024)
    except (HTTPException, OSError, ValueError) as error:  # their text may hold the address
        raise ArchiveError("wrong-heartbeat-not-taken", error=sending.why(error)) from None
