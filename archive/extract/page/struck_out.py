"""Struck-out text: characters with a line of the same length through their middle that meets no upright line.

Pure geometry. A line of a table that text overlaps is longer than the text, or meets upright lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from archive.extract.page.characters import Glyph
from archive.extract.page.rulings import Ruling

_MIDDLE: Final = 0.2
_OVER: Final = 0.35
_MOST: Final = 500


def without(glyphs: Sequence[Glyph], rulings: Sequence[Ruling]) -> Sequence[Glyph]:
    """The characters that are not struck out; characters recognised in a picture are never removed."""
    printed = sorted([glyph for glyph in glyphs if glyph.confidence == 1.0], key=lambda glyph: glyph.top + glyph.bottom)
    middles = [(glyph.top + glyph.bottom) / 2 for glyph in printed]
    reach = _MIDDLE * max([glyph.bottom - glyph.top for glyph in printed], default=0.0)
    struck: set[int] = set()
    for line in rulings:
        y = line.y0
        first = bisect_left(middles, y - reach)
        if first < len(middles) and middles[first] <= y + reach and line.level:
            end = min(bisect_right(middles, y + reach), first + _MOST)
            through = [glyph for glyph in printed[first:end] if _is_through(line, glyph)]
            if through and _is_as_long(line, through) and not any(_meets(line, ruling) for ruling in rulings):
                struck |= {id(glyph) for glyph in through}
    return [glyph for glyph in glyphs if id(glyph) not in struck] if struck else glyphs


def _is_through(line: Ruling, glyph: Glyph) -> bool:
    height = glyph.bottom - glyph.top
    level = abs(line.y0 - glyph.middle[1]) < _MIDDLE * height
    return level and line.x0 < glyph.middle[0] < line.x1


def _is_as_long(line: Ruling, through: Sequence[Glyph]) -> bool:
    """Whether a line ends where the characters that it runs through end, and they fill at least half of it."""
    over = _OVER * max(glyph.bottom - glyph.top for glyph in through)
    ends = line.x0 > min(glyph.x0 for glyph in through) - over and line.x1 < max(glyph.x1 for glyph in through) + over
    return ends and sum(glyph.x1 - glyph.x0 for glyph in through) > (line.x1 - line.x0) / 2


def _meets(line: Ruling, ruling: Ruling) -> bool:
    """Whether an upright ruling touches an end of a level line."""
    if ruling.level or not ruling.y0 - 1 <= line.y0 <= ruling.y1 + 1:
        return False
    return min(abs(ruling.x0 - line.x0), abs(ruling.x0 - line.x1)) <= 1
