"""Single property modifications, by which Word's binary files say how characters, paragraphs and rows look.

Knows the few that decide what is printed and where cells stand ([MS-DOC] 2.6); others are passed over by their size.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.extract.layout.marks import Appearance
from archive.extract.word.doc_styles import Styles

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
"""sprmCFVanish and sprmCFStrike, which a paragraph's style and a character's turn against one another."""
_UNSEEN: Final = (*_TOGGLES, 0x2A53, 0x0800)
"""Those, sprmCFDStrike and sprmCFRMarkDel."""
_RAISED: Final = 0x2A48
"""sprmCIss."""
_CHARACTER_STYLE: Final = 0x4A30
_LEVEL, _LIST = 0x260A, 0x460B
"""sprmPIlvl and sprmPIlfo."""
_NO_STYLE: Final = 0x0FFF

Definition = tuple[tuple[int, ...], tuple[int, ...]]
"""The edges of a row's cells, and each cell's flags."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What matters of a paragraph's properties.

    `depth` counts tables around it; `listed` is the list that it stands in, 0 for none, and its level there.
    """

    depth: int = 0
    ends_row: bool = False
    ends_cell: bool = False
    row: Definition = ((), ())
    listed: tuple[int, int] = (0, 0)


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


def look(properties: bytes, paragraph: bytes, styles: Styles) -> Appearance:
    """How characters with these properties are printed in a paragraph with those."""
    named = [value for code, value in changes(properties) if code == _CHARACTER_STYLE and len(value) == 2]
    of_paragraph = _styled(_style(paragraph), styles)
    of_character = _styled(struct.unpack("<H", named[-1])[0] if named else _NO_STYLE, styles)
    both = {**of_paragraph, **of_character}
    for code in _TOGGLES:
        both[code] = int(bool(of_paragraph.get(code)) != bool(of_character.get(code)))
    said = _said(properties, both)
    if any(said.get(code) for code in _UNSEEN):
        return "unseen"
    return "raised" if said.get(_RAISED) == 1 else ""


def _styled(style: int, styles: Styles) -> dict[int, int]:
    said: dict[int, int] = {}
    for each in styles.chain(style):
        said = _said(each.characters, said)
    return said


def _said(properties: bytes, before: dict[int, int]) -> dict[int, int]:
    """What holds after these changes; 0x80 and 0x81 keep a switch and turn it over ([MS-DOC] 2.9.327)."""
    said = dict(before)
    for code, value in changes(properties):
        if (code in _UNSEEN or code == _RAISED) and value:
            kept = before.get(code, 0)
            said[code] = {0x80: kept, 0x81: 1 - bool(kept)}.get(value[0], value[0])
    return said


def _style(paragraph: bytes) -> int:
    return int(struct.unpack_from("<H", paragraph)[0]) if len(paragraph) >= 2 else _NO_STYLE


def _listed(found: Sequence[tuple[int, bytes]], before: tuple[int, int]) -> tuple[int, int]:
    """The list and the level that changes put a paragraph in."""
    number, level = before
    for code, value in found:
        if code == _LIST and len(value) == 2:
            number = struct.unpack("<H", value)[0]
        elif code == _LEVEL and value:
            level = value[0]
    return number, level


def paragraph(raw: bytes, styles: Styles, huge: Callable[[int], bytes]) -> Properties:
    """What is said of a paragraph by the number of its style and the changes behind that.

    `huge` gives the properties that are kept elsewhere, by their position.
    """
    inside, depth, ends_row, ends_cell = False, 0, False, False
    row: Definition = ((), ())
    found = list(changes(raw[2:]))
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
    listed = (0, 0)
    for each in styles.chain(_style(raw)):
        listed = _listed(list(changes(each.paragraph)), listed)
    depth = max(depth, 1) if inside or depth > 0 else 0
    return Properties(depth, ends_row, ends_cell, row, _listed(found, listed))


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
