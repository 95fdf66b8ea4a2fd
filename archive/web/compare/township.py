"""A township over the years: every figure of the form by year, with what differs between the forms marked.

A number that a year's report does not print is absent and never zero. Where the form changed, a line may count
something else under the same name: the years on both sides are told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.web.ask import Ask, Row
from archive.web.pages import statutory

UNIT = (
    "SELECT t.code, t.name, t.valid_to, c.code AS county_code, c.name AS county, c.prefecture, c.province"
    " FROM townships AS t JOIN counties AS c ON c.code = t.county_code WHERE t.code = ?"
)
_YEARS = (
    "SELECT y.year, s.verdict, r.version, v.form FROM (SELECT year FROM status WHERE township_code = ?1"
    " UNION SELECT year FROM reports WHERE township_code = ?1) AS y"
    " LEFT JOIN status AS s ON s.township_code = ?1 AND s.year = y.year"
    " LEFT JOIN reports AS r ON r.township_code = ?1 AND r.year = y.year"
    " LEFT JOIN versions AS v ON v.version = r.version ORDER BY y.year"
)
_NUMBERS = 'SELECT "table", line, "column", value FROM numbers WHERE version = ?'
_DOUBTED = "SELECT count(*) AS n FROM findings WHERE version = ? AND blame = 'source' AND severity = 'error'"

WIDTH, HEIGHT, BASE, LEFT = 480, 150, 122, 8
"""The chart's measures."""

_TABLES = ("disclosure", "applications", "review", "statistics")


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the form: its table, its label, its place, and its values in the order of the years."""

    table: str
    label: str
    place: tuple[str, str, str]
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A year: verdict, version in force, form, whether the form is another than the year before, errors at source."""

    year: int
    verdict: str | None
    version: str | None
    form: str | None
    breaks: bool
    errors: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart: where it stands, how high, and what it says. A year without the figure has no bar."""

    x: float
    y: float
    width: float
    height: float
    year: int
    value: float | None


async def gather(ask: Ask, code: str) -> dict[str, Any] | None:
    """The page's content; None for a township that the gazetteer does not know."""
    unit = await ask.one(UNIT, code)
    if unit is None:
        return None
    rows = await ask.rows(_YEARS, code)
    printed = [await _printed(ask, row["version"]) for row in rows]
    every = _lines(printed)
    lines = [line for line in every if any(line.values)]
    return {
        "unit": unit,
        "columns": [column async for column in _columns(ask, rows)],
        "every": every,
        "lines": lines,
        "zeros": [line for line in every if not any(line.values)],
        "bars": _bars([row["year"] for row in rows], lines),
        "chart": {"width": WIDTH, "height": HEIGHT, "base": BASE},
    }


async def _printed(ask: Ask, version: str | None) -> dict[tuple[str, str, str], float]:
    if version is None:
        return {}
    return {(row["table"], row["line"], row["column"]): row["value"] for row in await ask.rows(_NUMBERS, version)}


async def _columns(ask: Ask, rows: list[Row]) -> Any:
    form = None
    for row in rows:
        doubted = await ask.one(_DOUBTED, row["version"]) if row["version"] else None
        breaks = bool(form and row["form"] and row["form"] != form)
        form = row["form"] or form
        yield Column(row["year"], row["verdict"], row["version"], row["form"], breaks, doubted["n"] if doubted else 0)


def _lines(printed: list[dict[tuple[str, str, str], float]]) -> list[Line]:
    """Every figure that any year prints, in the order of the tables and of the form."""
    ordered = sorted(statutory.ordered({place for year in printed for place in year}), key=_table)
    return [
        Line(place[0], statutory.label(*place), place, tuple(year.get(place) for year in printed)) for place in ordered
    ]


def _table(place: tuple[str, str, str]) -> int:
    return _TABLES.index(place[0])


def _bars(years: list[int], lines: list[Line]) -> list[Bar]:
    """The new applications by year."""
    found = next((line for line in lines if line.place == ("applications", "new", "total")), None)
    if found is None:
        return []
    step = min(60.0, (WIDTH - 2 * LEFT) / len(years))
    rise = (BASE - 20) / max(value or 0 for value in found.values)
    bars = []
    for place, (year, value) in enumerate(zip(years, found.values, strict=True)):
        height = round((value or 0) * rise, 2)
        x = round(LEFT + place * step + step * 0.15, 2)
        bars.append(Bar(x, round(BASE - height, 2), round(step * 0.7, 2), height, year, value))
    return bars
