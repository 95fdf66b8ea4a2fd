"""Table rows that give the positions of their cells' edges instead of column spans, as Word's binary file and RTF do.

The edges of all rows together make the columns of the grid. A row with more cells than edges borrows the edges of a
nearby row with as many cells. Where there is none, the columns of its cells are unknown and the table is not `aligned`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.extract.layout import grid, nested_tables
from archive.extract.layout.document import Block
from archive.extract.layout.nested_tables import NestedCell

_SAME_EDGE: Final = 30
"""Twips within which two edges are the same column edge."""
_NEARBY_ROWS: Final = 40
"""How many rows to either side are searched for edges to borrow."""


@dataclass(slots=True)
class WordCell:
    """A cell's blocks, and whether it is merged with the cell to its left or above, or begins a vertical merge."""

    blocks: list[Block] = field(default_factory=list)
    joins_left: bool = False
    joins_above: bool = False
    starts: bool = False


@dataclass(slots=True)
class WordRow:
    """Cells and the positions of their edges in twips: one more than cells, or none where they are unknown."""

    cells: list[WordCell]
    edges: Sequence[int] = ()


def table(rows: Sequence[WordRow], budget: grid.Budget) -> list[Block]:
    """The blocks of one table, its cells in the columns of one grid. Raises `TooMuchError`."""
    trimmed = [_trimmed(row) for row in rows]
    edges_by_row = [_edges(trimmed, at) for at in range(len(trimmed))]
    columns = _merge_edges(edge for edges in edges_by_row for edge in edges)
    placed = [_place_cells(row.cells, edges, columns) for row, edges in zip(trimmed, edges_by_row, strict=True)]
    unknown = {len(row.cells) for row, edges in zip(trimmed, edges_by_row, strict=True) if not edges}
    return nested_tables.blocks(placed, budget, aligned=not unknown or (not columns and len(unknown) == 1))


def _trimmed(row: WordRow) -> WordRow:
    """The row without the blank cells at its end for which it has no edges."""
    cells = list(row.cells)
    while len(cells) >= len(row.edges) > 1 and not cells[-1].blocks:
        cells.pop()
    return WordRow(cells, row.edges)


def _edges(rows: Sequence[WordRow], at: int) -> Sequence[int]:
    """The edges of a row's cells, or those of the nearest row with as many cells; () where there is none."""
    row = rows[at]
    count = len(row.cells) + 1
    if len(row.edges) >= count:
        return row.edges[:count]
    first = max(at - _NEARBY_ROWS, 0)
    nearby = sorted(enumerate(rows[first : at + _NEARBY_ROWS + 1], first), key=lambda numbered: abs(numbered[0] - at))
    return next((near.edges for _, near in nearby if len(near.edges) == len(near.cells) + 1 == count), ())


def _place_cells(cells: Sequence[WordCell], edges: Sequence[int], columns: Sequence[int]) -> list[NestedCell]:
    placed: list[NestedCell] = []
    for at, cell in enumerate(cells):
        start = _nearest(columns, edges[at]) if edges else at
        end = _nearest(columns, edges[at + 1]) if edges else at + 1
        if cell.joins_left and placed:
            placed[-1].columns = max(end - placed[-1].column, 1)
            placed[-1].blocks = [*placed[-1].blocks, *cell.blocks]
        else:
            width = max(end - start, 1)
            placed.append(
                NestedCell(cell.blocks, start, width, continues_above=cell.joins_above, starts_merge=cell.starts)
            )
    return placed


def _merge_edges(edges: Iterable[int]) -> list[int]:
    columns: list[int] = []
    for edge in sorted(set(edges)):
        if not columns or edge - columns[-1] > _SAME_EDGE:
            columns.append(edge)
    return columns


def _nearest(columns: Sequence[int], edge: int) -> int:
    at = bisect_left(columns, edge)
    if at == len(columns) or (at > 0 and edge - columns[at - 1] <= columns[at] - edge):
        at -= 1
    return max(at, 0)
