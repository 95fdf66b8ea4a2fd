"""One sheet of a workbook as blocks: its visible cells, cut into lines of text and tables.

Works on cells by position, merged ranges and hidden rows and columns, whatever the file format. A row with one filled
cell is text before or outside of a table; inside of a table it may be a heading, or a line whose values are blank.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from archive.extract.layout import grid, limits
from archive.extract.layout.document import Block, Cell, Document, Note, NoteCode, Paragraph
from archive.extract.layout.marks import clean, squeeze

ROWS: Final = 20_000
COLUMNS: Final = 500
_MAX_CELLS: Final = 5 * limits.POSITIONS
"""Cells of one sheet at most, including blank cells."""
FORMULA: Final = "=?"
"""The text of a cell whose formula was never computed: neither blank nor a number."""
_MAX_LABEL: Final = 90
"""Characters of the label of a table's row at most."""

Position = tuple[int, int]
"""Row and column of a cell, from 0."""
MergedRange = tuple[int, int, int, int]
"""A merged range: first row, first column, number of rows, number of columns."""


@dataclass(slots=True)
class Worksheet:
    """A sheet as stored: the text of each listed cell ("" for a blank), merged ranges, and what is hidden.

    `has_more` says that it has text beyond the last column that is read.
    """

    name: str = ""
    hidden: bool = False
    texts: dict[Position, str] = field(default_factory=dict)
    merged: list[MergedRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    has_more: bool = False

    def set_text(self, row: int, column: int, text: str) -> None:
        """Set the text of a cell. Raises `TooMuchError` for text below the last row, or in too many cells."""
        if column >= COLUMNS:
            self.has_more = self.has_more or bool(text.strip())
        elif row < ROWS and len(self.texts) < _MAX_CELLS:
            self.texts[row, column] = clean_text(text)
        elif text.strip():
            raise limits.TooMuchError(f"a sheet of it has more than {ROWS} rows or {_MAX_CELLS} cells")

    def hide_columns(self, first: int, count: int) -> None:
        """Hide `count` columns from `first` on."""
        self.hidden_columns.update(range(first, min(first + count, COLUMNS)))


def document(media_type: str, reader: str, sheets: Sequence[Worksheet]) -> Document:
    """A document of the visible sheets in their order; of all sheets where all are hidden. Raises `TooMuchError`."""
    shown = [sheet for sheet in sheets if not sheet.hidden] or sheets
    budget = grid.Budget()
    blocks = [block for sheet in shown for block in _VisibleSheet(sheet).blocks(budget)]
    omitted = [sheet for sheet in sheets if not any(sheet is visible for visible in shown)]
    return Document(media_type, reader, blocks=tuple(blocks), notes=tuple(_notes(shown, omitted)))


def clean_text(text: str) -> str:
    """The text of a cell without invisible characters and blank lines; line ends stay."""
    if text.isascii() and text.isdigit():
        return text
    return "\n".join(line for piece in clean(text).splitlines() if (line := squeeze(piece)))


def _notes(shown: Sequence[Worksheet], omitted: Sequence[Worksheet]) -> Iterator[Note]:
    names = [sheet.name[:60] for sheet in omitted if any(sheet.texts.values())]
    if names:
        yield Note(NoteCode.HIDDEN_LEFT_OUT, f"Left out as hidden: the sheets {', '.join(names[:20])}.")
    for sheet in shown:
        rows = {row for (row, _), text in sheet.texts.items() if text and row in sheet.hidden_rows}
        columns = {column for (_, column), text in sheet.texts.items() if text and column in sheet.hidden_columns}
        if rows or columns:
            hidden = f"{len(rows)} rows and {len(columns)} columns of the sheet {sheet.name[:60]}"
            yield Note(NoteCode.HIDDEN_LEFT_OUT, f"Left out as hidden: {hidden}.")
        if sheet.has_more:
            message = f"not read: cells of the sheet {sheet.name[:60]} beyond column {COLUMNS}."
            yield Note(NoteCode.UNREAD_PART, message)


class _VisibleSheet:
    """A sheet without its hidden rows and columns, which positions skip; `_spans` has the sizes of merged cells."""

    def __init__(self, sheet: Worksheet) -> None:
        self._hidden = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)
        self._spans: dict[Position, Position] = {}
        self._texts: dict[Position, str] = {}
        positions = [position for position in sheet.texts if not _is_hidden(sheet, position)]
        covered = self._merge(sheet, max((row for row, _ in positions), default=-1))
        for row, column in positions:
            position = self._visible_index(0, row), self._visible_index(1, column)
            if position not in covered:
                self._texts[position] = sheet.texts[row, column]
        self._listed: dict[int, list[int]] = {}
        for row, column in sorted(self._texts):
            self._listed.setdefault(row, []).append(column)
        filled = {row: [column for column in self._listed[row] if self._texts[row, column]] for row in self._listed}
        self._filled = {row: columns for row, columns in filled.items() if columns}
        self._spanned_rows = {
            row + down
            for (row, column), (tall, _) in self._spans.items()
            if self._texts[row, column]
            for down in range(1, tall)
        }

    def _merge(self, sheet: Worksheet, last: int) -> set[Position]:
        """Place the merged cells down to the last row; returns the positions that they cover. Raises `TooMuchError`."""
        covered: set[Position] = set()
        area = 0
        for row, column, tall, wide in sheet.merged:
            (top, rows), (left, columns) = (
                self._visible_range(0, row, min(tall, last + 1 - row)),
                self._visible_range(1, column, wide),
            )
            columns = min(columns, COLUMNS - left)
            if rows < 1 or columns < 1:
                continue
            area += rows * columns
            if area > limits.POSITIONS:
                raise limits.TooMuchError(f"its tables have more than {limits.POSITIONS} cells")
            self._spans[top, left] = rows, columns
            self._texts[top, left] = sheet.texts.get((row, column), "")
            covered.update((top + i, left + j) for i in range(rows) for j in range(columns))
        return covered

    def _visible_index(self, axis: int, number: int) -> int:
        return number - bisect_left(self._hidden[axis], number)

    def _visible_range(self, axis: int, start: int, count: int) -> tuple[int, int]:
        """The visible start of a range of rows (axis 0) or columns (axis 1), and how many of it are visible."""
        first, after = self._visible_index(axis, start), self._visible_index(axis, start + count)
        return first, after - first

    def blocks(self, budget: grid.Budget) -> Iterator[Block]:
        """The lines of text and the tables of the sheet."""
        rows = list(self._filled)
        widest = max((row for row in rows if len(self._filled[row]) > 1), default=-1)
        run: list[int] = []
        edges = COLUMNS, 0
        for row, below in zip_longest(rows, rows[1:]):
            alone = len(self._filled[row]) == 1
            followed = below == row + 1 and len(self._filled[below]) > 1
            if alone and (not run or self._is_text(row, run[-1], edges, followed=followed, last=row > widest)):
                yield from self._table(run, edges, budget)
                run, edges = [], (COLUMNS, 0)
                yield from self._lines(row)
            else:
                run.append(row)
                edges = self._wider(edges, row)
        yield from self._table(run, edges, budget)

    def _wider(self, edges: Position, row: int) -> Position:
        """The first and the last column of a table, extended by this row."""
        return min(edges[0], self._filled[row][0]), max(
            edges[1],
            *(column + self._width(row, column) - 1 for column in self._listed[row] if self._is_cell(row, column)),
        )

    def _is_cell(self, row: int, column: int) -> bool:
        return bool(self._texts[row, column]) or (row, column) in self._spans

    def _width(self, row: int, column: int) -> int:
        return self._spans.get((row, column), (1, 1))[1]

    def _is_text(self, row: int, above: int, edges: Position, *, followed: bool, last: bool) -> bool:
        """Whether the only filled cell of a row below a table's rows is text outside of that table.

        A label is in the first column, leaves room for its values, and has blank cells beside it where the file lists
        them; a heading is followed by its row.
        """
        column = self._filled[row][0]
        text = self._texts[row, column]
        if "。" in text or len(text) > _MAX_LABEL:
            return True
        if self._has_blanks(row):
            return False
        is_apart = row > above + 1 and row - 1 not in self._spanned_rows
        is_wide = column <= edges[0] and column + self._width(row, column) > edges[1]
        return is_apart or (is_wide and not followed) or (column > edges[0] and last)

    def _has_blanks(self, row: int) -> bool:
        """Whether the file lists blank cells beside the filled cell, or a cell above spans this row."""
        return len(self._listed[row]) > 1 or row in self._spanned_rows

    def _lines(self, row: int) -> Iterator[Paragraph]:
        texts = [self._texts[row, column].split("\n") for column in self._filled[row]]
        joined = texts[0] if len(texts) == 1 else [" ".join(line for text in texts for line in text)]
        yield from map(Paragraph, joined)

    def _table(self, run: Sequence[int], edges: Position, budget: grid.Budget) -> Iterator[Block]:
        """Rows as a table; as lines where at most one of them has cells side by side."""
        if sum(len(self._filled[row]) > 1 or self._has_blanks(row) for row in run) > 1:
            yield grid.place_cells(self._cells(run[0], run[-1], edges), budget)
            return
        for row in run:
            yield from self._lines(row)

    def _cells(self, first: int, last: int, edges: Position) -> Iterator[Cell]:
        left, right = edges
        covered: set[Position] = set()
        for row in range(first, last + 1):
            for column in range(left, right + 1):
                if (row, column) in covered:
                    continue
                tall, wide = self._spans.get((row, column), (1, 1))
                tall, wide = min(tall, last - row + 1), min(wide, right - column + 1)
                covered.update((row + i, column + j) for i in range(tall) for j in range(wide))
                yield Cell(self._texts.get((row, column), ""), row - first, column - left, tall, wide)


def _is_hidden(sheet: Worksheet, position: Position) -> bool:
    return position[0] in sheet.hidden_rows or position[1] in sheet.hidden_columns
