"""What the archive gives reason to tell at an instant: each ground with what it rests on. Reads; writes nothing.

A ground is either a state, which lasts as long as it is so, or an event, which stays a ground for `NEWS`. What fell
before the county was watched is the past and no ground at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, takewhile
from typing import Any, Literal

from archive.deadlines.judge import NIGHTS_TO_ACCUSE
from archive.deadlines.reasons import Caveat
from archive.messages import text as message
from archive.storage.database import Archive
from archive.storage.instants import china_day, instant, text

Kind = Literal[
    "deadline_near",
    "missed_deadline",
    "published_late",
    "backdated",
    "figures_revised",
    "withdrawn",
    "arithmetic",
    "site_failing",
    "archive_unhealthy",
]

NEAR = timedelta(days=7)
"""How long before a deadline the counties with reports outstanding are reminded."""

NEWS = timedelta(days=30)
"""How long an event (a revision, a broken sum) stays a ground before it counts as history."""

FAILING_NIGHTS = 3
"""Nights in a row without a sound look before a site counts as failing."""

SILENT_FOR = timedelta(days=NIGHTS_TO_ACCUSE)
"""So long after a deadline a list that shows nobody's report is told of."""

FORGOTTEN = timedelta(days=45)
"""A site that was not asked for so long while others were is no longer watched."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason for an alert, and what it rests on. `event` names the one occurrence, None for a state."""

    kind: Kind
    subject: str
    evidence: dict[str, Any]
    event: str | None = None


def grounds(archive: Archive, now: datetime, since: datetime, ailments: tuple[str, ...] = ()) -> Iterator[Ground]:
    """Every reason for an alert at this instant; `since` is when alerts began to be watched for.

    `ailments` are what the caller found wrong with the archive, one sentence each.
    """
    watched = _watched(archive, text(since))
    yield from _verdicts(archive, now, watched)
    yield from _reminders(archive, now, watched)
    yield from _withdrawals(archive, watched)
    yield from _revisions(archive, now, watched)
    yield from _broken_sums(archive, now, watched)
    yield from _silent_lists(archive, now, watched)
    yield from _failing_sites(archive, now)
    if ailments:
        yield Ground("archive_unhealthy", "archive", {"ailments": list(ailments)})


def outages(archive: Archive, now: datetime) -> dict[str, dict[str, str]]:
    """Counties that are seen again after `FAILING_NIGHTS` or more that failed, for as many nights as an accusation
    takes: the instants of the sound looks on either side, `from` and `to`.
    """
    rows = archive.rows(
        "SELECT s.county_code, r.outcome = 'ok' AS ok, r.finished_at FROM site_runs AS r JOIN sites AS s USING (site)"
        " WHERE r.outcome IS NOT NULL AND r.finished_at BETWEEN ? AND ? ORDER BY s.county_code, r.finished_at DESC",
        text(now - FORGOTTEN),
        text(now),
    )
    found = {}
    for county, runs in groupby(rows, key=lambda row: row["county_code"]):
        nights = [
            max((run["finished_at"] for run in night if run["ok"]), default=None)
            for night in (list(n) for _, n in groupby(runs, key=lambda row: china_day(instant(row["finished_at"]))))
        ]
        since = [at for at in takewhile(lambda at: at is not None, nights) if at]
        failed = list(takewhile(lambda at: at is None, nights[len(since) :]))
        before = next((at for at in nights[len(since) + len(failed) :] if at), None)
        if 0 < len(since) <= NIGHTS_TO_ACCUSE and len(failed) >= FAILING_NIGHTS and before:
            found[county] = {"from": before, "to": since[-1]}
    return found


def _watched(archive: Archive, since: str) -> dict[str, str]:
    """When each county began to be watched: at its first sound look, and not before alerts were watched for at all."""
    return {
        row["county_code"]: max(since, row["began"])
        for row in archive.rows(
            "SELECT s.county_code, min(r.finished_at) AS began FROM site_runs AS r JOIN sites AS s USING (site)"
            " WHERE r.outcome = 'ok' GROUP BY s.county_code"
        )
    }


