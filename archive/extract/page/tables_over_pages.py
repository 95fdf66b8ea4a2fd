"""Join tables across page breaks: drop the header that the second part repeats, and mend cut rows and cells.

Knows the cells of ruled tables and the positions of their grid lines. Lines in the margins between the two parts do not
separate them, unless they look like a heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive import patterns
from archive.extract.layout.document import Cell
from archive.extract.layout.plain_text import is_value
from archive.extract.page import margins
from archive.extract.page.characters import Line

REMARK: Final = patterns.lazy(r"\d+[（(]")
"""Digits followed by a remark."""

_SAME: Final = 0.012
_MARGIN: Final = 0.08
_LONG: Final = 60
_ORDINAL: Final = patterns.lazy(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）]?\s*[、.．）)]|[（(][一二三四五六七八九十\d]")
# such as 复议后起诉 over the last of three tables, or 表三
_LABEL: Final = patterns.lazy(r"(?:起诉|复议|诉讼|情况)$|表\s*[一二三四\d]")
_FEWEST_HEADS: Final = 3
"""Texts without a value beside a label that are heads of another table."""
_FEWEST_VALUES: Final = 3
"""Values of a row that is cut in the middle of a number, below which nothing is printed."""
_HAN: Final = patterns.lazy(r"[\u4e00-\u9fff]")
_OPENS: Final = frozenset("（(")


@dataclass(slots=True)
class Ruled:
    """A table, and the positions of its grid lines as shares of the page's width, to recognise its continuation."""

    cells: list[Cell]
    xs: tuple[float, ...]
    rows: int


Part = Ruled | list[Line]


@dataclass(slots=True)
class Flow:
    """The parts of all pages so far; `height` is that of the last page."""

    parts: list[Part] = field(default_factory=list)
    height: float = 0.0

    def add(self, page: Iterable[Part], height: float) -> None:
        """Append the parts of the next page."""
        page_parts = list(page)
        feet = _marginal_lines(self.parts[-1:], self.height)
        heads = _marginal_lines(page_parts[:1], height)
        before = self.parts[-1 - len(feet)] if len(self.parts) > len(feet) else None
        after = page_parts[len(heads)] if len(page_parts) > len(heads) else None
        self.height = height
        if isinstance(before, Ruled) and isinstance(after, Ruled) and _continues(before, after):
            _stitch(before, after)
            index = len(self.parts) - 1 - len(feet)
            self.parts[index:] = [*feet, *heads, before]
            page_parts = page_parts[len(heads) + 1 :]
        self.parts += page_parts


def _marginal_lines(part: Sequence[Part], height: float) -> list[Part]:
    """The part as a list if it is a run of lines in a margin; else an empty list."""
    lines = part[0] if part else None
    if not isinstance(lines, list) or not all(_is_marginal(line, height) for line in lines):
        return []
    return [lines]


def _is_marginal(line: Line, height: float) -> bool:
    names = _ORDINAL.match(line.text) or _LABEL.search(line.text)
    return margins.is_edge(line, height, _MARGIN) and len(line.text) < _LONG and not names


def _continues(before: Ruled, after: Ruled) -> bool:
    """Whether two tables at a page break are one: same edges, and all grid lines of one are also in the other."""
    few, many = sorted((before.xs, after.xs), key=len)
    return (
        _is_same_position(few[0], many[0])
        and _is_same_position(few[-1], many[-1])
        and all(any(_is_same_position(a, b) for b in many) for a in few)
    )


def _is_same_position(a: float, b: float) -> bool:
    return abs(a - b) < _SAME


def _refine_columns(table: Ruled, xs: tuple[float, ...]) -> None:
    """Give a table the grid lines `xs`, which include all of its own."""
    columns_of = [min((abs(target - x), number) for number, target in enumerate(xs))[1] for x in table.xs]
    table.cells[:] = [
        cell._replace(
            column=columns_of[cell.column],
            columns=columns_of[cell.column + cell.columns] - columns_of[cell.column],
        )
        for cell in table.cells
    ]
    table.xs = xs


def _stitch(before: Ruled, after: Ruled) -> None:
    """Append the second table to the first, without a repeated header, and mend cells cut by the page break."""
    if len(before.xs) != len(after.xs):
        _refine_columns(*((before, after.xs) if len(before.xs) < len(after.xs) else (after, before.xs)))
    repeated = _count_repeated_rows(before, after)
    below = [cell._replace(row=cell.row - repeated) for cell in after.cells if cell.row >= repeated]
    rows = after.rows - repeated
    if _is_row_cut(before, below):
        _join_row(before, below)
        below = [cell for cell in map(_without_first_row, below) if cell.rows]
        rows -= 1
    ends = _last_row_cells(before)
    for cell in below:
        index = ends.get((cell.column, cell.columns))
        if cell.row == 0 and index is not None and _continues_label(before.cells[index], cell, below):
            above = before.cells[index]
            text = "\n".join(filter(None, (above.text, cell.text)))
            confidence = min(above.confidence, cell.confidence)
            before.cells[index] = above._replace(text=text, rows=above.rows + cell.rows, confidence=confidence)
        else:
            before.cells.append(cell._replace(row=cell.row + before.rows))
    before.rows += rows


