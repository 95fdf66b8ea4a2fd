"""Rows of cells that span rows and columns, expanded to the rectangular grid of a `Table`.

Knows only geometry; every format with merged cells uses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from archive.extract.layout import limits
from archive.extract.layout.document import Cell, Table

_USUAL: Final = 30
_MANY: Final = 2000
"""Positions of a table that is larger than those that are remembered."""


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


Span = tuple[int, int, int]
"""Rows and columns that a cell claims, and the columns skipped before it."""
Spans = tuple[tuple[Span, ...], ...]


class _Plan(NamedTuple):
    """Where boxes come to stand: of each its row, column, rows and columns, all four in the order of the boxes; and at
    each position of the grid the number of its box, -1 for none."""

    places: tuple[tuple[int, ...], ...]
    grid: tuple[tuple[int, ...], ...]
    positions: int


def expand(rows: Sequence[Sequence[Box]], budget: Budget | None = None) -> Table:
    """The grid of the rows, each cell at the first free column as browsers lay tables out.

    Row spans are clipped to the rows that are there; where spans collide, the cell that was there first stays. Rows
    that hold nothing at all are left out. Raises `TooMuchError`.
    """
    spans = tuple(tuple(box[1:] for box in boxes) for boxes in rows)
    return laid(spans, [box.text for boxes in rows for box in boxes], budget or Budget())


def laid(spans: Spans, texts: Sequence[str], budget: Budget) -> Table:
    """The grid as `expand` makes it, of what the cells of each row claim and their texts, row by row."""
    plan = _remembered(spans) if sum(map(len, spans)) < _MANY else None
    if plan is None:
        plan = _planned(spans, budget)
    else:
        budget.take(plan.positions)
    cells = [*map(_cell, texts, *plan.places), None]
    return Table(tuple([tuple([cells[number] for number in row]) for row in plan.grid]))


_cell: Final = lru_cache(maxsize=8192)(Cell)
"""Most cells are the same in most reports; a value that is there need not be made."""


@lru_cache(maxsize=256)
def _remembered(spans: Spans) -> _Plan | None:
    """The plan of a table of usual size, for all that are alike but for their texts; None where it grows too large."""
    try:
        return _planned(spans, Budget(_MANY))
    except limits.TooMuchError:
        return None


def _planned(spans: Spans, budget: Budget) -> _Plan:
    kept = _kept(spans)
    widest = _widest(kept)
    before = budget.positions
    grid: list[list[int | None]] = [[] for _ in kept]
    places: list[tuple[int, int, int, int]] = []
    for at, boxes in enumerate(kept):
        row, column = grid[at], 0
        for tall, wide, skip in boxes:
            while column < len(row) and row[column] is not None:
                column += 1
            column += skip
            height, width = min(tall or len(kept), len(kept) - at), max(1, min(wide, widest))
            budget.take(height * width)
            for below in grid[at : at + height]:
                _cover(below, column, width, len(places))
            places.append((at, column, height, width))
            column += width
    width = max(map(len, grid), default=0)
    padded = ((*row, *(None,) * (width - len(row))) for row in grid)
    numbers = tuple(tuple(-1 if number is None else number for number in row) for row in padded)
    return _Plan(tuple(zip(*places, strict=True)) or ((),) * 4, numbers, before - budget.positions)


_Item = TypeVar("_Item")


def _cover(row: list[_Item | None], start: int, width: int, item: _Item) -> None:
    """Put an item on those of its columns that are free."""
    row.extend([None] * (start + width - len(row)))
    for column in range(start, start + width):
        if row[column] is None:
            row[column] = item


def _widest(rows: Spans) -> int:
    """How many columns one cell may span: no more than the rows have without the spans that are absurd."""
    widest = 1
    for boxes in rows:
        wide = [columns - 1 for _, columns, _ in boxes if 1 != columns <= _USUAL]
        widest = max(widest, len(boxes) + sum(wide))
    return min(widest, limits.SPAN)


def _kept(rows: Spans) -> Spans:
    """The rows without those that list no cell and that no cell reaches down to."""
    kept: list[tuple[Span, ...]] = []
    reach = 0
    for boxes in rows:
        if boxes or len(kept) < reach:
            tall = [height or len(rows) for height, _, _ in boxes if height != 1]
            reach = max(reach, len(kept) + max(tall, default=bool(boxes)))
            kept.append(boxes)
    return tuple(kept)


def rectangle(rows: Sequence[Sequence[Cell | None]], *, aligned: bool = True) -> Table:
    """Rows padded with None to one width."""
    width = max((len(row) for row in rows), default=0)
    return Table(tuple((*row, *(None,) * (width - len(row))) for row in rows), aligned)


def ragged(rows: Sequence[Sequence[str]], budget: Budget | None = None, confidence: float = 1.0) -> Table:
    """Rows whose cells are in order but whose columns are not known, all as sure as the least sure of them."""
    (budget or Budget()).take(sum(len(row) for row in rows))
    kept = [row for row in rows if row]
    return rectangle(
        [
            [Cell(text, at, column, confidence=confidence) for column, text in enumerate(row)]
            for at, row in enumerate(kept)
        ],
        aligned=False,
    )


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
            _cover(row, cell.column, cell.columns, cell)
    budget.take(len(rows) * max((len(row) for row in rows), default=0) - sum(len(row) for row in rows))
    return rectangle(rows)
