"""Affine transformations, by which fixed-layout formats position what they draw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archive.extract.page import strokes
from archive.extract.page.strokes import Box, Point


class Matrix(NamedTuple):
    """x' = a·x + c·y + e and y' = b·x + d·y + f, as PDF and OFD write it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> Point:
        """Transform a point."""
        a, b, c, d, e, f = self
        return a * x + c * y + e, b * x + d * y + f

    def points(self, points: Iterable[Point]) -> list[Point]:
        """Transform points."""
        a, b, c, d, e, f = self
        return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Transform a box: the upright bounding box, smaller coordinates first."""
        return self.boxes([(x0, y0, x1, y1)])[0]

    def boxes(self, boxes: Iterable[Box]) -> list[Box]:
        """Transform boxes, as `box` does one."""
        a, b, c, d, e, f = self
        if b or c:
            return [strokes.box(self.points([(x0, y0), (x0, y1), (x1, y0), (x1, y1)])) for x0, y0, x1, y1 in boxes]
        corners = [(a * x0 + e, d * y0 + f, a * x1 + e, d * y1 + f) for x0, y0, x1, y1 in boxes]
        return [
            (left, top, right, bottom)
            if left <= right and top <= bottom
            else (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
            for left, top, right, bottom in corners
        ]

    def after(self, inner: Matrix) -> Matrix:
        """The composition: first `inner`, then this matrix."""
        a, b = self.a * inner.a + self.c * inner.b, self.b * inner.a + self.d * inner.b
        c, d = self.a * inner.c + self.c * inner.d, self.b * inner.c + self.d * inner.d
        return Matrix(a, b, c, d, *self.point(inner.e, inner.f))


IDENTITY = Matrix(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
SLANT = 0.09
"""How far a line may lean and still count as level or upright, as the tangent of the angle."""


def quarters(across: float, down: float) -> int | None:
    """How many clockwise quarter turns a line in this direction is rotated by, y downwards; None for a slant."""
    if min(abs(across), abs(down)) > SLANT * max(abs(across), abs(down)):
        return None
    if abs(across) >= abs(down):
        return 0 if across >= 0 else 2
    return 1 if down > 0 else 3
