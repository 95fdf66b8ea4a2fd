"""Alerts as edges: opened once when a condition appears, closed once when it no longer holds, silent in between.

An alert states what was observed and by which rule, and no more than that. People acknowledge or mute alerts; nothing
is sent from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, Literal

from archive.alerts import kinds
from archive.alerts.conditions import conditions, outages
from archive.alerts.kinds.kind import Condition
from archive.captures.reasons import Reason
from archive.storage import dated_keys
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from archive.storage.instants import china_day, instant, text
from archive.storage.packed_json import PackedJson

_KNOWN_REASONS = """
INSERT INTO alert_reasons VALUES (?, ?, ?, ?) ON CONFLICT (kind, reason) DO UPDATE
SET severity = excluded.severity, subject = excluded.subject
WHERE (severity, subject) <> (excluded.severity, excluded.subject)
"""
"""Stores the program's alert kinds before an alert refers to them."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An alert that opened or closed just now."""

    alert: str
    edge: Literal["opened", "closed"]
    kind: str
    subject: str


def update(archive: Archive, now: datetime, ailments: Iterable[Reason] = ()) -> list[Edge]:
    """Open an alert for each new condition; close alerts whose condition no longer holds. Returns the edges, closings
    first.

    A second event on a subject whose alert is still open closes that alert and opens a new one.
    """
    open_alerts = {
        (row["kind"], row["subject"]): (row["alert"], row["event"])
        for row in archive.each(
            "SELECT alert, kind, subject, evidence ->> 'event' AS event FROM alerts WHERE closed_at IS NULL"
        )
    }
    gaps = outages(archive, now)
    unchanged: set[tuple[str, str]] = set()
    opening: dict[tuple[str, str], tuple[str, PackedJson]] = {}
    for kind, condition in conditions(archive, now, _since(archive, now), tuple(ailments)):
        key = (kind, condition.subject)
        if key in open_alerts and open_alerts[key][1] == condition.event:
            unchanged.add(key)
            opening.pop(key, None)
        else:  # of several events on a subject the last one counts
            unchanged.discard(key)
            opening[key] = condition.reason, PackedJson(_evidence(archive, condition, gaps))
    closed = [Edge(alert, "closed", *key) for key, (alert, _) in open_alerts.items() if key not in unchanged]
    with archive.transaction() as db:
        db.executemany("UPDATE alerts SET closed_at = ? WHERE alert = ?", [(text(now), edge.alert) for edge in closed])
        db.executemany(_KNOWN_REASONS, kinds.reasons())
        opened = [_open(archive, key, reason, now, evidence.text) for key, (reason, evidence) in opening.items()]
    return closed + opened


def acknowledge(archive: Archive, written: Sequence[str], now: datetime, note: str | None) -> list[str]:
    """Record that a person has seen these alerts, and return their ids.

    Each is written as its id, as the beginning of one that no other open alert shares, or as a subject (`county:…`,
    `township:…`, `site:…`): all open alerts of it. Raises ArchiveError, and records nothing, where one is no alert.
    """
    alerts = [alert for each in written for alert in _alerts(archive, each)]
    with archive.transaction() as db:
        db.executemany(
            "UPDATE alerts SET acknowledged_at = coalesce(acknowledged_at, ?), note = coalesce(?, note)"
            " WHERE alert = ?",
            [(text(now), note, alert) for alert in alerts],
        )
    return alerts


def _alerts(archive: Archive, written: str) -> list[str]:
    """The ids of the alert that is written so, or of all open alerts of the subject. Raises ArchiveError."""
    if ":" not in written and written != "archive":
        return [_alert(archive, written)]
    rows = archive.rows("SELECT alert, subject FROM alerts WHERE closed_at IS NULL ORDER BY kind, subject")
    found = sorted(row["alert"] for row in rows if written in _above(archive, row["subject"]))
    if not found:
        raise ArchiveError("wrong-no-alert-about", path=archive.path, written=written)
    return found


def _above(archive: Archive, subject: str) -> set[str]:
    """A subject, without its year, and its county: what a person may name to mean it."""
    county = county_of(archive, subject)
    return {subject, subject.split("/")[0], *([f"county:{county}"] if county else [])}


def _alert(archive: Archive, written: str) -> str:
    """The id of the alert that is written so. Raises ArchiveError where none is, or several are."""
    if archive.one("SELECT 1 FROM alerts WHERE alert = ?", written):
        return written
    found = archive.rows(
        "SELECT alert FROM alerts WHERE ?1 <> '' AND alert >= ?1 AND alert < ?1 || char(1114111)"
        " AND closed_at IS NULL ORDER BY alert",
        written,
    )
    match [row["alert"] for row in found]:
        case [alert]:
            return str(alert)
        case []:
            raise ArchiveError("wrong-no-alert-with-id", path=archive.path, written=written)
        case alerts:
            some = ", ".join(alerts[:5]) + (", …" if len(alerts) > 5 else "")
            raise ArchiveError(
                "wrong-many-alerts-begin", path=archive.path, count=len(alerts), written=written, some=some
            )


