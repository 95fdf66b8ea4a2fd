"""Ruled lines become the cells of tables.

Pure geometry. Lines that touch make a table; fields with no line between them are one merged cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import ge
from typing import Final, NamedTuple

from archive.extract.layout import limits
from archive.extract.page import touching

_COVERED: Final = 0.6
_MOST_LINES: Final = 400
_OPEN: Final = 3.0


class Ruling(NamedTuple):
    """A straight line, level (`y0 == y1`) or upright (`x0 == x1`), from its upper or left end."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        x0, y0, x1, y1 = self
        return x1 - x0 >= y1 - y0


class Field(NamedTuple):
    """A cell's first row and column in the grid, and how many it spans."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Frame:
    """A ruled table: the positions of its grid lines, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    fields: tuple[Field, ...]

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def encloses(self, inner: Frame) -> bool:
        """Whether another frame is inside one of the cells."""
        x0, y0, x1, y1 = inner.edges
        field = self.fields[self.number_at((x0 + x1) / 2, (y0 + y1) / 2)]
        return (
            self.xs[field.column] <= x0
            and x1 <= self.xs[field.column + field.columns]
            and self.ys[field.row] <= y0
            and y1 <= self.ys[field.row + field.rows]
        )

    @cached_property
    def _numbers(self) -> dict[tuple[int, int], int]:
        """The number of the cell at each row and column of the grid."""
        return {
            (row, column): number
            for number, field in enumerate(self.fields)
            for row in range(field.row, field.row + field.rows)
            for column in range(field.column, field.column + field.columns)
        }

    def number_at(self, x: float, y: float) -> int:
        """The number of the cell at a point; of the nearest one for a point outside."""
        xs, ys = self.xs, self.ys
        return self._numbers[bisect_left(ys, y, 1, len(ys) - 1) - 1, bisect_left(xs, x, 1, len(xs) - 1) - 1]


def frames(rulings: Iterable[Ruling], tolerance: float) -> list[Frame]:
    """The tables made by ruled lines, from top to bottom. Lines closer than `tolerance` are one line."""
    found = [_frame(group, tolerance) for group in _groups(list(rulings), tolerance)]
    return sorted((frame for frame in found if frame is not None), key=lambda frame: frame.ys[0])


def without_enclosing(found: Sequence[Frame]) -> list[Frame]:
    """The frames, from top to bottom, without those that enclose another frame in a cell: they only arrange it."""
    open_frames: list[Frame] = []
    enclosing: set[int] = set()
    for frame in found:
        open_frames = [earlier for earlier in open_frames if earlier.ys[-1] > frame.ys[0]]
        enclosing |= {id(earlier) for earlier in open_frames if earlier.encloses(frame)}
        open_frames.append(frame)
    return [frame for frame in found if id(frame) not in enclosing]


def _groups(rulings: list[Ruling], tolerance: float) -> list[list[Ruling]]:
    """Group lines that touch, directly or through other lines. Raises `TooMuchError`."""
    if len(rulings) > 20 * _MOST_LINES:
        raise limits.TooMuchError("a page of it has too many ruled lines")
    groups: dict[int, list[Ruling]] = {}
    for ruling, group in zip(rulings, touching.groups(rulings, tolerance), strict=True):
        groups.setdefault(group, []).append(ruling)
    return list(groups.values())


def _frame(group: Sequence[Ruling], tolerance: float) -> Frame | None:
    levels: list[Ruling] = []
    uprights: list[Ruling] = []
    for ruling in group:
        (levels if ruling.level else uprights).append(ruling)
    ys = _clusters([(y0 + y1) / 2 for _, y0, _, y1 in levels], tolerance)
    xs = _clusters([(x0 + x1) / 2 for x0, _, x1, _ in uprights], tolerance)
    ys = _with_open_edges(ys, [(y0, y1) for _, y0, _, y1 in uprights], tolerance)
    xs = _with_open_edges(xs, [(x0, x1) for x0, _, x1, _ in levels], tolerance)
    if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) > _MOST_LINES:
        return None
    below = _covers(ys, xs, [(y0, x0, x1) for x0, y0, x1, _ in levels], tolerance)
    right = _covers(xs, ys, [(x0, y0, y1) for x0, y0, _, y1 in uprights], tolerance)
    return Frame(tuple(xs), tuple(ys), tuple(_fields(len(ys) - 1, len(xs) - 1, below, right)))


