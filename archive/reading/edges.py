"""Table rows that tell where their cells end instead of which columns they span, as Word's binary file and RTF do.

The ends of all rows together make the columns of the grid.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.reading.document import Block
from archive.reading.nested import Place

_SAME: Final = 30


@dataclass(slots=True)
class Cell:
    """A cell's blocks, and how it is merged: with the cell to its left, or with the one above."""

    blocks: list[Block] = field(default_factory=list)
    joins_left: bool = False
    joins_above: bool = False


@dataclass(slots=True)
class Row:
    """Cells with the positions of their edges in twips: one more than cells, or none where they are not known."""

    cells: list[Cell]
    edges: Sequence[int] = ()


def places(rows: Sequence[Row]) -> list[list[Place]]:
    """The rows with their cells at columns of one grid."""
    known = [row for row in rows if len(row.edges) == len(row.cells) + 1]
    columns = _clusters(edge for row in known for edge in row.edges)
    return [_row(row, columns if len(row.edges) == len(row.cells) + 1 else []) for row in rows]


def _row(row: Row, columns: Sequence[int]) -> list[Place]:
    made: list[Place] = []
    for at, cell in enumerate(row.cells):
        start = _nearest(columns, row.edges[at]) if columns else at
        end = _nearest(columns, row.edges[at + 1]) if columns else at + 1
        if cell.joins_left and made:
            made[-1].columns = max(end - made[-1].column, 1)
            made[-1].blocks = [*made[-1].blocks, *cell.blocks]
        else:
            made.append(Place(cell.blocks, start, max(end - start, 1), joins=cell.joins_above))
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
