"""Tables that lie on their side: applicants printed down the page and the outcomes across it.

Knows such a table by its labels and turns it upright; what it says is for `grid` to read.
"""

from __future__ import annotations

from dataclasses import replace

from archive.extract.layout.document import Table
from archive.extract.report import labels
from archive.extract.tables.tokens import token

Printed = tuple[str | bool, int, int, bool, bool]
"""A printed cell: its text where it is a label, else whether it is filled; its column, width, whether it begins
here and whether it goes on below."""
Skeleton = tuple[tuple[Printed, ...], ...]
"""The printed cells of a table, row by row."""

_FEWEST_HEADS = 5


def turned(table: Table) -> Table:
    """The table with its columns as rows."""
    width = len(table.grid[0])
    cells = {
        id(cell): replace(cell, row=cell.column, column=cell.row, rows=cell.columns, columns=cell.rows)
        for row in table.grid
        for cell in row
        if cell is not None
    }
    turned = ([cells[id(row[at])] if row[at] is not None else None for row in table.grid] for at in range(width))
    return replace(table, grid=tuple(map(tuple, turned)))


def lies(skeleton: Skeleton) -> bool:
    """Whether applicants are printed down the table, one a row, and lines of the form across it."""
    across, down = 0, 0
    for row in skeleton:
        known = [token(said) for said, _, _, begins, _ in row if isinstance(said, str) and begins]
        applicants = sum(1 for said in known if said.applicant)
        if applicants > 2:
            return False
        down += applicants == 1
        across = max(across, sum(1 for said in known if not said.applicant and labels.lexicon().exact(said.label)))
    return down >= _FEWEST_HEADS and across >= _FEWEST_HEADS
