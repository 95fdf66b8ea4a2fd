"""A map as tiles of one size: provinces, and the counties of one, where they lie to one another. Pure.

No boundaries are drawn: whose they are and who may publish them is no matter of this project, and a tile of a small
county is as easy to see and to press as that of a large one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from archive.web import charts
from archive.web.compare import geography
from archive.web.pages.shares import owed
from archive.web.words import VERDICTS

_GRID: Final = """
.. .. .. .. .. .. .. 23
65 .. .. .. 15 .. .. 22
.. .. 62 64 .. 11 12 21
.. 63 .. 61 14 13 37 ..
54 .. 51 50 41 34 32 31
.. .. 53 52 42 36 33 ..
.. .. .. 45 43 44 35 71
.. .. .. 46 .. 82 81 ..
"""
"""The provinces by their two digits, roughly as they lie to one another."""

_NAMES: Final = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东", "41": "河南",
    "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南", "50": "重庆", "51": "四川", "52": "贵州",
    "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆", "71": "台湾",
    "81": "香港", "82": "澳门",
}  # fmt: skip
"""The provinces' short names, which fit a tile."""

OUTSIDE: Final = frozenset({"71", "81", "82"})
"""Places in which the Regulations do not bind."""

_GRAVEST_FIRST: Final = ("not_published", "late", "cannot_tell", "seen_after_gap", "pending", "on_time", "exempt")
SIDE: Final = 80
"""Width and height of a province's tile."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A place: where it stands, its names, its townships by verdict, and the gravest of these (None: not watched).

    `bar` is the verdicts as parts of a bar in percent.
    """

    x: int
    y: int
    code: str
    name: str
    short: str
    counts: Mapping[str, int]
    gravest: str | None
    bar: tuple[charts.Segment, ...]

    @property
    def outside(self) -> bool:
        """Whether the Regulations do not bind there."""
        return self.code in OUTSIDE

    @property
    def owed(self) -> int:
        """Townships that owed a report."""
        return owed(self.counts)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The tiles of the provinces, and the size of the whole."""

    tiles: tuple[Tile, ...]
    width: int
    height: int


def provinces(places: Mapping[str, tuple[str, Mapping[str, int]]]) -> Drawing:
    """The country: each province's name and counts by its two digits. Those that the grid does not know come below."""
    rows = [line.split() for line in _GRID.split("\n") if line]
    known = {code for row in rows for code in row}
    rows += [sorted(set(places) - known)] if set(places) - known else []
    tiles = [
        _tile(column * SIDE, line * SIDE, code, *places.get(code, (_NAMES.get(code, ""), {})))
        for line, row in enumerate(rows)
        for column, code in enumerate(row)
        if code != ".."
    ]
    return Drawing(tuple(tiles), max(map(len, rows)) * SIDE, len(rows) * SIDE)


def counties(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, Sequence[Tile]]]:
    """The counties of a province by prefecture, in the order of their codes; where they lie, as far as that is known.

    A tile's place is a column and a row, from 1; 0 where the province cannot be laid out.
    """
    by_code = sorted(rows, key=lambda row: row["county_code"])
    cells = geography.placed(tuple(row["county_code"] for row in by_code))
    groups = groupby(by_code, lambda row: row["prefecture"])
    return [(prefecture, [_county(row, cells) for row in members]) for prefecture, members in groups]


def _county(row: Mapping[str, Any], cells: Mapping[str, geography.Cell]) -> Tile:
    code = row["county_code"]
    return _tile(*cells.get(code, (0, 0)), code, row["county"], row["verdicts"])


def gravest(counts: Mapping[str, int]) -> str | None:
    """The gravest verdict that occurs; None where there is none."""
    return next((verdict for verdict in _GRAVEST_FIRST if counts.get(verdict)), None)


def _tile(x: int, y: int, code: str, name: str, counts: Mapping[str, int]) -> Tile:
    ordered = {verdict: counts[verdict] for verdict in VERDICTS if counts.get(verdict)}
    return Tile(x, y, code, name, _short(code, name), ordered, gravest(ordered), charts.stacked(ordered))


def _short(code: str, name: str) -> str:
    """A name that fits a tile: a province's as everybody shortens it, a county's first characters."""
    if len(code) == 2:
        return _NAMES.get(code, name[:2])
    return name if len(name) <= 5 else f"{name[:4]}…"
