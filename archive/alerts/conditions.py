"""The alert conditions that hold at an instant, over all kinds. Reads; writes nothing.

A condition is either a state, open for as long as it holds, or an event, open for `RECENT`. Events before the county
was watched open nothing. Each kind defines its conditions, in `archive.alerts.kinds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, takewhile

from archive.alerts import kinds
from archive.alerts.kinds.kind import WATCHED_SITE, Condition, Situation
from archive.alerts.kinds.site_failing import FAILING_NIGHTS
from archive.captures.reasons import Reason
from archive.deadlines.judge import NIGHTS_TO_ACCUSE
from archive.storage.database import Archive
from archive.storage.instants import china_day, from_milliseconds, instant, milliseconds, text


def conditions(
    archive: Archive, now: datetime, since: datetime, ailments: tuple[Reason, ...] = ()
) -> Iterator[tuple[str, Condition]]:
    """Every condition that holds at this instant, as (kind, condition); `since` is when watching began.

    `ailments` are problems of the archive that the caller found.
    """
    situation = Situation(archive, now, _watched(archive, text(since)), ailments)
    for kind in kinds.known().values():
        for condition in kind.conditions(situation):
            yield kind.name, condition


def outages(archive: Archive, now: datetime) -> dict[str, dict[str, str]]:
    """Counties checked completely again after `FAILING_NIGHTS` or more failed nights, by county code.

    The values are the instants of the complete checks around the gap, `from` and `to`. A county stays in the result for
    `NIGHTS_TO_ACCUSE` complete nights.
    """
    rows = archive.rows(
        "SELECT s.county_code, r.outcome = 'ok' AS ok, r.finished_at FROM visits AS v"
        " CROSS JOIN site_runs AS r ON r.site_run = v.site_run JOIN sites AS s ON s.site = r.site"
        " WHERE r.outcome IS NOT NULL AND v.finished BETWEEN ? AND ? ORDER BY s.county_code, r.finished_at DESC",
        milliseconds(now - WATCHED_SITE),
        milliseconds(now),
    )
    found = {}
    for county, runs in groupby(rows, key=lambda row: row["county_code"]):
        nights = [
            max((run["finished_at"] for run in night if run["ok"]), default=None)
            for night in (list(n) for _, n in groupby(runs, key=lambda row: china_day(instant(row["finished_at"]))))
        ]
        complete = [at for at in takewhile(lambda at: at is not None, nights) if at]
        failed = list(takewhile(lambda at: at is None, nights[len(complete) :]))
        before = next((at for at in nights[len(complete) + len(failed) :] if at), None)
        if 0 < len(complete) <= NIGHTS_TO_ACCUSE and len(failed) >= FAILING_NIGHTS and before:
            found[county] = {"from": before, "to": complete[-1]}
    return found


def _watched(archive: Archive, since: str) -> dict[str, str]:
    """When each county began to be watched: at its first complete check, but not before `since`."""
    return {
        row["county_code"]: max(since, text(from_milliseconds(row["began"])))
        for row in archive.rows(
            "SELECT s.county_code, min((SELECT min(v.finished) FROM visits AS v WHERE v.site = s.site"
            " AND v.outcome = 'ok')) AS began FROM sites AS s GROUP BY s.county_code"
        )
        if row["began"] is not None
    }
