"""What a Word binary file says by its styles and lists."""

from __future__ import annotations

import struct

import pytest

from tests.support.documents import made
from tests.support.proof import compound

_STYLES_AT, _LISTS_AT, _USES_AT = 0xA2, 0x2E2, 0x2EA
_NONE = 0xFFF
_HIDDEN, _RAISED = b"\x3c\x08\x01", b"\x48\x2a\x01"


def _part(properties: bytes) -> bytes:
    return struct.pack("<H", len(properties)) + properties + bytes(len(properties) % 2)


def _style(number: int, base: int, characters: bytes, paragraph: bytes | None = None) -> bytes:
    kind = 2 if paragraph is None else 1
    name = struct.pack("<H", 1) + "s\0".encode("utf-16-le")
    parts = b"" if paragraph is None else _part(struct.pack("<H", number) + paragraph)
    described = struct.pack("<5H", 0, kind | base << 4, 0, 0, 0) + name + parts + _part(characters)
    return struct.pack("<H", len(described)) + described


def _sheet(*styles: bytes) -> bytes:
    return struct.pack("<H", 18) + struct.pack("<2H", len(styles), 10) + bytes(14) + b"".join(styles)


def _level(form: int, text: str, start: int = 1) -> bytes:
    return struct.pack("<iB", start, form) + bytes(23) + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def _lists(*lists: bytes) -> bytes:
    heads = b"".join(struct.pack("<i", number) + bytes(22) + b"\0\0" for number in range(len(lists)))
    return struct.pack("<H", len(lists)) + heads + b"".join(lists)


def _uses(*uses: tuple[int, bytes]) -> bytes:
    heads = b"".join(struct.pack("<i8xB3x", number, bool(changed)) for number, changed in uses)
    return struct.pack("<I", len(uses)) + heads + b"".join(b"\xff" * 4 + changed for _, changed in uses)


_CHINESE, _DIGITS, _BULLET = 37, 0, 23
_LIST = _level(_CHINESE, "\0、") + _level(_CHINESE, "（\1）") + _level(_BULLET, "·") + _level(_DIGITS, ".") * 6
_ANEW = struct.pack("<iI", 1, 0x10)
_TABLES = {
    _STYLES_AT: _sheet(
        _style(0, _NONE, b"", b""),
        _style(1, 0, b"", b"\x0b\x46\x01\x00"),
        _style(2, 1, _HIDDEN, b""),
        _style(3, _NONE, _HIDDEN),
        _style(4, 3, b"\x3c\x08\x00" + _RAISED),
    ),
    _LISTS_AT: _lists(_LIST),
    _USES_AT: _uses((0, b""), (0, _ANEW)),
}


def _listed(number: int, level: int, style: int = 0) -> bytes:
    return struct.pack("<HHHHB", style, 0x460B, number, 0x260A, level)


def test_the_numbers_of_lists_are_printed() -> None:
    lists = {
        "总": (1, 0),
        "主": (1, 1),
        "依": (1, 1),
        "点": (1, 2),
        "问": (1, 0),
        "又": (1, 1),
        "新": (2, 0),
        "后": (2, 0),
    }
    properties = {text: _listed(*list_and_level) for text, list_and_level in lists.items()}
    properties |= {"无": _listed(7, 0), "节": b"\x01\0", "没": _listed(0, 0, 1)}
    shown = [
        "一、总",
        "（一）主",
        "（二）依",
        "点",
        "二、问",
        "（一）又",
        "一、新",
        "二、后",
        "无",
        "三、节",
        "没",
        "文",
    ]
    assert made.shown(compound.doc([*properties, "文"], paragraph_properties=properties, tables=_TABLES)) == shown


@pytest.mark.parametrize(
    ("paragraph", "characters", "text"),
    [
        (0, b"\x30\x4a\x03\x00", "18"),
        (0, b"\x30\x4a\x04\x00", "18⁷"),
        (0, b"\x30\x4a\x03\x00\x3c\x08\x00", "187"),
        (0, b"\x30\x4a\x03\x00\x3c\x08\x80", "18"),
        (0, b"\x30\x4a\x03\x00\x3c\x08\x81", "187"),
        (2, b"\x30\x4a\x03\x00", "一、7"),
    ],
)
def test_characters_are_printed_as_their_styles_say(paragraph: int, characters: bytes, text: str) -> None:
    properties = {"187": struct.pack("<H", paragraph)}
    assert made.shown(compound.doc(["187"], {"7": characters}, properties, _TABLES)) == [text]


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_broken_tables_cost_no_more_than_the_numbers(cut: int) -> None:
    tables = {offset: data[:cut] for offset, data in _TABLES.items()}
    (text,) = made.shown(compound.doc(["总"], paragraph_properties={"总": _listed(1, 0)}, tables=tables))
    assert str(text).endswith("总")
