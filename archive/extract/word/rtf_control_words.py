"""RTF's control words: how a file falls into them, which of them begin what is not read, and what some of them print.

The words are those of the Rich Text Format specification 1.9.1; the state that they change is for `rtf` to keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive.extract.layout.marks import BREAK

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
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
"""Destinations that describe, stand outside of the text, or say again what stands before them for older readers."""

KEPT_STARS: Final = frozenset({"shppict", "nesttableprops", "shptxt", "shpinst", "do", "ud"})
"""Destinations that a reader may skip where it does not know them, and that are known here."""

SHAPES: Final = frozenset({"shptxt", "dptxbxtext"})
"""Destinations with the text of a drawn shape."""

LABELS: Final = frozenset({"listtext", "pntext"})
"""Destinations with the number that a list prints before a paragraph."""

UNPRINTED: Final = frozenset({"v", "deleted", "strike", "striked"})
"""Switches under which text is hidden, deleted or struck out."""

TABLES: Final = frozenset({"trowd", "trleft", "clvmgf", "clvmrg", "clmrg", "cellx"})
"""Words that describe a row of a table."""

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
"""Words that print a character."""

SYMBOLS: Final = {b"~": " ", b"_": "-", b"-": "", b"\\": "\\", b"{": "{", b"}": "}"}
"""What a backslash prints together with a character that is no letter."""


def tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    """The parts of a file: word and number, byte in hexadecimal, symbol, brace, or text, each a group of the match.

    Bytes that follow `\\bin` are passed over by their count, for they may hold anything.
    """
    return _past_bytes(data) if b"\\bin" in data else _TOKEN.finditer(data)


def _past_bytes(data: bytes) -> Iterator[re.Match[bytes]]:
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
    """The character of `\\u`, whose number is signed; "" for one half of a pair and for what is no character."""
    code = number + 65536 if number < 0 else number
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
