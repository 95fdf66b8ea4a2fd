"""Tables whose cells hold blocks, as word processors write them: made tables, or dissolved where they lay out text.

Knows cells merged over rows and columns of a grid; knows no file format.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.extract.layout import grid, limits
from archive.extract.layout.document import Block, Cell, Paragraph, Table

_LONG: Final = 400
_MANY: Final = 6


@dataclass(slots=True)
class NestedCell:
    """A cell and its blocks, at a column of the grid.

    `continues_above`: it is merged with the cell above. `starts_merge`: cells below may be merged with it.
    """

    blocks: Sequence[Block]
    column: int
    columns: int = 1
    rows: int = 1
    continues_above: bool = False
    starts_merge: bool = False


def blocks(rows: Sequence[Sequence[NestedCell]], budget: grid.Budget, *, aligned: bool = True) -> list[Block]:
    """One table as blocks: a `Table`, or the blocks in its cells where it only arranges them. Raises `TooMuchError`.

    `aligned` is False where the columns of the cells are unknown.
    """
    _detach_orphans(rows)
    merged = [[cell for cell in row if not cell.continues_above] for row in rows]
    if only_arranges(merged):
        return [block for row in merged for cell in row for block in cell.blocks]
    cells = []
    for number, row in enumerate(rows):
        for cell in row:
            if not cell.continues_above:
                height = min(max(cell.rows, _height(rows, number, cell)), len(rows) - number)
                cells.append(
                    Cell(text(cell.blocks), number, cell.column, height, max(1, min(cell.columns, limits.SPAN)))
                )
    return [replace(grid.place_cells(cells, budget), aligned=aligned)] if cells else []


def _detach_orphans(rows: Sequence[Sequence[NestedCell]]) -> None:
    """Detach filled cells that claim to continue a cell above which starts no merge."""
    open_columns: set[int] = set()
    for row in rows:
        for cell in row:
            cell.continues_above = cell.continues_above and (cell.column in open_columns or not cell.blocks)
        open_columns = {
            cell.column for cell in row if cell.starts_merge or (cell.continues_above and cell.column in open_columns)
        }


def only_arranges(rows: Sequence[Sequence[NestedCell]]) -> bool:
    """Whether cells only arrange blocks: no two filled ones are side by side, or one has a table or a page of text."""
    side_by_side = False
    for row in rows:
        filled = 0
        for cell in row:
            if any(isinstance(block, Table) for block in cell.blocks):
                return True
            length = sum(len(block.text) for block in cell.blocks if isinstance(block, Paragraph))
            if length > _LONG or (length > _LONG // 2 and len(cell.blocks) > _MANY):
                return True
            filled += bool(cell.blocks)
        side_by_side = side_by_side or filled > 1
    return not side_by_side


def text(inside: Sequence[Block]) -> str:
    """The text of a cell, one line for each paragraph."""
    return "\n".join(block.text for block in inside if isinstance(block, Paragraph))


def _height(rows: Sequence[Sequence[NestedCell]], row_number: int, cell: NestedCell) -> int:
    height = 1
    while row_number + height < len(rows) and any(
        below.continues_above and below.column == cell.column for below in rows[row_number + height]
    ):
        height += 1
    return height
