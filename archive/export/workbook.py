"""The tidy tables as one Excel workbook (ECMA-376), a sheet a table. Needs XlsxWriter (`pip install nianbao[xlsx]`).

Text is stored as text, whatever it begins with: no cell is a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from archive.export import Scope
from archive.export.tables import ExportedColumn, tables
from archive.messages.printable import with_lines
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError

ROWS = 1_048_575
"""Rows of a sheet below its head; a longer table goes on in a second sheet."""

CHARACTERS = 32_767
"""Characters of a cell; longer text is cut, and says so at its end."""

CUT = " … [cut here: Excel's cells hold no more; CSV and Parquet have it whole]"

_TEXT_ONLY = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}


def export(archive: Archive, path: Path, scope: Scope) -> dict[str, int]:
    """Write every table into the workbook `path`. Returns rows by table. Raises ArchiveError."""
    try:
        import xlsxwriter  # type: ignore[import-untyped]
    except ModuleNotFoundError as error:
        raise ArchiveError("wrong-no-xlsxwriter") from error
    path.parent.mkdir(parents=True, exist_ok=True)
    counts = {}
    with xlsxwriter.Workbook(str(path), _TEXT_ONLY) as workbook:
        for table in tables():
            rows = table.rows(archive, scope.county, scope.year)
            counts[table.name] = _sheets(workbook, table.name, table.columns, rows)
    return counts


def _sheets(workbook: Any, name: str, columns: Sequence[ExportedColumn], rows: Iterable[tuple[Any, ...]]) -> int:
    """A table's sheets; returns its rows."""
    bold, done = workbook.add_format({"bold": True}), 0
    numbers = count(1)
    sheet: Any = None
    for row in rows:
        if done % ROWS == 0:
            sheet = _sheet(workbook, name, next(numbers), columns, bold)
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            _cell(sheet, done % ROWS + 1, place, column, value)
        done += 1
    if sheet is None:
        _sheet(workbook, name, 1, columns, bold)
    return done


def _sheet(workbook: Any, name: str, number: int, columns: Sequence[ExportedColumn], bold: Any) -> Any:
    sheet = workbook.add_worksheet(name if number == 1 else f"{name} {number}")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, bold)
    return sheet


def _cell(sheet: Any, line: int, place: int, column: ExportedColumn, value: object) -> None:
    if value is None:
        return
    if column.type == "boolean":
        sheet.write_boolean(line, place, bool(value))
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value)
    else:
        text = with_lines(str(value))
        sheet.write_string(line, place, text if len(text) <= CHARACTERS else text[: CHARACTERS - len(CUT)] + CUT)
