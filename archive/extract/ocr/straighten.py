"""Turns a scanned page so that its lines are level."""

from __future__ import annotations

from typing import Any, Final

from archive.extract.ocr.engine import Picture, library

_MAX_TILT: Final = 5.0
"""Degrees up to which a page is turned."""
_MIN_TILT: Final = 0.04
"""Degrees below which a page is left as it is."""
_STEPS: Final = ((0.25, 20), (0.05, 6), (0.01, 6))
"""Steps in degrees of the search for the tilt, and how many are tried to each side of the best so far."""
_BETTER: Final = 1.03
"""How much more even the ink must lie for a page to be turned: a page number alone lies evenly at any angle."""
_MEASURED_SIDE: Final = 1200
"""Pixels of the longer side of the picture on which the tilt is measured."""


def straightened(image: Picture) -> tuple[Picture, float]:
    """The picture, rotated so that its lines, ruled or written, are horizontal, and by how many degrees it was."""
    cv2 = library("cv2")
    tilt = tilt_of(image)
    if abs(tilt) < _MIN_TILT:
        return image, 0.0
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    return cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255), tilt


def tilt_of(image: Picture) -> float:
    """The degrees, up to five, by which the lines of a page fall to the right; 0 for a page without ink.

    Along the lines' direction the ink lies in the fewest rows, so that the squares of the rows' ink add up to most.
    """
    cv2, np = library("cv2"), library("numpy")
    scale = min(_MEASURED_SIDE / max(image.shape), 1.0)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 15, 12)
    ys, xs = np.nonzero(ink)
    if not len(ys):
        return 0.0
    best = 0.0
    for step, count in _STEPS:
        angles = [best + step * at for at in range(-count, count + 1)]
        best = max((angle for angle in angles if abs(angle) <= _MAX_TILT), key=lambda angle: _evenness(xs, ys, angle))
    return best if _evenness(xs, ys, best)[0] > _BETTER * _evenness(xs, ys, 0.0)[0] else 0.0


def _evenness(xs: Any, ys: Any, degrees: float) -> tuple[float, float]:
    """How much of the ink lies in few rows that fall by an angle; of equal ones the smaller angle is the greater."""
    np = library("numpy")
    rows = (ys - xs * np.tan(np.radians(degrees))).round().astype(np.int64)
    counts = np.bincount(rows - rows.min())
    return float(np.square(counts, dtype=np.float64).sum()), -abs(degrees)
