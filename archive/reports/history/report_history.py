"""A report's history from its readings and its addresses' answers, in order of time. Only reads.

Collects the observations for `archive.reports.history.versions`, which folds them into versions, changes and
publications."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from archive.captures.urls import canonical
from archive.reports.history import address_answers, availability, leading_addresses, report_readings, versions
from archive.reports.history.report_readings import ReportReading
from archive.reports.history.version_identity import NO_FIGURES
from archive.storage.instants import text

UrlKeys = Mapping[int, frozenset[str]]
"""The URL keys of the report's leading addresses, by number of the site run."""


def history_of(
    db: sqlite3.Connection,
    township: str,
    year: int,
    known_at: datetime | None = None,
    published_by: datetime | None = None,
) -> versions.History:
    """A report's history as known at `known_at`, or what had been published by `published_by`, as read today.

    With `published_by` the last reading of each document counts, whenever it was made.
    """
    until = min((text(instant) for instant in (known_at, published_by) if instant), default="9")
    readings = report_readings.load(db, township, year, known_at, last_only=published_by is not None)
    observations = _observations(db, (township, year), readings, known_at)
    return versions.fold(observation for observation in observations if observation.at <= until)


def _observations(
    db: sqlite3.Connection,
    report: tuple[str, int],
    readings: Sequence[ReportReading],
    known_at: datetime | None,
) -> Iterator[versions.Observation]:
    content = report_readings.versionable(db, "{}/{}".format(*report), readings)
    runs = list(address_answers.runs(db, report, readings, known_at))
    url_keys = leading_addresses.by_site_run(db, readings, runs)
    for reading in content:
        yield _seen(reading, url_keys)
    yield from _reassigned(content)
    for run in runs:
        yield from _reappeared(run, content, url_keys)
        yield from _disappeared(run, readings, content)


def _seen(reading: ReportReading, url_keys: UrlKeys) -> versions.Available:
    """A document of the report was fetched, or a later parser read it differently."""
    return versions.Available(
        at=reading.known_since,
        capture=reading.capture,
        version=reading.version,
        figures=reading.figures_digest,
        text=reading.text_digest,
        url=reading.url,
        title=reading.title,
        claimed_on=reading.claimed_on,
        cause="parser" if reading.is_reread else "publisher",
        url_key=reading.url_key,
        available_at=url_keys.get(reading.site_run, frozenset()),
        has_tables=reading.figures_digest != NO_FIGURES,
        document=reading.capture,
        reread=reading.former_version if reading.is_reread else None,
    )


def _reassigned(content: Sequence[ReportReading]) -> Iterator[versions.Gone]:
    """The report is gone where every document once read as it is read as something else now: a parser change."""
    dates = [(reading.reassigned_at, reading.capture) for reading in content if reading.reassigned_at is not None]
    if dates and len(dates) == len(content):
        at, capture = max(dates)
        yield versions.Gone(at, capture, "parser")


def _reappeared(
    run: availability.Run, content: Sequence[ReportReading], url_keys: UrlKeys
) -> Iterator[versions.Available]:
    """The addresses that hold the report again, each with the bytes of its last document before."""
    for event in run.events:
        if not isinstance(event, availability.Reappeared):
            continue
        answer = event.answer
        earlier = [
            reading for reading in content if reading.address == event.address and reading.capture <= answer.capture
        ]
        if earlier:
            available_at = url_keys.get(answer.site_run, frozenset())
            seen = _seen(earlier[-1], url_keys)
            yield replace(
                seen, at=answer.at, capture=answer.capture, cause="publisher", available_at=available_at, reread=None
            )


def _disappeared(
    run: availability.Run, readings: Sequence[ReportReading], content: Sequence[ReportReading]
) -> Iterator[versions.Gone | versions.Removed]:
    """The report is gone everywhere, or from some addresses; any spelling of an address keeps it available."""
    disappeared = [event for event in run.events if isinstance(event, availability.Disappeared)]
    available = {reading.url_key for reading in readings if reading.address in run.available}
    if disappeared and disappeared[0].all_gone:
        yield versions.Gone(run.at, disappeared[0].answer.capture)
    elif disappeared and available:
        urls = {reading.address: reading.url for reading in content}
        removed = [urls[event.address] for event in disappeared if event.address in urls]
        url_keys = tuple((url_key, url) for url in removed if (url_key := canonical(url)) not in available)
        yield versions.Removed(run.at, disappeared[0].answer.capture, url_keys)