def mute(archive: Archive, named: str, now: datetime, note: str, until: datetime | None = None) -> str:
    """Send nothing more about an alert's kind and subject, or about a subject and all below it. Returns the subject.

    `named` is an alert's id, or `township:…`, `county:…`, `site:…`, `archive`. Alerts still open and close. Raises
    ArchiveError where the archive knows neither an alert nor a subject of this name.
    """
    row = archive.one("SELECT kind, subject FROM alerts WHERE alert = ?", named)
    if row is None and not _is_subject(archive, named):
        raise ArchiveError("wrong-alert-or-subject", path=archive.path, named=named)
    kind, subject = (row["kind"], row["subject"]) if row else (None, named)
    with archive.transaction() as db:
        db.execute(
            "INSERT INTO mutes (subject, kind, muted_at, until, note) VALUES (?, ?, ?, ?, ?)",
            (subject, kind, text(now), text(until) if until else None, note),
        )
    return str(subject)


_SUBJECTS: Final = {
    "township": "SELECT 1 FROM townships WHERE code = ?",
    "county": "SELECT 1 FROM counties WHERE code = ?",
    "site": "SELECT 1 FROM sites WHERE site = ?",
}


def _is_subject(archive: Archive, named: str) -> bool:
    """Whether alerts may be about this: `archive`, or a township (also of one year), county or site that is there."""
    kind, _, name = named.partition(":")
    if kind not in _SUBJECTS:
        return named == "archive"
    return archive.one(_SUBJECTS[kind], name.split("/")[0]) is not None


def unmute(archive: Archive, subject: str, now: datetime) -> int:
    """End all mutes of a subject. Returns how many there were."""
    with archive.transaction() as db:
        done = db.execute(
            "UPDATE mutes SET until = ?1 WHERE subject = ?2 AND (until IS NULL OR until > ?1)", (text(now), subject)
        )
    return done.rowcount


def is_muted(archive: Archive, kind: str, subject: str, now: datetime) -> bool:
    """Whether a mute covers this kind and subject; a county's mute covers its townships and sites."""
    names = _above(archive, subject)
    return any(
        row["kind"] in (None, kind)
        for row in archive.rows(
            "SELECT kind FROM mutes WHERE subject IN (SELECT value FROM json_each(?1)) AND muted_at <= ?2"
            " AND (until IS NULL OR until > ?2)",
            json.dumps(sorted(names)),
            text(now),
        )
    )


def county_of(archive: Archive, subject: str) -> str | None:
    """The code of the county that a subject belongs to; None for the archive."""
    kind, _, name = subject.partition(":")
    if kind == "site":
        row = archive.one("SELECT county_code FROM sites WHERE site = ?", name)
        return str(row["county_code"]) if row else None
    return name[:6] or None


_OPEN = "SELECT * FROM alerts WHERE closed_at IS NULL AND opened_at <= ? ORDER BY opened_at, subject, alert"
_ALL = "SELECT * FROM alerts WHERE opened_at <= ? ORDER BY opened_at, subject, alert"


def open_alerts(archive: Archive, now: datetime, *, closed: bool = False) -> list[dict[str, Any]]:
    """Open alerts with their evidence, oldest first; with `closed` those that have ended, too."""
    rows = archive.rows(_ALL if closed else _OPEN, text(now))
    return [
        {
            **dict(row),
            "evidence": json.loads(row["evidence"]),
            "muted": is_muted(archive, row["kind"], row["subject"], now),
        }
        for row in rows
    ]


def mutes(archive: Archive, now: datetime) -> list[dict[str, Any]]:
    """The mutes in force: subject, kind (None for all), since when, until when, and the note."""
    rows = archive.rows(
        "SELECT subject, kind, muted_at, until, note FROM mutes WHERE muted_at <= ?1 AND (until IS NULL OR until > ?1)"
        " ORDER BY muted_at, subject",
        text(now),
    )
    return [dict(row) for row in rows]


def _since(archive: Archive, now: datetime) -> datetime:
    """When watching for alerts began; recorded as `now` the first time."""
    row = archive.one("SELECT since FROM watching")
    if row:
        return instant(row["since"])
    first = archive.one("SELECT min(opened_at) FROM alerts")[0] or text(now)
    with archive.transaction() as db:
        db.execute("INSERT INTO watching VALUES (?)", (first,))
    return instant(first)


def _open(archive: Archive, key: tuple[str, str], reason: str, now: datetime, evidence: str) -> Edge:
    """Store a new alert on a kind and subject, inside the caller's transaction; returns its edge."""
    alert = dated_keys.draw(f"{china_day(now):%Y%m%d}", partial(archive.one, "SELECT 1 FROM alerts WHERE alert = ?"))
    kind, subject = key
    archive.connection.execute(
        "INSERT INTO alerts (alert, kind, reason, subject, opened_at, evidence) VALUES (?, ?, ?, ?, ?, ?)",
        (alert, kind, reason, subject, text(now), evidence),
    )
    return Edge(alert, "opened", kind, subject)


def _evidence(archive: Archive, condition: Condition, gaps: dict[str, dict[str, str]]) -> str:
    """The evidence of a condition as JSON, with its event and the gap in its county's checks."""
    evidence = {**condition.evidence, "event": condition.event} if condition.event else condition.evidence
    gap = gaps.get(county_of(archive, condition.subject) or "")
    return json.dumps({**evidence, "outage": gap} if gap else evidence, ensure_ascii=False)
