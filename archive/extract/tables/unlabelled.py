"""Assigns rows of the applications table without a label to their lines, only where every sum confirms it.

If there are as many such rows between two known lines, before the first or behind the last, as lines are missing there,
they may be those lines in the form's order. That is accepted if the whole table is then complete and all its sums hold,
and always reported.
"""

from __future__ import annotations

from archive.extract.report import forms
from archive.extract.report.application_sums import complete
from archive.extract.report.cells import CellValue
from archive.extract.tables.line_values import APPLICANTS
from archive.extract.tables.sheet import Printed, Sheet


def place_rows(sheet: Sheet) -> None:
    """Put the rows without a label into their lines, or report them."""
    if not sheet.unlabelled:
        return
    printed = sheet.tables.get("applications", {})
    tried = (_assign_lines(sheet, printed, form.name) for form in forms.generations())
    placed = next(filter(None, tried), None)
    if placed is None:
        count = len(sheet.unlabelled)
        detail = f"{count} rows of values stand without a label and were not placed."
        sheet.note("applications.unlabelled_rows", "warning", detail)
        return
    if not printed:
        detail = f"{len(placed)} rows stand without labels; their number and all sums give them to the form's lines."
        sheet.note("applications.placed_by_order", "warning", detail)
    else:
        _report_each(sheet, placed)
    for line, cells in placed.items():
        sheet.put("applications", line, cells)


def _report_each(sheet: Sheet, placed: Printed) -> None:
    for line, cells in placed.items():
        values = " ".join(cell.raw for cell in cells.values())
        detail = (
            f"The values {values} stand without a label; their place and all sums of the table give them to this line."
        )
        sheet.note(f"applications.{line}.placed_by_order", "warning", detail)


def _assign_lines(sheet: Sheet, printed: Printed, form: str) -> Printed | None:
    """Line -> cells of the rows, if they all fit this form and its sums then hold; else None."""
    order = forms.load(form).tables["applications"].line_keys
    lines = list(printed)
    rows: dict[str, list[tuple[CellValue, ...]]] = {}
    for before, cells in sheet.unlabelled:
        rows.setdefault(before, []).append(cells)
    placed: Printed = {}
    for before, unlabelled_rows in rows.items():
        after = next(iter(lines[lines.index(before) + 1 if before else 0 :]), None)
        if (before and before not in order) or (after and after not in order):
            return None
        start, end = order.index(before) + 1 if before else 0, order.index(after) if after else len(order)
        between = [line for line in order[start:end] if line not in printed]
        if len(between) != len(unlabelled_rows):
            return None
        if any(len(cells) != len(APPLICANTS) for cells in unlabelled_rows):
            return None
        placed |= {
            line: dict(zip(APPLICANTS, cells, strict=True))
            for line, cells in zip(between, unlabelled_rows, strict=True)
        }
    return placed if complete(_numbers(printed | placed)) else None


def _numbers(printed: Printed) -> dict[str, dict[str, int | float | None]]:
    return {line: {column: cell.number for column, cell in cells.items()} for line, cells in printed.items()}
