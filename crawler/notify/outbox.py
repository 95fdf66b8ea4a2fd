"""The outbox: which edge goes to which channel, what has been told, what is tried again another night.

A row of `notifications` is written before anything is sent and settled after. What was being sent when the program was
killed, or when a channel fell silent, may have arrived: it is sent again, marked as such and under the same key, so
that it is never lost and its receiver can drop it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from archive.alerts import lifecycle
from archive.alerts.lifecycle import Edge
from archive.storage.database import Archive
from archive.storage.instants import china_day, end_of_day, instant, text
from crawler.notify import sending
from crawler.notify.channel import Channel, ChannelError
from crawler.notify.digest import Entry
from crawler.notify.message import Message, Part
from crawler.notify.senders import sender
from crawler.notify.sending import SendError

NIGHTS_TO_TRY = 30
"""After so many nights a message is given up."""

CLOSING_TOLD = frozenset({"missed_deadline", "withdrawn", "site_failing", "archive_unhealthy"})
"""States of which people want to hear that they ended; an event only grows old."""


Told = tuple[str, str]
"""An alert and its edge."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of one channel's message: how many edges it told, in how many parts; `again` counts those of them that
    may have arrived before.
    """

    channel: str
    state: Literal["sent", "failed", "held"]
    told: int = 0
    parts: int = 0
    again: int = 0
    error: str | None = None


def waiting(archive: Archive) -> int:
    """How many notifications have not been sent yet."""
    return int(archive.one("SELECT count(*) FROM notifications WHERE state = 'waiting'")[0])


def enqueue(archive: Archive, channels: Sequence[Channel], edges: Iterable[Edge], now: datetime) -> int:
    """Write a notification for every channel that wants an edge. Returns how many."""
    rows = []
    for edge in edges:
        if edge.edge == "closed" and edge.kind not in CLOSING_TOLD:
            continue
        if lifecycle.is_muted(archive, edge.kind, edge.subject, now):
            continue
        county = lifecycle.county_of(archive, edge.subject)
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
    cut_short = _cut_short(archive, channel.name)
    entries = _waiting(archive, channel.name, now, {edge for covers in cut_short for edge in covers})
    if not entries:
        return None
    last = archive.one("SELECT max(sent_at) FROM notifications WHERE channel = ?", channel.name)[0]
    if last and china_day(instant(last)) == china_day(now):
        return Delivery(channel.name, "held")
    told = parts = repeated = 0
    try:
        carrier = sender(channel.resolved(environment))
        for message in _messages(entries, cut_short, now, channel, templates):
            for part in message.parts(carrier.limit):
                _begin(archive, channel.name, part, now)
                sending.within(sending.LONGEST, partial(carrier.send, message, part))
                _settle(archive, channel.name, part, now)
                told, parts, repeated = told + len(part.covers), parts + 1, repeated + message.again
    except (SendError, ChannelError) as error:
        _put_off(archive, channel.name, entries, now, error)
        return Delivery(channel.name, "failed", told, parts, repeated, str(error))
    return Delivery(channel.name, "sent", told, parts, repeated)


def _messages(
    entries: Sequence[Entry],
    cut_short: Sequence[frozenset[Told]],
    now: datetime,
    channel: Channel,
    templates: Path | None,
) -> Iterator[Message]:
    """What may have arrived goes by itself, so that it has the key that it had; then all the rest."""
    left = list(entries)
    for covers in cut_short:
        again = [entry for entry in left if (entry.alert, entry.edge) in covers]
        left = [entry for entry in left if entry not in again]
        if again:
            yield Message(again, now, channel.language, templates, again=True)
    if left:
        yield Message(left, now, channel.language, templates)


def trial(
    channels: Sequence[Channel], now: datetime, environment: Mapping[str, str], templates: Path | None = None
) -> list[Delivery]:
    """Send a test message through every channel; the archive is not touched."""
    return past_the_archive(channels, _TEST, now, environment, templates)


def past_the_archive(
    channels: Sequence[Channel],
    ailments: Sequence[str],
    now: datetime,
    environment: Mapping[str, str],
    templates: Path | None = None,
) -> list[Delivery]:
    """Say that the archive is not well, where it cannot note so itself."""
    evidence = {"ailments": list(ailments)}
    entry = Entry("none", "opened", "archive_unhealthy", "archive", "archive", None, "", text(now), evidence)
    tried = []
    for channel in channels:
        message = Message([entry], now, channel.language, templates)
        try:
            carrier = sender(channel.resolved(environment))
            parts = message.parts(carrier.limit)
            for part in parts:
                sending.within(sending.LONGEST, partial(carrier.send, message, part))
            tried.append(Delivery(channel.name, "sent", 0, len(parts)))
        except (SendError, ChannelError) as error:
            tried.append(Delivery(channel.name, "failed", error=str(error)))
    return tried


_TEST = ("这是一条测试消息，没有异常。This is a test; nothing is wrong.",)


def _cut_short(archive: Archive, channel: str) -> list[frozenset[Told]]:
    """What was being handed to the channel when the program, or the channel, broke off; the oldest first."""
    rows = archive.rows("SELECT covers FROM sendings WHERE channel = ? ORDER BY began_at, message", channel)
    return [frozenset((alert, edge) for alert, edge in json.loads(row["covers"])) for row in rows]


def _waiting(archive: Archive, channel: str, now: datetime, maybe_told: Collection[Told]) -> list[Entry]:
    """The edges to tell. An alert that closed before its opening was ever handed over is one edge, `passed`."""
    rows = archive.rows(
        "SELECT n.edge, a.*, s.verdict FROM notifications AS n JOIN alerts AS a USING (alert)"
        " LEFT JOIN status AS s ON 'township:' || s.township_code || '/' || s.year = a.subject"
        " WHERE n.channel = ? AND n.state = 'waiting' AND (n.next_try IS NULL OR n.next_try <= ?)",
        channel,
        text(now),
    )
    passed = {
        row["alert"]
        for row in rows
        if row["edge"] == "opened" and row["closed_at"] and (row["alert"], "opened") not in maybe_told
    }
    entries = [_entry(archive, row) for row in rows if row["edge"] == "opened" or row["alert"] not in passed]
    return [replace(entry, edge="passed") if entry.alert in passed else entry for entry in entries]


def _entry(archive: Archive, row: Any) -> Entry:
    county = lifecycle.county_of(archive, row["subject"])
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


def _begin(archive: Archive, channel: str, part: Part, now: datetime) -> None:
    covers = json.dumps([(entry.alert, entry.edge) for entry in part.covers])
    with archive.transaction() as db:
        db.execute(
            "INSERT INTO sendings VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (channel, part.key, text(now), covers)
        )


def _settle(archive: Archive, channel: str, part: Part, now: datetime) -> None:
    """The channel has taken a part; what passed unheard is told with both its edges."""
    with archive.transaction() as db:
        db.executemany(
            "UPDATE notifications SET state = 'sent', sent_at = ?1, attempts = attempts + 1, error = NULL"
            " WHERE channel = ?2 AND alert = ?3 AND (edge = ?4 OR ?4 = 'passed')",
            [(text(now), channel, entry.alert, entry.edge) for entry in part.covers],
        )
        db.execute("DELETE FROM sendings WHERE channel = ? AND message = ?", (channel, part.key))


def _put_off(
    archive: Archive, channel: str, entries: Iterable[Entry], now: datetime, error: SendError | ChannelError
) -> None:
    """Leave for the next day in China what has not been told. What certainly did not arrive leaves no trace."""
    with archive.transaction() as db:
        db.executemany(
            "UPDATE notifications SET attempts = attempts + 1, next_try = ?1, error = ?2,"
            " state = CASE WHEN attempts + 1 >= ?3 THEN 'failed' ELSE 'waiting' END"
            " WHERE channel = ?4 AND alert = ?5 AND (edge = ?6 OR ?6 = 'passed') AND state = 'waiting'",
            [(text(end_of_day(china_day(now))), str(error), NIGHTS_TO_TRY, channel, e.alert, e.edge) for e in entries],
        )
        if isinstance(error, SendError) and not error.maybe_taken:
            db.execute("DELETE FROM sendings WHERE channel = ? AND began_at = ?", (channel, text(now)))


def _forget(archive: Archive, channels: Sequence[Channel]) -> None:
    """Give up what nobody waits for: channels that are no more, and sendings of which nothing waits."""
    names = json.dumps([channel.name for channel in channels])
    with archive.transaction() as db:
        db.execute(
            "UPDATE notifications SET state = 'failed', error = 'the channel is no longer configured'"
            " WHERE state = 'waiting' AND channel NOT IN (SELECT value FROM json_each(?))",
            (names,),
        )
        db.execute(
            "DELETE FROM sendings WHERE NOT EXISTS (SELECT 1 FROM notifications AS n, json_each(sendings.covers) AS c"
            " WHERE n.channel = sendings.channel AND n.alert = c.value ->> 0 AND n.state = 'waiting')"
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
