"""Sends what waits in the outbox, one message a day for each channel; what fails waits for another night."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal

from archive.alerts import outbox
from archive.alerts.outbox import AlertEdge
from archive.alerts.text.digest import Entry
from archive.alerts.text.entries import archive_unhealthy
from archive.alerts.text.message import Message, MessageError, MessagePart
from archive.captures.reasons import NightReason, Reason, because
from archive.storage.database import Archive
from archive.storage.instants import text
from crawler.notify import sending
from crawler.notify.channel import Channel, ChannelError
from crawler.notify.senders import Sender, sender
from crawler.notify.sending import SendError

_FAILURES = (SendError, ChannelError, MessageError)


@dataclass(frozen=True, slots=True)
class Delivery:
    """The result of one channel's message; the field names are JSON keys of `nianbao alerts test --json`.

    `told` counts the alert edges that it reported, in `parts` messages; `again` counts those of them that may have
    arrived before.
    """

    channel: str
    state: Literal["sent", "failed", "held"]
    told: int = 0
    parts: int = 0
    again: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class _Layout:
    """What of the configuration shapes a message: the user's templates, and the address of the pages."""

    templates: Path | None
    web: str | None


def deliver(
    archive: Archive,
    channels: Sequence[Channel],
    now: datetime,
    environment: Mapping[str, str],
    templates: Path | None = None,
    web: str | None = None,
) -> list[Delivery]:
    """Send what waits, one message for each channel; a channel that had a message today (in China) waits.

    `templates` is a folder of the user's own, `web` the address of the pages, for links.
    """
    outbox.give_up_unconfigured(archive, [channel.name for channel in channels])
    return [
        delivery
        for channel in channels
        if (delivery := _deliver(archive, channel, now, environment, _Layout(templates, web))) is not None
    ]


def trial(
    channels: Sequence[Channel], now: datetime, environment: Mapping[str, str], templates: Path | None = None
) -> list[Delivery]:
    """Send a test message through every channel; the archive is not touched."""
    return report_unhealthy_archive(channels, _TEST, now, environment, templates)


def report_unhealthy_archive(
    channels: Sequence[Channel],
    ailments: Sequence[Reason],
    now: datetime,
    environment: Mapping[str, str],
    templates: Path | None = None,
) -> list[Delivery]:
    """Report problems of the archive that cannot be recorded in the archive itself."""
    entry = archive_unhealthy(ailments, text(now))
    results = []
    for channel in channels:
        message = Message([entry], now, channel.language, templates)
        try:
            carrier = sender(channel.resolved(environment))
            parts = message.parts(carrier.limit)
            for part in parts:
                _send_part(carrier, message, part)
            results.append(Delivery(channel.name, "sent", 0, len(parts)))
        except _FAILURES as error:
            results.append(Delivery(channel.name, "failed", error=str(error)))
    return results


def unusable(channels: Sequence[Channel], environment: Mapping[str, str]) -> list[str]:
    """The names of channels whose address cannot be used; nothing is sent."""
    found = []
    for channel in channels:
        try:
            sender(channel.resolved(environment))
        except ChannelError:
            found.append(channel.name)
    return found


_TEST = (because(NightReason.TEST_MESSAGE),)


def _deliver(
    archive: Archive, channel: Channel, now: datetime, environment: Mapping[str, str], layout: _Layout
) -> Delivery | None:
    cut_short = outbox.cut_short(archive, channel.name)
    entries = outbox.waiting(archive, channel.name, now, {edge for covers in cut_short for edge in covers})
    if not entries:
        return None
    if outbox.had_today(archive, channel.name, now):
        return Delivery(channel.name, "held")
    edges = parts = repeated = 0
    try:
        carrier = sender(channel.resolved(environment))
        for message in _messages(entries, cut_short, now, channel, layout, carrier.alerts):
            for part in message.parts(carrier.limit):
                outbox.begin(archive, channel.name, part, now)
                _send_part(carrier, message, part)
                outbox.settle(archive, channel.name, part, now)
                edges, parts, repeated = edges + len(part.covers), parts + 1, repeated + message.again
    except _FAILURES as error:
        maybe_taken = not isinstance(error, SendError) or error.maybe_taken
        outbox.put_off(archive, channel.name, entries, now, str(error), maybe_taken=maybe_taken)
        return Delivery(channel.name, "failed", edges, parts, repeated, str(error))
    return Delivery(channel.name, "sent", edges, parts, repeated)


def _send_part(carrier: Sender, message: Message, part: MessagePart) -> None:
    sending.run_within(sending.PART_SECONDS, partial(carrier.send, message, part))


def _messages(
    entries: Sequence[Entry],
    cut_short: Sequence[frozenset[AlertEdge]],
    now: datetime,
    channel: Channel,
    layout: _Layout,
    most: int | None,
) -> Iterator[Message]:
    """Messages that may have arrived already come first and apart, so that they have the same keys again. The others
    have at most `most` alerts each, None for all in one.
    """
    left = list(entries)
    for covers in cut_short:
        again = [entry for entry in left if (entry.alert, entry.edge) in covers]
        left = [entry for entry in left if (entry.alert, entry.edge) not in covers]
        if again:
            yield Message(again, now, channel.language, layout.templates, again=True, web=layout.web)
    step = most or max(1, len(left))
    for begin in range(0, len(left), step):
        yield Message(left[begin : begin + step], now, channel.language, layout.templates, web=layout.web)
