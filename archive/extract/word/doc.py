"""Word's binary file of 1997 to 2003, which WPS writes too (`.doc`, `.wps`), by Microsoft's [MS-DOC].

Reads the file information block, the piece table and the formatted disk pages, which say which characters are deleted
or hidden and which paragraphs are in tables.
"""

from __future__ import annotations

import struct
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import olefile  # type: ignore[import-untyped]

from archive.extract.layout import grid, limits
from archive.extract.layout.document import Block, Document, Meta, Paragraph, Picture
from archive.extract.layout.marks import BREAK, Appearance, clean_lines, printed
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.word import cell_edges, doc_lists, doc_properties, doc_styles
from archive.extract.word.doc_properties import ParagraphProperties

_ENCRYPTED: Final = 0x0100
_TABLE_1: Final = 0x0200
_NEWEST_OLD: Final = 0x65
_CLX: Final = 0x1A2
_STYLES: Final = 0xA2
_CHPX: Final = 0xFA
_PAPX: Final = 0x102
_COUNTS: Final = 0x4C
_COMPRESSED: Final = 0x40000000
_PAGE: Final = 512
_DEEPEST: Final = 6
_PRINTED_AS: Final = {"\x0b": BREAK, "\x1e": "-", "\x01": "\x01", "\x08": "\x01", "\t": " "}


class EncryptedError(Exception):
    """The file is encrypted."""


class UnsupportedError(Exception):
    """The file is broken or of another version; the message says which."""


@dataclass(slots=True)
class _PropertyRuns:
    """Runs of characters or paragraphs: the file position of each, in ascending order, and its properties."""

    starts: list[int] = field(default_factory=list)
    values: list[bytes] = field(default_factory=list)

    def at(self, position: int) -> bytes:
        """The properties of the run at a position."""
        return self.run(position)[2]

    def run(self, position: int) -> tuple[int, int, bytes]:
        """The start, the end and the properties of the run at a position."""
        i = bisect_right(self.starts, position)
        end = self.starts[i] if i < len(self.starts) else sys.maxsize
        return (self.starts[i - 1], end, self.values[i - 1]) if i else (0, end, b"")


def read(file: olefile.OleFileIO) -> Document:
    """Read a Word document from an open compound file. Raises `EncryptedError`, `UnsupportedError`, `TooMuchError`."""
    main = file.openstream("WordDocument").read(limits.BYTES)
    if len(main) < 0x200 or struct.unpack_from("<H", main)[0] not in (0xA5EC, 0xA5DC):
        raise UnsupportedError("it holds no Word text")
    version, flags = struct.unpack_from("<H", main, 2)[0], struct.unpack_from("<H", main, 0x0A)[0]
    if flags & _ENCRYPTED:
        raise EncryptedError
    if version <= _NEWEST_OLD:
        raise UnsupportedError("it was written by Word 95 or older")
    try:
        source = _DocStreams(file, main, "1Table" if flags & _TABLE_1 else "0Table")
        blocks = tuple(_DocReader(source).blocks())
    except (struct.error, IndexError, OSError) as error:
        raise UnsupportedError(f"its Word text is broken: {error}") from error
    return Document(MEDIA_TYPES["doc"], "doc", metadata=_metadata(file), blocks=blocks)


