"""The pace of requests to a site: slower where it answers slowly, with a pause where it fails or refuses. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from scrapy.http import Response

SLOWEST_SECONDS = 60.0
"""Seconds; neither a slow server nor a Crawl-delay makes the delay between requests longer."""
MAX_FAILURES_IN_A_ROW = 12
"""Failed attempts at a host in a row after which it is not requested again this night."""
LONGEST_PAUSE_SECONDS = 300.0
"""Seconds; no pause is longer, and a site that demands more by Retry-After is not requested again tonight."""


@dataclass(slots=True)
class Pace:
    """Seconds between requests to a site: never less than `floor_seconds`, which the configuration and robots.txt set.

    `left_alone` are hosts that are not requested again tonight, with the reason.
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
        """Count a failed attempt; a host that never recovers, or demands too long a pause, is not requested again."""
        self._failed[host] += 1
        if retry_after_seconds is not None and retry_after_seconds > self.longest_pause_seconds:
            self.left_alone[host] = f"{host} asked for a pause of {retry_after_seconds:g} seconds"
        elif self._failed[host] >= MAX_FAILURES_IN_A_ROW:
            self.left_alone[host] = f"the last {MAX_FAILURES_IN_A_ROW} attempts at {host} failed"

    def answered(self, host: str, latency_seconds: float) -> None:
        """Adapt to a good answer, which took `latency_seconds` to begin: the delay shrinks again after a pause.

        Where no delay is configured, the server's slowness alone adds none.
        """
        self._failed[host] = 0
        needed = latency_seconds if self.floor_seconds else 0.0
        self.delay_seconds = min(
            max(self.floor_seconds, needed, (min(self.delay_seconds, SLOWEST_SECONDS) + needed) / 2), SLOWEST_SECONDS
        )


def retry_after_of(response: Response, now: datetime) -> float | None:
    """Seconds to wait by a response's Retry-After; None where it demands no pause."""
    header = response.headers.get("Retry-After")
    return seconds_to_wait(header.decode("latin-1"), now) if header else None


def seconds_to_wait(header: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header, a number or a date; None where it is neither."""
    if header.strip().isascii() and header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - now).total_seconds())
    except (TypeError, ValueError):
        return None
