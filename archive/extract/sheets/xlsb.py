"""Spreadsheets of Excel in binary parts (`.xlsb`), by python-calamine where that is installed.

It gives the stored values and not how they are displayed: hidden rows and columns, struck text and number formats are
not known, so that a note marks the result as unsure.
"""

from __future__ import annotations

import importlib
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any, Final

from archive.extract.layout import limits
from archive.extract.layout.document import Document, Note, NoteCode, Unreadable, UnreadableReason
from archive.extract.layout.packed_files import Package
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.sheets import worksheet
from archive.extract.sheets.worksheet import Worksheet

_AREA: Final = 10 * limits.POSITIONS
"""Positions from a sheet's corner to its last value; all of them are made, empty or not."""
_PANIC: Final = "PanicException"
"""What a defect in Rust is raised as, such as a record that is shorter than its kind; no module has the class."""
_MISSING: Final = "binary spreadsheets (.xlsb) need the package python-calamine (pip install 'nianbao[xls]')"
_UNSURE: Final = Note(
    NoteCode.UNSURE, "Read as stored in a binary spreadsheet (.xlsb): how its cells are displayed is not known."
)


def read(data: bytes) -> Document | Unreadable:
    """Read an `.xlsb` file. Raises `TooMuchError`."""
    try:
        calamine: Any = importlib.import_module("python_calamine")
    except ImportError:
        return Unreadable(MEDIA_TYPES["xlsb"], _MISSING, UnreadableReason.READER_MISSING)
    with Package(data) as package:
        for name in package.names():
            package.require(name)
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [_sheet(book, described) for described in book.sheets_metadata]
    except (calamine.CalamineError, OSError) as error:  # OSError: the bytes in memory end too early
        why = f"the spreadsheet cannot be opened: {error}"
        return Unreadable(MEDIA_TYPES["xlsb"], why, UnreadableReason.FILE_BROKEN)
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        why = "the spreadsheet cannot be opened: its records are broken"
        return Unreadable(MEDIA_TYPES["xlsb"], why, UnreadableReason.FILE_BROKEN)
    document = worksheet.document(MEDIA_TYPES["xlsb"], "xlsb", sheets)
    return replace(document, notes=(*document.notes, _UNSURE))


def _sheet(book: Any, described: Any) -> Worksheet:
    made = Worksheet(str(described.name), hidden=not str(described.visible).endswith("Visible"))
    sheet = book.get_sheet_by_name(described.name)
    last_row, last_column = sheet.end or (0, 0)
    if (last_row + 1) * (last_column + 1) > _AREA:
        raise limits.TooMuchError("a sheet of it has values too far apart")
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            if value != "":
                made.set_text(row, column, _text(value))
    return made


def _text(value: object) -> str:
    """A stored value as text: a date as 2024年1月15日, a whole number without a fraction."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else str(value)
