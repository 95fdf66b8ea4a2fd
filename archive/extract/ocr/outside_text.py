"""Recognises the text of a page outside of its ruled tables, on no more of the page than has ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.extract.ocr import text_lines
from archive.extract.ocr.engine import Engine, Picture, library
from archive.extract.ocr.text_lines import PixelBox
from archive.extract.page.characters import Glyph
from archive.extract.page.rulings import Frame

_RIM: Final = 6
"""Pixels beyond the middle of a table's outer lines that belong to them."""
_APART: Final = 80
"""Pixels without ink between two strips of a page that are searched apart."""
_MARGIN: Final = 16
"""Pixels round a strip's ink that are searched with it."""
_HALF: Final = 0.5
"""The scale at which strokes are looked for: a scanner's noise is gone, and strokes are not."""
_STROKE: Final = 4
"""Pixels at that scale that a stroke is high, or twice as many wide; what is smaller is a speck."""
_MIN_CONFIDENCE: Final = 0.5
"""The confidence below which what was recognised is no text: a seal, a crease, a photograph."""


@dataclass(frozen=True, slots=True)
class _Strip:
    """A part of a page with ink: its box, and the height of its characters in pixels."""

    box: PixelBox
    height: float


def recognised(engine: Engine, image: Picture, tables: Sequence[Frame]) -> list[Glyph]:
    """The lines of text outside of tables."""
    bare = _without(image, tables)
    boxes = [
        box
        for strip in _strips(_strokes(bare), image.shape[0])
        for box in text_lines.by_detection(engine, bare, strip.box, strip.height)
    ]
    answers = engine.texts([bare[top:bottom, left:right] for left, top, right, bottom in boxes])
    return [
        Glyph(text, left, top, right, bottom, confidence)
        for (left, top, right, bottom), (text, confidence) in zip(boxes, answers, strict=True)
        if text.strip() and confidence >= _MIN_CONFIDENCE
    ]


def _without(image: Picture, tables: Sequence[Frame]) -> Picture:
    """The page with its tables painted over in the colour of paper."""
    bare = image.copy()
    paper = int(library("numpy").percentile(image[::8, ::8], 90))
    for table in tables:
        left, top = max(round(table.xs[0]) - _RIM, 0), max(round(table.ys[0]) - _RIM, 0)
        bare[top : round(table.ys[-1]) + _RIM, left : round(table.xs[-1]) + _RIM] = paper
    return bare


def _strokes(image: Picture) -> list[PixelBox]:
    """The boxes of the strokes on a picture, sorted from top to bottom."""
    cv2 = library("cv2")
    small = cv2.resize(image, None, fx=_HALF, fy=_HALF, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 20)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = (tuple(round(int(number) / _HALF) for number in stats[at][:4]) for at in range(1, count))
    least = _STROKE / _HALF
    return sorted(
        ((x, y, x + w, y + h) for x, y, w, h in boxes if h >= least or w >= 2 * least), key=lambda box: box[1]
    )


def _strips(strokes: Sequence[PixelBox], page_height: int) -> Iterator[_Strip]:
    """The strips of a page with ink, from top to bottom, by its strokes."""
    strip: list[PixelBox] = []
    for stroke in strokes:
        if strip and stroke[1] - max(bottom for *_, bottom in strip) > _APART:
            yield _strip(strip, page_height)
            strip = []
        strip.append(stroke)
    if strip:
        yield _strip(strip, page_height)


def _strip(strokes: Sequence[PixelBox], page_height: int) -> _Strip:
    left, top, right, bottom = text_lines.around(strokes)
    box = max(left - _MARGIN, 0), max(top - _MARGIN, 0), right + _MARGIN, bottom + _MARGIN
    return _Strip(box, text_lines.character_height(strokes, page_height))
