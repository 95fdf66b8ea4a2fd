"""Where the counties of a province lie to one another, in a grid of tiles of one size. Pure.

`points.csv` has a point for each county, in degrees, to two decimals at most: where a county's seat lies, and nothing
of its boundaries. The points are facts, taken from the package china-region 0.0.11 (MIT, (c) 2019 Thunder Bouble);
a county that it does not know stands among its prefecture's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import ceil, cos, hypot, radians, sqrt
from pathlib import Path
from statistics import fmean
from typing import Final

Point = tuple[float, float]
"""Degrees of longitude and latitude."""
Cell = tuple[int, int]
"""Column and row of a grid, from 1."""

COLUMNS: Final = 11
"""Tiles beside one another on a desk's screen."""
ROOM: Final = 1.5
"""Cells of the grid for each tile, so that the outline of a province shows."""
SHAPE: Final = 92 / 58
"""A tile's width by its height."""
FEW: Final = 4
"""Counties below which there is nothing to lay out."""


@lru_cache(maxsize=64)
def placed(codes: tuple[str, ...]) -> Mapping[str, Cell]:
    """A cell for each of a province's counties, near to where it lies; none where too few points are known."""
    known = _known(codes)
    if len(known) < max(FEW, len(codes) / 2):
        return {}
    wanted, columns, rows = _scaled({code: known.get(code) or _among(known, code) for code in codes})
    free = {(column, row) for column in range(columns) for row in range(rows)}
    middle = fmean(x for x, _ in wanted.values()), fmean(y for _, y in wanted.values())
    found: dict[str, Cell] = {}
    for code in sorted(codes, key=lambda code: (_apart(wanted[code], middle), code)):
        cell = min(free, key=lambda cell: (_apart(wanted[code], cell), cell))
        free.remove(cell)
        found[code] = cell
    return _from_one(found)


def _scaled(lie: Mapping[str, Point]) -> tuple[Mapping[str, Point], int, int]:
    """The points in cells of the grid, from north-west, and its columns and rows."""
    west, east = min(x for x, _ in lie.values()), max(x for x, _ in lie.values())
    south, north = min(y for _, y in lie.values()), max(y for _, y in lie.values())
    width = max((east - west) * cos(radians((south + north) / 2)), 0.1)
    height = max(north - south, 0.1)
    cells = ROOM * len(lie)
    columns = max(1, min(COLUMNS, len(lie), round(sqrt(cells * width / height / SHAPE))))
    rows = ceil(cells / columns)
    across, down = (columns - 1) / max(east - west, 0.1), (rows - 1) / height
    return {code: ((x - west) * across, (north - y) * down) for code, (x, y) in lie.items()}, columns, rows


def _from_one(cells: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """The same without empty rows and columns at the edges, counted from 1 as style sheets count."""
    left, top = min(x for x, _ in cells.values()), min(y for _, y in cells.values())
    return {code: (x - left + 1, y - top + 1) for code, (x, y) in cells.items()}


def _among(known: Mapping[str, Point], code: str) -> Point:
    """The middle of a county's prefecture; of its province, where nothing is known of that."""
    near: Sequence[Point] = [point for other, point in known.items() if other[:4] == code[:4]]
    around = near or list(known.values())
    return fmean(x for x, _ in around), fmean(y for _, y in around)


def _apart(one: Point, other: Point) -> float:
    return hypot((one[0] - other[0]) * SHAPE, one[1] - other[1])


def _known(codes: Iterable[str]) -> dict[str, Point]:
    return {code: points()[code] for code in codes if code in points()}


@cache
def points() -> Mapping[str, Point]:
    """The point of each county that is known, by its code."""
    with Path(__file__).with_name("points.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)}
