"""Text that is struck out: characters with a line of their own length through their middle, and nothing at its ends.

Knows geometry; a line of a table that text runs over is longer than the text, or meets upright lines.
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
    """The characters that are not struck out; what was recognised in a picture is left alone."""
    printed = sorted((glyph for glyph in glyphs if glyph.confidence == 1.0), key=lambda glyph: glyph.middle[1])
    middles = [glyph.middle[1] for glyph in printed]
    reach = _MIDDLE * max((glyph.bottom - glyph.top for glyph in printed), default=0.0)
    struck: set[int] = set()
    for line in rulings:
        if line.level:
            first, end = bisect_left(middles, line.y0 - reach), bisect_right(middles, line.y0 + reach)
            near = printed[first : min(end, first + _MOST)]
            through = [glyph for glyph in near if _is_through(line, glyph)] if near else []
            if through and _is_as_long(line, through) and not any(_meets(line, other) for other in rulings):
                struck |= {id(glyph) for glyph in through}
    return [glyph for glyph in glyphs if id(glyph) not in struck] if struck else glyphs


def _is_through(line: Ruling, glyph: Glyph) -> bool:
    height = glyph.bottom - glyph.top
    level = abs(line.y0 - glyph.middle[1]) < _MIDDLE * height
    return level and line.x0 < glyph.middle[0] < line.x1


def _is_as_long(line: Ruling, through: Sequence[Glyph]) -> bool:
    """Whether a line ends where the characters end that it runs through, and they fill it."""
    over = _OVER * max(glyph.bottom - glyph.top for glyph in through)
    ends = line.x0 > min(glyph.x0 for glyph in through) - over and line.x1 < max(glyph.x1 for glyph in through) + over
    return ends and sum(glyph.x1 - glyph.x0 for glyph in through) > (line.x1 - line.x0) / 2


def _meets(line: Ruling, other: Ruling) -> bool:
    """Whether an upright line touches an end of a level one."""
    if other.level or not other.y0 - 1 <= line.y0 <= other.y1 + 1:
        return False
    return min(abs(other.x0 - line.x0), abs(other.x0 - line.x1)) <= 1
