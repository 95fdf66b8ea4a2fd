"""The lists of a Word binary file, whose labels are printed before paragraphs without being stored as text.

Reads the tables PlfLst and PlfLfo of [MS-DOC] 2.9.192 and 2.9.191; `numbering` counts.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from archive.extract.word.numbering import Level, ListInstance, Numbering

_LISTS, _OVERRIDES = 0x2E2, 0x2EA
"""Offsets in the file information block of the position and size of the two tables."""
_LIST, _LEVEL, _OVERRIDE, _OVERRIDDEN = 28, 28, 16, 8
"""Sizes in bytes: LSTF, the fixed part of LVL, LFO, the fixed part of LFOLVL."""
_STYLES: Final[Mapping[int, str]] = MappingProxyType(
    {
        3: "upperLetter",
        4: "lowerLetter",
        10: "ideographDigital",
        11: "japaneseCounting",
        14: "decimalFullWidth",
        18: "decimalEnclosedCircle",
        19: "decimalFullWidth",
        23: "bullet",
        28: "decimalEnclosedCircle",
        33: "taiwaneseCounting",
        35: "taiwaneseCountingThousand",
        37: "chineseCounting",
        38: "chineseLegalSimplified",
        39: "chineseCountingThousand",
        255: "none",
    }
)
"""Number formats ([MS-OSHARED] 2.2.1.3) by their names in Word's XML; all others are decimal."""


def load(main: bytes, table: bytes) -> Numbering:
    """The list instances by their numbers from 1; none where the tables are missing or broken."""
    try:
        return Numbering(_instances(main, table, _lists(main, table)))
    except (struct.error, IndexError):
        return Numbering()


def _lists(main: bytes, table: bytes) -> dict[int, dict[int, Level]]:
    """The levels of each list. They follow all list heads, beyond the stated size of the table."""
    start, size = struct.unpack_from("<II", main, _LISTS)
    if size < 2:
        return {}
    count = min(struct.unpack_from("<H", table, start)[0], size // _LIST)
    heads = [table[start + 2 + _LIST * i : start + 2 + _LIST * (i + 1)] for i in range(count)]
    at = start + 2 + _LIST * count
    lists = {}
    for head in heads:
        levels = {}
        for level in range(1 if head[26] & 1 else 9):
            levels[level], at = _level(table, at)
        lists[struct.unpack_from("<i", head)[0]] = levels
    return lists


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """A level, and the position of its end."""
    start, number_format = struct.unpack_from("<iB", table, at)
    of_characters, of_paragraph = table[at + 24], table[at + 25]
    at += _LEVEL + of_characters + of_paragraph
    length = struct.unpack_from("<H", table, at)[0]
    end = at + 2 + 2 * length
    units = struct.unpack_from(f"<{length}H", table, at + 2)
    text = "".join(f"%{unit + 1}" if unit < 9 else chr(unit) for unit in units if unit < 9 or chr(unit).isprintable())
    return Level(_STYLES.get(number_format, "decimal"), text, max(start, 0)), end


def _instances(main: bytes, table: bytes, lists: Mapping[int, dict[int, Level]]) -> dict[str, ListInstance]:
    start, size = struct.unpack_from("<II", main, _OVERRIDES)
    if size < 4:
        return {}
    count = min(struct.unpack_from("<I", table, start)[0], size // _OVERRIDE)
    at = start + 4 + _OVERRIDE * count
    instances = {}
    for number in range(count):
        position = start + 4 + _OVERRIDE * number
        list_id = struct.unpack_from("<i", table, position)[0]
        levels, restarts = dict(lists.get(list_id, {})), {}
        at += 4
        for _ in range(table[position + 12]):
            restart, flags = struct.unpack_from("<iI", table, at)
            at += _OVERRIDDEN
            if flags & 0x10:
                restarts[flags & 0xF] = max(restart, 0)
            if flags & 0x20:
                levels[flags & 0xF], at = _level(table, at)
        instances[str(number + 1)] = ListInstance(str(list_id), levels, restarts)
    return instances
