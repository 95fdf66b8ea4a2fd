"""The outbox: which edge goes to which channel, what has been told, what is tried again another night.

A row of `notifications` is written before anything is sent and settled after; a program killed in between may tell the
last part a second time, under the same message id, and never loses one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from archive import alerts
from archive.alerts import Edge
from archive.channels.channel import Channel, ChannelError
from archive.channels.message import Entry, Message
from archive.channels.senders import SendError, sender
from archive.clock import china_day, end_of_day, instant, text
from archive.store import Archive

NIGHTS_TO_TRY = 30
"""After so many nights a message is given up."""

CLOSING_TOLD = frozenset({"missed_deadline", "withdrawn", "site_failing", "archive_unhealthy"})
"""States of which people want to hear that they ended; an event only grows old."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of one channel's message: how many edges it told, in how many parts."""

    channel: str
    state: Literal["sent", "failed", "held"]
    told: int = 0
    parts: int = 0
    error: str | None = None


def enqueue(archive: Archive, channels: Sequence[Channel], edges: Iterable[Edge], now: datetime) -> int:
    """Write a notification for every channel that wants an edge. Returns how many."""
    rows = []
    for edge in edges:
        if edge.edge == "closed" and edge.kind not in CLOSING_TOLD:
            continue
        if alerts.is_muted(archive, edge.kind, edge.subject, now):
            continue
        county = alerts.county_of(archive, edge.subject)
        rows += [(edge.alert, c.name, edge.edge) for c in channels if c.wants(edge.kind, county)]
    with archive.transaction() as db:
        db.executemany(
            "INSERT INTO notifications (alert, channel, edge, state) VALUES (?, ?, ?, 'waiting')"
            " ON CONFLICT DO NOTHING",
            rows,
        )
    return len(rows)


def deliver(
    archive: Archive,
    channels: Sequence[Channel],
    now: datetime,
    environment: Mapping[str, str],
    templates: Path | None = None,
) -> list[Delivery]:
    """Send what waits, one message a channel; a channel that had one on this day in China is left until tomorrow."""
    _forget(archive, channels)
    return [
        delivery
        for channel in channels
        if (delivery := _deliver(archive, channel, now, environment, templates)) is not None
    ]


def _deliver(
    archive: Archive, channel: Channel, now: datetime, environment: Mapping[str, str], templates: Path | None
) -> Delivery | None:
    entries = _waiting(archive, channel.name, now)
    if not entries:
        return None
    last = archive.one("SELECT max(sent_at) FROM notifications WHERE channel = ?", channel.name)[0]
    if last and china_day(instant(last)) == china_day(now):
        return Delivery(channel.name, "held")
    message = Message(entries, now, channel.language, templates)
    told = 0
    try:
        carrier = sender(channel.resolved(environment))
        parts = message.parts(carrier.limit)
        for part in parts:
            carrier.send(message, part)
            _settle(archive, channel.name, part.covers, now)
            told += len(part.covers)
    except (SendError, ChannelError) as error:
        _put_off(archive, channel.name, entries, now, str(error))
        return Delivery(channel.name, "failed", told, error=str(error))
    return Delivery(channel.name, "sent", told, len(parts))


def trial(
    channels: Sequence[Channel], now: datetime, environment: Mapping[str, str], templates: Path | None = None
) -> list[Delivery]:
    """Send a test message through every channel; the archive is not touched."""
    tried = []
    for channel in channels:
        entry = Entry("test", "opened", "archive_unhealthy", "archive", "nianbao", None, "", text(now), _TEST)
        message = Message([entry], now, channel.language, templates)
        try:
            carrier = sender(channel.resolved(environment))
            parts = message.parts(carrier.limit)
            for part in parts:
                carrier.send(message, part)
            tried.append(Delivery(channel.name, "sent", 0, len(parts)))
        except (SendError, ChannelError) as error:
            tried.append(Delivery(channel.name, "failed", error=str(error)))
    return tried


