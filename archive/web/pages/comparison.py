"""Two versions of a report side by side: the figures that differ, and the text with its changes."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any, Final

from archive.web.ask import Ask, Row
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
_KEPT: Final = 160
"""Characters of a passage that did not change, from which its middle is left out."""
_AROUND: Final = 60

Place = tuple[str, str, str]


async def gather(ask: Ask, township: str, year: int, before: str, after: str) -> dict[str, Any] | None:
    """The page's content; None where these are no two versions of that report."""
    report = f"{township}/{year}"
    unit, versions = await ask.one(_UNIT, report), await ask.rows(_VERSIONS, report, before, after)
    if unit is None or len(versions) != 2:
        return None
    old, new = [await _values(ask, version["version"]) for version in versions]
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
        "sections": _sections(*[await _text(ask, version["version"]) for version in versions]),
    }


async def _values(ask: Ask, version: str) -> dict[Place, object]:
    rows = await ask.rows(_VALUES, version)
    values = ((row["table"], row["line"], row["column"], row["value"]) for row in rows)
    return {(t, line, c): value if isinstance(value, str) else statutory.plain(value) for t, line, c, value in values}


async def _text(ask: Ask, version: str) -> dict[int, Row]:
    rows = await ask.rows("SELECT number, heading, text FROM sections WHERE version = ? ORDER BY number", version)
    return {row["number"]: row for row in rows}


def _sections(old: dict[int, Row], new: dict[int, Row]) -> list[dict[str, Any]]:
    """Each section with its runs on both sides, and whether they differ."""
    found = []
    for number in sorted(old.keys() | new.keys()):
        a, b = (side[number]["text"] if number in side else "" for side in (old, new))
        left, right = _sides(a, b)
        heading = (new.get(number) or old[number])["heading"]
        found.append({"heading": heading, "before": left, "after": right, "differs": _bare(a) != _bare(b)})
    return found


Run = tuple[str, str]
"""`equal`, `cut`, `delete` or `insert`, and the text; of `cut` how many characters are left out."""


def _sides(before: str, after: str) -> tuple[list[Run], list[Run]]:
    """The runs of both texts, character by character."""
    left: list[Run] = []
    right: list[Run] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            left += _kept(before[a:b])
            right += _kept(after[c:d])
        else:
            left += [("delete", before[a:b])] if b > a else []
            right += [("insert", after[c:d])] if d > c else []
    return left, right


def _kept(text: str) -> list[Run]:
    """A passage that did not change, without its middle where it is long."""
    if len(text) <= _KEPT:
        return [("equal", text)]
    return [("equal", text[:_AROUND]), ("cut", str(len(text) - 2 * _AROUND)), ("equal", text[-_AROUND:])]


def _bare(text: str) -> str:
    return "".join(text.split())
