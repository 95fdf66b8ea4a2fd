"""How fast a site is asked: slower where it answers slowly, with a pause where it fails or says no. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from scrapy.http import Response

SLOWEST_SECONDS = 60.0
"""Seconds; neither a slow server nor a Crawl-delay makes us wait longer between requests."""
IN_A_ROW = 12
"""Failed attempts at one host, none good between them, after which it is left alone for the night."""
LONGEST_PAUSE_SECONDS = 300.0
"""Seconds; no pause is longer, and a site that asks for more by Retry-After is not asked again tonight."""


@dataclass(slots=True)
class Pace:
    """Seconds between requests to a site: never less than `floor_seconds`, which the configuration and robots.txt set.

    `left_alone` are hosts that are not asked again tonight, with the reason.
    """

    floor_seconds: float
    longest_pause_seconds: float = LONGEST_PAUSE_SECONDS
    delay_seconds: float = -1.0
    left_alone: dict[str, str] = field(default_factory=dict)
    _failed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.delay_seconds = max(self.delay_seconds, self.floor_seconds)

    def crawl_delay(self, seconds: float) -> None:
        """Heed the Crawl-delay of robots.txt."""
        self.floor_seconds = max(self.floor_seconds, min(seconds, SLOWEST_SECONDS))
        self.delay_seconds = max(self.delay_seconds, self.floor_seconds)

    def pause(self, seconds: float) -> None:
        """Wait this long before the next request."""
        self.delay_seconds = max(self.floor_seconds, min(seconds, self.longest_pause_seconds))

    def failed(self, host: str, retry_after_seconds: float | None) -> None:
        """Count a failed attempt; a host that never recovers, or asks for too long a pause, is left alone."""
        self._failed[host] += 1
        if retry_after_seconds is not None and retry_after_seconds > self.longest_pause_seconds:
            self.left_alone[host] = f"{host} asked for a pause of {retry_after_seconds:g} seconds"
        elif self._failed[host] >= IN_A_ROW:
            self.left_alone[host] = f"the last {IN_A_ROW} attempts at {host} failed"

    def answered(self, host: str, latency_seconds: float) -> None:
        """Learn from a good answer, which took `latency_seconds` to begin: it brings the pace back after a pause.

        Where requests follow at once by configuration, the server's slowness alone changes nothing.
        """
        self._failed[host] = 0
        needed = latency_seconds if self.floor_seconds else 0.0
        self.delay_seconds = min(
            max(self.floor_seconds, needed, (min(self.delay_seconds, SLOWEST_SECONDS) + needed) / 2), SLOWEST_SECONDS
        )


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
