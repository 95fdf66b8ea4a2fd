"""Traditional characters as simplified ones, character by character, so that a text keeps its length.

The table is that of OpenCC (`TSCharacters.txt`, Apache License 2.0), without the characters that names of the gazetteer
are written with themselves (於潜镇, 乾县): `archive.gazetteer.build` makes it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("traditional.txt")
"""Two lines of equal length: the traditional characters, and the simplified ones in the same order."""


def simplified(text: str) -> str:
    """The text in simplified characters, of the same length: 雙橋鎮 gives 双桥镇."""
    return text if _traditional().isdisjoint(text) else text.translate(_table())


@cache
def _traditional() -> frozenset[str]:
    return frozenset(map(chr, _table()))


@cache
def _table() -> dict[int, str]:
    return dict(zip(map(ord, (lines := TABLE.read_text("utf-8").splitlines())[0]), lines[1], strict=True))
