"""A report's history out of what the archive holds: its readings and its addresses' answers, in order. Only reads.

Gathers the observations of `archive.reports.versions`, which folds them into versions, changes and publications.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from archive.captures.urls import canonical
from archive.reports import address_answers, availability, leading_places, report_readings, versions
from archive.reports.report_digests import NO_FIGURES
from archive.reports.report_readings import ReportReading
from archive.storage.instants import text

Places = Mapping[int, frozenset[str]]
"""The places that count, by site run."""


def history_of(
    db: sqlite3.Connection,
    township: str,
    year: int,
    known_at: datetime | None = None,
    published_by: datetime | None = None,
) -> versions.History:
    """A report's history as the archive knew it at an instant, or of what had been published by one.

    The second rests on the last reading of each document, whenever it was made.
    """
    until = min((text(instant) for instant in (known_at, published_by) if instant), default="9")
    readings = report_readings.load(db, township, year, known_at, last_only=published_by is not None)
    observations = _observations(db, (township, year), readings, known_at)
    return versions.fold(observation for observation in observations if observation.at <= until)


def _observations(
    db: sqlite3.Connection, report: tuple[str, int], readings: Sequence[ReportReading], known_at: datetime | None
) -> Iterator[versions.Observation]:
    content = report_readings.versionable(db, "{}/{}".format(*report), readings)
    runs = list(address_answers.runs(db, report, readings, known_at))
    places = leading_places.by_site_run(db, readings, runs)
    for reading in content:
        yield _read(reading, places)
    yield from _reassigned(content)
    for run in runs:
        yield from _returned(run, content, places)
        yield from _vanished(run, readings, content)


def _read(reading: ReportReading, places: Places) -> versions.Seen:
    """A document of the report was fetched, or read otherwise by a later parser."""
    return versions.Seen(
        at=reading.known_since,
        capture=reading.capture,
        version=reading.version,
        figures=reading.figures_digest,
        text=reading.text_digest,
        url=reading.url,
        title=reading.title,
        claimed_on=reading.claimed_on,
        cause="parser" if reading.is_reread else "publisher",
        place=reading.place,
        up=places.get(reading.site_run, frozenset()),
        full=reading.figures_digest != NO_FIGURES,
        document=reading.capture,
        reread=reading.former_version if reading.is_reread else None,
    )


def _reassigned(content: Sequence[ReportReading]) -> Iterator[versions.Gone]:
    """Where every document that was once read as this report is read as something else now: a change of our own."""
    dates = [(reading.reassigned_at, reading.capture) for reading in content if reading.reassigned_at is not None]
    if dates and len(dates) == len(content):
        at, capture = max(dates)
        yield versions.Gone(at, capture, "parser")


def _returned(run: availability.Run, content: Sequence[ReportReading], places: Places) -> Iterator[versions.Seen]:
    """The addresses that have the report again, each in the bytes of its last document until then."""
    for event in run.events:
        if not isinstance(event, availability.Came):
            continue
        answer = event.answer
        former = [
            reading for reading in content if reading.address == event.address and reading.capture <= answer.capture
        ]
        if former:
            up = places.get(answer.site_run, frozenset())
            seen = _read(former[-1], places)
            yield replace(seen, at=answer.at, capture=answer.capture, cause="publisher", up=up, reread=None)


def _vanished(
    run: availability.Run, readings: Sequence[ReportReading], content: Sequence[ReportReading]
) -> Iterator[versions.Gone | versions.Left]:
    """The report is gone everywhere, or from some places; a place stays while any spelling of its address does."""
    went = [event for event in run.events if isinstance(event, availability.Went)]
    here = {reading.place for reading in readings if reading.address in run.here}
    if went and went[0].all_gone:
        yield versions.Gone(run.at, went[0].answer.capture)
    elif went and here:
        urls = {reading.address: reading.url for reading in content}
        left = [urls[event.address] for event in went if event.address in urls]
        places = tuple((place, url) for url in left if (place := canonical(url)) not in here)
        yield versions.Left(run.at, went[0].answer.capture, places)
