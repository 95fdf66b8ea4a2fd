"""Tiny writers of the binary office files of 1997 to 2003: compound files that hold Word text (`.doc`, `.wps`) or a
workbook (`.xls`). Pure; the byte positions are those of [MS-CFB], [MS-DOC] and [MS-XLS]."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from types import MappingProxyType
from typing import Final

from tests.support.documents.generate import Blocks
from tests.support.documents.report import Rows, placed

_SECTOR: Final = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_TEXT_AT: Final = 2048
_WIDTH: Final = 9000


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file; streams are filled up to the size from which they need no lesser sectors."""
    bodies = {name: data.ljust(max(4096, -(-len(data) // _SECTOR) * _SECTOR), b"\0") for name, data in streams.items()}
    names = sorted(bodies, key=lambda name: (len(name), name.upper()))
    directory_sectors = -(-(len(names) + 1) // 4)
    sectors = sum(len(bodies[name]) // _SECTOR for name in names) + directory_sectors
    tables = 1
    while tables * 128 < sectors + tables:
        tables += 1
    chains: list[int] = []
    starts: dict[str, int] = {}
    for name in names:
        starts[name] = len(chains)
        chains += _chain(len(chains), len(bodies[name]) // _SECTOR)
    directory_at = len(chains)
    chains += _chain(len(chains), directory_sectors)
    table_at = len(chains)
    chains += [_FAT] * tables
    entries = [_entry("Root Entry", 5, _END, 0, 1)]
    for at, name in enumerate(names):
        right = at + 2 if at + 1 < len(names) else _FREE
        entries.append(_entry(name, 2, starts[name], len(bodies[name]), _FREE, right))
    directory = b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, tables, directory_at, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *[*range(table_at, table_at + tables), *[_FREE] * (109 - tables)])
    fat = struct.pack(f"<{tables * 128}I", *[*chains, *[_FREE] * (tables * 128 - len(chains))])
    return head + b"".join(bodies[name] for name in names) + directory + fat


def _chain(start: int, length: int) -> list[int]:
    return [*range(start + 1, start + length), _END]


def _entry(name: str, kind: int, start: int, size: int, child: int, right: int = _FREE) -> bytes:
    coded = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, _FREE, right, child)
    return coded.ljust(64, b"\0") + struct.pack("<H", len(coded)) + links + bytes(36) + struct.pack("<IQ", start, size)


def doc(
    blocks: Blocks,
    character_properties: Mapping[str, bytes] = MappingProxyType({}),
    paragraph_properties: Mapping[str, bytes] = MappingProxyType({}),
    tables: Mapping[int, bytes] = MappingProxyType({}),
) -> bytes:
    """Paragraphs and table rows as Word 97 stores them: a single piece of text, and properties for each paragraph.

    `character_properties` has the modifications of single characters, `paragraph_properties` those of paragraphs by
    their text, after the number of their style. `tables` are further tables by their offset in the file information
    block.
    """
    paragraphs = [
        (text, paragraph_properties.get(text[:-1], properties))
        for block in blocks
        for text, properties in _paragraphs(block)
    ]
    text = "".join(text for text, _ in paragraphs)
    coded = text.encode("utf-16-le")
    main = bytearray(_TEXT_AT) + bytearray(coded)
    main += bytes(-len(main) % _SECTOR)
    ends, at = [], _TEXT_AT
    for line, properties in paragraphs:
        begin, at = at, at + 2 * len(line)
        ends.append((begin, at, properties))
    papx = list(_formatted(ends))
    pages = len(main) // _SECTOR
    main += b"".join(page for page, _, _ in papx)
    main += _characters(text, character_properties)
    table = b""
    streams: dict[int, bytes] = {
        0x0FA: struct.pack("<III", _TEXT_AT, at, pages + len(papx)),
        0x102: struct.pack(f"<{len(papx) + 1}I", *(first for _, first, _ in papx), at)
        + struct.pack(f"<{len(papx)}I", *range(pages, pages + len(papx))),
        0x1A2: b"\2" + struct.pack("<I", 16) + struct.pack("<IIHIH", 0, len(text), 0, _TEXT_AT, 0),
    }
    struct.pack_into("<HHHHHH", main, 0, 0xA5EC, 0xC1, 0, 0x804, 0, 0x0200)
    struct.pack_into("<HI", main, 0x0C, 0xBF, 0)
    struct.pack_into("<II", main, 0x18, _TEXT_AT, at)
    struct.pack_into("<H", main, 0x20, 14)
    struct.pack_into("<H", main, 0x3E, 22)
    struct.pack_into("<II", main, 0x40, len(main), 0)
    struct.pack_into("<i", main, 0x4C, len(text))
    struct.pack_into("<H", main, 0x98, 0x5D)
    for where, data in {**streams, **tables}.items():
        struct.pack_into("<II", main, where, len(table), len(data))
        table += data
    return compound({"WordDocument": bytes(main), "1Table": table})


def _characters(text: str, character_properties: Mapping[str, bytes]) -> bytes:
    """A page of 512 bytes with the properties of characters."""
    runs = [
        (run_properties, len(list(same)))
        for run_properties, same in groupby(character_properties.get(char, b"") for char in text)
    ]
    ends = accumulate((2 * length for _, length in runs), initial=_TEXT_AT)
    page = bytearray(struct.pack(f"<{len(runs) + 1}I", *ends).ljust(_SECTOR, b"\0"))
    top = _SECTOR - 2
    for at, (run_properties, _) in enumerate(runs):
        if run_properties:
            top -= len(run_properties) + 1 + (len(run_properties) + 1) % 2
            page[top : top + 1 + len(run_properties)] = struct.pack("<B", len(run_properties)) + run_properties
            page[4 * (len(runs) + 1) + at] = top // 2
    page[-1] = len(runs)
    return bytes(page)


def _paragraphs(block: str | Rows) -> Iterator[tuple[str, bytes]]:
    """The text of each paragraph with its mark, and its properties."""
    if isinstance(block, str):
        yield block + "\r", b"\0\0"
        return
    columns = sum(wide for _, _, wide in block[0])
    rows: dict[int, dict[int, tuple[str, int, int]]] = {}
    for row, column, text, tall, wide in placed(block):
        rows.setdefault(row, {})[column] = (text, wide, 0x60 if tall > 1 else 0)
        for below in range(row + 1, row + tall):
            rows.setdefault(below, {})[column] = ("", wide, 0x20)
    inside = b"\0\0" + struct.pack("<HB", 0x2416, 1)
    for _, cells in sorted(rows.items()):
        for _, (text, _, _) in sorted(cells.items()):
            yield text + "\x07", inside
        edges = [_WIDTH * column // columns for column in sorted(cells)] + [_WIDTH]
        shapes = b"".join(struct.pack("<HH", merge, 0) + bytes(16) for _, (_, _, merge) in sorted(cells.items()))
        definition = struct.pack("<B", len(cells)) + struct.pack(f"<{len(edges)}h", *edges) + shapes
        ended = struct.pack("<HB", 0x2417, 1) + struct.pack("<HH", 0xD608, len(definition) + 1) + definition
        yield "\x07", inside + ended
    yield "\r", b"\0\0"


def _formatted(paragraphs: Iterable[tuple[int, int, bytes]]) -> Iterator[tuple[bytes, int, int]]:
    """Pages of 512 bytes with paragraph properties, each with the first and last file position that it speaks of."""
    held: list[tuple[int, int, bytes]] = []
    for one in paragraphs:
        if held and _room([*held, one]) > _SECTOR - 1:
            yield _page(held), held[0][0], held[-1][1]
            held = []
        held.append(one)
    if held:
        yield _page(held), held[0][0], held[-1][1]


def _room(held: Sequence[tuple[int, int, bytes]]) -> int:
    return 4 + 17 * len(held) + sum(len(_stored(properties)) for _, _, properties in held)


def _stored(properties: bytes) -> bytes:
    """Properties with their length, at an even size."""
    if len(properties) % 2:
        return struct.pack("<B", (len(properties) + 1) // 2) + properties
    return struct.pack("<BB", 0, len(properties) // 2) + properties


def _page(held: Sequence[tuple[int, int, bytes]]) -> bytes:
    page = bytearray(_SECTOR)
    struct.pack_into(f"<{len(held) + 1}I", page, 0, *(begin for begin, _, _ in held), held[-1][1])
    top = _SECTOR - 2
    for at, (_, _, properties) in enumerate(held):
        stored = _stored(properties)
        top -= len(stored)
        page[top : top + len(stored)] = stored
        page[4 * (len(held) + 1) + 13 * at] = top // 2
    page[-1] = len(held)
    return bytes(page)


def xls(blocks: Blocks) -> bytes:
    """All blocks below one another on one sheet of a workbook of Excel 97: numbers as numbers, merged cells merged."""
    cells: list[bytes] = []
    merged: list[tuple[int, int, int, int]] = []
    top = 0
    for block in blocks:
        rows: Rows = [[(block, 1, 1)]] if isinstance(block, str) else block
        for row, column, text, tall, wide in placed(rows):
            cells.append(sheet_cell(top + row, column, text))
            if tall * wide > 1:
                merged.append((top + row, top + row + tall - 1, column, column + wide - 1))
        top += len(rows)
    spans = struct.pack("<H", len(merged)) + b"".join(struct.pack("<4H", *span) for span in merged)
    return workbook([(0, b"".join(cells) + record(0xE5, spans))])


def workbook(sheets: Sequence[tuple[int, bytes]]) -> bytes:
    """A workbook of Excel 97 with the records of each sheet, and whether it is shown (0) or hidden.

    Cells have the styles 15, plain; 16, struck out; 17, of a date. Of the fonts 5 is struck out and 6 raised.
    """
    begin = record(0x809, struct.pack("<4H2I", 0x600, 0x05, 0xDBB, 0x7CC, 0, 6))
    fonts = b"".join(map(_font, (0, 0, 0, 0, 8, 0), (0, 0, 0, 0, 0, 1)))
    styles = [(0, 0)] * 16 + [(5, 0), (0, 14)]
    shapes = fonts + b"".join(record(0xE0, struct.pack("<2H", *style) + bytes(16)) for style in styles)
    size = len(begin) + len(shapes) + len(sheets) * 16 + 4
    listed = b""
    written = b""
    for number, (hidden, records) in enumerate(sheets):
        listed += record(0x85, struct.pack("<IBBBB", size + len(written), hidden, 0, 4, 0) + b"old%d" % number)
        written += record(0x809, struct.pack("<4H2I", 0x600, 0x10, 0xDBB, 0x7CC, 0, 6)) + records + record(0x0A, b"")
    return compound({"Workbook": begin + shapes + listed + record(0x0A, b"") + written})


def _font(options: int, raised: int) -> bytes:
    return record(0x31, struct.pack("<5H4B", 200, options, 0x7FFF, 400, raised, 0, 0, 0, 0) + b"\x05\x00Arial")


def sheet_cell(row: int, column: int, text: str, style: int = 15) -> bytes:
    """A cell with a number or a text."""
    if text.isascii() and text.isdigit():
        return record(0x203, struct.pack("<3Hd", row, column, style, float(text)))
    coded = text.encode("utf-16-le")
    return record(0x204, struct.pack("<3HHB", row, column, style, len(coded) // 2, 1) + coded)


def record(kind: int, data: bytes) -> bytes:
    """One record of a workbook's stream."""
    return struct.pack("<HH", kind, len(data)) + data
