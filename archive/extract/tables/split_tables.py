"""Tables that were printed in two pieces, the column heads in one and the rows in the next, put together again.

Knows only pieces that follow one another with nothing between and that are of one width; the heads of the first must be
without a row of their own, and the second must begin with a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.extract.layout.document import Block, Cell, Table
from archive.extract.tables.tokens import token


def whole(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, heads and the rows that belong to them as one table."""
    heads: Table | None = None
    for block in blocks:
        if heads is not None and isinstance(block, Table) and _goes_on(heads, block):
            heads = _joined(heads, block)
            continue
        if heads is not None:
            yield heads
        heads = block if isinstance(block, Table) and _waits(block) else None
        if heads is None:
            yield block
    if heads is not None:
        yield heads


def _waits(table: Table) -> bool:
    """Whether a table ends with heads: its last row is nothing but words."""
    return (
        table.aligned
        and bool(table.grid)
        and all(cell is not None and token(cell.text).label for cell in table.grid[-1])
    )


def _goes_on(heads: Table, table: Table) -> bool:
    """Whether a table is as wide as these heads and begins with a row, which is more than words."""
    if not table.aligned or not table.grid or len(table.grid[0]) != len(heads.grid[0]):
        return False
    return any(cell is not None and not token(cell.text).label for cell in table.grid[0])


def _joined(first: Table, second: Table) -> Table:
    """The rows of both, a cell that covers several positions one object as before."""
    moved: dict[int, Cell] = {}
    rows = []
    for row in second.grid:
        for cell in row:
            if cell is not None and id(cell) not in moved:
                moved[id(cell)] = replace(cell, row=cell.row + len(first.grid))
        rows.append(tuple(moved[id(cell)] if cell is not None else None for cell in row))
    return replace(first, grid=(*first.grid, *rows))
