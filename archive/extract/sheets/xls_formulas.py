"""Which formulas of an old spreadsheet have never been computed, as xlrd does not report it.

Reads the records of a workbook's stream ([MS-XLS] 2.1.4, 2.4.28, 2.4.127, 2.5.133).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import olefile  # type: ignore[import-untyped]

from archive.extract.sheets.worksheet import Position

_BOUNDSHEET: Final = 0x85
_FORMULA: Final = 0x06
_BEGIN: Final = 0x809
_END: Final = 0x0A
_NO_VALUE: Final = (3, 0xFFFF)
"""What is stored instead of a number where a formula's value is the empty text, or where it was never computed."""


def uncomputed(data: bytes) -> list[set[Position]]:
    """The positions of formulas without a value, for each sheet in its order.

    A program that cannot compute gives no formula a value. Where some formula has a value, all were computed and the
    result is empty. Raises `OSError` where the file cannot be opened.
    """
    with olefile.OleFileIO(BytesIO(data)) as file:
        name = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
        stream = file.openstream(name).read() if name else b""
    starts = [
        struct.unpack_from("<I", stream, at)[0]
        for kind, at, size in _records(stream, 0)
        if kind == _BOUNDSHEET and size > 6 and not stream[at + 5]
    ]
    formulas = [list(_formulas(stream, start)) for start in starts]
    if any(valued for found in formulas for _, valued in found):
        return []
    return [{position for position, _ in found} for found in formulas]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """The number, position and size of each record from a position to the end of the substream that begins there."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BEGIN) - (kind == _END)
        yield kind, at + 4, size if at + 4 + size <= len(stream) else 0
        if depth <= 0:
            return
        at += 4 + size


def _formulas(stream: bytes, start: int) -> Iterator[tuple[Position, bool]]:
    """The position of each formula of a sheet, and whether it has a value."""
    for kind, at, size in _records(stream, start):
        if kind == _FORMULA and size >= 14:
            row, column, _, first, sign = struct.unpack_from("<3HB5xH", stream, at)
            yield (row, column), (first, sign) != _NO_VALUE
