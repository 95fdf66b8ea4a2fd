"""The numeral 一 typed for a dash, which looks the same in many typefaces: nothing, unless its line adds up with it.

Works on one line that ends in its total. Where the line adds up neither with nor without 一, the cell is unreadable.
"""

from __future__ import annotations

from typing import Final

from archive.extract.report.cells import DASH_NUMERALS, CellValue, unreadable
from archive.extract.report.numbers import chinese, normalise
from archive.extract.tables.value_placement import adds_up

Cells = dict[str, CellValue]

_TOTAL: Final = "total"


def resolve(cells: Cells) -> Cells:
    """The cells of a line, by column in the form's order, with each 一 as a dash, a number, or unreadable."""
    numerals = [
        column for column, cell in cells.items() if cell.state == "dash" and normalise(cell.raw) in DASH_NUMERALS
    ]
    if not numerals or next(reversed(cells)) != _TOTAL:
        return cells
    with_numbers = cells | {column: _number(cells[column]) for column in numerals}
    if adds_up(list(with_numbers.values())):
        return with_numbers
    if _TOTAL in numerals or cells[_TOTAL].number is None or adds_up(list(cells.values())):
        return cells
    return cells | {column: unreadable(cells[column].raw).at(cells[column].spot) for column in numerals}


def _number(cell: CellValue) -> CellValue:
    return CellValue(chinese(normalise(cell.raw)), "annotated", cell.raw, spot=cell.spot)
