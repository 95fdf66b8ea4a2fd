"""Table rows that tell where their cells end instead of which columns they span, as Word's binary file and RTF do.

The ends of all rows together make the columns of the grid. Where a row tells of fewer cells than it has, it stands
under the ends of a row near it that has as many; where there is none, it is not known where its cells stand, and the
table says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.extract.layout import grid, nested_tables
from archive.extract.layout.document import Block
from archive.extract.layout.nested_tables import NestedCell

_SAME: Final = 30
_NEAR: Final = 40
"""Rows that are looked at to either side for one of the same shape."""


@dataclass(slots=True)
class Cell:
    """A cell's blocks, and how it is merged: with the cell to its left, with the one above, or with those below."""

    blocks: list[Block] = field(default_factory=list)
    joins_left: bool = False
    joins_above: bool = False
    starts: bool = False


@dataclass(slots=True)
class Row:
    """Cells with the positions of their edges in twips: one more than cells, or none where they are not known."""

    cells: list[Cell]
    edges: Sequence[int] = ()


def table(rows: Sequence[Row], budget: grid.Budget) -> list[Block]:
    """One table as blocks, its cells at columns of one grid. Raises `TooMuchError`."""
    trimmed = [_trimmed(row) for row in rows]
    told = [_edges(trimmed, at) for at in range(len(trimmed))]
    columns = _clusters(edge for edges in told for edge in edges)
    places = [_row(row.cells, edges, columns) for row, edges in zip(trimmed, told, strict=True)]
    unknown = {len(row.cells) for row, edges in zip(trimmed, told, strict=True) if not edges}
    return nested_tables.blocks(places, budget, aligned=not unknown or (not columns and len(unknown) == 1))


def _trimmed(row: Row) -> Row:
    """The row without the blank cells at its end that are more than its edges tell of."""
    cells = list(row.cells)
    while len(cells) >= len(row.edges) > 1 and not cells[-1].blocks:
        cells.pop()
    return Row(cells, row.edges)


def _edges(rows: Sequence[Row], at: int) -> Sequence[int]:
    """The edges of a row's cells: its own, else those of the nearest row of as many cells; () where there is none."""
    row = rows[at]
    count = len(row.cells) + 1
    if len(row.edges) >= count:
        return row.edges[:count]
    near = sorted(range(max(at - _NEAR, 0), min(at + _NEAR + 1, len(rows))), key=lambda other: abs(other - at))
    return next(
        (rows[other].edges for other in near if len(rows[other].edges) == len(rows[other].cells) + 1 == count), ()
    )


def _row(cells: Sequence[Cell], edges: Sequence[int], columns: Sequence[int]) -> list[NestedCell]:
    made: list[NestedCell] = []
    for at, cell in enumerate(cells):
        start = _nearest(columns, edges[at]) if edges else at
        end = _nearest(columns, edges[at + 1]) if edges else at + 1
        if cell.joins_left and made:
            made[-1].columns = max(end - made[-1].column, 1)
            made[-1].blocks = [*made[-1].blocks, *cell.blocks]
        else:
            width = max(end - start, 1)
            made.append(
                NestedCell(cell.blocks, start, width, continues_above=cell.joins_above, starts_merge=cell.starts)
            )
    return made


def _clusters(edges: Iterable[int]) -> list[int]:
    made: list[int] = []
    for edge in sorted(set(edges)):
        if not made or edge - made[-1] > _SAME:
            made.append(edge)
    return made


def _nearest(columns: Sequence[int], edge: int) -> int:
    at = bisect_left(columns, edge)
    if at == len(columns) or (at > 0 and edge - columns[at - 1] <= columns[at] - edge):
        at -= 1
    return max(at, 0)
