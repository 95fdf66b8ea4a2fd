"""Affine transformations, by which fixed-layout formats position what they draw."""

from __future__ import annotations

from typing import NamedTuple


class Matrix(NamedTuple):
    """x' = a·x + c·y + e and y' = b·x + d·y + f, as PDF and OFD write it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Transform a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Transform a box: the upright bounding box, smaller coordinates first."""
        if self.b or self.c:
            corners = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            return min(xs), min(ys), max(xs), max(ys)
        ax, bx = self.a * x0 + self.e, self.a * x1 + self.e
        ay, by = self.d * y0 + self.f, self.d * y1 + self.f
        if ax > bx:
            ax, bx = bx, ax
        if ay > by:
            ay, by = by, ay
        return ax, ay, bx, by

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
