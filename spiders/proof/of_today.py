"""The fact that a list's pages show what the site has today, and are no old copies from a cache."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from spiders.pages.facts import Fact, Finding, Observation
from spiders.proof.checked_pages import ReadPage, Surroundings

_FRESH_WITHIN = timedelta(hours=12)
"""How long before the request a page may have been made."""

_HIT = re.compile(r"\bHIT\b", re.IGNORECASE)
_CACHE_MARKS = ("x-cache", "x-cache-status", "cf-cache-status", "x-cache-lookup", "x-proxy-cache", "x-swift-cachetime")


def of_today(read: Sequence[ReadPage], around: Surroundings) -> Finding:
    """By what each answer's headers tell of its age."""
    for page in read:
        headers = {name.lower(): value for name, value in page.checked.headers.items()}
        older = _older_by(headers, None if page.checked.replayed else around.served_at)
        if older > _FRESH_WITHIN:
            args = {"number": page.number, "hours": int(older / timedelta(hours=1))}
            return Finding(Fact.OF_TODAY, Observation.STALE_COPY, args)
        marked = any(_HIT.search(headers.get(name, "")) for name in _CACHE_MARKS)
        if marked and "age" not in headers and "date" not in headers:
            return Finding(Fact.OF_TODAY, Observation.CACHE_OF_UNKNOWN_AGE, {"number": page.number})
    return Finding(Fact.OF_TODAY, Observation.FRESH_ANSWER)


def _older_by(headers: Mapping[str, str], served_at: datetime | None) -> timedelta:
    """How long before it was served a response was made, by its Age (RFC 9111, 5.1) or its Date (RFC 9110, 6.6.1)."""
    age = headers.get("age", "").strip()
    by_age = timedelta(seconds=int(age)) if age.isdigit() else timedelta(0)
    try:
        made = parsedate_to_datetime(headers["date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return by_age
    return max(by_age, served_at - made) if served_at is not None else by_age
