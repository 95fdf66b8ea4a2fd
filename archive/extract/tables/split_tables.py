"""Joins tables that were printed in two pieces, the column heads in the first and the rows in the second.

Only adjacent pieces of the same width are joined, where the first ends with heads and the second begins with a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.extract.layout.document import Block, Cell, Table
from archive.extract.tables.tokens import token


def join(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with each table of heads and the table of its rows as one."""
    heads: Table | None = None
    for block in blocks:
        if heads is not None and isinstance(block, Table) and _continues(heads, block):
            heads = _join_rows(heads, block)
            continue
        if heads is not None:
            yield heads
        heads = block if isinstance(block, Table) and _ends_with_heads(block) else None
        if heads is None:
            yield block
    if heads is not None:
        yield heads


def _ends_with_heads(table: Table) -> bool:
    """Whether a table ends with heads: its last row has labels only."""
    return (
        table.aligned
        and bool(table.grid)
        and all(cell is not None and token(cell.text).label for cell in table.grid[-1])
    )


def _continues(heads: Table, table: Table) -> bool:
    """Whether a table is as wide as these heads and begins with a row that is more than labels."""
    if not table.aligned or not table.grid or len(table.grid[0]) != len(heads.grid[0]):
        return False
    return any(cell is not None and not token(cell.text).label for cell in table.grid[0])


def _join_rows(first: Table, second: Table) -> Table:
    """The rows of both; a merged cell stays one object in all its positions."""
    moved: dict[int, Cell] = {}
    rows = []
    for row in second.grid:
        for cell in row:
            if cell is not None and id(cell) not in moved:
                moved[id(cell)] = cell._replace(row=cell.row + len(first.grid))
        rows.append(tuple(moved[id(cell)] if cell is not None else None for cell in row))
    return replace(first, grid=(*first.grid, *rows))
