"""Transposed tables: applicants or results of the review printed down the page, and outcomes or its blocks across it.

Recognised by their labels and transposed back, for `ruled_grid` to read.
"""

from __future__ import annotations

from dataclasses import replace

from archive.extract.layout.document import Table
from archive.extract.report import labels
from archive.extract.tables.line_values import RESULTS
from archive.extract.tables.tokens import token

PrintedCell = tuple[str | bool, int, int, bool, bool]
"""A printed cell: its text where it is a label, else whether it is filled; its column, width, whether it begins
here and whether it goes on below."""
Skeleton = tuple[tuple[PrintedCell, ...], ...]
"""The printed cells of a table, row by row."""

_FEWEST_HEADS = 5
_FEWEST_BLOCKS = 2


def transpose(table: Table) -> Table:
    """The table with its columns as rows."""
    width = len(table.grid[0])
    cells = {
        id(cell): cell._replace(row=cell.column, column=cell.row, rows=cell.columns, columns=cell.rows)
        for row in table.grid
        for cell in row
        if cell is not None
    }
    turned = ([cells[id(row[at])] if row[at] is not None else None for row in table.grid] for at in range(width))
    return replace(table, grid=tuple(map(tuple, turned)))


def is_transposed(skeleton: Skeleton) -> bool:
    """Whether applicants or results are printed down the table, one a row, and lines or blocks across it."""
    return _has_results_down(skeleton) or _has_applicants_down(skeleton)


def _has_results_down(skeleton: Skeleton) -> bool:
    labels_of_rows = [
        [token(text) for text, _, _, begins, _ in row if isinstance(text, str) and begins] for row in skeleton
    ]
    results = [found[0].result for found in labels_of_rows if len(found) == 1 and found[0].result]
    blocks = max((len({text.block for text in found if text.block}) for found in labels_of_rows), default=0)
    return blocks >= _FEWEST_BLOCKS and len(results) == len({*results}) == len(RESULTS)


def _has_applicants_down(skeleton: Skeleton) -> bool:
    across, down = 0, 0
    for row in skeleton:
        tokens = [token(text) for text, _, _, begins, _ in row if isinstance(text, str) and begins]
        applicants = sum(1 for text in tokens if text.applicant)
        if applicants > 2:
            return False
        down += applicants == 1
        across = max(across, sum(1 for text in tokens if not text.applicant and labels.lexicon().exact(text.label)))
    return down >= _FEWEST_HEADS and across >= _FEWEST_HEADS
