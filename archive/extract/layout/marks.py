"""Line ends and places made visible in text, so that one flattening of a page gives lines instead of one long string.

The marks are characters that Unicode reserves for a program's own use.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Look = Literal["", "unseen", "raised"]
"""How characters are printed: as they are, not at all, or raised above the line."""

BREAK: Final = "\ufdd0"
SLOT: Final = "\ufdd1"
HERE: Final = "\ufdd2"
"""Where the text stood that was taken out of its page."""

_SLOT: Final = re.compile(rf"{SLOT}(\w+){SLOT}")
_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", " \n\t\xa0,，、")
_INVISIBLE: Final = (
    *("\u200b", "\ufeff", "\u200c", "\u200d", "\u2060", "\u00ad"),
    *("\u200e", "\u200f", "\u202a", "\u202c", "\u202d"),
)
"""Characters that join, part or turn others, and print nothing."""
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def clean(text: str) -> str:
    """The text without characters that print nothing and without marks of our own."""
    for char in (BREAK, SLOT, HERE):
        if char in text:
            text = text.replace(char, "")
    return visible(text)


def visible(text: str) -> str:
    """The text without characters that print nothing, which markup may also write as references."""
    for char in _INVISIBLE:
        if char in text:
            text = text.replace(char, "")
    return text


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


def raised(text: str) -> str:
    """Raised text, its digits as superscripts: the mark of a note must not join the number before it.

    What parts the marks of several notes is left out.
    """
    return text.translate(_SUPERSCRIPTS)


def printed(text: str, look: Look) -> str:
    """What of a text is printed where it looks like this."""
    return raised(text) if look == "raised" else "" if look else text


def clean_lines(text: str) -> list[str]:
    """The printed lines of a paragraph that `BREAK` cuts."""
    return [line for piece in text.split(BREAK) if (line := squeeze(clean(piece)))]


def lowered(text: str) -> str:
    """Lowered text, its digits as subscripts."""
    return text.translate(_SUBSCRIPTS)
