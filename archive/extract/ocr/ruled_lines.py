"""The ruled lines of a picture, as strokes that are longer than any letter's or that connect two such strokes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.extract.ocr.engine import Picture, library
from archive.extract.page.rulings import Frame, Ruling

_CROSSING: Final = 12.0
"""Pixels by which a stroke may end beyond the middle of the line that it meets."""
_BAND: Final = 15
"""Pixels round the edges of a cell in which lines are erased: elsewhere a long stroke is 一 in a large size."""


@dataclass(frozen=True, slots=True)
class RuledLines:
    """The ruled lines of a picture, and a picture of the same size that is white where they are."""

    rulings: list[Ruling]
    mask: Picture

    def erased(self, image: Picture, tables: Sequence[Frame]) -> Picture:
        """The picture with the lines of tables in the colour of paper, so that no part of a line looks like a digit."""
        cv2, np = library("cv2"), library("numpy")
        near = np.zeros_like(self.mask)
        for table in tables:
            for field in table.fields:
                corners = (
                    (table.xs[field.column], table.ys[field.row]),
                    (
                        table.xs[field.column + field.columns],
                        table.ys[field.row + field.rows],
                    ),
                )
                cv2.rectangle(near, *(tuple(map(round, corner)) for corner in corners), 255, _BAND)
        paper = int(np.percentile(image[::8, ::8], 90))
        return np.where((near & self.mask) > 0, paper, image).astype(image.dtype)


def find(image: Picture) -> RuledLines:
    """The ruled lines of a picture: long strokes, and short strokes that connect two long ones."""
    cv2 = library("cv2")
    ink = cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    height, width = image.shape
    long, tall = max(width // 40, 24), max(height // 40, 24)
    level, upright = _opened(ink, True, long), _opened(ink, False, tall)
    horizontals, verticals = list(_strokes(level, True)), list(_strokes(upright, False))
    short_horizontals = (
        stroke
        for stroke in _strokes(_opened(ink, True, max(width // 100, 14)), True)
        if stroke.x1 - stroke.x0 < long and _bridges(stroke, verticals)
    )
    short_verticals = (
        stroke
        for stroke in _strokes(_opened(ink, False, max(height // 140, 14)), False)
        if stroke.y1 - stroke.y0 < tall and _bridges(stroke, horizontals)
    )
    fringe = cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5))
    mask = cv2.dilate(cv2.bitwise_or(level, upright), fringe)
    return RuledLines([*horizontals, *verticals, *short_horizontals, *short_verticals], mask)


def _opened(ink: Picture, horizontal: bool, length: int) -> Picture:
    """What of the ink belongs to horizontal or vertical strokes of at least `length` pixels."""
    cv2 = library("cv2")
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if horizontal else (1, length))
    return cv2.dilate(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel),
        cv2.getStructuringElement(cv2.MORPH_RECT, (5, 1) if horizontal else (1, 5)),
    )


def _strokes(opened: Picture, horizontal: bool) -> Iterator[Ruling]:
    cv2 = library("cv2")
    contours, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        if horizontal and width > 4 * height:
            yield Ruling(x, y + height / 2, x + width, y + height / 2)
        elif not horizontal and height > 4 * width:
            yield Ruling(x + width / 2, y, x + width / 2, y + height)


def _bridges(stroke: Ruling, across: Sequence[Ruling]) -> bool:
    """Whether a stroke runs from the middle of a crossing line to the middle of another, as no letter's stroke does."""
    if stroke.level:
        ends = (stroke.x0, stroke.x1)
        met = [line.x0 for line in across if line.y0 <= stroke.y0 <= line.y1]
    else:
        ends = (stroke.y0, stroke.y1)
        met = [line.y0 for line in across if line.x0 <= stroke.x0 <= line.x1]
    return any(-_CROSSING <= ends[0] - at <= 0 for at in met) and any(0 <= ends[1] - at <= _CROSSING for at in met)
