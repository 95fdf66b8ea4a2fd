"""Where lines of text stand on a picture: in a cell by its ink alone, elsewhere by the recogniser's detection.

Detection costs by the pixel; a cell's ruled lines already say where its text is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import quantiles
from typing import Final

from archive.extract.ocr.engine import Engine, Picture, library

_SPECK: Final = 7
"""Pixels under which a dark region is a speck."""
_MOST_DIGITS: Final = 3
"""The characters of a figure that may be broken; a label has more, and pale ink would join its lines."""
_MAX_SPAN: Final = 0.9
"""The share of a cell's side above which a region at its edge is a remain of the border."""
_MIN_CONTRAST: Final = 60
"""The difference of grey values under which a field is blank."""
_SAME_LINE: Final = 0.12
"""The gap between strokes of one line, in heights of a character."""
_TALLEST: Final = 1.3
"""The height of a line, in heights of a character, up to which strokes above one another are one line: 二, 三, ：."""
_TOO_TALL: Final = 1.9
"""The height of a line, in heights of a character, from which it must be several lines that run together."""
_WIDE_GAP: Final = 1.5
"""The gap from which the parts of a line are recognised apart, in heights of a character."""
_DETECTED_HEIGHT: Final = 20.0
"""The height of a character, in pixels, at which detection is run."""
_MAX_DETECTED: Final = 1400
"""The longer side in pixels of a picture on which detection is run."""

PixelBox = tuple[int, int, int, int]
"""Left, top, right and bottom in whole pixels."""


def written_parts(image: Picture, bounds: PixelBox) -> list[PixelBox]:
    """The boxes of the strokes within bounds, without specks and remains of the border."""
    cv2 = library("cv2")
    left, top, right, bottom = max(bounds[0], 0), max(bounds[1], 0), bounds[2], bounds[3]
    field = image[top:bottom, left:right]
    if field.size == 0 or min(field.shape) < _SPECK or int(field.max()) - int(field.min()) < _MIN_CONTRAST:
        return []
    level, dark = cv2.threshold(field, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    regions = _regions(dark)
    written = [region for region in regions if _is_written(*region, field.shape)]
    if len(written) <= _MOST_DIGITS and any(_is_fragment(width, height) for _, _, width, height in regions):
        written = [region for region in _with_pale_ink(field, dark, level) if _is_written(*region, field.shape)]
    return [(left + x, top + y, left + x + width, top + y + height) for x, y, width, height in written]


def _regions(ink: Picture) -> list[PixelBox]:
    """The connected regions of ink: left, top, width and height of each."""
    count, _, stats, _ = library("cv2").connectedComponentsWithStats(ink, connectivity=8)
    return [tuple(map(int, stats[at][:4])) for at in range(1, count)]  # type: ignore[misc]


def _is_fragment(width: int, height: int) -> bool:
    """Whether a region is as low as a speck and wider than one: a part of a character of which the rest is pale."""
    return height < _SPECK and width > 2


def _with_pale_ink(field: Picture, dark: Picture, level: float) -> list[PixelBox]:
    """The regions of ink, with the pale strokes that join the dark ones: a 2 in Song is two bars without its hair line.

    `level` is the grey value that parts dark from pale.
    """
    cv2 = library("cv2")
    paper = float(library("numpy").median(field))
    _, pale = cv2.threshold(field, (level + 2 * paper) / 3, 255, cv2.THRESH_BINARY_INV)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(pale, connectivity=8)
    with_dark = {*labels[dark > 0].tolist()}
    return [tuple(map(int, stats[at][:4])) for at in range(1, count) if at in with_dark]  # type: ignore[misc]


def _is_written(x: int, y: int, width: int, height: int, shape: tuple[int, int]) -> bool:
    """Whether a dark region in a cell is a character, neither a speck nor a remain of its border."""
    if height < _SPECK and (width < 2 * _SPECK or height < 2):
        return False
    at_edge = x <= 1 or y <= 1 or x + width >= shape[1] - 1 or y + height >= shape[0] - 1
    return not at_edge or (width <= _MAX_SPAN * shape[1] and height <= _MAX_SPAN * shape[0] and min(width, height) > 3)


def character_height(parts: Iterable[PixelBox], page_height: int) -> float:
    """The height of most characters by the boxes of all strokes; a fortieth of the page where there are none."""
    heights = [bottom - top for _, top, _, bottom in parts if _SPECK <= bottom - top <= page_height / 25]
    return quantiles(heights, n=4)[2] if len(heights) > 1 else page_height / 40


def by_ink(parts: Sequence[PixelBox], height: float) -> Iterator[PixelBox]:
    """The boxes of the lines that the strokes of a cell make, each cut at wide gaps. `height` is a character's."""
    for line in _lines(sorted(parts, key=lambda part: part[1]), height):
        yield from map(around, _pieces(sorted(line), _WIDE_GAP * height))


def runs_together(box: PixelBox, height: float) -> bool:
    """Whether a line found by its ink is too tall for one."""
    return box[3] - box[1] > _TOO_TALL * height


def by_detection(engine: Engine, image: Picture, bounds: PixelBox, height: float) -> list[PixelBox]:
    """The boxes of the lines within bounds as the recogniser detects them, on as few pixels as that takes."""
    cv2 = library("cv2")
    left, top, right, bottom = bounds
    field = image[top:bottom, left:right]
    scale = min(_DETECTED_HEIGHT / height, _MAX_DETECTED / max(field.shape), 1.0)
    small = cv2.resize(field, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return [
        (round(left + x0 / scale), round(top + y0 / scale), round(left + x1 / scale), round(top + y1 / scale))
        for x0, y0, x1, y1 in engine.lines(small)
        if round(x1 / scale) > round(x0 / scale) and round(y1 / scale) > round(y0 / scale)
    ]


def _lines(parts: Sequence[PixelBox], height: float) -> list[list[PixelBox]]:
    """Strokes, sorted from top to bottom, gathered into lines."""
    lines: list[list[PixelBox]] = []
    for part in parts:
        if lines and (
            part[1] <= max(bottom for *_, bottom in lines[-1]) + _SAME_LINE * height
            or _height([*lines[-1], part]) <= _TALLEST * height
        ):
            lines[-1].append(part)
        else:
            lines.append([part])
    return lines


def _height(parts: Sequence[PixelBox]) -> int:
    return max(bottom for *_, bottom in parts) - min(top for _, top, _, _ in parts)


def _pieces(parts: Sequence[PixelBox], gap: float) -> list[list[PixelBox]]:
    """The strokes of a line, sorted from left to right, parted at gaps."""
    pieces: list[list[PixelBox]] = []
    for part in parts:
        if pieces and part[0] - max(right for _, _, right, _ in pieces[-1]) <= gap:
            pieces[-1].append(part)
        else:
            pieces.append([part])
    return pieces


def around(parts: Sequence[PixelBox]) -> PixelBox:
    """The box of several boxes."""
    return (
        min(part[0] for part in parts),
        min(part[1] for part in parts),
        max(part[2] for part in parts),
        max(part[3] for part in parts),
    )
