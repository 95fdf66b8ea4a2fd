"""The pictures in an old spreadsheet: PNG and JPEG in its workbook's drawings ([MS-XLS] 2.4.171, [MS-ODRAW] 2.2.23).

All sheets share one store of pictures; which sheet shows which one is not read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

_DRAWINGS: Final = 0xEB
"""The record of all drawings, which records of the number `_CONTINUED` go on."""
_CONTINUED: Final = 0x3C
_CONTAINERS: Final = frozenset({0xF000, 0xF001})
_STORE_ENTRY: Final = 0xF007
_STORE_ENTRY_HEAD: Final = 36
_PICTURES: Final = frozenset({0xF01D, 0xF01E, 0xF02A})
"""JPEG, PNG and JPEG in the colours of print."""
_MARKS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_MOST_BEFORE: Final = 40
"""Bytes of digests before a picture's own."""


def in_workbook(stream: bytes) -> list[bytes]:
    """The pictures that a workbook's stream holds, in their order."""
    return list(_pictures(b"".join(_drawings(stream))))


def _drawings(stream: bytes) -> Iterator[bytes]:
    at, inside = 0, False
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        inside = kind == _DRAWINGS or (inside and kind == _CONTINUED)
        if inside:
            yield stream[at + 4 : at + 4 + size]
        at += 4 + size


def _pictures(drawings: bytes) -> Iterator[bytes]:
    """The pictures in drawings, whose containers are entered and whose other parts are skipped."""
    at = 0
    while at + 8 <= len(drawings):
        kind, size = struct.unpack_from("<HI", drawings, at + 2)
        at += 8
        if kind in _PICTURES:
            head = drawings[at : at + _MOST_BEFORE]
            starts = [found for mark in _MARKS if (found := head.find(mark)) >= 0]
            if starts:
                yield drawings[at + min(starts) : at + size]
        if kind == _STORE_ENTRY:
            at += _STORE_ENTRY_HEAD + (drawings[at + 33] if at + 33 < len(drawings) else 0)
        elif kind not in _CONTAINERS:
            at += size
