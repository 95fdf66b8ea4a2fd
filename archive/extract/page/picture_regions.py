"""Parts of a page that are pictures: found where a picture leaves no room for text, recognised, and put in their place.

Knows the boxes of pictures and characters in the units of a page; PDF and OFD share it. Small pictures are decoration,
and one with text all over it is a ground.
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
    """The parts of a page of this size that pictures cover, no character stands on, and text may be drawn in."""
    large = (box for box in _joined(pictures, _TOUCH * height) if _is_large(box, width, height))
    middles = [(*glyph.middle, glyph.top, glyph.bottom) for glyph in glyphs]
    found = []
    for box in large:
        taken = [(top, bottom) for x, y, top, bottom in middles if strokes.holds(box, x, y)]
        top, bottom = max(_gaps(box, taken), key=lambda gap: gap[1] - gap[0])
        if bottom - top >= min(_BAND * height, _FREE * (box[3] - box[1])):
            found.append((box[0], top, box[2], bottom))
    return found


def placed(page: Page, found: Page, box: Box) -> Page:
    """A page with what was recognised in a part of it."""
    across, down = (box[2] - box[0]) / found.width, (box[3] - box[1]) / found.height

    def at(x0: float, y0: float, x1: float, y1: float) -> Box:
        return box[0] + x0 * across, box[1] + y0 * down, box[0] + x1 * across, box[1] + y1 * down

    return replace(
        page,
        glyphs=[
            *page.glyphs,
            *(Glyph(glyph.text, *at(*glyph[1:5]), confidence=glyph.confidence) for glyph in found.glyphs),
        ],
        rulings=[*page.rulings, *(Ruling(*at(*ruling)) for ruling in found.rulings)],
        tolerance=max(page.tolerance, found.tolerance * across),
    )


def _joined(pictures: Sequence[Box], slack: float) -> list[Box]:
    """Pictures that touch, as scanners cut a page into strips, as one; where there are very many, all as one."""
    if len(pictures) > _MANY:
        return [strokes.around(pictures)]
    made: list[Box] = []
    for box in sorted(pictures, key=lambda one: one[1]):
        while (other := next((one for one in made if _touch(one, box, slack)), None)) is not None:
            made.remove(other)
            box = strokes.around([box, other])
        made.append(box)
    return made


def _touch(one: Box, other: Box, slack: float) -> bool:
    return (
        one[0] <= other[2] + slack
        and other[0] <= one[2] + slack
        and one[1] <= other[3] + slack
        and other[1] <= one[3] + slack
    )


def _is_large(box: Box, width: float, height: float) -> bool:
    return box[2] - box[0] >= _WIDE * width and box[3] - box[1] >= _HIGH * height


def _gaps(box: Box, taken: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The stretches of a box, from top to bottom, in which no character stands."""
    start = box[1]
    for top, bottom in sorted(taken):
        if top > start:
            yield start, top
        start = max(start, bottom)
    yield start, max(start, box[3])


def is_in(part: Box, picture: Box) -> bool:
    """Whether a picture makes up a part: the middle of one of them lies in the other."""
    return any(
        strokes.holds(one, (other[0] + other[2]) / 2, (other[1] + other[3]) / 2)
        for one, other in ((part, picture), (picture, part))
    )


def why_not(found: Page) -> str | None:
    """Why a picture may hold more than was recognised in it, if so: its lines rule a table with nothing in it."""
    return "it has lines, and no text was recognised in it" if found.rulings and not found.glyphs else None
