"""Regions of a page that are pictures of text: found where no characters are, and filled with the recognised text.

Knows the boxes of pictures and characters in the units of a page; PDF and OFD share it. Small pictures are decoration,
and a picture with text all over it is a background.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from archive.extract.page import strokes
from archive.extract.page.blocks import Page
from archive.extract.page.characters import Glyph
from archive.extract.page.rulings import Ruling
from archive.extract.page.strokes import Box

_WIDE: Final = 0.3
_HIGH: Final = 0.06
_FREE: Final = 0.7
_BAND: Final = 0.12
_TOUCH: Final = 0.004
_MANY: Final = 200


def parts(pictures: Sequence[Box], glyphs: Iterable[Glyph], width: float, height: float) -> list[Box]:
    """The regions of a page of this size that pictures cover, that contain no character and may be pictures of text."""
    large = [box for box in _join_touching(pictures, _TOUCH * height) if _is_large(box, width, height)]
    middles = [(*glyph.middle, glyph.top, glyph.bottom) for glyph in glyphs] if large else []
    regions = []
    for box in large:
        occupied = [(top, bottom) for x, y, top, bottom in middles if strokes.holds(box, x, y)]
        top, bottom = max(_free_bands(box, occupied), key=lambda gap: gap[1] - gap[0])
        if bottom - top >= min(_BAND * height, _FREE * (box[3] - box[1])):
            regions.append((box[0], top, box[2], bottom))
    return regions


def insert(page: Page, recognised: Page, box: Box) -> Page:
    """The page with the glyphs and rulings that were recognised in a region of it."""
    across, down = (box[2] - box[0]) / recognised.width, (box[3] - box[1]) / recognised.height

    def transformed(x0: float, y0: float, x1: float, y1: float) -> Box:
        return box[0] + x0 * across, box[1] + y0 * down, box[0] + x1 * across, box[1] + y1 * down

    return replace(
        page,
        glyphs=[
            *page.glyphs,
            *(Glyph(glyph.text, *transformed(*glyph[1:5]), confidence=glyph.confidence) for glyph in recognised.glyphs),
        ],
        rulings=[*page.rulings, *(Ruling(*transformed(*ruling)) for ruling in recognised.rulings)],
        tolerance=max(page.tolerance, recognised.tolerance * across),
    )


def _join_touching(pictures: Sequence[Box], slack: float) -> list[Box]:
    """Join pictures that touch, because scanners cut a page into strips; very many pictures are joined to one box."""
    if len(pictures) > _MANY:
        return [strokes.around(pictures)]
    joined: list[Box] = []
    for box in sorted(pictures, key=lambda picture: picture[1]):
        while (neighbour := next((earlier for earlier in joined if _touch(earlier, box, slack)), None)) is not None:
            joined.remove(neighbour)
            box = strokes.around([box, neighbour])
        joined.append(box)
    return joined


def _touch(first: Box, second: Box, slack: float) -> bool:
    return (
        first[0] <= second[2] + slack
        and second[0] <= first[2] + slack
        and first[1] <= second[3] + slack
        and second[1] <= first[3] + slack
    )


def _is_large(box: Box, width: float, height: float) -> bool:
    return box[2] - box[0] >= _WIDE * width and box[3] - box[1] >= _HIGH * height


def _free_bands(box: Box, occupied: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The bands of a box, from top to bottom, that contain no character."""
    start = box[1]
    for top, bottom in sorted(occupied):
        if top > start:
            yield start, top
        start = max(start, bottom)
    yield start, max(start, box[3])


def is_in(part: Box, picture: Box) -> bool:
    """Whether a picture covers a region: the middle of either box is inside the other."""
    return any(
        strokes.holds(outer, (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2)
        for outer, inner in ((part, picture), (picture, part))
    )


def unread_reason(recognised: Page) -> str | None:
    """Why a picture may contain more than was recognised; None if nothing suggests it. Ruled lines without text do."""
    return "it has lines, and no text was recognised in it" if recognised.rulings and not recognised.glyphs else None
