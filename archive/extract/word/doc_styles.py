"""The style sheet of a Word binary file: the property modifications of each style, and the style that it is based on.

Reads the STSH of [MS-DOC] 2.9.271; `doc_properties` interprets the modifications.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

_NONE: Final = 0x0FFF
_DEEPEST: Final = 12
_PARAGRAPH, _CHARACTER = 1, 2


@dataclass(frozen=True, slots=True)
class DocStyle:
    """The property modifications of one style, and the number of its parent style."""

    base: int = _NONE
    paragraph: bytes = b""
    characters: bytes = b""


class DocStyles:
    """The styles of a file by their numbers."""

    def __init__(self, sheet: bytes) -> None:
        try:
            self._styles = _read(sheet)
        except (struct.error, IndexError):
            self._styles = []

    def chain(self, number: int) -> list[DocStyle]:
        """A style and its ancestors, the root first."""
        found: list[DocStyle] = []
        while number < len(self._styles) and len(found) < _DEEPEST:
            found.append(self._styles[number])
            number = found[-1].base
        return found[::-1]


def _read(sheet: bytes) -> list[DocStyle]:
    if len(sheet) < 6:
        return []
    size, count, base = struct.unpack_from("<HHH", sheet)
    at = 2 + size
    styles = []
    for _ in range(count):
        if at + 2 > len(sheet):
            break
        length = struct.unpack_from("<H", sheet, at)[0]
        styles.append(_style(sheet[at + 2 : at + 2 + length], base))
        at += 2 + length + length % 2
    return styles


def _style(definition: bytes, base: int) -> DocStyle:
    if len(definition) < base + 2:
        return DocStyle()
    kind = struct.unpack_from("<H", definition, 2)[0]
    at = base + 2 + 2 * (struct.unpack_from("<H", definition, base)[0] + 1)
    parts = []
    for _ in range({_PARAGRAPH: 2, _CHARACTER: 1}.get(kind & 0xF, 0)):
        size = struct.unpack_from("<H", definition, at)[0] if at + 2 <= len(definition) else 0
        parts.append(definition[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    if len(parts) == 2:
        return DocStyle(kind >> 4, parts[0][2:], parts[1])
    return DocStyle(kind >> 4, b"", parts[0]) if parts else DocStyle()
