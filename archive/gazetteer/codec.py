"""The gazetteer's data file: lines of text, compressed; the same rows always give the same bytes.

A line is tab-separated, trailing empty fields left out:
`code name other-names` for provinces (2 digits), prefectures (4) and counties (6), and, below its county,
`3-digit-code name other-names valid_from valid_to successor` for a township. Other names are separated by `/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import zstandard

FILE = Path(__file__).with_name("units.txt.zst")


class Row(NamedTuple):
    """A place or a township as the data file holds it; `code` is whole (2, 4, 6 or 9 digits)."""

    code: str
    name: str
    others: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    successor: str = ""


def encode(rows: Iterable[Row]) -> bytes:
    """The rows, sorted by code, as the bytes of a data file."""
    text = "".join(_line(row) + "\n" for row in sorted(rows, key=lambda row: row.code))
    return zstandard.ZstdCompressor(level=19, write_checksum=True).compress(text.encode())


def _line(row: Row) -> str:
    code = row.code[6:] if len(row.code) == 9 else row.code
    fields = (code, row.name, "/".join(row.others), row.valid_from, row.valid_to, row.successor)
    return "\t".join(fields).rstrip("\t")


def decode(data: bytes) -> Iterator[Row]:
    """The rows of a data file, in order of their codes."""
    county = ""
    for line in zstandard.ZstdDecompressor().decompress(data).decode().splitlines():
        code, name, *rest = line.split("\t")
        if len(code) == 3:
            code = county + code
        elif len(code) == 6:
            county = code
        if rest:
            others, *dates = rest
            yield Row(code, name, tuple(filter(None, others.split("/"))), *dates)
        else:
            yield Row(code, name)
