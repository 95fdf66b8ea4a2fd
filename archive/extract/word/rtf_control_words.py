"""RTF's control words: the tokens of a file, the destinations that are not read, and what control words print.

By the Rich Text Format specification 1.9.1. The state that they change is in `rtf`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive import patterns
from archive.extract.layout.marks import BREAK

_TOKEN: Final = patterns.lazy(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|((?:\\'[0-9a-fA-F]{2})+)|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)

SKIPPED: Final = frozenset(
    [
        *("fonttbl", "colortbl", "stylesheet", "info", "generator", "themedata", "datastore", "xmlnstbl", "pgdsctbl"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote"),
        *("annotation", "atnid", "atnauthor", "author", "operator", "revtbl", "rsidtbl", "latentstyles", "filetbl"),
        *("listtable", "listoverridetable", "pn", "fldinst", "objdata", "bkmkstart", "bkmkend"),
        *("nonshppict", "sp", "shprslt", "nonesttables"),
    ]
)
"""Destinations outside of the text, and those that repeat earlier text for older readers."""

READ_STARRED: Final = frozenset({"shppict", "nesttableprops", "shptxt", "shpinst", "do", "ud"})
"""Destinations marked as ignorable (`\\*`) that are read nevertheless."""

SHAPES: Final = frozenset({"shptxt", "dptxbxtext"})
"""Destinations with the text of a drawn shape."""

LABELS: Final = frozenset({"listtext", "pntext"})
"""Destinations with the label that a list prints before a paragraph."""

HIDING: Final = frozenset({"v", "deleted", "strike", "striked"})
"""Switches under which text is hidden, deleted or struck out."""

TABLES: Final = frozenset({"trowd", "trleft", "clvmgf", "clvmrg", "clmrg", "cellx"})
"""Control words that define the row of a table."""

STATES: Final = frozenset({"super", "sub", "nosupersub", "plain", "uc", "ansicpg"})
"""Control words that change how the text behind them is read."""

LAYOUT: Final = frozenset({"par", "sect", "page", "pard", "intbl", "itap", "cell", "nestcell", "row", "nestrow"})
"""Control words that end or place paragraphs, cells and rows."""

CHARS: Final = {
    "tab": " ",
    "line": BREAK,
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
}
"""Control words that print a character."""

HEEDED: Final = frozenset(word.encode() for word in (*HIDING, *TABLES, *STATES, *LAYOUT, *CHARS))
"""All control words that do something where they stand, other than to open a group; most only format."""

SYMBOLS: Final = {b"~": " ", b"_": "-", b"-": "", b"\\": "\\", b"{": "{", b"}": "}"}
"""What control symbols print: a backslash and a character that is no letter."""


def tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    """The tokens of a file, with a group each for control word, its number, hexadecimal bytes, symbol, brace, text.

    The binary data behind `\\bin` is skipped by its length.
    """
    return _without_binary(data) if b"\\bin" in data else _TOKEN.finditer(data)


def _without_binary(data: bytes) -> Iterator[re.Match[bytes]]:
    at = 0
    while at < len(data):
        for match in _TOKEN.finditer(data, at):
            yield match
            if match[1] == b"bin":
                at = match.end() + max(int(match[2] or 0), 0)
                break
        else:
            return


def char(number: int) -> str:
    """The character of `\\u` with its signed 16-bit number; "" for half of a surrogate pair and for no character."""
    code = number + 65536 if number < 0 else number
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
