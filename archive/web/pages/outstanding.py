"""Who is missing and late, county by county: since when, and the check that says so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive.storage.instants import china_day, instant
from archive.web.ask import Ask, Row
from archive.web.pages.shares import Share
from archive.web.pages.site_states import SEEN_FROM
from archive.web.when import due_day

MOST = 100
"""Townships that the first screen lists; a county is listed whole or not at all, but the first always."""

_TOWNSHIPS = (
    "SELECT s.county_code, s.township_code, t.name, s.year, s.verdict, s.due_at, s.days_late, s.backdated,"
    " s.first_seen, s.evidence ->> 'withdrawn_at' AS withdrawn_at,"
    " coalesce(s.evidence ->> '$.look_after.at', s.evidence ->> '$.look_before.at') AS checked_at"
    " FROM status AS s JOIN townships AS t ON t.code = s.township_code"
    " WHERE s.county_code IN (SELECT value FROM json_each(?)) AND s.year = ? AND s.verdict IN ('not_published', 'late')"
    " ORDER BY s.county_code, s.verdict = 'late', s.days_late DESC, s.township_code"
)
_LAST_CHECKS = (
    f"SELECT h.county_code, max(h.last_ok) AS at, min({SEEN_FROM}) AS seen_from FROM sites_health AS h"
    " WHERE h.county_code IN (SELECT value FROM json_each(?)) GROUP BY h.county_code"
)


@dataclass(frozen=True, slots=True)
class County:
    """A county with townships that are missing or late, and when its lists were last seen whole.

    `seen_from` is since when the oldest page stands that this check took from an earlier night; None for none.
    """

    code: str
    name: str
    place: str
    checked_at: str | None
    seen_from: str | None
    townships: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Outstanding:
    """The counties that are listed, and how many townships of how many counties are not."""

    counties: tuple[County, ...]
    more: int
    more_counties: int


async def gather(ask: Ask, shares: Sequence[Share], year: int) -> Outstanding:
    """Those of a year, the counties that lack most first."""
    lacking = sorted((share for share in shares if _count(share)), key=_most_missing)
    listed: list[Share] = []
    for share in lacking:
        if listed and sum(map(_count, listed)) + _count(share) > MOST:
            break
        listed.append(share)
    codes = json.dumps([share.county_code for share in listed])
    rows = await ask.rows(_TOWNSHIPS, codes, year)
    checks = {row["county_code"]: row for row in await ask.rows(_LAST_CHECKS, codes)}
    rest = lacking[len(listed) :]
    return Outstanding(tuple(_county(share, rows, checks) for share in listed), sum(map(_count, rest)), len(rest))


def _county(share: Share, rows: Sequence[Row], checks: Mapping[str, Row]) -> County:
    code = str(share.county_code)
    towns = tuple(row | {"days": _days(row)} for row in rows if row["county_code"] == code)
    check = checks.get(code, {})
    return County(code, share.name, f"{share.group} {share.note}", check.get("at"), check.get("seen_from"), towns)


def _days(row: Row) -> int | None:
    """Days after the due day: until it came, or of what is missing until the last check that did not show it."""
    if row["verdict"] == "late" or row["checked_at"] is None:
        days: int | None = row["days_late"]
        return days
    checked: date = china_day(instant(row["checked_at"]))
    return max(0, (checked - due_day(row["due_at"])).days)


def _count(share: Share) -> int:
    return share.counts.get("not_published", 0) + share.counts.get("late", 0)


def _most_missing(share: Share) -> tuple[int, int, str]:
    return -share.counts.get("not_published", 0), -share.counts.get("late", 0), str(share.county_code)
