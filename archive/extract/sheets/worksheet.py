"""One sheet of a workbook as blocks: what is shown of it, cut into lines of text and tables.

Knows cells by their places, merged ranges and what is hidden; knows no file format. A row with one filled cell is text
where it stands before a table or outside of one; inside of one it may be a head or a line whose values are blank.
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
_MOST: Final = 5 * limits.POSITIONS
"""Cells of one sheet, blank ones among them."""
FORMULA: Final = "=?"
"""The text of a cell with a formula that nobody computed: not blank, and no number."""
_LONG: Final = 90
"""Characters that no label of a table has."""

Place = tuple[int, int]
Range = tuple[int, int, int, int]
"""A merged range: its first row and column, how many rows and how many columns."""


@dataclass(slots=True)
class Worksheet:
    """What a file says of a sheet: the text of each cell that it lists, "" for blank ones, and what is hidden."""

    name: str = ""
    hidden: bool = False
    texts: dict[Place, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    beyond: bool = False

    def put(self, row: int, column: int, text: str) -> None:
        """Take over a cell. Raises `TooMuchError` for one too many, and below all rows that are read."""
        if column >= COLUMNS:
            self.beyond = self.beyond or bool(text.strip())
        elif row < ROWS and len(self.texts) < _MOST:
            self.texts[row, column] = lines(text)
        elif text.strip():
            raise limits.TooMuchError(f"a sheet of it has more than {ROWS} rows or {_MOST} cells")

    def hide_columns(self, first: int, count: int) -> None:
        """Hide columns from the first on."""
        self.hidden_columns.update(range(first, min(first + count, COLUMNS)))


def document(media_type: str, reader: str, sheets: Sequence[Worksheet]) -> Document:
    """The sheets that are shown, in their order; all of them where all are hidden. Raises `TooMuchError`."""
    shown = [sheet for sheet in sheets if not sheet.hidden] or sheets
    budget = grid.Budget()
    blocks = [block for sheet in shown for block in _Shown(sheet).blocks(budget)]
    left = [sheet for sheet in sheets if not any(sheet is one for one in shown)]
    return Document(media_type, reader, blocks=tuple(blocks), notes=tuple(_notes(shown, left)))


def lines(text: str) -> str:
    """The text of a cell without what prints nothing, its line ends kept."""
    if text.isascii() and text.isdigit():
        return text
    return "\n".join(line for piece in clean(text).splitlines() if (line := squeeze(piece)))


def _notes(shown: Sequence[Worksheet], left: Sequence[Worksheet]) -> Iterator[Note]:
    names = [sheet.name[:60] for sheet in left if any(sheet.texts.values())]
    if names:
        yield Note(NoteCode.HIDDEN_LEFT_OUT, f"Left out as hidden: the sheets {', '.join(names[:20])}.")
    for sheet in shown:
        rows = {row for (row, _), text in sheet.texts.items() if text and row in sheet.hidden_rows}
        columns = {column for (_, column), text in sheet.texts.items() if text and column in sheet.hidden_columns}
        if rows or columns:
            hidden = f"{len(rows)} rows and {len(columns)} columns of the sheet {sheet.name[:60]}"
            yield Note(NoteCode.HIDDEN_LEFT_OUT, f"Left out as hidden: {hidden}.")
        if sheet.beyond:
            told = f"not read: cells of the sheet {sheet.name[:60]} beyond column {COLUMNS}."
            yield Note(NoteCode.UNREAD_PART, told)


class _Shown:
    """A sheet without what is hidden: places are counted over what is shown, and merged cells lie in `_spans`."""

    def __init__(self, sheet: Worksheet) -> None:
        self._hidden = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)
        self._spans: dict[Place, Place] = {}
        self._texts: dict[Place, str] = {}
        places = [place for place in sheet.texts if not _is_hidden(sheet, place)]
        covered = self._merge(sheet, max((row for row, _ in places), default=-1))
        for row, column in places:
            place = self._at(0, row), self._at(1, column)
            if place not in covered:
                self._texts[place] = sheet.texts[row, column]
        self._listed: dict[int, list[int]] = {}
        for row, column in sorted(self._texts):
            self._listed.setdefault(row, []).append(column)
        filled = {row: [column for column in self._listed[row] if self._texts[row, column]] for row in self._listed}
        self._filled = {row: columns for row, columns in filled.items() if columns}
        self._reached = {
            row + down
            for (row, column), (tall, _) in self._spans.items()
            if self._texts[row, column]
            for down in range(1, tall)
        }

    def _merge(self, sheet: Worksheet, last: int) -> set[Place]:
        """Place the merged cells, down to the last row; the places that they cover. Raises `TooMuchError`."""
        covered: set[Place] = set()
        area = 0
        for row, column, tall, wide in sheet.merged:
            (top, rows), (left, columns) = self._moved(0, row, min(tall, last + 1 - row)), self._moved(1, column, wide)
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

    def _at(self, axis: int, number: int) -> int:
        return number - bisect_left(self._hidden[axis], number)

    def _moved(self, axis: int, start: int, count: int) -> tuple[int, int]:
        """Where a range of rows or columns begins and how many of it are shown."""
        first, after = self._at(axis, start), self._at(axis, start + count)
        return first, after - first

    def blocks(self, budget: grid.Budget) -> Iterator[Block]:
        """Lines of text, and tables."""
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

    def _wider(self, edges: Place, row: int) -> Place:
        """The first and the last column, so far and in this row."""
        return min(edges[0], self._filled[row][0]), max(
            edges[1],
            *(column + self._width(row, column) - 1 for column in self._listed[row] if self._is_cell(row, column)),
        )

    def _is_cell(self, row: int, column: int) -> bool:
        return bool(self._texts[row, column]) or (row, column) in self._spans

    def _width(self, row: int, column: int) -> int:
        return self._spans.get((row, column), (1, 1))[1]

    def _is_text(self, row: int, above: int, edges: Place, *, followed: bool, last: bool) -> bool:
        """Whether the one filled cell of a row below a table's rows is no part of that table.

        A label stands in the first column, has room for its values, and blank cells beside it where the file lists
        them; a head is followed by the row that it heads.
        """
        column = self._filled[row][0]
        text = self._texts[row, column]
        if "。" in text or len(text) > _LONG:
            return True
        if self._has_blanks(row):
            return False
        apart = row > above + 1 and row - 1 not in self._reached
        over = column <= edges[0] and column + self._width(row, column) > edges[1]
        return apart or (over and not followed) or (column > edges[0] and last)

    def _has_blanks(self, row: int) -> bool:
        """Whether the file lists blank cells beside the filled one, or a cell comes down from above."""
        return len(self._listed[row]) > 1 or row in self._reached

    def _lines(self, row: int) -> Iterator[Paragraph]:
        texts = [self._texts[row, column].split("\n") for column in self._filled[row]]
        joined = texts[0] if len(texts) == 1 else [" ".join(line for text in texts for line in text)]
        yield from map(Paragraph, joined)

    def _table(self, run: Sequence[int], edges: Place, budget: grid.Budget) -> Iterator[Block]:
        """Some rows as a table; as lines where only one of them has cells side by side."""
        if sum(len(self._filled[row]) > 1 or self._has_blanks(row) for row in run) > 1:
            yield grid.place_cells(self._cells(run[0], run[-1], edges), budget)
            return
        for row in run:
            yield from self._lines(row)

    def _cells(self, first: int, last: int, edges: Place) -> Iterator[Cell]:
        left, right = edges
        covered: set[Place] = set()
        for row in range(first, last + 1):
            for column in range(left, right + 1):
                if (row, column) in covered:
                    continue
                tall, wide = self._spans.get((row, column), (1, 1))
                tall, wide = min(tall, last - row + 1), min(wide, right - column + 1)
                covered.update((row + i, column + j) for i in range(tall) for j in range(wide))
                yield Cell(self._texts.get((row, column), ""), row - first, column - left, tall, wide)


def _is_hidden(sheet: Worksheet, place: Place) -> bool:
    return place[0] in sheet.hidden_rows or place[1] in sheet.hidden_columns
