"""A channel as configured: its address, and what it is for. Secrets stay in the environment until a message is sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Final, get_args
from urllib.parse import parse_qsl, urlencode, urlsplit

from archive.alerts import kinds as alert_kinds
from archive.alerts.kinds.kind import Severity
from archive.alerts.text.wording import Language
from archive.messages import Argument
from archive.messages.coded import CodedError, reason
from archive.storage import toml
from archive.storage.toml import Place
from crawler.runtime.config import DEFAULT, Config, ConfigError
from crawler.runtime.places import PlaceError, leading_digits

_ORDER: tuple[Severity, ...] = get_args(Severity)
_ADDRESS: Final = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*\Z|[A-Za-z][A-Za-z0-9+.-]*://")


class ChannelError(CodedError):
    """A channel that cannot be used as configured. The message names it and the remedy, and no secret."""


def _place(written: str) -> Argument | None:
    try:
        leading_digits(written)
    except PlaceError as error:
        return error.sentence.argument
    return None


def _kind(name: str) -> Argument | None:
    known = alert_kinds.known()
    return None if name in known else reason("wrong-alert-kind", known=", ".join(known))


@dataclass(frozen=True, slots=True)
class Channel:
    """Where messages go (`address`: an Apprise address or `env:NAME`) and which: empty sets mean all.

    `counties` are leading digits of county codes, once the configuration is read; people write names, too. A channel
    with counties gets no alerts about the archive itself.
    """

    name: str
    address: str = field(metadata={"key": "url"})
    counties: tuple[Annotated[str, _place], ...] = ()
    kinds: tuple[Annotated[str, _kind], ...] = ()
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
        if not self.is_in_environment:
            return self.address
        variable = self.address.removeprefix("env:")
        address = environment.get(variable, "").strip()
        if not address:
            raise ChannelError("wrong-channel-variable", channel=self.name, variable=variable)
        if address.startswith("env:") or not _ADDRESS.match(address):
            raise ChannelError("wrong-channel-variable-address", channel=self.name, variable=variable)
        return address

    @property
    def is_in_environment(self) -> bool:
        """Whether the environment holds the address."""
        return self.address.startswith("env:")


def configured_channels(config: Config) -> list[Channel]:
    """The channels of the configuration. Raises ConfigError."""
    try:
        return channels(config.alerts.channels, config.path)
    except ChannelError as error:
        raise ConfigError.like(error) from error


def channels(configured: Sequence[str | Mapping[str, object]], path: Path = DEFAULT) -> list[Channel]:
    """The channels of `[alerts]` in the configuration at `path`, each with a distinct name. Raises ChannelError.

    An address with several recipients becomes a channel for each, so that a refused message is repeated to no other
    recipient.
    """
    split = [
        channel
        for number, entry in enumerate(configured, 1)
        for channel in _split_recipients(_channel(entry, Place(path, ChannelError, prefix="alerts.channels."), number))
    ]
    count = Counter[str]()
    named = []
    for channel in split:
        count[channel.name] += 1
        suffix = f"-{count[channel.name]}" if count[channel.name] > 1 else ""
        named.append(replace(channel, name=channel.name + suffix))
    return named


def _channel(entry: str | Mapping[str, object], place: Place, number: int) -> Channel:
    """One entry; messages call it by its name, or by its number where it has none, and never by its address."""
    table = {"url": entry} if isinstance(entry, str) else dict(entry)
    url = table.get("url")
    if not isinstance(url, str) or not _ADDRESS.match(url):
        raise replace(place, row=reason("row-channel", channel=number)).failed(
            reason("wrong-channel-address", key=place.key("url"))
        )
    table.setdefault("name", url.removeprefix("env:") if url.startswith("env:") else url.split(":")[0])
    channel = toml.build(Channel, table, replace(place, row=reason("row-channel", channel=str(table["name"]))))
    return replace(channel, counties=tuple(map(leading_digits, channel.counties)))


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
