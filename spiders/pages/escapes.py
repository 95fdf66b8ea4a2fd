"""Escapes that stand in the text of pages: entities in values that are no markup any more, and strings in scripts.

The parser of the page has read the entities of its attributes and texts. What comes here was escaped once more, or is
the value of a field that scripts write into markup. Addresses in attributes never come here.
"""

from __future__ import annotations

import re
from html import unescape

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
"""A whole entity. One without its semicolon is a parameter's name in addresses: `&copy=1`, `&currentPage=2`."""

# such as \/ or \u002f in window.open('\/nb\/1.html')
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CONTROL = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def read_entities(text: str) -> str:
    """The text with its whole entities as characters, as markup that a script writes would be read."""
    return _ENTITY.sub(lambda found: unescape(found[0]), text)


def read_script_string(text: str) -> str:
    """What is between the quotes of a string in a script, as the script sees it."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROL.get(found[3], found[3])
