"""The clock of a process: the real time, or a time set by `--now` that runs on from there."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from archive.storage.instants import CHINA

YEARS = range(1990, 2100)
"""In which an instant may lie: the first archives are of 2026, and reports of years long before."""


class Clock:
    """Gives the present instant, aware and in UTC."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._began = time.monotonic()

    @property
    def is_set(self) -> bool:
        """Whether the time was set by `--now`, so that it is not checked against servers."""
        return self._start is not None

    def now(self) -> datetime:
        """The present instant."""
        if self._start is None:
            return datetime.now(UTC)
        return self._start.astimezone(UTC) + timedelta(seconds=time.monotonic() - self._began)


def parse_instant(written: str) -> datetime:
    """Parse the instant given to `--now`: ISO 8601, in China's time if it has no zone. Raises ValueError, also for one
    that no archive knows: before 1990, or after 2099.
    """
    moment = datetime.fromisoformat(written)
    if moment.year not in YEARS:
        raise ValueError(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
