"""How fast a site is asked: slower where it answers slowly, with a pause where it says no. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

SLOWEST = 60.0
"""Seconds; neither a slow server nor a Crawl-delay makes us wait longer between requests."""
LONGEST_PAUSE = 300.0
"""Seconds; a longer Retry-After is cut to this, so that the site run ends tonight."""
REFUSING = {403, 429, 503}
BACK_OFF = 10


@dataclass(slots=True)
class Pace:
    """Seconds between requests to a site: never less than `floor`, which the configuration and robots.txt set."""

    floor: float
    longest_pause: float = LONGEST_PAUSE
    delay: float = -1.0

    def __post_init__(self) -> None:
        self.delay = max(self.delay, self.floor)

    def crawl_delay(self, seconds: float) -> None:
        """Heed the Crawl-delay of robots.txt."""
        self.floor = max(self.floor, min(seconds, SLOWEST))
        self.delay = max(self.delay, self.floor)

    def answered(self, status: int, latency: float, retry_after: float | None = None) -> None:
        """Learn from an answer: a refusal makes a pause before the next request, a good answer brings the pace back.

        Where requests follow at once by configuration, the server's slowness alone changes nothing.
        """
        if status in REFUSING:
            wanted = retry_after if retry_after is not None else self.delay * BACK_OFF
            self.delay = max(self.floor, min(wanted, self.longest_pause))
        elif status < 400:
            needed = latency if self.floor else 0.0
            self.delay = min(max(self.floor, needed, (min(self.delay, SLOWEST) + needed) / 2), SLOWEST)


def retry_after(said: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date; None where it says neither."""
    if said.strip().isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - now).total_seconds())
    except (TypeError, ValueError):
        return None
