"""The lists of a Word binary file, whose numbers stand before paragraphs without being written.

Knows the tables PlfLst and PlfLfo of [MS-DOC] 2.9.192 and 2.9.191; how numbers count on is for `numbering`.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from archive.extract.word.numbering import Level, Listed, Numbering

_LISTS, _OVERRIDES = 0x2E2, 0x2EA
"""Where the file information block tells of the two tables."""
_LIST, _LEVEL, _OVERRIDE, _OVERRIDDEN = 28, 28, 16, 8
"""Bytes of a list's head, a level's head, a use of a list, and a level changed in that use."""
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
"""Number formats ([MS-OSHARED] 2.2.1.3) by the names of Word's XML; all others count in digits."""


def load(main: bytes, table: bytes) -> Numbering:
    """The lists by the numbers of their uses, which begin with 1; none where the tables are missing or broken."""
    try:
        return Numbering(_uses(main, table, _lists(main, table)))
    except (struct.error, IndexError):
        return Numbering()


def _lists(main: bytes, table: bytes) -> dict[int, dict[int, Level]]:
    """The levels of each list. They follow all heads, outside of the size that is told of the table."""
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
    """A level, and where it ends."""
    start, form = struct.unpack_from("<iB", table, at)
    of_characters, of_paragraph = table[at + 24], table[at + 25]
    at += _LEVEL + of_characters + of_paragraph
    length = struct.unpack_from("<H", table, at)[0]
    end = at + 2 + 2 * length
    units = struct.unpack_from(f"<{length}H", table, at + 2)
    text = "".join(f"%{unit + 1}" if unit < 9 else chr(unit) for unit in units if unit < 9 or chr(unit).isprintable())
    return Level(_STYLES.get(form, "decimal"), text, max(start, 0)), end


def _uses(main: bytes, table: bytes, lists: Mapping[int, dict[int, Level]]) -> dict[str, Listed]:
    start, size = struct.unpack_from("<II", main, _OVERRIDES)
    if size < 4:
        return {}
    count = min(struct.unpack_from("<I", table, start)[0], size // _OVERRIDE)
    at = start + 4 + _OVERRIDE * count
    uses = {}
    for number in range(count):
        place = start + 4 + _OVERRIDE * number
        list_id = struct.unpack_from("<i", table, place)[0]
        levels, restarts = dict(lists.get(list_id, {})), {}
        at += 4
        for _ in range(table[place + 12]):
            begins, flags = struct.unpack_from("<iI", table, at)
            at += _OVERRIDDEN
            if flags & 0x10:
                restarts[flags & 0xF] = max(begins, 0)
            if flags & 0x20:
                levels[flags & 0xF], at = _level(table, at)
        uses[str(number + 1)] = Listed(str(list_id), levels, restarts)
    return uses
