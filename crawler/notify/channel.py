"""A channel as configured: its address, and what it is for. Secrets stay in the environment until a message is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode, urlsplit

from archive.alerts import kinds as alert_kinds
from archive.alerts.kinds.kind import Severity
from archive.alerts.text.wording import Language

_ORDER: tuple[Severity, ...] = get_args(Severity)


class ChannelError(Exception):
    """A channel that cannot be used as configured. The message names it and the remedy, and no secret."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where messages go (`address`: an Apprise address or `env:NAME`) and which: empty sets mean all.

    `counties` are leading digits of county codes; a channel with counties gets no alerts about the archive itself.
    """

    name: str
    address: str
    counties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    severity: Severity = "notice"
    language: Language = "zh"

    def wants(self, kind: str, county: str | None) -> bool:
        """Whether alerts of this kind in this county go to this channel."""
        return (
            (not self.kinds or kind in self.kinds)
            and _ORDER.index(alert_kinds.known()[kind].severity) >= _ORDER.index(self.severity)
            and (not self.counties or (county or "").startswith(self.counties))
        )

    def resolved(self, environment: Mapping[str, str]) -> str:
        """The address, with `env:NAME` resolved. Raises ChannelError where the environment lacks it."""
        if not self.address.startswith("env:"):
            return self.address
        variable = self.address.removeprefix("env:")
        if not environment.get(variable):
            raise ChannelError(f"channel {self.name}: the environment has no {variable}; set it to an Apprise address")
        return environment[variable]


def channels(configured: Sequence[str | Mapping[str, Any]]) -> list[Channel]:
    """The channels of `[alerts]`, each with a distinct name. Raises ChannelError.

    An address with several recipients becomes a channel for each, so that a refused message is repeated to no other
    recipient.
    """
    split = [channel for entry in configured for channel in _split_recipients(_channel(entry))]
    count = Counter[str]()
    named = []
    for channel in split:
        count[channel.name] += 1
        suffix = f"-{count[channel.name]}" if count[channel.name] > 1 else ""
        named.append(replace(channel, name=channel.name + suffix))
    return named


def _channel(entry: str | Mapping[str, Any]) -> Channel:
    table = {"url": entry} if isinstance(entry, str) else dict(entry)
    url = table.pop("url", None)
    if not isinstance(url, str) or not (url.startswith("env:") or "://" in url):
        raise ChannelError("alerts.channels: a channel needs a `url`: an Apprise address, or env:NAME")
    name = str(table.pop("name", url.removeprefix("env:") if url.startswith("env:") else url.split(":")[0]))
    sets = {key: tuple(map(str, table.pop(key, ()))) for key in ("counties", "kinds")}
    severity, language = table.pop("severity", "notice"), table.pop("language", "zh")
    unknown = [*table, *(set(sets["kinds"]) - set(alert_kinds.known()))]
    if unknown:
        raise ChannelError(f"alerts.channels: {name}: {unknown[0]!r} is unknown; see docs/alerts.md")
    if severity not in _ORDER or language not in get_args(Language):
        raise ChannelError(f"alerts.channels: {name}: severity is notice, warning or urgent; language is zh or en")
    return Channel(name, url, sets["counties"], sets["kinds"], severity, "en" if language == "en" else "zh")


def _split_recipients(channel: Channel) -> list[Channel]:
    parts = urlsplit(channel.address)
    query = parse_qsl(parts.query)
    recipients = [name for key, value in query if key == "to" for name in value.split(",") if name]
    if len(recipients) < 2:
        return [channel]
    rest = [(key, value) for key, value in query if key != "to"]
    return [
        replace(channel, address=parts._replace(query=urlencode([*rest, ("to", name)], safe="@")).geturl())
        for name in recipients
    ]
