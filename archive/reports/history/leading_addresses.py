"""The addresses at which a report is available and that the lists still link, by site run. Only reads.

A page that the lists once showed and no longer show is orphaned, though it still answers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence, Set

from archive.reports.history import availability
from archive.reports.history.report_readings import ReportReading

OkRun = tuple[str, int]
"""When a site run with outcome `ok` started, as text, and its number."""


def by_site_run(
    db: sqlite3.Connection, readings: Sequence[ReportReading], runs: Sequence[availability.Run]
) -> Mapping[int, frozenset[str]]:
    """The URL keys of those addresses by number of the site run; empty where the report has one address only."""
    if len({reading.url_key for reading in readings}) < 2:
        return {}
    first = list({reading.address: reading for reading in reversed(readings)}.values())
    listed = _listing_runs(db, {_listed_address(reading) for reading in first})
    ok_runs = {site: _ok_runs(db, site) for site in {reading.site for reading in first}}
    return {
        run.site_run: frozenset(
            reading.url_key
            for reading in first
            if reading.address in run.available
            and not _is_orphaned(run.at, ok_runs[reading.site], listed.get(_listed_address(reading), set()))
        )
        for run in runs
    }


def _listed_address(reading: ReportReading) -> int:
    """The address that a list would link: for an attachment, that of its page."""
    return reading.page or reading.address


def _is_orphaned(at: str, ok_runs: Sequence[OkRun], listed: Set[int]) -> bool:
    """Whether the last `ok` run until then no longer listed what an earlier one did."""
    until = [site_run for started_at, site_run in ok_runs if started_at <= at]
    return bool(until) and until[-1] not in listed and not listed.isdisjoint(until)


def _listing_runs(db: sqlite3.Connection, addresses: Set[int]) -> dict[int, set[int]]:
    """The site runs whose lists showed each address."""
    marks = ",".join("?" * len(addresses))
    found: dict[int, set[int]] = {}
    for address, site_run in db.execute(
        "SELECT i.address, l.site_run FROM items AS i JOIN state_items AS m USING (item) JOIN looks AS l USING (state)"
        f" WHERE i.address IN ({marks})",
        tuple(addresses),
    ):
        found.setdefault(address, set()).add(site_run)
    return found


def _ok_runs(db: sqlite3.Connection, site: str) -> list[OkRun]:
    """A site's runs with outcome `ok`, in order of their start."""
    rows = db.execute("SELECT started_at, run, site_run FROM site_runs WHERE site = ? AND outcome = 'ok'", (site,))
    return [(started_at, site_run) for started_at, _, site_run in sorted(map(tuple, rows))]
