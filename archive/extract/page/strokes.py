"""Ruled lines among the paths that a page draws: straight strokes, thin filled boxes, and frames (a box in a box).

Knows connected points with y counted from the top; PDF and OFD share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from archive.extract.page.rulings import Ruling

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_CORNERS: Final = (4, 5, 6)
"""How many points a box may have: four corners, and the first corner repeated up to twice."""


def box(points: Sequence[Point]) -> Box:
    """The bounding box of points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def around(boxes: Iterable[Box]) -> Box:
    """The bounding box of boxes."""
    return box([point for x0, y0, x1, y1 in boxes for point in ((x0, y0), (x1, y1))])


def within(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Whether a box is inside another, or sticks out by no more than `slack`."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def holds(outer: Box, x: float, y: float) -> bool:
    """Whether a point is in a box."""
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def rulings(outlines: Sequence[Sequence[Point]], thin: float, straight: float, stroked: bool) -> list[Ruling]:
    """The ruled lines of a path: the centre line of a shape no thicker than `thin`, else the level and upright sides.

    `straight` is how far a side may lean. The sides of a shape that is filled but not stroked are no lines, except
    those of a frame: a box filled up to an inner box.
    """
    boxes = [box(outline) for outline in outlines]
    whole = boxes[0] if len(boxes) == 1 else around(boxes)
    if whole[2] - whole[0] <= thin or whole[3] - whole[1] <= thin:
        boxes, outlines = [whole], outlines[:1]
    if not stroked and len(boxes) == 2 and _is_frame(boxes, thin):
        x0, y0, x1, y1 = max(boxes, key=lambda each: each[2] - each[0])
        return sides([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], straight)
    found: list[Ruling] = []
    for outline, (x0, y0, x1, y1) in zip(outlines, boxes, strict=True):
        if x1 - x0 <= thin or y1 - y0 <= thin:
            if x1 - x0 > thin:
                found.append(Ruling(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))
            elif y1 - y0 > thin:
                found.append(Ruling((x0 + x1) / 2, y0, (x0 + x1) / 2, y1))
        elif stroked:
            found += sides(outline, straight)
    return found


def sides(points: Sequence[Point], straight: float) -> list[Ruling]:
    """The level and the upright segments between consecutive points."""
    found: list[Ruling] = []
    made = tuple.__new__  # in half the time of `Ruling`
    for (ax, ay), (bx, by) in pairwise(points):
        across, down = abs(ax - bx), abs(ay - by)
        if down <= straight < across:
            found.append(made(Ruling, (ax, ay, bx, ay) if ax < bx else (bx, ay, ax, ay)))
        elif across <= straight < down:
            found.append(made(Ruling, (ax, ay, ax, by) if ay < by else (ax, by, ax, ay)))
    return found


def is_box(points: Sequence[Point], straight: float) -> bool:
    """Whether an outline is an upright box."""
    steps = (abs(ax - bx) <= straight or abs(ay - by) <= straight for (ax, ay), (bx, by) in pairwise(points))
    return len(points) in _CORNERS and all(steps)


def _is_frame(boxes: Sequence[Box], thin: float) -> bool:
    first, second = boxes
    gaps = [abs(a - b) for a, b in zip(first, second, strict=True)]
    return 0 < max(gaps) <= thin and (within(first, second) or within(second, first))
