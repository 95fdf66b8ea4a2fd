"""What happened in a place, the latest first: reports published, changed, withdrawn, missed.

A change or withdrawal that one night showed and no later one confirmed is nobody's news, see
`archive.reports.lasting_changes`. What was missed is what an alert told of, and what the verdicts say without one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from archive import patterns
from archive.web.ask import Ask, Row

MOST = 100
"""Events of a feed."""

AREA = patterns.lazy(r"(?:[0-9]{2}|[0-9]{6}|[0-9]{9})?")
"""A place as the beginning of its townships' codes: nothing for the country, else province, county or township."""


class Kind(StrEnum):
    """The kinds of events."""

    PUBLISHED = "published"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a report at an instant; `ended_at` is when a missed report was seen after all."""

    kind: Kind
    at: str
    ended_at: str | None
    township_code: str
    township: str
    county: str
    year: int
    title: str | None
    detail: str | None

    @property
    def updated_at(self) -> str:
        """When there was last something new of it."""
        return self.ended_at or self.at


_LASTS = (
    " (c.kind = 'appeared' OR c.kind = 'withdrawn' AND EXISTS (SELECT 1 FROM status AS s WHERE s.report = r.report"
    " AND s.township_code = r.township_code AND s.year = r.year AND s.evidence ->> 'withdrawn_at' IS NOT NULL)"
    " OR c.kind IN ('figures', 'text', 'restored') AND c.after = r.version AND EXISTS (SELECT 1 FROM news AS n"
    " JOIN fetches AS f ON f.address = n.address WHERE n.capture = c.capture AND f.verdict IN ('ok', 'same')"
    " AND f.fetched_at >= 1000 * (strftime('%s', date(c.at, '+8 hours', '+1 day')) - 28800)))"
)
_CHANGES = (
    "SELECT c.kind, c.at, NULL AS ended_at, r.township_code, r.year, v.title, c.kind AS detail FROM changes AS c"
    " CROSS JOIN reports AS r ON r.report = substr(c.subject, 10)"
    " LEFT JOIN versions AS v ON v.version = coalesce(c.after, r.version)"
    " WHERE {0} AND c.cause = 'publisher' AND" + _LASTS + " ORDER BY c.at DESC, c.subject, c.kind LIMIT ?3"
)
_IN_AREA = "c.subject >= 'township:' || ?1 AND c.subject < 'township:' || ?1 || ':' AND ?2 <> ''"
_IN_COUNTRY = "+c.subject >= 'township:' AND +c.subject < 'township;' AND c.at > '' AND ?1 = ?2"
_ALERTS = (
    "SELECT 'missed' AS kind, a.opened_at AS at, a.closed_at AS ended_at, substr(a.subject, 10, 9) AS township_code,"
    " CAST(substr(a.subject, 20) AS INTEGER) AS year, NULL AS title, NULL AS detail FROM alerts AS a"
    " WHERE a.kind = 'missed_deadline' AND a.subject >= 'township:' || ?1 AND a.subject < 'township:' || ?1 || ':'"
    " ORDER BY a.opened_at DESC, a.subject LIMIT ?2"
)
_VERDICTS = (
    "SELECT 'missed' AS kind, s.due_at AS at, NULL AS ended_at, s.township_code, s.year, NULL AS title,"
    " NULL AS detail FROM status AS s WHERE s.verdict = 'not_published'"
    " AND s.township_code >= ?1 AND s.township_code < ?1 || ':' AND NOT EXISTS (SELECT 1 FROM alerts AS a"
    " WHERE a.kind = 'missed_deadline' AND a.subject = 'township:' || s.township_code || '/' || s.year"
    " AND a.closed_at IS NULL) ORDER BY s.due_at DESC, s.township_code LIMIT ?2"
)
_NAMES = (
    "SELECT t.code, t.name, c.name AS county FROM json_each(?) AS j JOIN townships AS t ON t.code = j.value"
    " JOIN counties AS c ON c.code = t.county_code"
)
_PLACES = {
    2: "SELECT province AS name FROM counties WHERE code >= ?1 AND code < ?1 || ':' LIMIT 1",
    6: "SELECT province || prefecture || name AS name FROM counties WHERE code = ?1",
    9: "SELECT c.name || t.name AS name FROM townships AS t JOIN counties AS c ON c.code = t.county_code"
    " WHERE t.code = ?1",
}
_KINDS = {"appeared": Kind.PUBLISHED, "withdrawn": Kind.WITHDRAWN, "missed": Kind.MISSED}


async def place(ask: Ask, area: str) -> str | None:
    """The name of a place; nothing for the country, None for one that the gazetteer does not know."""
    if not area:
        return ""
    row = await ask.one(_PLACES[len(area)], area)
    return row["name"] if row else None


async def latest(ask: Ask, area: str, most: int = MOST) -> list[Event]:
    """The latest events of a place."""
    where = _IN_AREA if area else _IN_COUNTRY
    rows = await ask.rows(_CHANGES.format(where), area, area, most)
    for sql in (_ALERTS, _VERDICTS):
        rows += await ask.rows(sql, area, most)
    rows.sort(key=lambda row: row["ended_at"] or row["at"], reverse=True)
    return await _named(ask, rows[:most])


async def _named(ask: Ask, rows: list[Row]) -> list[Event]:
    codes = json.dumps(sorted({row["township_code"] for row in rows}))
    names = {row["code"]: row for row in await ask.rows(_NAMES, codes)}
    return [
        Event(
            _KINDS.get(row["kind"], Kind.CHANGED),
            row["at"],
            row["ended_at"],
            row["township_code"],
            names[row["township_code"]]["name"],
            names[row["township_code"]]["county"],
            row["year"],
            row["title"],
            row["detail"],
        )
        for row in rows
        if row["township_code"] in names
    ]
