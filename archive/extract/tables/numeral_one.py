"""The numeral 一 where a dash was meant, which looks alike in many typefaces: 一 is nothing, unless the line counts it.

Knows one line that ends in its total; refuses to choose where the line adds up neither with nor without it.
"""

from __future__ import annotations

from typing import Final

from archive.extract.report.cells import ONES, CellValue, unreadable
from archive.extract.report.numbers import chinese, plain
from archive.extract.tables.value_placement import adds_up

Cells = dict[str, CellValue]

_TOTAL: Final = "total"


def told(cells: Cells) -> Cells:
    """The cells of a line, by column in the form's order, with each 一 as a dash, a number, or unreadable."""
    ones = [column for column, cell in cells.items() if cell.state == "dash" and plain(cell.raw) in ONES]
    if not ones or next(reversed(cells)) != _TOTAL:
        return cells
    counted = cells | {column: _number(cells[column]) for column in ones}
    if adds_up(list(counted.values())):
        return counted
    if _TOTAL in ones or cells[_TOTAL].number is None or adds_up(list(cells.values())):
        return cells
    return cells | {column: unreadable(cells[column].raw) for column in ones}


def _number(cell: CellValue) -> CellValue:
    return CellValue(chinese(plain(cell.raw)), "annotated", cell.raw)
