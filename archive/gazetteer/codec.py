"""The gazetteer's data file: lines of text, compressed with Zstandard; the same rows always give the same bytes.

A line is tab-separated, without trailing empty fields. A blank line stands before each place, that is a province (2
digits), prefecture (4) or county (6), `code name aliases`. Behind a county follow its townships, `3-digit-code name
aliases valid_from valid_to successor`. Aliases are separated by `/`, dates are written as 2024-01-31.

The text is taken apart as far as somebody asks: the lines of a county's townships when one of them is wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import zstandard

FILE: Final = Path(__file__).with_name("units.txt.zst")
_BETWEEN: Final = "\n\n"


class GazetteerRow(NamedTuple):
    """A province, prefecture, county or township of the data file, with its whole code (2, 4, 6 or 9 digits)."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    successor: str = ""


class PlaceBlock(NamedTuple):
    """A place in the text: where its block begins, its row, and the lines of its townships, if it is a county."""

    start: int
    row: GazetteerRow
    lines: str


def encode(rows: Iterable[GazetteerRow]) -> bytes:
    """The bytes of a data file with these rows, sorted by code."""
    return zstandard.ZstdCompressor(level=19, write_checksum=True).compress(written(rows).encode())


def unpacked(data: bytes) -> str:
    """The text of a data file."""
    return zstandard.ZstdDecompressor().decompress(data).decode()


def written(rows: Iterable[GazetteerRow]) -> str:
    """The text for these rows, sorted by code."""
    return "".join(map(_written, sorted(rows, key=lambda row: row.code))).removeprefix("\n")


def _written(row: GazetteerRow) -> str:
    is_township = len(row.code) == 9
    fields = (row.code[-3:] if is_township else row.code, row.name, "/".join(row.aliases), *row[3:])
    return ("" if is_township else "\n") + "\t".join(fields).rstrip("\t") + "\n"


def places(text: str) -> Iterator[PlaceBlock]:
    """The places of a text, in order of their codes."""
    start = 0
    for block in text.split(_BETWEEN):
        first, _, lines = block.partition("\n")
        yield PlaceBlock(start, _row("", first), lines)
        start += len(block) + len(_BETWEEN)


def townships(county: PlaceBlock) -> Iterator[GazetteerRow]:
    """The townships of a county, in order of their codes."""
    return (_row(county.row.code, line) for line in county.lines.splitlines())


def _row(county: str, line: str) -> GazetteerRow:
    code, name, *rest = line.split("\t")
    if not rest:  # most rows; made without the checks of a call, which take three times as long
        return tuple.__new__(GazetteerRow, (county + code, name, (), "", "", ""))
    aliases, *dates = rest
    return GazetteerRow(county + code, name, tuple(filter(None, aliases.split("/"))), *dates)


def find(text: str, name: str) -> Iterator[tuple[int, str]]:
    """Where a line has this name or alias: its position in the text, and the code that the line begins with."""
    at = text.find(name) if name else -1
    while at >= 0:
        if text[at - 1] in "\t/" and text[at + len(name)] in "\t/\n":
            line = text.rfind("\n", 0, at) + 1
            yield at, text[line : text.index("\t", line)]
        at = text.find(name, at + 1)
