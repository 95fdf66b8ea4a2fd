"""What the verb `alerts` does: list with words, acknowledge, mute, try the channels."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from archive.alerts import lifecycle
from archive.alerts.text import entries
from archive.storage.database import Archive
from crawler.night.nightly import configured_channels
from crawler.notify import delivery
from crawler.notify.delivery import Delivery
from crawler.runtime.config import Config, ConfigError


def standing(config: Config, now: datetime) -> Sequence[dict[str, Any]]:
    """Open alerts with their evidence and `says`, one sentence in English."""
    with Archive.read(config.archive) as archive:
        rows = lifecycle.open_alerts(archive, now)
        return [{**row, "says": entries.in_words(archive, row["alert"], now, config.alerts.templates)} for row in rows]


def decide(config: Config, action: str, target: str, now: datetime, note: str | None, until: datetime | None) -> str:
    """Acknowledge, mute or unmute. Returns what was done, in words."""
    with Archive.open(config.archive) as archive:
        if action == "ack":
            lifecycle.acknowledge(archive, target, now, note)
            return f"acknowledged {target}"
        if action == "mute":
            return f"muted {lifecycle.mute(archive, target, now, note or '', until)}"
        return f"ended {lifecycle.unmute(archive, target, now)} mutes of {target}"


def test(config: Config, now: datetime) -> Sequence[Delivery]:
    """Send a test message through every channel. Raises ConfigError where there is none."""
    listed = configured_channels(config)
    if not listed:
        raise ConfigError(f"{config.path}: `alerts.channels` names no channel; add an Apprise address or env:NAME")
    return delivery.trial(listed, now, os.environ, config.alerts.templates)
