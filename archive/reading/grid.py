"""Rows of cells that span rows and columns, expanded to the rectangular grid of a `Table`.

Knows only geometry; every format with merged cells uses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count, repeat
from typing import Final, NamedTuple

from archive.reading import limits
from archive.reading.document import Cell, Table

_USUAL: Final = 30


@dataclass(slots=True)
class Budget:
    """How many grid positions a document may still use."""

    positions: int = field(default_factory=lambda: limits.POSITIONS)

    def take(self, count: int) -> None:
        """Use some of it; raise `TooMuchError` where there is not enough."""
        self.positions -= count
        if self.positions < 0:
            raise limits.TooMuchError(f"its tables have more than {limits.POSITIONS} cells")


class Box(NamedTuple):
    """A cell as a row lists it. `rows` 0 reaches to the last row; `skip` columns before it hold no cell."""

    text: str
    rows: int = 1
    columns: int = 1
    skip: int = 0


@dataclass(slots=True)
class _Grid:
    height: int
    widest: int
    budget: Budget
    rows: list[list[Cell | None]] = field(default_factory=list)

    def place(self, at: int, boxes: Sequence[Box]) -> None:
        row = self.rows[at]
        column = 0 if any(cell is None for cell in row) else len(row)
        spanning = [i for i, (_, tall, wide, skip) in enumerate(boxes) if not tall == wide == 1 or skip]
        last = spanning[-1] + 1 if spanning else 0
        for box in boxes[:last]:
            column = self._span(box, at, column)
        for at_box in range(last, len(boxes)):
            if column == len(row):
                self.budget.take(len(boxes) - at_box)
                row += map(_cell, [box.text for box in boxes[at_box:]], repeat(at), count(column))
                return
            column = self._span(boxes[at_box], at, column)

    def _span(self, box: Box, at: int, column: int) -> int:
        """Place one cell in the first free columns from this one on; the column behind it."""
        row = self.rows[at]
        while column < len(row) and row[column] is not None:
            column += 1
        column += box.skip
        rows = min(box.rows or self.height, self.height - at)
        columns = max(1, min(box.columns, self.widest))
        self.budget.take(rows * columns)
        cell = _cell(box.text, at, column, rows, columns)
        for below in self.rows[at : at + rows]:
            _cover(below, cell)
        return column + columns


_cell: Final = lru_cache(maxsize=8192)(Cell)
"""Most cells are the same in most reports; a value that is there need not be made."""


def _cover(row: list[Cell | None], cell: Cell) -> None:
    end = cell.column + cell.columns
    if len(row) == cell.column:
        row += [cell] * cell.columns
        return
    if len(row) < end:
        row.extend([None] * (end - len(row)))
    for column in range(cell.column, end):
        if row[column] is None:
            row[column] = cell


def expand(rows: Sequence[Sequence[Box]], budget: Budget | None = None) -> Table:
    """The grid of the rows, each cell at the first free column as browsers lay tables out.

    Row spans are clipped to the rows that are there; where spans collide, the cell that was there first stays. Rows
    that hold nothing at all are left out. Raises `TooMuchError`.
    """
    kept = _kept(rows)
    grid = _Grid(len(kept), _widest(kept), budget or Budget(), [[] for _ in kept])
    for at, boxes in enumerate(kept):
        grid.place(at, boxes)
    return rectangle(grid.rows)


def rectangle(rows: Sequence[Sequence[Cell | None]], *, aligned: bool = True) -> Table:
    """Rows padded with None to one width."""
    width = max((len(row) for row in rows), default=0)
    return Table(tuple((*row, *(None,) * (width - len(row))) for row in rows), aligned)


def ragged(rows: Sequence[Sequence[str]], budget: Budget | None = None) -> Table:
    """Rows whose cells are in order but whose columns are not known."""
    (budget or Budget()).take(sum(len(row) for row in rows))
    kept = [row for row in rows if row]
    return rectangle(
        [[Cell(text, at, column) for column, text in enumerate(row)] for at, row in enumerate(kept)], aligned=False
    )


def _widest(rows: Sequence[Sequence[Box]]) -> int:
    """How many columns one cell may span: no more than the rows have without the spans that are absurd."""
    widest = 1
    for boxes in rows:
        wide = [columns - 1 for _, _, columns, _ in boxes if 1 != columns <= _USUAL]
        widest = max(widest, len(boxes) + sum(wide))
    return min(widest, limits.SPAN)


def _kept(rows: Sequence[Sequence[Box]]) -> list[Sequence[Box]]:
    """The rows without those that list no cell and that no cell reaches down to."""
    kept: list[Sequence[Box]] = []
    reach = 0
    for boxes in rows:
        if boxes or len(kept) < reach:
            tall = [height or len(rows) for _, height, _, _ in boxes if height != 1]
            reach = max(reach, len(kept) + max(tall, default=bool(boxes)))
            kept.append(boxes)
    return kept


def fixed(cells: Iterable[Cell], budget: Budget | None = None) -> Table:
    """The grid of cells that know their own places. Where two overlap, the first one stays. Raises `TooMuchError`."""
    budget = budget or Budget()
    rows: list[list[Cell | None]] = []
    for cell in cells:
        budget.take(cell.rows * cell.columns)
        if cell.row + cell.rows > limits.POSITIONS or cell.column + cell.columns > limits.POSITIONS:
            raise limits.TooMuchError("a cell of it stands far outside of its table")
        while len(rows) < cell.row + cell.rows:
            rows.append([])
        for row in rows[cell.row : cell.row + cell.rows]:
            _cover(row, cell)
    budget.take(len(rows) * max((len(row) for row in rows), default=0) - sum(len(row) for row in rows))
    return rectangle(rows)
