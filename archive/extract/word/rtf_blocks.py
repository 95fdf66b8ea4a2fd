"""Builds blocks from a stream of RTF text: paragraphs, rows with cell edges and merges, tables nested once.

The main text is one stream, and the text of each drawn shape another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.extract.layout import grid, limits
from archive.extract.layout.document import Block, Paragraph
from archive.extract.layout.marks import clean_lines
from archive.extract.word import cell_edges


@dataclass(slots=True)
class _RtfTable:
    """A table being read: finished rows, cells of the open row, blocks of the open cell, and the row definition."""

    rows: list[cell_edges.WordRow] = field(default_factory=list)
    cells: list[cell_edges.WordCell] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    merges: list[frozenset[str]] = field(default_factory=list)
    left: int = 0
    merge: frozenset[str] = frozenset()


class BlockBuilder:
    """Builds the blocks of one stream; `text` is the open paragraph in pieces, `anchored` the blocks anchored at it.

    `level` is the nesting of tables around the text: 0 outside of tables, 1 in a table, 2 in a nested table.
    """

    def __init__(self, budget: grid.Budget) -> None:
        self.text: list[str] = []
        self.anchored: list[Block] = []
        self._budget = budget
        self._tables = [_RtfTable(), _RtfTable()]
        self._out: list[Block] = []

    def finish(self, level: int) -> list[Block]:
        """End what is open and return all blocks. Raises `TooMuchError`."""
        self.paragraph(level)
        self._end_table(1)
        self._end_table(0)
        return self._out

    def paragraph(self, level: int) -> None:
        """End a paragraph, and the tables if it is outside of them. Raises `TooMuchError`."""
        if not level:
            self._end_table(1)
            self._end_table(0)
        blocks = self.target_blocks(level)
        blocks.extend(Paragraph(line) for line in clean_lines("".join(self.text)))
        blocks.extend(self.anchored)
        self.text, self.anchored = [], []
        if len(self._out) > limits.BLOCKS:
            raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")

    def target_blocks(self, level: int) -> list[Block]:
        """The list of blocks that a paragraph at this level is added to."""
        return self._tables[level > 1].blocks if level else self._out

    def cell(self, level: int, *, nested: bool) -> None:
        """End a cell, and the paragraph in it."""
        self.paragraph(level)
        table = self._tables[nested]
        if not nested:
            self._end_table(1)
        table.cells.append(cell_edges.WordCell(table.blocks))
        table.blocks = []

    def row(self, *, nested: bool) -> None:
        """End a row."""
        self._end_row(self._tables[nested])

    def define_row(self, word: str, number: int, *, nested: bool) -> None:
        """Apply a control word that defines a row."""
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

    def _end_row(self, table: _RtfTable) -> None:
        for cell, merge in zip(table.cells, table.merges, strict=False):
            cell.joins_left, cell.joins_above, cell.starts = (word in merge for word in ("clmrg", "clvmrg", "clvmgf"))
        table.rows.append(cell_edges.WordRow(table.cells, (table.left, *table.ends)))
        table.cells = []

    def _end_table(self, depth: int) -> None:
        table = self._tables[depth]
        if table.blocks:
            table.cells.append(cell_edges.WordCell(table.blocks))
        if table.cells:
            self._end_row(table)
        if table.rows:
            blocks = cell_edges.table(table.rows, self._budget)
            (self._tables[0].blocks if depth else self._out).extend(blocks)
        self._tables[depth] = (
            _RtfTable(ends=table.ends, merges=table.merges, left=table.left) if depth == 0 else _RtfTable()
        )
