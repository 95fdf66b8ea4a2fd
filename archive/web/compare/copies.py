"""Copied reports of a county or province, and one of them beside the report whose words it shares."""

from __future__ import annotations

from typing import Any, Final

from archive.web.ask import Ask, Row
from archive.web.compare import same_words
from archive.web.compare.versions import text_of
from archive.web.data import events

MOST: Final = 500
"""Copies that a page lists."""

_NAMED: Final = (
    "SELECT p.version, r.township_code, t.name AS township, r.county_code, c.name AS county, r.year,"
    " p.source, q.township_code AS source_township_code, u.name AS source_township,"
    " q.county_code AS source_county_code, d.name AS source_county, q.year AS source_year, p.share, p.common, p.length"
)
_JOINED: Final = (
    " JOIN townships AS t ON t.code = r.township_code JOIN counties AS c ON c.code = r.county_code"
    " JOIN townships AS u ON u.code = q.township_code JOIN counties AS d ON d.code = q.county_code"
)
_COPIES: Final = (
    f"{_NAMED} FROM counties AS a CROSS JOIN reports AS r ON r.county_code = a.code"
    " CROSS JOIN versions AS v ON v.report = r.report CROSS JOIN copied_from AS p ON p.version = v.version"
    f" JOIN versions AS w ON w.version = p.source JOIN reports AS q ON q.report = w.report{_JOINED}"
    " WHERE a.code >= ?1 AND a.code < ?1 || ':' AND (?2 IS NULL OR r.year = ?2)"
    " ORDER BY r.year DESC, p.share DESC, r.township_code LIMIT ?3"
)
_COPIED_ELSEWHERE: Final = (
    f"{_NAMED} FROM counties AS a CROSS JOIN reports AS q ON q.county_code = a.code"
    " CROSS JOIN versions AS w ON w.report = q.report CROSS JOIN copied_from AS p ON p.source = w.version"
    f" JOIN versions AS v ON v.version = p.version JOIN reports AS r ON r.report = v.report{_JOINED}"
    " WHERE a.code >= ?1 AND a.code < ?1 || ':' AND NOT (r.county_code >= ?1 AND r.county_code < ?1 || ':')"
    " AND (?2 IS NULL OR r.year = ?2) ORDER BY r.year DESC, p.share DESC, r.township_code LIMIT ?3"
)
_OF_REPORT: Final = (
    f"{_NAMED}, v.title, v.capture, r.first_seen, w.title AS source_title, w.capture AS source_capture,"
    " q.first_seen AS source_first_seen"
    " FROM reports AS r JOIN versions AS v ON v.report = r.report CROSS JOIN copied_from AS p ON p.version = v.version"
    f" JOIN versions AS w ON w.version = p.source JOIN reports AS q ON q.report = w.report{_JOINED}"
    " WHERE r.township_code = ? AND r.year = ? ORDER BY v.seq DESC LIMIT 1"
)


async def listed(ask: Ask, area: str, year: int | None) -> dict[str, Any] | None:
    """The copies of a place by its two or six digits, of a year or of all; None for a place that is not known.

    `copies` are reports of the place that share their words with an older one, `elsewhere` reports of other places that
    share theirs with one of the place.
    """
    place = await events.place(ask, area)
    if place is None:
        return None
    found = await ask.rows(_COPIES, area, year, MOST + 1)
    return {
        "area": area,
        "place": place,
        "year": year,
        "copies": found[:MOST],
        "more": len(found) > MOST,
        "elsewhere": (await ask.rows(_COPIED_ELSEWHERE, area, year, MOST)),
    }


async def beside(ask: Ask, township: str, year: int) -> dict[str, Any] | None:
    """A copied report beside its source, with the same words marked; None where none was found to be copied."""
    row = await ask.one(_OF_REPORT, township, year)
    if row is None:
        return None
    mine, theirs = [await text_of(ask, row[name]) for name in ("version", "source")]
    names = _names(row)
    return {
        "copy": row,
        "sections": [
            {
                "number": number,
                "heading": (mine.get(number) or theirs[number])["heading"],
                "words": same_words.marked(_text(mine, number), _whole(theirs), names),
                "source_words": same_words.marked(_text(theirs, number), _whole(mine), names),
            }
            for number in sorted(mine.keys() | theirs.keys())
            if _text(mine, number).strip() or _text(theirs, number).strip()
        ],
    }


def _names(row: Row) -> list[str]:
    towns = (row["township"], row["source_township"])
    return [*towns, *(town.rstrip("镇乡街道") for town in towns), row["county"], row["source_county"]]


def _text(sections: dict[int, Row], number: int) -> str:
    return str(sections[number]["text"]) if number in sections else ""


def _whole(sections: dict[int, Row]) -> str:
    return "\n".join(row["text"] for row in sections.values())