class _DocStreams:
    """The streams of the file, and its characters with their positions."""

    def __init__(self, file: olefile.OleFileIO, main: bytes, table: str) -> None:
        self.main = main
        self._table = file.openstream(table).read(limits.BYTES)
        self._data = file.openstream("Data").read(limits.BYTES) if file.exists("Data") else b""
        self.paragraphs = self._formatted(_PAPX, 13)
        self.characters = self._formatted(_CHPX, 1)
        self.counts = struct.unpack_from("<8i", main, _COUNTS)
        start, size = struct.unpack_from("<II", main, _STYLES)
        self.styles = doc_styles.DocStyles(self._table[start : start + size])
        self.lists = doc_lists.load(main, self._table)

    def pieces(self) -> Iterator[tuple[int, int, bool, int]]:
        """Each piece: its first character, its file position, whether it has one byte a character, and its length."""
        start, size = struct.unpack_from("<II", self.main, _CLX)
        clx = self._table[start : start + size]
        at = 0
        while at < len(clx) and clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if at >= len(clx) or clx[at] != 2:
            raise UnsupportedError("its piece table is missing")
        table = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
        count = (len(table) - 4) // 12
        characters = struct.unpack_from(f"<{count + 1}I", table)
        for i in range(count):
            position = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * i + 2)[0]
            narrow = bool(position & _COMPRESSED)
            yield (
                characters[i],
                (position & ~_COMPRESSED) // 2 if narrow else position,
                narrow,
                max(characters[i + 1] - characters[i], 0),
            )

    def text(self, first: int, last: int) -> Iterator[tuple[str, int]]:
        """The characters from `first` up to but not including `last`, each with its file position."""
        for start, position, narrow, length in self.pieces():
            begin, end = max(first, start), min(last, start + length)
            if begin >= end:
                continue
            width = 1 if narrow else 2
            offset = position + (begin - start) * width
            raw = self.main[offset : offset + (end - begin) * width]
            text = raw.decode("cp1252" if narrow else "utf-16-le", "replace")
            if len(text) * width != len(raw):
                text = "".join(chr(code) for code in struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2]))
            yield from ((char, offset + i * width) for i, char in enumerate(text))

    def huge(self, position: int) -> bytes:
        """Properties that are stored in the data stream (`sprmPHugePapx`)."""
        if position + 2 > len(self._data):
            return b""
        size = struct.unpack_from("<H", self._data, position)[0]
        return self._data[position + 2 : position + 2 + size]

    def _formatted(self, where: int, step: int) -> _PropertyRuns:
        start, size = struct.unpack_from("<II", self.main, where)
        table = self._table[start : start + size]
        count = max((len(table) - 4) // 8, 0)
        runs = _PropertyRuns()
        for i in range(count):
            number = struct.unpack_from("<I", table, 4 * (count + 1) + 4 * i)[0] & 0x3FFFFF
            page = self.main[number * _PAGE : (number + 1) * _PAGE]
            if len(page) == _PAGE:
                _page(page, step, runs)
        return runs


def _page(page: bytes, step: int, runs: _PropertyRuns) -> None:
    count = page[-1]
    starts = struct.unpack_from(f"<{count + 1}I", page)
    for i in range(count):
        offset = page[4 * (count + 1) + step * i] * 2
        if step == 1:
            value = page[offset + 1 : offset + 1 + page[offset]] if offset else b""
        else:
            size = page[offset] * 2 - 1 if page[offset] else page[offset + 1] * 2
            begin = offset + 1 if page[offset] else offset + 2
            value = page[begin : begin + size] if offset else b""
        if not runs.starts or starts[i] >= runs.starts[-1]:
            runs.starts.append(starts[i])
            runs.values.append(value)


class _DocReader:
    """Builds blocks from characters, with a stack of open tables, each with an open row and cell."""

    def __init__(self, source: _DocStreams) -> None:
        self._source = source
        self._budget = grid.Budget()
        self._paragraph_cache: dict[bytes, ParagraphProperties] = {}
        self._appearances: dict[tuple[bytes, bytes], Appearance] = {}
        self._last_run: tuple[int, int, Appearance] = (0, 0, "")
        """The last run of characters with one appearance: its start, its end and the appearance."""
        self._blocks: list[Block] = []
        self._tables: list[_DocTable] = []
        self._field = 0
        self._code = 0

    def blocks(self) -> list[Block]:
        counts = self._source.counts
        self._subdocument(0, counts[0])
        boxes = sum(counts[:6])
        if counts[6] > 0:
            self._subdocument(boxes, boxes + counts[6])
        return self._blocks

    def _subdocument(self, first: int, last: int) -> None:
        pieces: list[str] = []
        for char, position in self._source.text(first, last):
            if char in "\r\x07\x0c":
                self._paragraph("".join(pieces), char, position)
                pieces = []
            elif printed_char := self._printed_char(char, position):
                pieces.append(printed_char)
        if pieces:
            self._paragraph("".join(pieces), "\r", -1)
        self._close(0)

    def _printed_char(self, char: str, position: int) -> str:
        """What is printed of a character; "" for field codes, deletions and hidden text."""
        if char == "\x13":
            self._field += 1
            self._code += 1
        elif char == "\x14":
            self._code = max(self._code - 1, 0)
        elif char == "\x15":
            self._code = min(self._code, max(self._field - 1, 0))
            self._field = max(self._field - 1, 0)
        elif not self._code:
            return printed(_PRINTED_AS.get(char, char if char >= " " else ""), self._appearance(position))
        return ""

    def _appearance(self, position: int) -> Appearance:
        begin, end, appearance = self._last_run
        if begin <= position < end:
            return appearance
        characters, paragraph = self._source.characters.run(position), self._source.paragraphs.run(position)
        key = characters[2], paragraph[2][:2]
        if key not in self._appearances:
            self._appearances[key] = doc_properties.appearance(*key, self._source.styles)
        self._last_run = max(characters[0], paragraph[0]), min(characters[1], paragraph[1]), self._appearances[key]
        return self._appearances[key]

    def _paragraph(self, text: str, end: str, position: int) -> None:
        properties = self._properties(self._source.paragraphs.at(position)) if position >= 0 else ParagraphProperties()
        depth = min(properties.depth, _DEEPEST)
        self._close(depth)
        while len(self._tables) < depth:
            self._tables.append(_DocTable())
        if properties.ends_row and depth:
            self._tables[-1].end_row(properties.row)
            return
        inside = self._tables[-1].blocks if depth else self._blocks
        lines = clean_lines(text.replace("\x01", ""))
        if lines:
            number, level = properties.list_and_level
            lines[0] = self._source.lists.number(str(number), level) + lines[0]
        inside.extend(map(Paragraph, lines))
        inside.extend([Picture("picture")] * min(text.count("\x01"), 20))
        if depth and ((end == "\x07" and depth == 1) or properties.ends_cell):
            self._tables[-1].end_cell()

    def _close(self, depth: int) -> None:
        while len(self._tables) > depth:
            table = self._tables.pop()
            table.finish()
            blocks = cell_edges.table(table.rows, self._budget)
            (self._tables[-1].blocks if self._tables else self._blocks).extend(blocks)

    def _properties(self, raw: bytes) -> ParagraphProperties:
        if raw not in self._paragraph_cache:
            self._paragraph_cache[raw] = doc_properties.paragraph(raw, self._source.styles, self._source.huge)
        return self._paragraph_cache[raw]


@dataclass(slots=True)
class _DocTable:
    """A table being read: its finished rows, and the blocks of the open cell."""

    rows: list[cell_edges.WordRow] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    _cells: list[cell_edges.WordCell] = field(default_factory=list)

    def end_cell(self) -> None:
        self._cells.append(cell_edges.WordCell(self.blocks))
        self.blocks = []

    def end_row(self, row: doc_properties.RowDefinition) -> None:
        positions, flags = row
        for cell, bits in zip(self._cells, flags, strict=False):
            cell.joins_left = bool(bits & 2) and not bits & 1
            cell.starts = bool(bits & 0x40)
            cell.joins_above = bool(bits & 0x20) and not cell.starts
        self.rows.append(cell_edges.WordRow(self._cells, positions))
        self._cells = []
        self.blocks = []

    def finish(self) -> None:
        if self.blocks:
            self.end_cell()
        if self._cells:
            self.end_row(((), ()))


def _metadata(file: olefile.OleFileIO) -> tuple[Meta, ...]:
    try:
        properties = file.get_metadata()
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        return ()
    found = []
    for key in ("title", "author", "last_saved_by", "create_time", "last_saved_time"):
        value = getattr(properties, key, None)
        if isinstance(value, bytes):
            value = value.decode("gb18030", "replace").strip("\0 ")
        if value:
            found.append(Meta(key, str(value)[:300], "property"))
    return tuple(found)