def _last_row_cells(table: Ruled) -> dict[tuple[int, int], int]:
    """The indices of the cells that reach the last row, by first column and number of columns."""
    return {
        (cell.column, cell.columns): index
        for index, cell in enumerate(table.cells)
        if cell.row + cell.rows == table.rows
    }


def _without_first_row(cell: Cell) -> Cell:
    return cell._replace(row=cell.row - 1) if cell.row else cell._replace(rows=cell.rows - 1)


def _count_repeated_rows(before: Ruled, after: Ruled) -> int:
    """How many rows at the top of the second table repeat the header of the first."""
    rows = 0
    while rows < after.rows - 1:
        upper, lower = ([cell.text for cell in table.cells if cell.row == rows] for table in (before, after))
        if upper != lower or not any(upper) or any(is_value(text) for text in upper):
            return rows
        rows += 1
    return rows


def _is_row_cut(before: Ruled, below: Sequence[Cell]) -> bool:
    """Whether the first row below continues the last row above: it has the end of a label, and no value beside it."""
    ends = _last_row_cells(before)
    first_row = [
        (before.cells[ends[cell.column, cell.columns]], cell)
        for cell in below
        if cell.row == 0 and cell.rows == 1 and (cell.column, cell.columns) in ends
    ]
    filled = [(above, cell) for above, cell in first_row if cell.text]
    empty = [above for above, cell in first_row if not cell.text]
    single = sum(1 for cell in below if cell.row == 0 and cell.rows == 1)
    if not filled or len(first_row) != single or not any(is_value(above.text) for above in empty):
        return False
    if all(_is_rest_of_number(above, cell) for above, cell in filled):
        return sum(is_value(above.text) for above in empty) >= _FEWEST_VALUES
    continuations = [_is_continuation(above, cell) for above, cell in filled]
    return any(continuations) and all(
        continuation or _is_remark_on(above, cell)
        for continuation, (above, cell) in zip(continuations, filled, strict=True)
    )


def _is_rest_of_number(above: Cell, cell: Cell) -> bool:
    """Whether digits may be the rest of those above them: a narrow column broke 11 over a page's end.

    A row of its own would have a label, or values in its other columns.
    """
    return above.text.isdigit() and cell.text.isdigit()


def _is_remark_on(above: Cell, cell: Cell) -> bool:
    """Whether a cell's text continues the digits above it with a remark: a digit before a bracket wraps with it."""
    return above.text.isdigit() and bool(REMARK.match(cell.text))


def _is_continuation(above: Cell, cell: Cell) -> bool:
    """Whether a cell's text can continue the label above it, or a remark that begins or is unclosed there."""
    if above.text.count("（") + above.text.count("(") > above.text.count("）") + above.text.count(")"):
        return True
    if above.text[-1:].isdigit() and cell.text[:1] in _OPENS:
        return True
    return bool(_HAN.search(above.text)) and not is_value(cell.text) and not _ORDINAL.match(cell.text)


def _join_row(before: Ruled, below: Sequence[Cell]) -> None:
    ends = _last_row_cells(before)
    for cell in below:
        index = ends.get((cell.column, cell.columns))
        if cell.row == 0 and cell.rows == 1 and cell.text and index is not None:
            above = before.cells[index]
            between = "" if _is_remark_on(above, cell) or _is_rest_of_number(above, cell) else "\n"
            before.cells[index] = above._replace(text=f"{above.text}{between}{cell.text}")


def _continues_label(above: Cell, cell: Cell, below: Sequence[Cell]) -> bool:
    """Whether a cell below a page break continues the label above it: a label over many rows, with values beside it."""
    beside = [neighbour.text for neighbour in below if neighbour.row == 0 and neighbour is not cell and neighbour.text]
    tall = cell.rows > 1 or above.rows > 1
    begins_anew = bool(cell.text) and len(beside) >= _FEWEST_HEADS and not any(map(is_value, beside))
    return (
        tall
        and bool(beside)
        and not begins_anew
        and bool(_HAN.search(above.text))
        and (not cell.text or _is_continuation(above, cell))
    )
