"""Characters at places on paper, gathered into lines and paragraphs.

Knows geometry, with y counted downwards from the top; fixed-layout formats and recognised scans share it. What is drawn
twice to look bold is one character; a small digit at the top of its line is the mark of a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from archive.extract.layout.marks import raised

_SAME_LINE: Final = 0.5
_SPACE: Final = 0.28
_WIDE: Final = 1.6
_INDENT: Final = 1.2
_SHORT: Final = 1.8
_APART: Final = 2.2
_TWICE: Final = 0.15
_SMALL: Final = 0.88
_RAISED: Final = 0.18
_LEVEL: Final = 0.12
_BESIDE: Final = 0.5
_ORDINAL: Final = re.compile(r"[一二三四五六七八九十]{1,3}、")


class Glyph(NamedTuple):
    """Text in a box: one character, or a word that was recognised as a whole, with how sure that is (from 0 to 1)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its pieces, which wide gaps part, its box, and how sure its least sure character is."""

    pieces: tuple[str, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    confidence: float = 1.0

    @property
    def text(self) -> str:
        """The whole line, a blank for each wide gap."""
        return " ".join(self.pieces)

    @property
    def size(self) -> float:
        """Its height."""
        return max(self.bottom - self.top, 1.0)


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The printed lines from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle[1]):
        if rows and _beside(rows[-1], glyph):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    made = [_line(sorted(row, key=lambda glyph: glyph.x0)) for row in rows]
    return [line for line in made if line.pieces]


def paragraphs(printed: Sequence[Line]) -> list[str]:
    """Lines joined to paragraphs: one begins at an indented line, after a line that ends early, or after a gap; a line
    of its own with an ordinal is one too, whatever stands above it."""
    if not printed:
        return []
    left, right = min(line.x0 for line in printed), max(line.x1 for line in printed)
    joined = [printed[0].text]
    for before, line in pairwise(printed):
        size = median((before.size, line.size))
        ends_early = before.x1 < right - _SHORT * size
        indented = line.x0 > left + _INDENT * size
        apart = line.top - before.bottom > _APART * size
        other_size = abs(before.size - line.size) > 0.35 * size
        heading = _ORDINAL.match(line.text) and line.x1 < right - _SHORT * size
        if ends_early or indented or apart or other_size or heading:
            joined.append(line.text)
        else:
            joined[-1] = joined[-1] + line.text
    return joined


def _beside(row: Sequence[Glyph], glyph: Glyph) -> bool:
    last = row[-1]
    height = max(min(last.bottom - last.top, glyph.bottom - glyph.top), 1.0)
    return abs(glyph.middle[1] - last.middle[1]) < _SAME_LINE * height


def _line(row: Sequence[Glyph]) -> Line:
    heights = [glyph.bottom - glyph.top for glyph in row]
    size = median(heights) or 1.0
    row = _once(row, size)
    if min(heights) < _SMALL * max(heights):
        row = _marked(row)
    pieces: list[str] = []
    before: Glyph | None = None
    for glyph in row:
        gap = glyph.x0 - before.x1 if before is not None else 0.0
        if before is None or gap > _WIDE * size:
            pieces.append(glyph.text)
        elif gap > _SPACE * size and not (_han(pieces[-1][-1:]) and _han(glyph.text[:1])):
            pieces[-1] += " " + glyph.text
        else:
            pieces[-1] += glyph.text
        before = glyph
    shown = tuple(text for piece in pieces if (text := " ".join(piece.split())))
    return Line(
        shown,
        row[0].x0,
        max(glyph.x1 for glyph in row),
        min(glyph.top for glyph in row),
        max(glyph.bottom for glyph in row),
        min(glyph.confidence for glyph in row),
    )


def _once(row: Sequence[Glyph], size: float) -> list[Glyph]:
    """The characters of a line, sorted, without those that are drawn again at nearly the same place."""
    kept: list[Glyph] = []
    for glyph in row:
        before = kept[-2:]
        if glyph.text not in [other.text for other in before] or not _is_again(glyph, before, size):
            kept.append(glyph)
    return kept


def _is_again(glyph: Glyph, before: Sequence[Glyph], size: float) -> bool:
    return any(
        other.text == glyph.text and glyph.x0 - other.x0 < _TWICE * size and abs(glyph.top - other.top) < size / 4
        for other in before
    )


def _marked(row: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a line, those digits as superscripts that are marks of notes."""
    made: list[Glyph] = []
    full: Glyph | None = None
    for glyph in row:
        if full is not None and _is_mark(glyph, full, made[-1].x1):
            made.append(glyph._replace(text=raised(glyph.text)))
        else:
            made.append(glyph)
            full = glyph
    return made


def _is_mark(glyph: Glyph, full: Glyph, end: float) -> bool:
    """Whether a digit right behind others is clearly smaller than a full character before it, and raised to its top."""
    height = full.bottom - full.top
    return (
        glyph.text.isdigit()
        and glyph.confidence == 1.0
        and glyph.bottom - glyph.top < _SMALL * height
        and full.bottom - glyph.bottom > _RAISED * height
        and glyph.top < full.top + _LEVEL * height
        and glyph.x0 - end < _BESIDE * height
    )


def _han(char: str) -> bool:
    return "\u2e80" <= char <= "\uffef"
