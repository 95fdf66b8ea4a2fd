"""Single property modifications (sprm), which format characters, paragraphs and rows in Word's binary files.

Interprets those that decide what is printed and which columns cells have ([MS-DOC] 2.6); others are skipped by their
size.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.extract.layout.marks import Appearance
from archive.extract.word.doc_styles import DocStyles

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
_TOGGLES: Final = (0x083C, 0x0837)
"""sprmCFVanish and sprmCFStrike: set in both the paragraph's and the character's style they cancel out."""
_UNSEEN: Final = (*_TOGGLES, 0x2A53, 0x0800)
"""Those, sprmCFDStrike and sprmCFRMarkDel."""
_RAISED: Final = 0x2A48
"""sprmCIss."""
_CHARACTER_STYLE: Final = 0x4A30
_LEVEL, _LIST = 0x260A, 0x460B
"""sprmPIlvl and sprmPIlfo."""
_NO_STYLE: Final = 0x0FFF

RowDefinition = tuple[tuple[int, ...], tuple[int, ...]]
"""The edges of a row's cells, and each cell's flags."""


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """The properties of a paragraph that decide how it is read.

    `depth` counts the tables around it; `list_and_level` is the number of its list, 0 for none, and its level.
    """

    depth: int = 0
    ends_row: bool = False
    ends_cell: bool = False
    row: RowDefinition = ((), ())
    list_and_level: tuple[int, int] = (0, 0)


def modifications(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Each property modification: its code and its operand."""
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


def appearance(properties: bytes, paragraph: bytes, styles: DocStyles) -> Appearance:
    """How characters are printed, by their own modifications and the paragraph's properties."""
    named = [value for code, value in modifications(properties) if code == _CHARACTER_STYLE and len(value) == 2]
    of_paragraph = _style_properties(_style_number(paragraph), styles)
    of_character = _style_properties(struct.unpack("<H", named[-1])[0] if named else _NO_STYLE, styles)
    both = {**of_paragraph, **of_character}
    for code in _TOGGLES:
        both[code] = int(bool(of_paragraph.get(code)) != bool(of_character.get(code)))
    effective = _apply(properties, both)
    if any(effective.get(code) for code in _UNSEEN):
        return "unseen"
    return "raised" if effective.get(_RAISED) == 1 else ""


def _style_properties(style: int, styles: DocStyles) -> dict[int, int]:
    effective: dict[int, int] = {}
    for ancestor in styles.chain(style):
        effective = _apply(ancestor.characters, effective)
    return effective


def _apply(properties: bytes, before: dict[int, int]) -> dict[int, int]:
    """The properties after these modifications; 0x80 keeps a switch, 0x81 inverts it ([MS-DOC] 2.9.327)."""
    effective = dict(before)
    for code, value in modifications(properties):
        if (code in _UNSEEN or code == _RAISED) and value:
            inherited = before.get(code, 0)
            effective[code] = {0x80: inherited, 0x81: 1 - bool(inherited)}.get(value[0], value[0])
    return effective


def _style_number(paragraph: bytes) -> int:
    return int(struct.unpack_from("<H", paragraph)[0]) if len(paragraph) >= 2 else _NO_STYLE


def _list_and_level(changes: Sequence[tuple[int, bytes]], before: tuple[int, int]) -> tuple[int, int]:
    """The list and the level after these modifications."""
    number, level = before
    for code, value in changes:
        if code == _LIST and len(value) == 2:
            number = struct.unpack("<H", value)[0]
        elif code == _LEVEL and value:
            level = value[0]
    return number, level


def paragraph(raw: bytes, styles: DocStyles, huge: Callable[[int], bytes]) -> ParagraphProperties:
    """A paragraph's properties by `raw`: the number of its style, followed by modifications.

    `huge` returns properties that are stored in the data stream, by their position there.
    """
    inside, depth, ends_row, ends_cell = False, 0, False, False
    row: RowDefinition = ((), ())
    changes = list(_changes(raw[2:], huge))
    for code, value in changes:
        if code == _IN_TABLE:
            inside = value[:1] == b"\x01"
        elif code in (_ROW_END, _INNER_ROW):
            ends_row = ends_row or value[:1] == b"\x01"
        elif code == _INNER_CELL:
            ends_cell = value[:1] == b"\x01"
        elif code == _DEPTH and len(value) == 4:
            depth = struct.unpack("<i", value)[0]
        elif code == _TABLE_DEF:
            row = _row_definition(value)
    list_and_level = (0, 0)
    for ancestor in styles.chain(_style_number(raw)):
        list_and_level = _list_and_level(list(modifications(ancestor.paragraph)), list_and_level)
    depth = max(depth, 1) if inside or depth > 0 else 0
    return ParagraphProperties(depth, ends_row, ends_cell, row, _list_and_level(changes, list_and_level))


def _changes(properties: bytes, huge: Callable[[int], bytes]) -> Iterator[tuple[int, bytes]]:
    """Each modification, then those stored elsewhere. What is stored elsewhere names no further place ([MS-DOC] 2.6.2):
    places that name one another would have no end."""
    own = list(modifications(properties))
    yield from own
    for code, value in own:
        if code == _HUGE and len(value) == 4:
            yield from modifications(huge(struct.unpack("<I", value)[0]))


def _row_definition(value: bytes) -> RowDefinition:
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
