"""The ruled lines among what a page draws: straight strokes, thin filled boxes, and frames that are a box in a box.

Knows connected points with y counted from the top; PDF and OFD share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from archive.extract.page.rulings import Ruling

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_CORNERS: Final = (4, 5, 6)
"""Points of a box: the last corner, or the first one once or twice more, closes it."""


def box(points: Sequence[Point]) -> Box:
    """The box round points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def around(boxes: Iterable[Box]) -> Box:
    """The box round boxes."""
    return box([point for x0, y0, x1, y1 in boxes for point in ((x0, y0), (x1, y1))])


def within(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Whether a box lies in another one, or out of it by no more than `slack`."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def holds(outer: Box, x: float, y: float) -> bool:
    """Whether a point lies in a box."""
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def rulings(outlines: Sequence[Sequence[Point]], thin: float, straight: float, stroked: bool) -> Iterator[Ruling]:
    """The lines of a path: of what is no thicker than `thin` its middle, of other outlines the level and upright sides.

    `straight` is how far a side may lean; the sides of what is filled and not stroked are no lines, but for those of a
    frame: a box filled up to a box in it.
    """
    boxes = [box(outline) for outline in outlines]
    whole = around(boxes)
    if whole[2] - whole[0] <= thin or whole[3] - whole[1] <= thin:
        boxes, outlines = [whole], outlines[:1]
    if not stroked and len(boxes) == 2 and _is_frame(boxes, thin):
        x0, y0, x1, y1 = max(boxes, key=lambda one: one[2] - one[0])
        yield from sides([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], straight)
        return
    for outline, (x0, y0, x1, y1) in zip(outlines, boxes, strict=True):
        if x1 - x0 <= thin or y1 - y0 <= thin:
            if x1 - x0 > thin:
                yield Ruling(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
            elif y1 - y0 > thin:
                yield Ruling((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        elif stroked:
            yield from sides(outline, straight)


def sides(points: Sequence[Point], straight: float) -> Iterator[Ruling]:
    """The level and the upright steps from point to point."""
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ay - by) <= straight < abs(ax - bx):
            yield Ruling(min(ax, bx), ay, max(ax, bx), ay)
        elif abs(ax - bx) <= straight < abs(ay - by):
            yield Ruling(ax, min(ay, by), ax, max(ay, by))


def is_box(points: Sequence[Point], straight: float) -> bool:
    """Whether an outline is an upright box."""
    steps = (abs(ax - bx) <= straight or abs(ay - by) <= straight for (ax, ay), (bx, by) in pairwise(points))
    return len(points) in _CORNERS and all(steps)


def _is_frame(boxes: Sequence[Box], thin: float) -> bool:
    one, other = boxes
    gaps = [abs(a - b) for a, b in zip(one, other, strict=True)]
    return 0 < max(gaps) <= thin and (within(one, other) or within(other, one))
