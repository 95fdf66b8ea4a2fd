"""Settles the columns of the applications table once all its lines are read: their order, and which are printed.

A line that fits two orders gets the one that other lines prove; where none does, it is marked as uncertain.
"""

from __future__ import annotations

from archive.extract.report import forms
from archive.extract.report.cells import CellValue, unreadable
from archive.extract.tables.line_values import APPLICANTS, report_arrangement, with_counts
from archive.extract.tables.sheet import Sheet
from archive.extract.tables.value_placement import adds_up

_FEWEST_MOVED = 3
_LABELS = {column.key: column.label for column in forms.present().tables["applications"].columns}


def settle(sheet: Sheet) -> None:
    """Settle the undecided lines of the sheet, or mark them as uncertain."""
    _settle_orders(sheet)
    _settle_columns(sheet)
    _settle_total_in_front(sheet)


def _settle_orders(sheet: Sheet) -> None:
    """Give lines that fit two column orders the one that other lines prove."""
    for found, values, arrangement in sheet.undecided:
        proved = [
            order for order in (arrangement, arrangement.alternative) if order is not None and order.how in sheet.orders
        ]
        chosen = proved[0] if len(proved) == 1 else arrangement.uncertain or arrangement
        report_arrangement(sheet, found, values, chosen.how)
        sheet.tables["applications"][found.line.key] = with_counts(dict(zip(APPLICANTS, chosen.cells, strict=True)))
    sheet.undecided.clear()


def _settle_columns(sheet: Sheet) -> None:
    """Report columns that are not printed; where most lines have all, a line without some was not understood."""
    lines = sheet.tables.get("applications", {})
    partial_lines = [found for found in sheet.partial_lines if len(lines[found.line.key]) < len(APPLICANTS)]
    complete = sum(1 for cells in lines.values() if len(cells) == len(APPLICANTS) and not _has_unreadable(cells))
    for found in partial_lines:
        cells = lines[found.line.key]
        if complete > len(partial_lines):
            report_arrangement(sheet, found, list(cells.values()), "unplaced")
            raw = " ".join(cell.raw for cell in cells.values())
            lines[found.line.key] = dict.fromkeys(APPLICANTS, unreadable(raw))
        else:
            missing = "、".join(_LABELS[column] for column in APPLICANTS if column not in cells)
            detail = f"The applications table has no column “{missing}”."
            sheet.note("applications.columns_missing", "warning", detail, "reading" if complete else "source")
    sheet.partial_lines.clear()


def _settle_total_in_front(sheet: Sheet) -> None:
    """Give the lines the order with the total first, where all add up so and several not in the form's order."""
    lines = sheet.tables.get("applications", {})
    whole = {line: [*cells.values()] for line, cells in lines.items() if [*cells] == [*APPLICANTS]}
    counted = {line: cells for line, cells in whole.items() if sum([bool(cell.number) for cell in cells]) > 1}
    telling = [line for line in counted if not adds_up(counted[line])]
    if len(telling) < _FEWEST_MOVED or not all(adds_up([*cells[1:], cells[0]]) for cells in counted.values()):
        return
    for line, cells in ((line, counted[line]) for line in telling):
        printed = " ".join(cell.raw for cell in cells)
        detail = f"The values {printed} add up with the total in front only, as in all lines; they were read so."
        sheet.note(f"applications.{line}.heads_ignored", "warning", detail)
    for line, cells in whole.items():
        lines[line] = dict(zip(APPLICANTS, [*cells[1:], cells[0]], strict=True))


def _has_unreadable(cells: dict[str, CellValue]) -> bool:
    return any(cell.state == "unreadable" for cell in cells.values())
