"""A table without the column that only counts its rows, 序号: its numbers are no values.

Knows such a column by its head, or by numbers that count on from one row to the next.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from archive.extract.layout.document import Cell, Table

_HEADS: Final = frozenset({"序号", "编号", "行号", "行次", "序"})
_FEWEST: Final = 4


def unnumbered(table: Table) -> Table:
    """The table as it is, or without its first column where that one counts the rows."""
    first = [row[0] for row in table.grid if row]
    if len(first) != len(table.grid) or not _counts(first):
        return table
    return replace(table, grid=tuple(tuple(map(_moved, row[1:])) for row in table.grid))


def _counts(column: list[Cell | None]) -> bool:
    """Whether the cells of a column are row numbers: one a row, no wider, one more from each to the next."""
    if not any(cell is not None and cell.text[-1:].isdigit() for cell in column[:3]):
        return False
    texts = [
        "".join(cell.text.split()).rstrip("、.．")
        for at, cell in enumerate(column)
        if cell is not None and cell.columns == 1 and cell.row == at
    ]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 4]
    others = [text for text in texts if text and not text.isdecimal()]
    if len(numbers) < (1 if others else _FEWEST) or any(text not in _HEADS for text in others):
        return False
    return all(after == before + 1 for before, after in pairwise(numbers)) and numbers[0] in (0, 1, 2)


def _moved(cell: Cell | None) -> Cell | None:
    return replace(cell, column=cell.column - 1) if cell is not None else None
