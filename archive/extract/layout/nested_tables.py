"""Tables whose cells hold blocks, as word processors write them: kept as tables, or opened up where they only arrange.

Knows merging over rows and columns by place; knows no file format.
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
class Place:
    """A cell with what is in it, at a column of the grid.

    `joins` says that it continues the cell above, `starts` that cells below may continue it.
    """

    blocks: Sequence[Block]
    column: int
    columns: int = 1
    rows: int = 1
    joins: bool = False
    starts: bool = False


def blocks(rows: Sequence[Sequence[Place]], budget: grid.Budget, *, aligned: bool = True) -> list[Block]:
    """One table as blocks: itself, or the blocks in its cells where it only arranges them. Raises `TooMuchError`.

    `aligned` is False where it is not known in which columns cells stand.
    """
    _part(rows)
    merged = [[place for place in row if not place.joins] for row in rows]
    if arranges(merged):
        return [block for row in merged for place in row for block in place.blocks]
    cells = []
    for at, row in enumerate(rows):
        for place in row:
            if not place.joins:
                height = min(max(place.rows, _height(rows, at, place)), len(rows) - at)
                cells.append(
                    Cell(text(place.blocks), at, place.column, height, max(1, min(place.columns, limits.SPAN)))
                )
    return [replace(grid.fixed(cells, budget), aligned=aligned)] if cells else []


def _part(rows: Sequence[Sequence[Place]]) -> None:
    """Make cells of their own of those that hold something and would continue a cell that nothing may continue."""
    open_columns: set[int] = set()
    for row in rows:
        for place in row:
            place.joins = place.joins and (place.column in open_columns or not place.blocks)
        open_columns = {place.column for place in row if place.starts or (place.joins and place.column in open_columns)}


def arranges(rows: Sequence[Sequence[Place]]) -> bool:
    """Whether cells only arrange blocks: none stand side by side filled, or one holds a table or a page of text."""
    beside = False
    for row in rows:
        filled = 0
        for place in row:
            if any(isinstance(block, Table) for block in place.blocks):
                return True
            length = sum(len(block.text) for block in place.blocks if isinstance(block, Paragraph))
            if length > _LONG or (length > _LONG // 2 and len(place.blocks) > _MANY):
                return True
            filled += bool(place.blocks)
        beside = beside or filled > 1
    return not beside


def text(inside: Sequence[Block]) -> str:
    """The text of a cell, its paragraphs as lines."""
    return "\n".join(block.text for block in inside if isinstance(block, Paragraph))


def _height(rows: Sequence[Sequence[Place]], at: int, place: Place) -> int:
    height = 1
    while at + height < len(rows) and any(below.joins and below.column == place.column for below in rows[at + height]):
        height += 1
    return height
