"""Alerts as edges: opened once when a ground appears, closed once when it falls away, silent in between.

`grounds` gathers what the archive gives reason to tell at an instant; `update` compares it with what is open. An alert
says what was seen and by which rule, and accuses nobody of more than that. Sends nothing.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from archive.clock import instant, text
from archive.store import Archive

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
"""Runs in a row without a sound look before a site counts as failing."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason for an alert, and what it rests on."""

    kind: Kind
    subject: str
    evidence: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Edge:
    """An alert that opened or closed just now."""

    alert: str
    edge: Literal["opened", "closed"]
    kind: str
    subject: str


def update(archive: Archive, now: datetime) -> list[Edge]:
    """Open what has a new ground, close what has lost its ground. Returns the edges, opened ones first."""
    wanted = {(ground.kind, ground.subject): ground for ground in grounds(archive, now)}
    standing = {
        (row["kind"], row["subject"]): row["alert"]
        for row in archive.rows("SELECT * FROM alerts WHERE closed_at IS NULL")
    }
    opened = [_opening(ground, now) for key, ground in wanted.items() if key not in standing]
    closed = [Edge(alert, "closed", *key) for key, alert in standing.items() if key not in wanted]
    with archive.transaction() as db:
        db.executemany(
            "INSERT INTO alerts (alert, kind, subject, opened_at, evidence) VALUES (?, ?, ?, ?, ?)",
            [(edge.alert, edge.kind, edge.subject, text(now), told) for edge, told in opened],
        )
        db.executemany("UPDATE alerts SET closed_at = ? WHERE alert = ?", [(text(now), edge.alert) for edge in closed])
    return [edge for edge, _ in opened] + closed


def grounds(archive: Archive, now: datetime) -> Iterator[Ground]:
    """Every reason for an alert at this instant."""
    yield from _verdicts(archive, now)
    yield from _reminders(archive, now)
    yield from _revisions(archive, now)
    yield from _broken_sums(archive, now)
    yield from _failing_sites(archive)


def _opening(ground: Ground, now: datetime) -> tuple[Edge, str]:
    edge = Edge(f"{now:%Y%m%d}-{secrets.token_hex(3)}", "opened", ground.kind, ground.subject)
    return edge, json.dumps(ground.evidence, ensure_ascii=False)


def _verdicts(archive: Archive, now: datetime) -> Iterator[Ground]:
    """Townships with a verdict against them, for deadlines that fell while we were looking; and withdrawn reports."""
    began = archive.one("SELECT min(finished_at) FROM site_runs WHERE outcome = 'ok'")[0]
    kinds: dict[str, Kind] = {"not_published": "missed_deadline", "late": "published_late"}
    for row in archive.rows("SELECT * FROM status WHERE due_at > ? ORDER BY township_code, year", began or text(now)):
        subject = f"township:{row['township_code']}/{row['year']}"
        told = {
            **json.loads(row["evidence"]),
            "due_at": row["due_at"],
            "basis": row["basis"],
            "days_late": row["days_late"],
        }
        if row["verdict"] in kinds:
            yield Ground(kinds[row["verdict"]], subject, told)
        if row["backdated"]:
            yield Ground("backdated", subject, {**told, "claimed_on": row["claimed_on"]})
    for row in archive.rows("SELECT report, version FROM reports WHERE state = 'withdrawn' ORDER BY report"):
        yield Ground("withdrawn", f"township:{row['report']}", {"last_version": row["version"]})


def _reminders(archive: Archive, now: datetime) -> Iterator[Ground]:
    rows = archive.rows(
        "SELECT s.county_code, s.year, s.due_at, s.basis, json_group_array(t.name) AS names FROM status AS s"
        " JOIN townships AS t ON t.code = s.township_code WHERE s.verdict = 'pending'"
        " GROUP BY s.county_code, s.year, s.due_at"
    )
    for row in rows:
        if instant(row["due_at"]) - NEAR <= now < instant(row["due_at"]):
            told = {"due_at": row["due_at"], "basis": row["basis"], "not_seen_yet": json.loads(row["names"])}
            yield Ground("deadline_near", f"county:{row['county_code']}/{row['year']}", told)


def _revisions(archive: Archive, now: datetime) -> Iterator[Ground]:
    rows = archive.rows(
        "SELECT subject, max(at) AS at, before, after, capture FROM changes"
        " WHERE kind = 'figures' AND cause = 'publisher' AND at >= ? GROUP BY subject ORDER BY subject",
        text(now - NEWS),
    )
    for row in rows:
        yield Ground("figures_revised", row["subject"], dict(row))


def _broken_sums(archive: Archive, now: datetime) -> Iterator[Ground]:
    """Reports first seen lately, whose own printed figures do not add up."""
    rows = archive.rows(
        "SELECT r.report, v.version, v.capture, json_group_array(f.detail) AS details FROM reports AS r"
        " JOIN versions AS v USING (version) JOIN findings AS f USING (version)"
        " WHERE f.severity = 'error' AND f.blame = 'source' AND v.cause = 'publisher' AND r.state = 'present'"
        " AND v.fetched_at >= ? AND r.year = (SELECT max(year) FROM reports) GROUP BY r.report ORDER BY r.report",
        text(now - NEWS),
    )
    for row in rows:
        told = {"version": row["version"], "capture": row["capture"], "findings": json.loads(row["details"])}
        yield Ground("arithmetic", f"township:{row['report']}", told)


def _failing_sites(archive: Archive) -> Iterator[Ground]:
    for (site,) in archive.rows("SELECT site FROM sites ORDER BY site"):
        runs = archive.rows(
            "SELECT run, outcome, detail FROM site_runs WHERE site = ? AND outcome IS NOT NULL"
            " ORDER BY started_at DESC LIMIT ?",
            site,
            FAILING_NIGHTS,
        )
        if len(runs) == FAILING_NIGHTS and all(run["outcome"] != "ok" for run in runs):
            yield Ground("site_failing", f"site:{site}", {"runs": [dict(run) for run in runs]})
