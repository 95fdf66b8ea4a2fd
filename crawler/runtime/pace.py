"""How fast a site is asked: slower where it answers slowly, with a pause where it fails or says no. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from scrapy.http import Response

SLOWEST = 60.0
"""Seconds; neither a slow server nor a Crawl-delay makes us wait longer between requests."""
IN_A_ROW = 12
"""Failed attempts at one host, none good between them, after which it is left alone for the night."""
LONGEST_PAUSE = 300.0
"""Seconds; no pause is longer, and a site that asks for more by Retry-After is not asked again tonight."""


@dataclass(slots=True)
class Pace:
    """Seconds between requests to a site: never less than `floor`, which the configuration and robots.txt set.

    `left_alone` are hosts that are not asked again tonight, with the reason.
    """

    floor: float
    longest_pause: float = LONGEST_PAUSE
    delay: float = -1.0
    left_alone: dict[str, str] = field(default_factory=dict)
    _failed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.delay = max(self.delay, self.floor)

    def crawl_delay(self, seconds: float) -> None:
        """Heed the Crawl-delay of robots.txt."""
        self.floor = max(self.floor, min(seconds, SLOWEST))
        self.delay = max(self.delay, self.floor)

    def pause(self, seconds: float) -> None:
        """Wait this long before the next request."""
        self.delay = max(self.floor, min(seconds, self.longest_pause))

    def failed(self, host: str, retry_after_seconds: float | None) -> None:
        """Count a failed attempt; a host that never recovers, or asks for too long a pause, is left alone."""
        self._failed[host] += 1
        if retry_after_seconds is not None and retry_after_seconds > self.longest_pause:
            self.left_alone[host] = f"{host} asked for a pause of {retry_after_seconds:g} seconds"
        elif self._failed[host] >= IN_A_ROW:
            self.left_alone[host] = f"the last {IN_A_ROW} attempts at {host} failed"

    def answered(self, host: str, latency: float) -> None:
        """Learn from a good answer, which took `latency` seconds to begin: it brings the pace back after a pause.

        Where requests follow at once by configuration, the server's slowness alone changes nothing.
        """
        self._failed[host] = 0
        needed = latency if self.floor else 0.0
        self.delay = min(max(self.floor, needed, (min(self.delay, SLOWEST) + needed) / 2), SLOWEST)


def retry_after_of(response: Response, now: datetime) -> float | None:
    """Seconds that a response asks us to wait by Retry-After, None where it asks for no pause."""
    said = response.headers.get("Retry-After")
    return seconds_to_wait(said.decode("latin-1"), now) if said else None


def seconds_to_wait(said: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date; None where it says neither."""
    if said.strip().isascii() and said.strip().isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - now).total_seconds())
    except (TypeError, ValueError):
        return None
