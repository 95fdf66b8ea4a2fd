"""What is due tonight, and why. Pure: state in, answers out."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zlib import crc32

from archive.clock import china_day

FRESH = timedelta(days=10)
"""A report dated this recently is asked for every night: most corrections come soon after publication."""

ROUND_FROM, ROUND_TO = 30, 58
"""Days between two looks at an older report: spread by address, so that no night carries them all."""

_DATE = re.compile(r"(20\d\d)\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")


def due(url: str, last_seen: datetime, now: datetime, listed: str | None = None, *, revisit: bool = False) -> bool:
    """Whether a known report is asked for again; `listed` is the date beside it in the list, as printed.

    New ones never come here, and lists are always fetched.
    """
    spread = ROUND_FROM + crc32(url.encode()) % (ROUND_TO - ROUND_FROM + 1)
    return revisit or now - last_seen >= timedelta(days=spread) or _fresh(listed, now)


def _fresh(listed: str | None, now: datetime) -> bool:
    printed = _DATE.search(listed or "")
    if not printed:
        return False
    try:
        day = date(*(int(part) for part in printed.groups()))
    except ValueError:
        return False
    return timedelta(0) <= china_day(now) - day <= FRESH
