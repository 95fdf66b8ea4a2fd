"""Rotated pages turned upright, so that lines run from left to right and downwards.

Knows the rotation of characters in clockwise quarter turns; the whole page is turned by that of most characters.
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
    """The page turned upright; unchanged if most characters are upright. `turns` counts characters by quarter turns."""
    quarters, times = turns.most_common(1)[0] if turns else (0, 0)
    if quarters == 0 or times <= _MOST * turns.total():
        return page
    width, height = (page.width, page.height) if quarters == 2 else (page.height, page.width)
    return replace(
        page,
        turned=quarters,
        width=width,
        height=height,
        glyphs=[_with_box(glyph, _turn_back(glyph[1:5], quarters, page)) for glyph in page.glyphs],
        rulings=[Ruling(*_turn_back(ruling, quarters, page)) for ruling in page.rulings],
    )


def _with_box(glyph: Glyph, box: Box) -> Glyph:
    return glyph._replace(x0=box[0], top=box[1], x1=box[2], bottom=box[3])


def _turn_back(box: Box, quarters: int, page: Page) -> Box:
    """The position of a box of the page after it is turned back by `quarters`."""
    x0, y0, x1, y1 = box
    if quarters == 1:
        return y0, page.width - x1, y1, page.width - x0
    if quarters == 2:
        return page.width - x1, page.height - y1, page.width - x0, page.height - y0
    return page.height - y1, x0, page.height - y0, x1
