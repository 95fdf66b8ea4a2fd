"""Spreadsheets of Excel in binary parts (`.xlsb`), by python-calamine where that is installed.

It gives the stored values and not how they are displayed: hidden rows and columns, struck text and number formats are
not known, so that a note marks the result as unsure.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
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
_ROW, _CELLS, _CELLS_END = 0, range(1, 12), 146
"""Kinds of records: the head of a row, cells of all types, and the end of a sheet's cells ([MS-XLSB] 2.3.2)."""
_NO_SHEETS: Final = (".xml", ".rels", ".png", ".jpeg", ".jpg", ".gif", ".emf", ".wmf")
_FAR_APART: Final = "a sheet of it has values too far apart"
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
            part = package.require(name)
            if not name.lower().endswith(_NO_SHEETS):
                _refuse_far_apart(part)
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


def _refuse_far_apart(part: bytes) -> None:
    """Raise `TooMuchError` before calamine asks for the memory of all positions between a sheet's values.

    It takes the last row for the lowest and any number for a column, and the process ends where that memory is not to
    be had. Records of a part that is no sheet are of other kinds.
    """
    row = lowest = rightmost = 0
    for kind, body in _records(part):
        if kind == _ROW:
            before, row = row, int.from_bytes(part[body : body + 4], "little")
            lowest = max(lowest, row if row >= before else _AREA)
        elif kind in _CELLS:
            rightmost = max(rightmost, int.from_bytes(part[body : body + 4], "little"))
        elif kind == _CELLS_END:
            row = 0
        if (lowest + 1) * (rightmost + 1) > _AREA:
            raise limits.TooMuchError(_FAR_APART)


def _records(part: bytes) -> Iterator[tuple[int, int]]:
    """The kind of each record and where its body begins, as far as the part has them whole."""
    at = 0
    try:
        while at < len(part):
            kind, at = _number(part, at, 2)
            size, at = _number(part, at, 4)
            yield kind, at
            at += size
    except IndexError:
        return


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first, and where it ends."""
    value = 0
    for group in range(most):
        value |= (part[at + group] & 0x7F) << 7 * group
        if part[at + group] < 0x80:
            return value, at + group + 1
    return value, at + most


def _sheet(book: Any, described: Any) -> Worksheet:
    made = Worksheet(str(described.name), hidden=not str(described.visible).endswith("Visible"))
    sheet = book.get_sheet_by_name(described.name)
    last_row, last_column = sheet.end or (0, 0)
    if (last_row + 1) * (last_column + 1) > _AREA:
        raise limits.TooMuchError(_FAR_APART)
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
