"""The one clock of a process: the real one, or one that was set by `--now` and runs on from there."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from archive.storage.instants import CHINA


class Clock:
    """Tells aware instants in UTC."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._began = time.monotonic()

    @property
    def is_set(self) -> bool:
        """Whether a person told the time, so that nobody else is asked for it."""
        return self._start is not None

    def now(self) -> datetime:
        """The present instant."""
        if self._start is None:
            return datetime.now(UTC)
        return self._start.astimezone(UTC) + timedelta(seconds=time.monotonic() - self._began)


def parse_instant(written: str) -> datetime:
    """An instant as given to `--now`: ISO 8601; without a zone it is China's. Raises ValueError."""
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