def _verdicts(archive: Archive, now: datetime, watched: Mapping[str, str]) -> Iterator[Ground]:
    """Townships of which a deadline that fell while we were looking tells something."""
    for row in archive.rows("SELECT * FROM status ORDER BY township_code, year"):
        if row["due_at"] <= watched.get(row["county_code"], row["due_at"]):
            continue
        subject = f"township:{row['township_code']}/{row['year']}"
        told = {
            **json.loads(row["evidence"]),
            "due_at": row["due_at"],
            "basis": row["basis"],
            "days_late": row["days_late"],
            "first_seen": row["first_seen"],
            "claimed_on": row["claimed_on"],
        }
        if row["verdict"] == "not_published":
            yield Ground("missed_deadline", subject, told)
        if row["first_seen"] is None or row["first_seen"] < text(now - NEWS):
            continue
        if row["verdict"] == "late":
            yield Ground("published_late", subject, told, row["first_seen"])
        if row["backdated"]:
            yield Ground("backdated", subject, told, row["first_seen"])


def _reminders(archive: Archive, now: datetime, watched: Mapping[str, str]) -> Iterator[Ground]:
    """Counties whose next deadline is near, with those that it binds: units of other kinds may have another one."""
    rows = archive.rows(
        "SELECT s.county_code, s.year, s.due_at, s.basis, json_group_array(t.name) AS names,"
        " max(s.evidence) AS evidence FROM status AS s JOIN townships AS t ON t.code = s.township_code"
        " WHERE s.verdict = 'pending' AND s.due_at > ? AND s.due_at <= ?"
        " AND coalesce(s.evidence ->> '$.look_before.shows', 0) = 0"
        " GROUP BY s.county_code, s.year, s.due_at ORDER BY s.county_code, s.year, s.due_at DESC",
        text(now),
        text(now + NEAR),
    )
    for row in rows:
        if row["county_code"] in watched:
            told = json.loads(row["evidence"])
            told |= {"due_at": row["due_at"], "basis": row["basis"], "not_seen_yet": json.loads(row["names"])}
            yield Ground("deadline_near", f"county:{row['county_code']}/{row['year']}", told, row["due_at"])


def _withdrawals(archive: Archive, watched: Mapping[str, str]) -> Iterator[Ground]:
    rows = archive.rows(
        "SELECT r.report, r.county_code, r.version, max(c.at) AS at, c.capture FROM reports AS r JOIN changes AS c"
        " ON c.subject = 'township:' || r.report WHERE r.state = 'withdrawn' AND c.kind = 'withdrawn'"
        " AND c.cause = 'publisher' GROUP BY r.report ORDER BY r.report"
    )
    for row in rows:
        if row["at"] > watched.get(row["county_code"], row["at"]):
            told = {"last_version": row["version"], "at": row["at"], "capture": row["capture"]}
            yield Ground("withdrawn", f"township:{row['report']}", told)


def _revisions(archive: Archive, now: datetime, watched: Mapping[str, str]) -> Iterator[Ground]:
    rows = archive.rows(
        "SELECT c.subject, max(c.at) AS at, c.before, c.after, c.capture, r.county_code FROM changes AS c"
        " JOIN reports AS r ON c.subject = 'township:' || r.report"
        " WHERE c.kind = 'figures' AND c.cause = 'publisher' AND c.at >= ? GROUP BY c.subject ORDER BY c.subject",
        text(now - NEWS),
    )
    for row in rows:
        if row["at"] > watched.get(row["county_code"], row["at"]):
            told = {key: row[key] for key in ("at", "before", "after", "capture")}
            yield Ground("figures_revised", row["subject"], told, row["after"])


