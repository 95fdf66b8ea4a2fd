"""Spreadsheets in binary parts as the tests need them: one sheet of texts and numbers ([MS-XLSB] 2.1)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.support.documents.zips import packed

_ROW, _REAL, _TEXT = 0, 5, 6
_SHEET, _SHEET_END, _BOOK, _BOOK_END = 129, 130, 131, 132
_SHEETS, _SHEETS_END, _DATA, _DATA_END, _DIMENSION, _BUNDLE = 143, 144, 145, 146, 148, 156
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="{id}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    "</Relationships>"
)


def xlsb(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook with one sheet of these rows."""
    return packed(
        {
            "_rels/.rels": _RELATIONS.format(id="rId1", kind="officeDocument", target="xl/workbook.bin"),
            "xl/_rels/workbook.bin.rels": _RELATIONS.format(
                id="rId1", kind="worksheet", target="worksheets/sheet1.bin"
            ),
            "xl/workbook.bin": _book(),
            "xl/worksheets/sheet1.bin": _sheet(rows),
        }
    )


def _book() -> bytes:
    bundle = _record(_BUNDLE, struct.pack("<II", 0, 1) + _string("rId1") + _string("Sheet1"))
    return b"".join((_record(_BOOK), _record(_SHEETS), bundle, _record(_SHEETS_END), _record(_BOOK_END)))


def _sheet(rows: Sequence[Sequence[str | float]]) -> bytes:
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    cells = b"".join(_row(at, row) for at, row in enumerate(rows) if any(value != "" for value in row))
    data = _record(_DATA) + cells + _record(_DATA_END)
    return _record(_SHEET) + _record(_DIMENSION, size) + data + _record(_SHEET_END)


def _row(at: int, row: Sequence[str | float]) -> bytes:
    head = _record(_ROW, struct.pack("<I", at) + b"\0" * 21)
    return head + b"".join(_cell(column, value) for column, value in enumerate(row) if value != "")


def _cell(column: int, value: str | float) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return _record(_TEXT, place + _string(value))
    return _record(_REAL, place + struct.pack("<d", value))


def _string(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, data: bytes = b"") -> bytes:
    return _number(kind, 2) + _number(len(data), 4) + data


def _number(value: int, most: int) -> bytes:
    """A number in groups of seven bits, the lowest first; record types above 127 take two bytes."""
    out = bytearray()
    for _ in range(most):
        out.append(value & 0x7F)
        value >>= 7
        if not value:
            break
        out[-1] |= 0x80
    return bytes(out)
