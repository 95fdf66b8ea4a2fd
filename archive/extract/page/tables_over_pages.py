"""Tables over page ends: put together where one carries on the other, without the head that the second part repeats.

Knows the cells of ruled tables and where their grid lines stand; cells and rows that a page end cuts are made whole.
What stands between two such parts in the margins of the pages, and looks like no heading, does not part them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from archive.extract.layout.document import Cell
from archive.extract.layout.plain_text import is_value
from archive.extract.page import margins
from archive.extract.page.characters import Line

REMARK: Final = re.compile(r"\d+[（(]")
"""Digits with a remark behind them."""

_SAME: Final = 0.012
_MARGIN: Final = 0.08
_LONG: Final = 60
_ORDINAL: Final = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）]?\s*[、.．）)]|[（(][一二三四五六七八九十\d]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_OPENS: Final = frozenset("（(")


@dataclass(slots=True)
class Ruled:
    """A table with the positions of its grid lines as shares of the page's width, to know its continuation by."""

    cells: list[Cell]
    xs: tuple[float, ...]
    rows: int


Part = Ruled | list[Line]


@dataclass(slots=True)
class Flow:
    """Everything on the pages so far; `height` is that of the last page."""

    parts: list[Part] = field(default_factory=list)
    height: float = 0.0

    def add(self, page: Iterable[Part], height: float) -> None:
        """Put the parts of the next page behind those before."""
        below = list(page)
        feet = _between(self.parts[-1:], self.height)
        heads = _between(below[:1], height)
        before = self.parts[-1 - len(feet)] if len(self.parts) > len(feet) else None
        after = below[len(heads)] if len(below) > len(heads) else None
        self.height = height
        if isinstance(before, Ruled) and isinstance(after, Ruled) and _continues(before, after):
            _stitch(before, after)
            at = len(self.parts) - 1 - len(feet)
            self.parts[at:] = [*feet, *heads, before]
            below = below[len(heads) + 1 :]
        self.parts += below


def _between(part: Sequence[Part], height: float) -> list[Part]:
    """A run of lines that lie in a margin, if it is one, as a list."""
    lines = part[0] if part else None
    if not isinstance(lines, list) or not all(_is_marginal(line, height) for line in lines):
        return []
    return [lines]


def _is_marginal(line: Line, height: float) -> bool:
    return margins.is_edge(line, height, _MARGIN) and len(line.text) < _LONG and not _ORDINAL.match(line.text)


def _continues(before: Ruled, after: Ruled) -> bool:
    """Whether two tables at a page end are one: the same edges, and the grid lines of one are all in the other."""
    few, many = sorted((before.xs, after.xs), key=len)
    return _near(few[0], many[0]) and _near(few[-1], many[-1]) and all(any(_near(a, b) for b in many) for a in few)


def _near(a: float, b: float) -> bool:
    return abs(a - b) < _SAME


def _onto(table: Ruled, xs: tuple[float, ...]) -> None:
    """Give a table the grid lines of another one that has all of its own and more."""
    places = [min((abs(other - x), at) for at, other in enumerate(xs))[1] for x in table.xs]
    table.cells[:] = [
        replace(cell, column=places[cell.column], columns=places[cell.column + cell.columns] - places[cell.column])
        for cell in table.cells
    ]
    table.xs = xs


def _stitch(before: Ruled, after: Ruled) -> None:
    """Put the second table under the first, without the head that it repeats, cells cut by the page end made whole."""
    if len(before.xs) != len(after.xs):
        _onto(*((before, after.xs) if len(before.xs) < len(after.xs) else (after, before.xs)))
    repeated = _repeated(before, after)
    below = [replace(cell, row=cell.row - repeated) for cell in after.cells if cell.row >= repeated]
    rows = after.rows - repeated
    if _cut_row(before, below):
        _join_row(before, below)
        below = [cell for cell in map(_without_first_row, below) if cell.rows]
        rows -= 1
    ends = _ends(before)
    for cell in below:
        at = ends.get((cell.column, cell.columns))
        if cell.row == 0 and at is not None and _goes_on(before.cells[at], cell, below):
            above = before.cells[at]
            text = "\n".join(filter(None, (above.text, cell.text)))
            sure = min(above.confidence, cell.confidence)
            before.cells[at] = replace(above, text=text, rows=above.rows + cell.rows, confidence=sure)
        else:
            before.cells.append(replace(cell, row=cell.row + before.rows))
    before.rows += rows


def _ends(table: Ruled) -> dict[tuple[int, int], int]:
    """The cells that reach the last row, by the columns they cover."""
    return {
        (cell.column, cell.columns): at for at, cell in enumerate(table.cells) if cell.row + cell.rows == table.rows
    }


def _without_first_row(cell: Cell) -> Cell:
    return replace(cell, row=cell.row - 1) if cell.row else replace(cell, rows=cell.rows - 1)


def _repeated(before: Ruled, after: Ruled) -> int:
    """How many rows at the top of the second table repeat the first one's head."""
    rows = 0
    while rows < after.rows - 1:
        ours, theirs = ([cell.text for cell in table.cells if cell.row == rows] for table in (before, after))
        if ours != theirs or not any(ours) or any(is_value(text) for text in ours):
            return rows
        rows += 1
    return rows


def _cut_row(before: Ruled, below: Sequence[Cell]) -> bool:
    """Whether the first row below is the rest of the last row above: the end of a label, and no value beside it."""
    ends = _ends(before)
    first = [
        (before.cells[ends[cell.column, cell.columns]], cell)
        for cell in below
        if cell.row == 0 and cell.rows == 1 and (cell.column, cell.columns) in ends
    ]
    told = [(above, cell) for above, cell in first if cell.text]
    empty = [above for above, cell in first if not cell.text]
    single = sum(1 for cell in below if cell.row == 0 and cell.rows == 1)
    if not told or len(first) != single or not any(is_value(above.text) for above in empty):
        return False
    rests = [_is_rest(above, cell) for above, cell in told]
    return any(rests) and all(
        rest or _is_remark_on(above, cell) for rest, (above, cell) in zip(rests, told, strict=True)
    )


def _is_remark_on(above: Cell, cell: Cell) -> bool:
    """Whether a cell's text carries on the digits above it with a remark: a bracket takes the digit before it along."""
    return above.text.isdigit() and bool(REMARK.match(cell.text))


def _is_rest(above: Cell, cell: Cell) -> bool:
    """Whether a cell's text can be the rest of the label above it, or of a remark that begins or is open there."""
    if above.text.count("（") + above.text.count("(") > above.text.count("）") + above.text.count(")"):
        return True
    if above.text[-1:].isdigit() and cell.text[:1] in _OPENS:
        return True
    return bool(_HAN.search(above.text)) and not is_value(cell.text) and not _ORDINAL.match(cell.text)


def _join_row(before: Ruled, below: Sequence[Cell]) -> None:
    ends = _ends(before)
    for cell in below:
        at = ends.get((cell.column, cell.columns))
        if cell.row == 0 and cell.rows == 1 and cell.text and at is not None:
            above = before.cells[at]
            between = "" if _is_remark_on(above, cell) else "\n"
            before.cells[at] = replace(above, text=f"{above.text}{between}{cell.text}")


def _goes_on(above: Cell, cell: Cell, below: Sequence[Cell]) -> bool:
    """Whether a cell under a page end belongs to the label above it: a label of many rows, with values beside it."""
    beside = any(other.text for other in below if other.row == 0 and other is not cell)
    tall = cell.rows > 1 or above.rows > 1
    return tall and beside and bool(_HAN.search(above.text)) and (not cell.text or _is_rest(above, cell))