def _broken_sums(archive: Archive, now: datetime, watched: Mapping[str, str]) -> Iterator[Ground]:
    """Reports first seen lately, whose own printed figures do not add up."""
    rows = archive.rows(
        "SELECT r.report, r.county_code, r.first_seen, v.version, v.capture, json_group_array(f.detail) AS details"
        " FROM reports AS r JOIN versions AS v USING (version) JOIN findings AS f USING (version)"
        " WHERE f.severity = 'error' AND f.blame = 'source' AND v.cause = 'publisher' AND r.state = 'present'"
        " AND NOT EXISTS (SELECT 1 FROM afterthoughts AS a WHERE a.version = v.version AND a.rule = f.rule)"
        " AND v.fetched_at >= ? AND r.first_seen >= ? GROUP BY r.report ORDER BY r.report",
        text(now - NEWS),
        text(now - NEWS),
    )
    for row in rows:
        if row["first_seen"] > watched.get(row["county_code"], row["first_seen"]):
            told = {"version": row["version"], "capture": row["capture"], "findings": json.loads(row["details"])}
            yield Ground("arithmetic", f"township:{row['report']}", told, row["version"])


def _silent_lists(archive: Archive, now: datetime, watched: Mapping[str, str]) -> Iterator[Ground]:
    """Sites that are seen whole and show nobody's report of the year that fell due: the list has moved or stopped."""
    for row in archive.rows(
        "SELECT s.county_code, s.year, s.due_at, t.site, r.run, r.outcome, r.detail, max(r.finished_at) AS at"
        " FROM status AS s JOIN sites AS t USING (county_code) JOIN site_runs AS r USING (site)"
        " WHERE s.verdict = 'cannot_tell' AND s.reason = ?1 AND s.due_at <= ?2 AND r.outcome = 'ok'"
        " AND r.finished_at >= ?3"
        " AND s.year = (SELECT max(o.year) FROM status AS o WHERE o.county_code = s.county_code AND o.due_at <= ?2)"
        " GROUP BY s.county_code, s.year, t.site ORDER BY t.site",
        Caveat.NO_REPORT_IN_COUNTY,
        text(now - SILENT_FOR),
        text(now - FORGOTTEN),
    ):
        if row["due_at"] > watched.get(row["county_code"], row["due_at"]):
            run = {key: row[key] for key in ("run", "outcome", "detail")}
            reason = Caveat.NO_REPORT_IN_COUNTY
            silent = {"year": row["year"], "reason": reason, "why": message(reason)}
            yield Ground("site_failing", f"site:{row['site']}", {"last_ok": row["at"], "runs": [run], "silent": silent})


def _failing_sites(archive: Archive, now: datetime) -> Iterator[Ground]:
    """Sites without a sound look for some nights; one that never had any fails from its first night."""
    newest = archive.one("SELECT max(finished_at) FROM site_runs")[0]
    for site, settings in archive.rows("SELECT site, settings FROM sites ORDER BY site"):
        until = json.loads(settings).get("valid_until")
        rows = archive.rows(
            "SELECT run, outcome, detail, finished_at FROM site_runs WHERE site = ? AND outcome IS NOT NULL"
            " ORDER BY finished_at DESC LIMIT 12",
            site,
        )
        retired = until not in (None, "None") and until <= china_day(now).isoformat()
        if not rows or retired or instant(newest) - instant(rows[0]["finished_at"]) > FORGOTTEN:
            continue
        nights = [list(runs) for _, runs in groupby(rows, key=lambda row: china_day(instant(row["finished_at"])))][
            :FAILING_NIGHTS
        ]
        ever = archive.one("SELECT max(finished_at) FROM site_runs WHERE site = ? AND outcome = 'ok'", site)[0]
        bad = all(run["outcome"] != "ok" for runs in nights for run in runs)
        if bad and (len(nights) == FAILING_NIGHTS or ever is None):
            runs = [{key: run[key] for key in ("run", "outcome", "detail")} for night in nights for run in night]
            yield Ground("site_failing", f"site:{site}", {"last_ok": ever, "runs": runs})
