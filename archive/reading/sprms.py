"""Single property modifications, by which Word's binary files say how characters, paragraphs and rows look.

Knows the few that decide what is printed and where cells stand ([MS-DOC] 2.6); others are passed over by their size.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from archive.reading.marks import Look

_SIZES: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_IN_TABLE, _ROW_END, _HUGE, _DEPTH, _INNER_CELL, _INNER_ROW, _TABLE_DEF = (
    0x2416,
    0x2417,
    0x6646,
    0x6649,
    0x244B,
    0x244C,
    0xD608,
)
_UNSEEN: Final = frozenset({0x0800, 0x083C, 0x0837, 0x2A53})
"""sprmCFRMarkDel, sprmCFVanish, sprmCFStrike and sprmCFDStrike."""
_RAISED: Final = 0x2A48
"""sprmCIss."""
_ON: Final = (b"\x01", b"\x81")
"""On, and the opposite of the style, which is taken to be off."""

Definition = tuple[tuple[int, ...], tuple[int, ...]]
"""The edges of a row's cells, and each cell's flags."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What matters of a paragraph's properties; `depth` counts tables around it."""

    depth: int = 0
    ends_row: bool = False
    ends_cell: bool = False
    row: Definition = ((), ())


def changes(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """The single property changes: code and operand."""
    at = 0
    while at + 2 <= len(properties):
        code = struct.unpack_from("<H", properties, at)[0]
        at += 2
        kind = code >> 13
        if code == _TABLE_DEF:
            size = struct.unpack_from("<H", properties, at)[0] - 1 if at + 2 <= len(properties) else 0
            at += 2
        elif kind == 6:
            size = properties[at] if at < len(properties) else 0
            at += 1
        else:
            size = _SIZES[kind]
        yield code, properties[at : at + size]
        at += max(size, 0)


def look(properties: bytes) -> Look:
    """How characters with these properties are printed; the last word on each counts."""
    said = {code: value[:1] for code, value in changes(properties) if code in _UNSEEN or code == _RAISED}
    if any(said.get(code) in _ON for code in _UNSEEN):
        return "unseen"
    return "raised" if said.get(_RAISED) == b"\x01" else ""


def paragraph(raw: bytes, huge: Callable[[int], bytes]) -> Properties:
    """What is said of a paragraph; `huge` gives the properties that are kept elsewhere, by their position."""
    inside, depth, ends_row, ends_cell = False, 0, False, False
    row: Definition = ((), ())
    found = list(changes(raw))
    for code, value in found:
        if code == _HUGE and len(value) == 4:
            found += changes(huge(struct.unpack("<I", value)[0]))
    for code, value in found:
        if code == _IN_TABLE:
            inside = value[:1] == b"\x01"
        elif code in (_ROW_END, _INNER_ROW):
            ends_row = ends_row or value[:1] == b"\x01"
        elif code == _INNER_CELL:
            ends_cell = value[:1] == b"\x01"
        elif code == _DEPTH and len(value) == 4:
            depth = struct.unpack("<i", value)[0]
        elif code == _TABLE_DEF:
            row = _definition(value)
    return Properties(max(depth, 1) if inside or depth > 0 else 0, ends_row, ends_cell, row)


def _definition(value: bytes) -> Definition:
    if not value:
        return (), ()
    count = value[0]
    if len(value) < 1 + 2 * (count + 1):
        return (), ()
    positions = struct.unpack_from(f"<{count + 1}h", value, 1)
    start = 1 + 2 * (count + 1)
    flags = [
        struct.unpack_from("<H", value, start + 20 * i)[0] if start + 20 * i + 2 <= len(value) else 0
        for i in range(count)
    ]
    return positions, tuple(flags)
