"""The outbox in the archive: which edge of an alert goes to which channel, and its delivery state. Sends nothing.

A row of `notifications` is written before anything is sent and updated afterwards. A message that was being sent when
the program was killed, or when a channel stopped answering, may have arrived: it stays in `sendings` and is sent again,
marked as a repetition and under the same key, so that it is never lost and its receiver can drop it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from archive.alerts import kinds, lifecycle
from archive.alerts.lifecycle import Edge
from archive.alerts.text import entries
from archive.alerts.text.digest import Entry
from archive.alerts.text.message import MessagePart
from archive.storage.database import Archive
from archive.storage.instants import china_day, end_of_day, instant, text

NIGHTS_TO_TRY = 30
"""Nights after which an undelivered message fails."""

AlertEdge = tuple[str, str]
"""The id of an alert, and one of its edges."""


class Recipient(Protocol):
    """A receiver of alerts, and which alerts it wants."""

    @property
    def name(self) -> str:
        """Its name in `notifications.channel`."""

    def wants(self, kind: str, county: str | None, /) -> bool:
        """Whether an alert of this kind in this county goes there."""


def enqueue(archive: Archive, recipients: Sequence[Recipient], edges: Iterable[Edge], now: datetime) -> int:
    """Write a notification for every recipient that wants an edge. Returns how many."""
    rows = []
    for edge in edges:
        if edge.edge == "closed" and not kinds.known()[edge.kind].announces_end:
            continue
        if lifecycle.is_muted(archive, edge.kind, edge.subject, now):
            continue
        county = lifecycle.county_of(archive, edge.subject)
        rows += [(edge.alert, r.name, edge.edge) for r in recipients if r.wants(edge.kind, county)]
    with archive.transaction() as db:
        db.executemany(
            "INSERT INTO notifications (alert, channel, edge, state) VALUES (?, ?, ?, 'waiting')"
            " ON CONFLICT DO NOTHING",
            rows,
        )
    return len(rows)


def enqueue_unheard(archive: Archive, recipients: Sequence[Recipient], now: datetime) -> int:
    """Write a notification of each open alert that a recipient wants and never had. Returns how many.

    A channel that was added, or that wants more than before, so hears once what is open; and so does every channel
    of what was muted, when the mute has ended.
    """
    return sum(
        enqueue(archive, [recipient], [Edge(row["alert"], "opened", row["kind"], row["subject"]) for row in rows], now)
        for recipient in recipients
        if (rows := archive.rows(_UNHEARD, recipient.name, text(now)))
    )


_UNHEARD = """
SELECT a.alert, a.kind, a.subject FROM alerts AS a WHERE a.closed_at IS NULL AND a.opened_at <= ?2 AND NOT EXISTS
    (SELECT 1 FROM notifications AS n WHERE n.alert = a.alert AND n.channel = ?1 AND n.edge = 'opened')
"""


def waiting(archive: Archive, channel: str, now: datetime, maybe_sent: Collection[AlertEdge]) -> list[Entry]:
    """The edges to send. An alert that closed before its opening was sent becomes one edge, `passed`."""
    edges = archive.rows(
        "SELECT n.alert, n.edge, a.closed_at FROM notifications AS n JOIN alerts AS a USING (alert)" + _WAITING,
        channel,
        text(now),
    )
    passed = {
        row["alert"]
        for row in edges
        if row["edge"] == "opened" and row["closed_at"] and (row["alert"], "opened") not in maybe_sent
    }
    rows = archive.each(
        entries.SELECT.format(edge="n.edge") + " JOIN notifications AS n USING (alert)" + _WAITING, channel, text(now)
    )
    found = [entries.entry(archive, row) for row in rows if row["edge"] == "opened" or row["alert"] not in passed]
    return [replace(entry, edge="passed") if entry.alert in passed else entry for entry in found]


_WAITING = " WHERE n.channel = ? AND n.state = 'waiting' AND (n.next_try IS NULL OR n.next_try <= ?)"


def had_today(archive: Archive, channel: str, now: datetime) -> bool:
    """Whether the channel has had a message on this day in China."""
    last = archive.one("SELECT max(sent_at) FROM notifications WHERE channel = ? AND sent_at IS NOT NULL", channel)[0]
    return bool(last) and china_day(instant(last)) == china_day(now)


def cut_short(archive: Archive, channel: str) -> list[frozenset[AlertEdge]]:
    """The edges of interrupted sendings to the channel, by sending, the oldest first."""
    rows = archive.rows("SELECT covers FROM sendings WHERE channel = ? ORDER BY began_at, message", channel)
    return [frozenset((alert, edge) for alert, edge in json.loads(row["covers"])) for row in rows]


def begin(archive: Archive, channel: str, part: MessagePart, now: datetime) -> None:
    """Record that a part is about to be sent."""
    covers = json.dumps([(entry.alert, entry.edge) for entry in part.covers])
    with archive.transaction() as db:
        db.execute(
            "INSERT INTO sendings VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (channel, part.key, text(now), covers)
        )


def settle(archive: Archive, channel: str, part: MessagePart, now: datetime) -> None:
    """Record that a channel accepted a part; an entry `passed` settles both edges of its alert."""
    with archive.transaction() as db:
        db.executemany(
            "UPDATE notifications SET state = 'sent', sent_at = ?1, attempts = attempts + 1, error = NULL"
            " WHERE channel = ?2 AND alert = ?3 AND (edge = ?4 OR ?4 = 'passed')",
            [(text(now), channel, entry.alert, entry.edge) for entry in part.covers],
        )
        db.execute("DELETE FROM sendings WHERE channel = ? AND message = ?", (channel, part.key))


def put_off(
    archive: Archive, channel: str, unsent: Iterable[Entry], now: datetime, error: str, *, maybe_taken: bool
) -> None:
    """Postpone unsent entries to the next day in China.

    `error` is what the channel answered; `maybe_taken` says that the connection broke before it answered: only then do
    their `sendings` stay.
    """
    tomorrow = text(end_of_day(china_day(now)))
    with archive.transaction() as db:
        db.executemany(
            "UPDATE notifications SET attempts = attempts + 1, next_try = ?1, error = ?2,"
            " state = CASE WHEN attempts + 1 >= ?3 THEN 'failed' ELSE 'waiting' END"
            " WHERE channel = ?4 AND alert = ?5 AND (edge = ?6 OR ?6 = 'passed') AND state = 'waiting'",
            [(tomorrow, error, NIGHTS_TO_TRY, channel, entry.alert, entry.edge) for entry in unsent],
        )
        if not maybe_taken:
            db.execute("DELETE FROM sendings WHERE channel = ? AND began_at = ?", (channel, text(now)))


def give_up_unconfigured(archive: Archive, channels: Iterable[str]) -> None:
    """Fail notifications for channels that are not in `channels`, and drop sendings without a waiting notification."""
    with archive.transaction() as db:
        db.execute(
            "UPDATE notifications SET state = 'failed', error = 'the channel is no longer configured'"
            " WHERE state = 'waiting' AND channel NOT IN (SELECT value FROM json_each(?))",
            (json.dumps(list(channels)),),
        )
        db.execute(
            "DELETE FROM sendings WHERE NOT EXISTS (SELECT 1 FROM notifications AS n, json_each(sendings.covers) AS c"
            " WHERE n.channel = sendings.channel AND n.alert = c.value ->> 0 AND n.state = 'waiting')"
        )


def waiting_count(archive: Archive) -> int:
    """How many notifications have not been sent yet, over all channels."""
    return int(archive.one("SELECT count(*) FROM notifications WHERE state = 'waiting'")[0])
