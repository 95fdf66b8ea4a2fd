"""Page furniture: page numbers, running heads and feet, and the lines that browsers print around a page.

Knows printed lines near the upper and the lower edge of pages. A line is a running head or foot if at least half of the
pages, and at least two, show it at the same height, apart from its short numbers; digits alone never are, because they
may be a row of figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from archive import patterns
from archive.extract.page import characters
from archive.extract.page.characters import Glyph, Line

EDGE: Final = 0.12
"""The share of a page's height that is its upper or lower edge."""

# such as — 4 — or 第 1 页 / 共 4 页
_NUMBER: Final = patterns.lazy(
    r"[-—–－·•\s]*+(?:第\s*+)?\d{1,3}(?:\s*+页)?(?:\s*+[/／共]\s*+共?+\s*+\d{1,3}(?:\s*+页)?)?[-—–－·•\s]*+"
)
_DATE: Final = r"(?:\d{4}[/-]\d{1,2}[/-]\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4})"
_BROWSER: Final = patterns.lazy(
    rf"{_DATE},?(?:上午|下午)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:[AP]M)?(?!\d).*|(?:https?|file)://\S+"
)
"""What browsers print above a page (date and title) and below it (address and page number), without white space."""
_DIGITS: Final = patterns.lazy(r"(?<!\d)\d{1,3}(?!\d)")
"""Numbers that may be page numbers; a year is too long."""
_STEPS: Final = 100
_LEAST: Final = 2

Running = frozenset[tuple[str, int]]
"""Texts with their short numbers masked, each with its height on the page in hundredths."""


def running(pages: Sequence[tuple[float, Sequence[Glyph]]]) -> Running:
    """The running heads and feet of pages, given the height and the characters of each page."""
    seen: Counter[tuple[str, int]] = Counter()
    for height, glyphs in pages:
        near_edge = [glyph for glyph in glyphs if glyph.bottom < EDGE * height or glyph.top > (1 - EDGE) * height]
        keys = {_position_key(line, height) for line in characters.lines(near_edge)}
        seen.update({(text, line_height + step) for text, line_height in keys for step in (-1, 0, 1)})
    return frozenset(
        key for key, times in seen.items() if times >= max(_LEAST, len(pages) / 2) and _has_letters(key[0])
    )


def without_furniture(lines: Sequence[Line], height: float, known: Running) -> Iterator[Line]:
    """The lines of a page of this height, without page furniture."""
    return (line for line in lines if not (is_edge(line, height) and _is_furniture(line, height, known)))


def is_edge(line: Line, height: float, share: float = EDGE) -> bool:
    """Whether a line lies in the upper or lower edge of a page."""
    return line.bottom < share * height or line.top > (1 - share) * height


def _is_furniture(line: Line, height: float, known: Running) -> bool:
    bare = "".join(line.text.split())
    return bool(_NUMBER.fullmatch(line.text) or _BROWSER.fullmatch(bare)) or _position_key(line, height) in known


def _position_key(line: Line, height: float) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.bottom / height * _STEPS)


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)
