"""One stream of RTF's text on its way to blocks: paragraphs, rows with cell edges and merges, one level of nesting.

Knows the words that lay text out; the main text is one stream, and so is the text of each drawn shape.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.extract.layout import grid, limits
from archive.extract.layout.document import Block, Paragraph
from archive.extract.layout.marks import clean_lines
from archive.extract.word import cell_edges


@dataclass(slots=True)
class _Open:
    """A table row while it is read, and the rows before it."""

    rows: list[cell_edges.Row] = field(default_factory=list)
    cells: list[cell_edges.Cell] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    merges: list[frozenset[str]] = field(default_factory=list)
    left: int = 0
    merge: frozenset[str] = frozenset()


class Flow:
    """A stream; `text` is the open paragraph in pieces, `beside` what hangs at it. Tables are told by their level: 0 is
    outside of any, 1 in one, 2 in one that is nested."""

    def __init__(self, budget: grid.Budget) -> None:
        self.text: list[str] = []
        self.beside: list[Block] = []
        self._budget = budget
        self._tables = [_Open(), _Open()]
        self._out: list[Block] = []

    def finish(self, level: int) -> list[Block]:
        """All blocks, what is open ended. Raises `TooMuchError`."""
        self.paragraph(level)
        self._end_table(1)
        self._end_table(0)
        return self._out

    def paragraph(self, level: int) -> None:
        """End a paragraph, and the tables that it does not stand in. Raises `TooMuchError`."""
        if not level:
            self._end_table(1)
            self._end_table(0)
        inside = self.inside(level)
        inside.extend(Paragraph(line) for line in clean_lines("".join(self.text)))
        inside.extend(self.beside)
        self.text, self.beside = [], []
        if len(self._out) > limits.BLOCKS:
            raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")

    def inside(self, level: int) -> list[Block]:
        """The blocks of the place that is written to."""
        return self._tables[level > 1].blocks if level else self._out

    def cell(self, level: int, *, nested: bool) -> None:
        """End a cell, and the paragraph in it."""
        self.paragraph(level)
        table = self._tables[nested]
        if not nested:
            self._end_table(1)
        table.cells.append(cell_edges.Cell(table.blocks))
        table.blocks = []

    def row(self, *, nested: bool) -> None:
        """End a row."""
        self._end_row(self._tables[nested])

    def define(self, word: str, number: int, *, nested: bool) -> None:
        """Take over what a word says of a row."""
        table = self._tables[nested]
        if word == "trowd":
            table.ends, table.merges, table.left, table.merge = [], [], 0, frozenset()
        elif word == "trleft":
            table.left = number
        elif word in ("clvmgf", "clvmrg", "clmrg"):
            table.merge |= {word}
        elif word == "cellx" and len(table.ends) < limits.SPAN:
            table.ends.append(number)
            table.merges.append(table.merge)
            table.merge = frozenset()

    def _end_row(self, table: _Open) -> None:
        for cell, merge in zip(table.cells, table.merges, strict=False):
            cell.joins_left, cell.joins_above, cell.starts = (word in merge for word in ("clmrg", "clvmrg", "clvmgf"))
        table.rows.append(cell_edges.Row(table.cells, (table.left, *table.ends)))
        table.cells = []

    def _end_table(self, depth: int) -> None:
        table = self._tables[depth]
        if table.blocks:
            table.cells.append(cell_edges.Cell(table.blocks))
        if table.cells:
            self._end_row(table)
        if table.rows:
            made = cell_edges.table(table.rows, self._budget)
            (self._tables[0].blocks if depth else self._out).extend(made)
        self._tables[depth] = _Open(ends=table.ends, merges=table.merges, left=table.left) if depth == 0 else _Open()
