"""Instants as people read them: in China's time, with the zone. Programs are given them in UTC."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

from archive import patterns

_CHINA: Final = timezone(timedelta(hours=8), "CST")
_INSTANT: Final = patterns.lazy(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")


def shown(moment: datetime) -> str:
    """An aware instant as `2026-02-01 00:00 CST`."""
    return f"{moment.astimezone(_CHINA):%Y-%m-%d %H:%M %Z}"


def in_china(line: str) -> str:
    """The line with its instants, such as `2026-01-31T16:00:00.000Z`, as `shown`; what only looks like one stays."""
    return _INSTANT.sub(lambda found: _shown(found[0]), line)


def _shown(written: str) -> str:
    try:
        return shown(datetime.fromisoformat(written))
    except (ValueError, OverflowError):
        return written
