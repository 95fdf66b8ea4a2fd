"""The gazetteer's data file: lines of text, compressed with Zstandard; the same rows always give the same bytes.

A line is tab-separated, without trailing empty fields:
`code name aliases` for provinces (2 digits), prefectures (4) and counties (6), and, after its county,
`3-digit-code name aliases valid_from valid_to successor` for a township. Aliases are separated by `/`, dates are
written as 2024-01-31.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import zstandard

FILE = Path(__file__).with_name("units.txt.zst")


class GazetteerRow(NamedTuple):
    """A province, prefecture, county or township of the data file, with its whole code (2, 4, 6 or 9 digits)."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    successor: str = ""


def encode(rows: Iterable[GazetteerRow]) -> bytes:
    """The bytes of a data file with these rows, sorted by code."""
    text = "".join(_line(row) + "\n" for row in sorted(rows, key=lambda row: row.code))
    return zstandard.ZstdCompressor(level=19, write_checksum=True).compress(text.encode())


def _line(row: GazetteerRow) -> str:
    code = row.code[6:] if len(row.code) == 9 else row.code
    fields = (code, row.name, "/".join(row.aliases), row.valid_from, row.valid_to, row.successor)
    return "\t".join(fields).rstrip("\t")


def decode(data: bytes) -> Iterator[GazetteerRow]:
    """The rows of a data file, in order of their codes."""
    county = ""
    for line in zstandard.ZstdDecompressor().decompress(data).decode().splitlines():
        code, name, *rest = line.split("\t")
        if len(code) == 3:
            code = county + code
        elif len(code) == 6:
            county = code
        if rest:
            aliases, *dates = rest
            yield GazetteerRow(code, name, tuple(filter(None, aliases.split("/"))), *dates)
        else:
            yield tuple.__new__(GazetteerRow, (code, name, (), "", "", ""))  # a third of the time of a call
