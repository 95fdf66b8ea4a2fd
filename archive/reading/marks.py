"""Line ends made visible in markup, so that one flattening of the tree gives lines instead of one long string.

Knows which tags end a line. The marks are characters that Unicode reserves for a program's own use.
"""

from __future__ import annotations

import re
from typing import Final

BREAK: Final = "\ufdd0"
SLOT: Final = "\ufdd1"

_SLOT: Final = re.compile(rf"{SLOT}(\w+){SLOT}")
_TAGS: Final = ("<p>", "<p ", "</p>", "<div", "</div", "<br", "</li")
_UPPER: Final = ("<P", "<BR", "<DIV", "<Br", "<Div")
_ANY: Final = re.compile(r"<(?:/?(?:p|div)|br|/li)(?=[\s>/])", re.IGNORECASE)
OTHERS: Final = "h1, h2, h3, h4, ul, center, section, dd"
"""Elements that begin and end a line too, but are so few on a page that they are marked in the tree."""
_INVISIBLE: Final = ("\u200b", "\ufeff", "\u200c", "\u200d", "\u2060", "\u00ad")


def clean(text: str) -> str:
    """The text without characters that print nothing and without marks of our own."""
    for char in (BREAK, SLOT, *_INVISIBLE):
        if char in text:
            text = text.replace(char, "")
    return text


def mark(html: str) -> str:
    """The markup with a mark before the tags that most often begin or end a line."""
    if any(tag in html for tag in _UPPER):
        return _ANY.sub(_before, html)
    for tag in _TAGS:
        html = html.replace(tag, BREAK + tag)
    return html


def unmark(text: str) -> str:
    """The text without marks."""
    return text.replace(BREAK, "").replace(SLOT, "") if BREAK in text or SLOT in text else text


def slot(name: str) -> str:
    """A place holder that survives flattening."""
    return f"{SLOT}{name}{SLOT}"


def slots(line: str) -> tuple[str, list[str]]:
    """A line without its place holders, and their names in order."""
    if SLOT not in line:
        return line, []
    return _SLOT.sub("", line).replace(SLOT, ""), _SLOT.findall(line)


def squeeze(text: str) -> str:
    """The text with every run of white space, the full-width space among it, as one blank."""
    return " ".join(text.split())


def _before(match: re.Match[str]) -> str:
    return BREAK + match[0]