_TEST: dict[str, Any] = {"ailments": ["这是一条测试消息，没有异常。This is a test; nothing is wrong."]}


def _waiting(archive: Archive, channel: str, now: datetime) -> list[Entry]:
    rows = archive.rows(
        "SELECT n.edge, a.*, s.verdict FROM notifications AS n JOIN alerts AS a USING (alert)"
        " LEFT JOIN status AS s ON 'township:' || s.township_code || '/' || s.year = a.subject"
        " WHERE n.channel = ? AND n.state = 'waiting' AND (n.next_try IS NULL OR n.next_try <= ?)",
        channel,
        text(now),
    )
    return [_entry(archive, row) for row in rows]


def _entry(archive: Archive, row: Any) -> Entry:
    county = alerts.county_of(archive, row["subject"])
    place = archive.one("SELECT name FROM counties WHERE code = ?", county)
    kind, _, named = row["subject"].partition(":")
    unit = archive.one("SELECT name FROM townships WHERE code = ?", named.split("/")[0]) if kind == "township" else None
    called = place["name"] if place else ""
    name = unit["name"] if unit else {"county": called, "archive": "archive"}.get(kind, named)
    at = row["opened_at"] if row["edge"] == "opened" else row["closed_at"]
    evidence = json.loads(row["evidence"])
    return Entry(
        row["alert"], row["edge"], row["kind"], row["subject"], name, county, called, at, evidence, row["verdict"]
    )


def _settle(archive: Archive, channel: str, told: Iterable[Entry], now: datetime) -> None:
    with archive.transaction() as db:
        db.executemany(
            "UPDATE notifications SET state = 'sent', sent_at = ?, attempts = attempts + 1, error = NULL"
            " WHERE channel = ? AND alert = ? AND edge = ?",
            [(text(now), channel, entry.alert, entry.edge) for entry in told],
        )


def _put_off(archive: Archive, channel: str, entries: Iterable[Entry], now: datetime, error: str) -> None:
    """Leave for the next day in China what has not been told."""
    with archive.transaction() as db:
        db.executemany(
            "UPDATE notifications SET attempts = attempts + 1, next_try = ?1, error = ?2,"
            " state = CASE WHEN attempts + 1 >= ?3 THEN 'failed' ELSE 'waiting' END"
            " WHERE channel = ?4 AND alert = ?5 AND edge = ?6 AND state = 'waiting'",
            [(text(end_of_day(china_day(now))), error, NIGHTS_TO_TRY, channel, e.alert, e.edge) for e in entries],
        )


def _forget(archive: Archive, channels: Sequence[Channel]) -> None:
    """Give up what nobody waits for: alerts that ended before they could be told, and channels that are no more."""
    names = json.dumps([channel.name for channel in channels])
    with archive.transaction() as db:
        db.execute(
            "UPDATE notifications SET state = 'failed', error = 'ended before it could be told' WHERE state = 'waiting'"
            " AND EXISTS (SELECT 1 FROM alerts AS a WHERE a.alert = notifications.alert AND a.closed_at IS NOT NULL)"
            " AND EXISTS (SELECT 1 FROM notifications AS o WHERE o.alert = notifications.alert"
            "             AND o.channel = notifications.channel AND o.edge = 'opened' AND o.state <> 'sent')"
        )
        db.execute(
            "UPDATE notifications SET state = 'failed', error = 'the channel is no longer configured'"
            " WHERE state = 'waiting' AND channel NOT IN (SELECT value FROM json_each(?))",
            (names,),
        )


def in_words(archive: Archive, alert: str, now: datetime, templates: Path | None = None) -> str:
    """One alert as an English sentence."""
    row = archive.one(
        "SELECT 'opened' AS edge, a.*, s.verdict FROM alerts AS a LEFT JOIN status AS s"
        " ON 'township:' || s.township_code || '/' || s.year = a.subject WHERE a.alert = ?",
        alert,
    )
    entry = _entry(archive, row)
    return Message([entry], now, "en", templates).line(entry).removeprefix("- ")
