"""Old spreadsheets (`.xls`), by xlrd where that is installed.

Reads cells by their types, fonts and formats ([MS-XLS] 2.5.122 and 2.4.353), merged ranges and what is hidden.
"""

from __future__ import annotations

import importlib
import io
import struct
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from itertools import pairwise
from typing import Any, Final

from archive.extract.layout.document import Document, Unreadable, UnreadableReason
from archive.extract.layout.marks import raised
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.sheets import number_formats, worksheet, xls_formulas
from archive.extract.sheets.worksheet import FORMULA, Worksheet

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
"""Types of cells in xlrd."""
_SUPERSCRIPT: Final = 1
_BROKEN: Final = (
    *(OSError, ValueError, LookupError, AssertionError, TypeError, AttributeError),
    *(struct.error, RecursionError, OverflowError),
)
"""What xlrd raises for damaged files besides its own errors."""


class _Unheard(io.TextIOBase):
    """Takes what xlrd prints of a damaged file on standard output, where a program's answers go."""

    def write(self, text: str) -> int:
        return len(text)


def read(data: bytes) -> Document | Unreadable:
    """Read an `.xls` file. Raises `TooMuchError`."""
    try:
        xlrd: Any = importlib.import_module("xlrd")
    except ImportError:
        return Unreadable(
            MEDIA_TYPES["xls"],
            "old spreadsheets need the package xlrd (pip install 'nianbao[xls]')",
            UnreadableReason.READER_MISSING,
        )
    try:
        with redirect_stdout(_Unheard()):
            book = xlrd.open_workbook(file_contents=data, logfile=sys.stdout, formatting_info=True, ragged_rows=True)
        uncomputed = xls_formulas.uncomputed(data)
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, *_BROKEN) as error:
        return Unreadable(
            MEDIA_TYPES["xls"], f"the spreadsheet cannot be opened: {error}", UnreadableReason.FILE_BROKEN
        )
    errors: dict[int, str] = xlrd.error_text_from_code
    sheets = [_sheet(book, sheet, errors) for sheet in book.sheets()]
    for made, positions in zip(sheets, uncomputed, strict=False):
        for position in positions & made.texts.keys():
            made.texts[position] = FORMULA
    return worksheet.document(MEDIA_TYPES["xls"], "xls", sheets)


def _sheet(book: Any, sheet: Any, errors: dict[int, str]) -> Worksheet:
    made = Worksheet(str(sheet.name), hidden=sheet.visibility != 0)
    made.merged = [(r0, c0, r1 - r0, c1 - c0) for r0, r1, c0, c1 in sheet.merged_cells]
    made.hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
    for column, info in sheet.colinfo_map.items():
        if info.hidden or info.width == 0:
            made.hide_columns(column, 1)
    cells = _Cells(book, sheet, errors)
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind:
                made.set_text(row, column, cells.text(kind, row, column))
    return made


class _Cells:
    """The displayed texts of a sheet's cells."""

    def __init__(self, book: Any, sheet: Any, errors: dict[int, str]) -> None:
        self._book = book
        self._sheet = sheet
        self._errors = errors

    def text(self, kind: int, row: int, column: int) -> str:
        """The displayed text of a cell of this type; "" where its font is struck through."""
        value = self._sheet.cell_value(row, column)
        style = self._style(row, column)
        font = style.font_index if style is not None else -1
        if kind == _TEXT:
            return "".join(self._runs(str(value), self._sheet.rich_text_runlist_map.get((row, column)) or [], font))
        if self._is_struck(font):
            return ""
        if kind == _ERROR:
            return self._errors.get(value, "#?")
        if kind == _BOOLEAN:
            return "TRUE" if value else "FALSE"
        return self._number(value, style.format_key if style is not None else 0) if kind in (_NUMBER, _DATE) else ""

    def _style(self, row: int, column: int) -> Any:
        styles = self._book.xf_list
        at = self._sheet.cell_xf_index(row, column)
        return styles[at] if 0 <= at < len(styles) else None

    def _font(self, at: int) -> Any:
        fonts = self._book.font_list
        return fonts[at] if 0 <= at < len(fonts) else None

    def _is_struck(self, font: int) -> bool:
        properties = self._font(font)
        return properties is not None and bool(properties.struck_out)

    def _is_raised(self, font: int) -> bool:
        properties = self._font(font)
        return properties is not None and properties.escapement == _SUPERSCRIPT

    def _runs(self, text: str, runs: list[tuple[int, int]], font: int) -> Iterator[str]:
        """The runs of a text by their fonts ([MS-XLS] 2.5.129), without struck runs, raised digits as superscripts."""
        for at, ((start, index), (end, _)) in enumerate(pairwise([(0, font), *runs, (len(text), font)])):
            if not self._is_struck(index):
                yield raised(text[start:end]) if at and self._is_raised(index) else text[start:end]

    def _number(self, value: float, key: int) -> str:
        known = self._book.format_map.get(key)
        code = number_formats.BUILT_IN.get(key) or (known.format_str if known else "")
        return number_formats.displayed(repr(value), code, since_1904=self._book.datemode == 1)
