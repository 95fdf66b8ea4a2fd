"""Marker characters in flattened text: line ends, placeholders of tables and pictures, the position of the article.

The markers are Unicode noncharacters, which are reserved for internal use. Also: white space, invisible characters,
superscripts.
"""

from __future__ import annotations

from typing import Final, Literal

from archive import patterns

Appearance = Literal["", "unseen", "raised"]
"""How characters are printed: normally, not at all, or raised above the line."""

BREAK: Final = "\ufdd0"
"""A line end."""
SLOT: Final = "\ufdd1"
"""Encloses the name of a placeholder."""
ARTICLE: Final = "\ufdd2"
"""The position of the article that was taken out of its page."""

_SLOT: Final = patterns.lazy(rf"{SLOT}(\w+){SLOT}")
_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", " \n\t\xa0,，、")
_INVISIBLE: Final = (
    *("\u200b", "\ufeff", "\u200c", "\u200d", "\u2060", "\u00ad"),
    *("\u200e", "\u200f", "\u202a", "\u202c", "\u202d"),
)
"""Zero-width characters, and those that set the direction of text."""
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def clean(text: str) -> str:
    """The text without invisible characters and without the markers of this module."""
    for char in (BREAK, SLOT, ARTICLE):
        if char in text:
            text = text.replace(char, "")
    return visible(text)


def visible(text: str) -> str:
    """The text without invisible characters, which markup may also write as character references."""
    for char in _INVISIBLE:
        if char in text:
            text = text.replace(char, "")
    return text


def slot(name: str) -> str:
    """A placeholder that survives flattening."""
    return f"{SLOT}{name}{SLOT}"


def slots(line: str) -> tuple[str, list[str]]:
    """A line without its placeholders, and their names in order."""
    if SLOT not in line:
        return line, []
    return _SLOT.sub("", line).replace(SLOT, ""), _SLOT.findall(line)


def squeeze(text: str) -> str:
    """The text with every run of white space (the full-width space too) replaced by one blank."""
    return " ".join(text.split())


def raised(text: str) -> str:
    """Raised text with its digits as superscripts, so that the mark of a note does not join the number before it.

    Separators between the marks of several notes are left out.
    """
    return text.translate(_SUPERSCRIPTS)


def printed(text: str, appearance: Appearance) -> str:
    """The text as printed with this appearance; "" where it is hidden."""
    return raised(text) if appearance == "raised" else "" if appearance else text


def clean_lines(text: str) -> list[str]:
    """The non-empty lines of a paragraph that contains `BREAK`."""
    return [line for piece in text.split(BREAK) if (line := squeeze(clean(piece)))]


def lowered(text: str) -> str:
    """Lowered text with its digits as subscripts."""
    return text.translate(_SUBSCRIPTS)
