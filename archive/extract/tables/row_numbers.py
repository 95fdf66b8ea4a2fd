"""Drops a first column of row numbers (序号), which are no values.

Such a column is recognised by its head, or by consecutive numbers.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from archive.extract.layout.document import Cell, Table

_HEADS: Final = frozenset({"序号", "编号", "行号", "行次", "序"})
_FEWEST_NUMBERS: Final = 4


def drop_row_numbers(table: Table) -> Table:
    """The table as it is, or without its first column where that one counts the rows."""
    first = [row[0] for row in table.grid if row]
    if len(first) != len(table.grid) or not _are_row_numbers(first):
        return table
    return replace(table, grid=tuple(tuple(map(_shift_left, row[1:])) for row in table.grid))


def _are_row_numbers(column: list[Cell | None]) -> bool:
    """Whether a column holds row numbers: consecutive, in cells that span one row and one column."""
    if not any(cell is not None and cell.text[-1:].isdigit() for cell in column[:3]):
        return False
    texts = [
        "".join(cell.text.split()).rstrip("、.．")
        for at, cell in enumerate(column)
        if cell is not None and cell.columns == 1 and cell.row == at
    ]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 4]
    labels = [text for text in texts if text and not text.isdecimal()]
    if len(numbers) < (1 if labels else _FEWEST_NUMBERS) or any(text not in _HEADS for text in labels):
        return False
    return all(after == before + 1 for before, after in pairwise(numbers)) and numbers[0] in (0, 1, 2)


def _shift_left(cell: Cell | None) -> Cell | None:
    return cell._replace(column=cell.column - 1) if cell is not None else None
