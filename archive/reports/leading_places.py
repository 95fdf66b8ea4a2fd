"""The places where a report is to be had and to which the lists still lead, by site run. Only reads.

A page that the lists showed once and do not show any more has been left behind, though it still answers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence, Set

from archive.reports import availability
from archive.reports.report_readings import ReportReading

SoundRun = tuple[str, int]
"""When a site run with outcome `ok` started, as text, and its number."""


def by_site_run(
    db: sqlite3.Connection, readings: Sequence[ReportReading], runs: Sequence[availability.Run]
) -> Mapping[int, frozenset[str]]:
    """The places that count in each run, by the run's number; empty where there is one place, never compared."""
    if len({reading.place for reading in readings}) < 2:
        return {}
    first = list({reading.address: reading for reading in reversed(readings)}.values())
    listed = _listing_runs(db, {_listed_address(reading) for reading in first})
    sound = {site: _sound_runs(db, site) for site in {reading.site for reading in first}}
    return {
        run.site_run: frozenset(
            reading.place
            for reading in first
            if reading.address in run.here
            and not _is_left_behind(run.at, sound[reading.site], listed.get(_listed_address(reading), set()))
        )
        for run in runs
    }


def _listed_address(reading: ReportReading) -> int:
    """The address that a list would show: an attachment is reached by its page."""
    return reading.page or reading.address


def _is_left_behind(at: str, sound: Sequence[SoundRun], listed: Set[int]) -> bool:
    """Whether the last sound run until then did not show what an earlier one did."""
    until = [site_run for started_at, site_run in sound if started_at <= at]
    return bool(until) and until[-1] not in listed and not listed.isdisjoint(until)


def _listing_runs(db: sqlite3.Connection, addresses: Set[int]) -> dict[int, set[int]]:
    """The site runs whose lists show each address."""
    marks = ",".join("?" * len(addresses))
    found: dict[int, set[int]] = {}
    for address, site_run in db.execute(
        "SELECT i.address, l.site_run FROM items AS i JOIN state_items AS m USING (item) JOIN looks AS l USING (state)"
        f" WHERE i.address IN ({marks})",
        tuple(addresses),
    ):
        found.setdefault(address, set()).add(site_run)
    return found


def _sound_runs(db: sqlite3.Connection, site: str) -> list[SoundRun]:
    """In the order in which they started."""
    rows = db.execute("SELECT started_at, run, site_run FROM site_runs WHERE site = ? AND outcome = 'ok'", (site,))
    return [(started_at, site_run) for started_at, _, site_run in sorted(map(tuple, rows))]
