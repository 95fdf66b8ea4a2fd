"""Two versions of a report side by side: the figures that differ, and the text with its changes."""

from __future__ import annotations

from typing import Any, Final

from archive.web.ask import Ask, Row
from archive.web.compare import passages
from archive.web.pages import statutory

_VERSIONS: Final = (
    "SELECT v.*, k.url, k.payload FROM versions AS v JOIN captures AS k ON k.capture = v.capture"
    " WHERE v.report = ? AND v.version IN (?, ?) ORDER BY v.seq"
)
_UNIT: Final = (
    "SELECT t.code, t.name AS township, c.code AS county_code, c.name AS county FROM reports AS r"
    " JOIN townships AS t ON t.code = r.township_code JOIN counties AS c ON c.code = r.county_code"
    " WHERE r.report = ? LIMIT 1"
)
_VALUES: Final = (
    'SELECT "table", line, "column", value FROM numbers WHERE version = ?1'
    ' UNION ALL SELECT "table", line, "column", raw FROM cells WHERE version = ?1 AND state <> \'annotated\''
)

Place = tuple[str, str, str]


async def gather(ask: Ask, township: str, year: int, before: str, after: str) -> dict[str, Any] | None:
    """The page's content; None where these are no two versions of that report."""
    report = f"{township}/{year}"
    unit, versions = await ask.one(_UNIT, report), await ask.rows(_VERSIONS, report, before, after)
    if unit is None or len(versions) != 2:
        return None
    old, new = [await values_of(ask, version["version"]) for version in versions]
    places = list(dict.fromkeys([*old, *new]))
    return {
        "unit": unit,
        "year": year,
        "versions": versions,
        "all": len(places),
        "figures": [
            {"name": statutory.label(*place), "place": place, "before": old.get(place), "after": new.get(place)}
            for place in places
            if old.get(place) != new.get(place)
        ],
        "sections": passages.sections(*[await text_of(ask, version["version"]) for version in versions]),
    }


async def values_of(ask: Ask, version: str) -> dict[Place, object]:
    """What a version prints, by table, line and column: numbers as text, and marks that are no plain number."""
    rows = await ask.rows(_VALUES, version)
    values = ((row["table"], row["line"], row["column"], row["value"]) for row in rows)
    return {(t, line, c): value if isinstance(value, str) else statutory.plain(value) for t, line, c, value in values}


async def text_of(ask: Ask, version: str) -> dict[int, Row]:
    """The sections of a version by their numbers."""
    rows = await ask.rows("SELECT number, heading, text FROM sections WHERE version = ? ORDER BY number", version)
    return {row["number"]: row for row in rows}
