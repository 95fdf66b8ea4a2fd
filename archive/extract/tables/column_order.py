"""What the lines of the applications table tell of one another: the order of its columns, and which are printed.

Knows lines that were read with two meanings left; refuses to choose where no other line proves one.
"""

from __future__ import annotations

from archive.extract.report import forms
from archive.extract.report.cells import CellValue, unreadable
from archive.extract.tables.line_values import APPLICANTS, counted, say_arranged
from archive.extract.tables.sheet import Sheet

_LABELS = {column.key: column.label for column in forms.load("2021").tables["applications"].columns}


def settle(sheet: Sheet) -> None:
    """Decide what is undecided in the sheet, or doubt it."""
    _orders(sheet)
    _columns(sheet)


def _orders(sheet: Sheet) -> None:
    """Give lines that fit two orders of the columns the one that other lines prove."""
    for found, values, first in sheet.undecided:
        proved = [order for order in (first, first.other) if order is not None and order.how in sheet.orders]
        arranged = proved[0] if len(proved) == 1 else first.doubted or first
        say_arranged(sheet, found, values, arranged.how)
        sheet.tables["applications"][found.line.key] = counted(dict(zip(APPLICANTS, arranged.cells, strict=True)))
    sheet.undecided.clear()


def _columns(sheet: Sheet) -> None:
    """Say which columns are not printed; where most lines have them all, a line without some was not understood."""
    lines = sheet.tables.get("applications", {})
    short = [found for found in sheet.short if len(lines[found.line.key]) < len(APPLICANTS)]
    whole = sum(1 for cells in lines.values() if len(cells) == len(APPLICANTS) and not _unread(cells))
    for found in short:
        cells = lines[found.line.key]
        if whole > len(short):
            say_arranged(sheet, found, list(cells.values()), "unplaced")
            raw = " ".join(cell.raw for cell in cells.values())
            lines[found.line.key] = dict.fromkeys(APPLICANTS, unreadable(raw))
        else:
            lacking = "、".join(_LABELS[column] for column in APPLICANTS if column not in cells)
            detail = f"The applications table has no column “{lacking}”."
            sheet.note("applications.columns_missing", "warning", detail, "reading" if whole else "source")
    sheet.short.clear()


def _unread(cells: dict[str, CellValue]) -> bool:
    return any(cell.state == "unreadable" for cell in cells.values())