def _clusters(positions: Iterable[float], tolerance: float) -> list[float]:
    """Merge positions that are close together to their mean."""
    clusters: list[list[float]] = []
    for position in sorted(positions):
        if clusters and position - clusters[-1][-1] <= tolerance:
            clusters[-1].append(position)
        else:
            clusters.append([position])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def _with_open_edges(positions: list[float], across: Sequence[tuple[float, float]], tolerance: float) -> list[float]:
    """Add outer grid lines that are not drawn: the lines across run beyond the last grid line of an open table."""
    if not positions:
        return positions
    starts, ends = sorted(start for start, _ in across), sorted((end for _, end in across), reverse=True)
    if len(across) > 1 and starts[1] < positions[0] - _OPEN * tolerance:
        positions = [starts[1], *positions]
    if len(across) > 1 and ends[1] > positions[-1] + _OPEN * tolerance:
        positions = [*positions, ends[1]]
    return positions


def _covers(
    lines: Sequence[float], steps: Sequence[float], drawn: Sequence[tuple[float, float, float]], tolerance: float
) -> list[list[bool]]:
    """For each grid line and each step along it, whether a line is drawn there."""
    widths = [right - left for left, right in pairwise(steps)]
    covered = [[0.0] * len(widths) for _ in lines]
    nearest = {position: covered[_nearest(lines, position)] for position in {position for position, _, _ in drawn}}
    parts: dict[tuple[float, float], list[tuple[int, float, float]]] = {}
    for position, start, end in drawn:
        along = nearest[position]
        found = parts.get((start, end))
        if found is None:
            found = parts[start, end] = _parts(steps, widths, start - tolerance, end + tolerance)
        for i, width, part in found:
            if along[i] < width:
                along[i] += part
    enough = [_COVERED * width for width in widths]
    return [list(map(ge, row, enough)) for row in covered]


def _parts(steps: Sequence[float], widths: Sequence[float], start: float, end: float) -> list[tuple[int, float, float]]:
    """The steps that a line touches: the number of each, its width, and how much of it the line covers."""
    first, last = max(bisect_right(steps, start) - 1, 0), min(bisect_left(steps, end), len(widths))
    found = []
    for i in range(first, last):
        left, right = steps[i], steps[i + 1]
        is_whole = start <= left and right <= end  # as are most of them
        found.append((i, widths[i], widths[i] if is_whole else max(0.0, min(end, right) - max(start, left))))
    return found


def _nearest(lines: Sequence[float], position: float) -> int:
    """The index of the line nearest to a position, of two as near the first."""
    after = bisect_left(lines, position)
    return min(range(max(after - 1, 0), min(after + 1, len(lines))), key=lambda i: abs(lines[i] - position))


def _fields(rows: int, columns: int, level: list[list[bool]], upright: list[list[bool]]) -> Iterable[Field]:
    """Unite elementary fields with no line between them; a union that is no rectangle is cut into its rows."""
    seen: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in seen:
                continue
            if level[row][column] and upright[column][row] and level[row + 1][column] and upright[column + 1][row]:
                yield Field(row, column, 1, 1)
                continue
            region = _region(row, column, rows, columns, level, upright)
            seen |= region
            yield from _rectangles(region)


def _region(
    row: int, column: int, rows: int, columns: int, level: list[list[bool]], upright: list[list[bool]]
) -> set[tuple[int, int]]:
    region = {(row, column)}
    queue = [(row, column)]
    while queue:
        at_row, at_column = queue.pop()
        neighbours = (
            (at_row + 1, at_column, at_row + 1 < rows and not level[at_row + 1][at_column]),
            (at_row - 1, at_column, at_row > 0 and not level[at_row][at_column]),
            (at_row, at_column + 1, at_column + 1 < columns and not upright[at_column + 1][at_row]),
            (at_row, at_column - 1, at_column > 0 and not upright[at_column][at_row]),
        )
        for to_row, to_column, is_open in neighbours:
            if is_open and (to_row, to_column) not in region:
                region.add((to_row, to_column))
                queue.append((to_row, to_column))
    return region


def _rectangles(region: set[tuple[int, int]]) -> Iterable[Field]:
    top, bottom = min(r for r, _ in region), max(r for r, _ in region)
    left, right = min(c for _, c in region), max(c for _, c in region)
    if len(region) == (bottom - top + 1) * (right - left + 1):
        yield Field(top, left, bottom - top + 1, right - left + 1)
        return
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(region):
        by_row.setdefault(row, []).append(column)
    for row, columns in by_row.items():
        start = 0
        for i in range(1, len(columns) + 1):
            if i == len(columns) or columns[i] != columns[i - 1] + 1:
                yield Field(row, columns[start], 1, i - start)
                start = i
