"""The page as it is shown: from the units of its content to points counted from the shown page's top left corner.

Knows the page's box and its turn (ISO 32000-1, 7.7.3.3: MediaBox, CropBox, Rotate), as PDFium applies them.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final, NamedTuple

import pypdfium2.raw as c  # type: ignore[import-untyped]

_FINE: Final = 1 << 20


class Matrix(NamedTuple):
    """x' = a·x + c·y + e and y' = b·x + d·y + f, as PDF writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """The upright box round a turned one, its smaller coordinates first."""
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
        """First the inner one, then this one."""
        a, b = self.a * inner.a + self.c * inner.b, self.b * inner.a + self.d * inner.b
        c, d = self.a * inner.c + self.c * inner.d, self.b * inner.c + self.d * inner.d
        return Matrix(a, b, c, d, *self.point(inner.e, inner.f))


class View(NamedTuple):
    """The size of the shown page in points, and the way from its content to it, y counted from the top."""

    width: float
    height: float
    matrix: Matrix


def of(page: Any) -> View:
    """The view of an open page."""
    width, height = page.get_size()
    (left, top), (right, level), (down, bottom) = (_corner(page, x, y) for x, y in ((0, 0), (1, 0), (0, 1)))
    if abs(right - left) > abs(level - top):
        a, d = (1.0 if right > left else -1.0), (1.0 if bottom > top else -1.0)
        return View(width, height, Matrix(a, 0.0, 0.0, d, -a * left, -d * top))
    b, c_ = (1.0 if down > left else -1.0), (1.0 if level > top else -1.0)
    return View(width, height, Matrix(0.0, b, c_, 0.0, -c_ * top, -b * left))


def _corner(page: Any, right: int, down: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    c.FPDF_DeviceToPage(page, 0, 0, _FINE, _FINE, 0, right * _FINE, down * _FINE, x, y)
    return x.value, y.value
