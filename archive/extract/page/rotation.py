"""Pages whose print is turned: put upright, so that lines run from left to right and down.

Knows the turns of characters in quarters, clockwise, and turns the whole page by that of most.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from archive.extract.page.blocks import Page
from archive.extract.page.characters import Glyph
from archive.extract.page.rulings import Ruling
from archive.extract.page.strokes import Box

_MOST: Final = 0.6


def upright(page: Page, turns: Counter[int]) -> Page:
    """The page as its reader would turn it; the same where most characters are upright."""
    quarters, times = turns.most_common(1)[0] if turns else (0, 0)
    if quarters == 0 or times <= _MOST * turns.total():
        return page
    width, height = (page.width, page.height) if quarters == 2 else (page.height, page.width)
    return replace(
        page,
        width=width,
        height=height,
        glyphs=[_glyph(glyph, _turned(glyph[1:5], quarters, page)) for glyph in page.glyphs],
        rulings=[Ruling(*_turned(ruling, quarters, page)) for ruling in page.rulings],
    )


def _glyph(glyph: Glyph, box: Box) -> Glyph:
    return glyph._replace(x0=box[0], top=box[1], x1=box[2], bottom=box[3])


def _turned(box: Box, quarters: int, page: Page) -> Box:
    """Where a box of a page comes to lie when it is turned back."""
    x0, y0, x1, y1 = box
    if quarters == 1:
        return y0, page.width - x1, y1, page.width - x0
    if quarters == 2:
        return page.width - x1, page.height - y1, page.width - x0, page.height - y0
    return page.height - y1, x0, page.height - y0, x1
