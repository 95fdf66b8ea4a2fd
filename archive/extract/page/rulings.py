"""Ruled lines on paper to the cells of tables.

Knows geometry only. Lines that touch make a table; fields that no line parts are one merged cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from archive.extract.layout import limits

_COVERED: Final = 0.6
_MOST_LINES: Final = 400
_OPEN: Final = 3.0


class Ruling(NamedTuple):
    """A straight line, level (`y0 == y1`) or upright (`x0 == x1`), its first point the smaller one."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.y1 - self.y0


class Field(NamedTuple):
    """A cell's place in the grid."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A ruled table: the positions of its grid lines, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    fields: tuple[Field, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def encloses(self, other: Frame) -> bool:
        """Whether another frame lies inside of one of the cells."""
        x0, y0, x1, y1 = other.xs[0], other.ys[0], other.xs[-1], other.ys[-1]
        return any(
            self.xs[field.column] <= x0
            and x1 <= self.xs[field.column + field.columns]
            and self.ys[field.row] <= y0
            and y1 <= self.ys[field.row + field.rows]
            for field in self.fields
        )

    def place(self, x: float, y: float) -> tuple[int, int]:
        """The row and column of the grid at a point; the nearest ones for a point outside."""
        column = min(max(bisect_left(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_left(self.ys, y) - 1, 0), len(self.ys) - 2)
        return row, column


def frames(rulings: Iterable[Ruling], tolerance: float) -> list[Frame]:
    """The tables that lines make, from top to bottom. Lines nearer than `tolerance` to one another are one line."""
    found = [_frame(group, tolerance) for group in _groups(list(rulings), tolerance)]
    return sorted((frame for frame in found if frame is not None), key=lambda frame: frame.ys[0])


def tables(found: Sequence[Frame]) -> list[Frame]:
    """The frames, from top to bottom, without those that only arrange others: a cell of theirs holds a whole frame."""
    beside: list[Frame] = []
    arranging: set[int] = set()
    for frame in found:
        beside = [one for one in beside if one.ys[-1] > frame.ys[0]]
        arranging |= {id(one) for one in beside if one.encloses(frame)}
        beside.append(frame)
    return [frame for frame in found if id(frame) not in arranging]


def _groups(rulings: list[Ruling], tolerance: float) -> list[list[Ruling]]:
    """Lines that touch, directly or through others."""
    if len(rulings) > 20 * _MOST_LINES:
        raise limits.TooMuchError("a page of it has too many ruled lines")
    parent = list(range(len(rulings)))

    def top(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(rulings)), key=lambda i: rulings[i].y0)
    active: list[int] = []
    for i in order:
        one = rulings[i]
        active = [j for j in active if rulings[j].y1 >= one.y0 - tolerance]
        for j in active:
            other = rulings[j]
            if one.x0 - tolerance <= other.x1 and other.x0 - tolerance <= one.x1:
                parent[top(i)] = top(j)
        active.append(i)
    groups: dict[int, list[Ruling]] = {}
    for i, ruling in enumerate(rulings):
        groups.setdefault(top(i), []).append(ruling)
    return list(groups.values())


def _frame(group: Sequence[Ruling], tolerance: float) -> Frame | None:
    levels = [ruling for ruling in group if ruling.level]
    uprights = [ruling for ruling in group if not ruling.level]
    ys = _clusters(((ruling.y0 + ruling.y1) / 2 for ruling in levels), tolerance)
    xs = _clusters(((ruling.x0 + ruling.x1) / 2 for ruling in uprights), tolerance)
    ys = _ended(ys, [(ruling.y0, ruling.y1) for ruling in uprights], tolerance)
    xs = _ended(xs, [(ruling.x0, ruling.x1) for ruling in levels], tolerance)
    if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) > _MOST_LINES:
        return None
    below = _covers(ys, xs, [(r.y0, r.x0, r.x1) for r in levels], tolerance)
    right = _covers(xs, ys, [(r.x0, r.y0, r.y1) for r in uprights], tolerance)
    return Frame(tuple(xs), tuple(ys), tuple(_fields(len(ys) - 1, len(xs) - 1, below, right)))


def _clusters(positions: Iterable[float], tolerance: float) -> list[float]:
    """Positions that lie together, as one position each."""
    made: list[list[float]] = []
    for position in sorted(positions):
        if made and position - made[-1][-1] <= tolerance:
            made[-1].append(position)
        else:
            made.append([position])
    return [sum(cluster) / len(cluster) for cluster in made]


def _ended(positions: list[float], across: Sequence[tuple[float, float]], tolerance: float) -> list[float]:
    """Grid lines and those that are not drawn: where lines across run on beyond the last one, the table is open."""
    if not positions:
        return positions
    starts, ends = sorted(start for start, _ in across), sorted((end for _, end in across), reverse=True)
    if len(across) > 1 and starts[1] < positions[0] - _OPEN * tolerance:
        positions = [starts[1], *positions]
    if len(across) > 1 and ends[1] > positions[-1] + _OPEN * tolerance:
        positions = [*positions, ends[1]]
    return positions


def _covers(
    lines: Sequence[float], steps: Sequence[float], drawn: Iterable[tuple[float, float, float]], tolerance: float
) -> list[list[bool]]:
    """For each grid line and each step along it whether a line is drawn there."""
    covered = [[0.0] * (len(steps) - 1) for _ in lines]
    for position, start, end in drawn:
        at = min(range(len(lines)), key=lambda i: abs(lines[i] - position))
        for i in range(len(steps) - 1):
            covered[at][i] += max(0.0, min(end + tolerance, steps[i + 1]) - max(start - tolerance, steps[i]))
    return [[part >= _COVERED * (steps[i + 1] - steps[i]) for i, part in enumerate(row)] for row in covered]


def _fields(rows: int, columns: int, level: list[list[bool]], upright: list[list[bool]]) -> Iterable[Field]:
    """Elementary fields united where no line parts them; a union that is no rectangle is cut into its rows."""
    seen: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in seen:
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
        r, c = queue.pop()
        near = (
            (r + 1, c, r + 1 < rows and not level[r + 1][c]),
            (r - 1, c, r > 0 and not level[r][c]),
            (r, c + 1, c + 1 < columns and not upright[c + 1][r]),
            (r, c - 1, c > 0 and not upright[c][r]),
        )
        for to_row, to_column, free in near:
            if free and (to_row, to_column) not in region:
                region.add((to_row, to_column))
                queue.append((to_row, to_column))
    return region


def _rectangles(region: set[tuple[int, int]]) -> Iterable[Field]:
    top, bottom = min(r for r, _ in region), max(r for r, _ in region)
    left, right = min(c for _, c in region), max(c for _, c in region)
    if len(region) == (bottom - top + 1) * (right - left + 1):
        yield Field(top, left, bottom - top + 1, right - left + 1)
        return
    for row in range(top, bottom + 1):
        columns = sorted(c for r, c in region if r == row)
        start = 0
        for i in range(1, len(columns) + 1):
            if i == len(columns) or columns[i] != columns[i - 1] + 1:
                yield Field(row, columns[start], 1, i - start)
                start = i
