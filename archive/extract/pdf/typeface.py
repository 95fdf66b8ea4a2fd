"""A substitute typeface for PDFs that embed none, so that what is read does not depend on the machine's fonts.

PDFium substitutes installed fonts for those that a PDF does not embed, measures characters by them and drops those
that they lack. In this typeface every character is the same narrow box without ink.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any, Final

import pypdfium2.raw as c  # type: ignore[import-untyped]

_EM: Final = 1000
_ADVANCE: Final = 500
_BOX: Final = (0, -120, 200, 880)
"""Narrower than any character, so that a character is as wide as the PDF says."""

_LAST_CHARACTER: Final = 0x10FFFF


@cache
def install() -> Any:
    """Make PDFium use this typeface and none of the machine's, for the whole process; later calls do nothing."""
    face = typeface()
    info = c.FPDF_SYSFONTINFO(version=1, MapFont=_MAP_FONT, GetFontData=_font_data(face))
    c.FPDF_SetSystemFontInfo(ctypes.byref(info))
    return info


def _map_font(*_: Any) -> int:
    """The handle of this typeface, whichever font is requested."""
    return 1


def _font_data(face: bytes) -> Any:
    def copy(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if buffer and size >= len(face):
            ctypes.memmove(buffer, face, len(face))
        return len(face)

    return _type("GetFontData")(copy)


def _type(callback: str) -> Any:
    return dict(c.FPDF_SYSFONTINFO._fields_)[callback]


_MAP_FONT: Final = _type("MapFont")(_map_font)


def typeface() -> bytes:
    """The typeface as a TrueType file with two glyphs, the second of which is mapped to every character."""
    x0, y0, x1, y1 = _BOX
    box = struct.pack(">5h", 1, x0, y0, x1, y1)
    outline = struct.pack(">HH3B", 2, 0, 1, 1, 1) + struct.pack(">6h", x0, x1 - x0, x0 - x1, y0, y1 - y0, y0 - y1)
    glyph = box + outline + b"\0"
    tables = {
        b"cmap": struct.pack(">HHHHLHHLLLLLL", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, 32, _LAST_CHARACTER, 1),
        b"glyf": glyph * 2,
        b"head": struct.pack(">LLLLHH16x4hHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, *_BOX, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">LhhhH3hhhh8xhH", 0x10000, y1, y0, 0, _ADVANCE, 0, 0, x1, 1, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hhh", _ADVANCE, 0, 0),
        b"loca": struct.pack(">3L", 0, len(glyph), 2 * len(glyph)),
        b"maxp": struct.pack(">LH13H", 0x10000, 2, 3, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    return _file(tables)


def _file(tables: dict[bytes, bytes]) -> bytes:
    listed, body = b"", b""
    start = 12 + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        listed += struct.pack(">4sLLL", tag, 0, start + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return struct.pack(">LHHHH", 0x10000, len(tables), 64, 2, 48) + listed + body
