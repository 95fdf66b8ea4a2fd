"""The page as it is displayed: the matrix from its content to points from the top left corner of the visible page.

Takes the page's box and rotation (ISO 32000-1, 7.7.3.3: MediaBox, CropBox, Rotate) as PDFium applies them.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final, NamedTuple

import pypdfium2.raw as c  # type: ignore[import-untyped]

from archive.extract.page.matrix import Matrix

Page = Any
"""An open page of pypdfium2, which has no types."""
Handle = Any
"""An object inside a page, as PDFium hands it out through ctypes."""

_FINE: Final = 1 << 20


class View(NamedTuple):
    """The size of the visible page in points, and the matrix from its content to it, y counted from the top."""

    width: float
    height: float
    matrix: Matrix


def of(page: Page) -> View:
    """The view of an open page."""
    width, height = page.get_size()
    (left, top), (right, level), (down, bottom) = (_corner(page, x, y) for x, y in ((0, 0), (1, 0), (0, 1)))
    if abs(right - left) > abs(level - top):
        a, d = (1.0 if right > left else -1.0), (1.0 if bottom > top else -1.0)
        return View(width, height, Matrix(a, 0.0, 0.0, d, -a * left, -d * top))
    b, c_ = (1.0 if down > left else -1.0), (1.0 if level > top else -1.0)
    return View(width, height, Matrix(0.0, b, c_, 0.0, -c_ * top, -b * left))


def _corner(page: Page, right: int, down: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    c.FPDF_DeviceToPage(page, 0, 0, _FINE, _FINE, 0, right * _FINE, down * _FINE, x, y)
    return x.value, y.value
