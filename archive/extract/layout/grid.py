"""Rows of cells that span rows and columns, expanded to the rectangular grid of a `Table`.

Pure geometry; every format with merged cells uses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from archive.extract.layout import limits
from archive.extract.layout.document import Cell, Table

_USUAL_SPAN: Final = 30
_MOST_CACHED: Final = 2000
"""Cells and grid positions up to which the plan of a table is cached."""


@dataclass(slots=True)
class Budget:
    """How many grid positions a document may still use."""

    positions: int = field(default_factory=lambda: limits.POSITIONS)

    def take(self, count: int) -> None:
        """Use `count` positions; raise `TooMuchError` where fewer are left."""
        self.positions -= count
        if self.positions < 0:
            raise limits.TooMuchError(f"its tables have more than {limits.POSITIONS} cells")


class Box(NamedTuple):
    """A cell as listed by its row. `rows` 0 means down to the last row; the `skip` columns before it hold no cell."""

    text: str
    rows: int = 1
    columns: int = 1
    skip: int = 0


Span = tuple[int, int, int]
"""Rows and columns that a cell claims, and the columns skipped before it."""
Spans = tuple[tuple[Span, ...], ...]


class _Plan(NamedTuple):
    """The layout of a table, without its texts.

    `areas` are four sequences in the order of the boxes: first row, first column, rows, columns. `grid` has the number
    of the box at each position, -1 for none; `positions` is how many grid positions the boxes use.
    """

    areas: tuple[tuple[int, ...], ...]
    grid: tuple[tuple[int, ...], ...]
    positions: int


def expand(rows: Sequence[Sequence[Box]], budget: Budget | None = None) -> Table:
    """Expand rows to a grid, each cell at the first free column as browsers lay tables out (HTML, 4.9.12.1).

    Row spans are clipped to the existing rows; where spans collide, the first cell wins. Rows that list no cell and
    that no cell spans are left out. Raises `TooMuchError`.
    """
    spans = tuple(tuple(box[1:] for box in boxes) for boxes in rows)
    return lay_out(spans, [box.text for boxes in rows for box in boxes], budget or Budget())


def lay_out(spans: Spans, texts: Sequence[str], budget: Budget) -> Table:
    """Expand like `expand`, given the spans of the cells of each row, and the texts of all cells row by row."""
    plan = _cached_plan(spans) if sum(map(len, spans)) < _MOST_CACHED else None
    if plan is None:
        plan = _plan(spans, budget)
    else:
        budget.take(plan.positions)
    cells = [*map(_cell, texts, *plan.areas), None]
    return Table(tuple([tuple([cells[number] for number in row]) for row in plan.grid]))


_cell: Final = lru_cache(maxsize=8192)(Cell)
"""Most cells are equal in most reports, so they are shared."""


@lru_cache(maxsize=256)
def _cached_plan(spans: Spans) -> _Plan | None:
    """The plan of a table of usual size, shared by tables that differ only in their texts; None for a larger one."""
    try:
        return _plan(spans, Budget(_MOST_CACHED))
    except limits.TooMuchError:
        return None


def _plan(spans: Spans, budget: Budget) -> _Plan:
    rows = _without_empty_rows(spans)
    widest = _widest_span(rows)
    before = budget.positions
    grid: list[list[int | None]] = [[] for _ in rows]
    areas: list[tuple[int, int, int, int]] = []
    for row, boxes in enumerate(rows):
        taken, column = grid[row], 0
        for claimed_rows, claimed_columns, skip in boxes:
            while column < len(taken) and taken[column] is not None:
                column += 1
            column += skip
            height = min(claimed_rows or len(rows), len(rows) - row)
            width = max(1, min(claimed_columns, widest))
            budget.take(height * width)
            for covered in grid[row : row + height]:
                _cover(covered, column, width, len(areas))
            areas.append((row, column, height, width))
            column += width
    width = max(map(len, grid), default=0)
    padded = ((*numbers, *(None,) * (width - len(numbers))) for numbers in grid)
    boxes_at = tuple(tuple(-1 if number is None else number for number in numbers) for numbers in padded)
    return _Plan(tuple(zip(*areas, strict=True)) or ((),) * 4, boxes_at, before - budget.positions)


_Item = TypeVar("_Item")


def _cover(row: list[_Item | None], start: int, width: int, item: _Item) -> None:
    """Put an item at the free ones of `width` columns from `start`."""
    row.extend([None] * (start + width - len(row)))
    for column in range(start, start + width):
        if row[column] is None:
            row[column] = item


def _widest_span(rows: Spans) -> int:
    """How many columns one cell may span: no more than the widest row has when absurd spans count as one column."""
    widest = 1
    for boxes in rows:
        wide = [columns - 1 for _, columns, _ in boxes if 1 != columns <= _USUAL_SPAN]
        widest = max(widest, len(boxes) + sum(wide))
    return min(widest, limits.SPAN)


def _without_empty_rows(rows: Spans) -> Spans:
    """The rows without those that list no cell and that no cell spans."""
    retained: list[tuple[Span, ...]] = []
    reach = 0
    for boxes in rows:
        if boxes or len(retained) < reach:
            tall = [height or len(rows) for height, _, _ in boxes if height != 1]
            reach = max(reach, len(retained) + max(tall, default=bool(boxes)))
            retained.append(boxes)
    return tuple(retained)


def rectangle(rows: Sequence[Sequence[Cell | None]], *, aligned: bool = True) -> Table:
    """A table of rows padded with None to one width."""
    width = max((len(row) for row in rows), default=0)
    return Table(tuple((*row, *(None,) * (width - len(row))) for row in rows), aligned)


def ragged(rows: Sequence[Sequence[str]], budget: Budget | None = None, confidence: float = 1.0) -> Table:
    """A table of rows whose cells are in order but whose columns are unknown; all cells get `confidence`."""
    (budget or Budget()).take(sum(len(row) for row in rows))
    filled = [row for row in rows if row]
    return rectangle(
        [
            [Cell(text, number, column, confidence=confidence) for column, text in enumerate(row)]
            for number, row in enumerate(filled)
        ],
        aligned=False,
    )


def place_cells(cells: Iterable[Cell], budget: Budget | None = None) -> Table:
    """The grid of cells whose positions are known. Where two overlap, the first one wins. Raises `TooMuchError`."""
    budget = budget or Budget()
    rows: list[list[Cell | None]] = []
    for cell in cells:
        budget.take(cell.rows * cell.columns)
        if cell.row + cell.rows > limits.POSITIONS or cell.column + cell.columns > limits.POSITIONS:
            raise limits.TooMuchError("a cell of it stands far outside of its table")
        while len(rows) < cell.row + cell.rows:
            rows.append([])
        for row in rows[cell.row : cell.row + cell.rows]:
            _cover(row, cell.column, cell.columns, cell)
    budget.take(len(rows) * max((len(row) for row in rows), default=0) - sum(len(row) for row in rows))
    return rectangle(rows)
