"""Line ends made visible in markup, so that one flattening of the tree gives lines instead of one long string.

Knows which tags end a line. The marks are characters that Unicode reserves for a program's own use.
"""

from __future__ import annotations

import re
from typing import Final

BREAK: Final = "\ufdd0"
SLOT: Final = "\ufdd1"

_SLOT: Final = re.compile(rf"{SLOT}(\w+){SLOT}")
_MARK: Final = BREAK.encode()
_TAGS: Final = tuple((tag, _MARK + tag) for tag in (b"<p>", b"<p ", b"</p>", b"<div", b"</div", b"<br", b"</li"))
_UPPER: Final = (b"<P", b"<BR", b"<DIV")
_ANY: Final = re.compile(rb"<(?:/?(?:p|div)|br|/li)(?=[\s>/])", re.IGNORECASE)
OTHERS: Final = "h1, h2, h3, h4, ul, center, section, dd"
"""Elements that begin and end a line too, but are so few on a page that they are marked in the tree."""
_INVISIBLE: Final = ("\u200b", "\ufeff", "\u200c", "\u200d", "\u2060", "\u00ad")


def clean(text: str) -> str:
    """The text without characters that print nothing and without marks of our own."""
    for char in (BREAK, SLOT, *_INVISIBLE):
        if char in text:
            text = text.replace(char, "")
    return text


def mark(html: str) -> bytes:
    """The markup in UTF-8 with a mark before the tags that most often begin or end a line."""
    marked = html.encode("utf-8", "replace")
    if any(tag in marked for tag in _UPPER):
        return _ANY.sub(_before, marked)
    for tag, with_mark in _TAGS:
        marked = marked.replace(tag, with_mark)
    return marked


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


def _before(match: re.Match[bytes]) -> bytes:
    return _MARK + match[0]
