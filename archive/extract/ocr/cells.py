"""Recognises each cell of a table on a picture alone, after the page was recognised as a whole.

Text detection sometimes misses a lone digit between lines, and recognition of lines may confuse digits. The ruled cells
say where figures are: what both passes read the same is certain, what they read differently is not, and `UNREAD`
stands for ink that neither could read, instead of a blank.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from archive.extract.layout.plain_text import is_value
from archive.extract.page.characters import Glyph
from archive.extract.page.rulings import Field, Frame, Ruling, frames

UNREAD: Final = "\ufffd"
"""The text of a cell whose ink could not be recognised: neither a number nor a dash nor a blank."""

Picture = Any
"""A picture as OpenCV has it: an array of rows, columns and, in colour, channels. NumPy is not always installed."""

Recognise = Callable[[Sequence[Picture]], Sequence[tuple[str, float]]]
"""Pictures of single lines to their texts, each with a confidence from 0 to 1."""

_INSET: Final = 4
"""Pixels inside of the ruled lines that are left out."""
_SPECK: Final = 7
"""Pixels under which a dark region is a speck."""
_MARGIN: Final = 6
"""Pixels of white around a figure to recognise."""
_MAX_SPAN: Final = 0.7
"""The share of a cell's side above which a region at its edge is a remain of the border."""
_MIN_CONFIDENCE: Final = 0.6
"""The confidence from which a figure is read that the first pass missed."""
_SPECKS: Final = ".,:;'`·‘’"
_LOOKALIKES: Final = str.maketrans("Oo〇○lI|，。", "0000111,.")


@dataclass(frozen=True, slots=True)
class _CellInk:
    """The ink of a cell as (left, top, right, bottom) in pixels, and the indexes of the first pass's glyphs in it."""

    box: tuple[int, int, int, int]
    glyphs: tuple[int, ...]


def recognise_cells(
    image: Picture, glyphs: Sequence[Glyph], rulings: Sequence[Ruling], tolerance: float, recognise: Recognise
) -> list[Glyph]:
    """The glyphs of a page, with those in cells of figures corrected and missed ones added."""
    cells = [cell for frame in frames(rulings, tolerance) for cell in _cells_with_ink(image, frame, glyphs)]
    results = recognise([_cut(image, cell.box) for cell in cells]) if cells else ()
    corrected = list(glyphs)
    for cell, (text, confidence) in zip(cells, results, strict=True):
        for at, glyph in enumerate(_reconcile([glyphs[i] for i in cell.glyphs], text, confidence, cell.box)):
            if at < len(cell.glyphs):
                corrected[cell.glyphs[at]] = glyph
            else:
                corrected.append(glyph)
    return corrected


def _reconcile(first: Sequence[Glyph], text: str, confidence: float, box: tuple[int, int, int, int]) -> Iterator[Glyph]:
    """The glyphs of a cell by both passes."""
    if not first:
        left, top, right, bottom = map(float, box)
        is_likely = confidence >= _MIN_CONFIDENCE
        yield Glyph(text if is_likely else UNREAD, left, top, right, bottom, confidence if is_likely else 0.0)
        return
    agree = _normalised("".join(glyph.text for glyph in first)) == _normalised(text)
    for glyph in first:
        certainty = max(glyph.confidence, confidence) if agree else 0.0
        replaces = agree and len(first) == 1 and text.isdigit()
        yield glyph._replace(text=text if replaces else glyph.text, confidence=certainty)


def _normalised(text: str) -> str:
    """A figure without specks, with letters that look like digits replaced."""
    return "".join(text.split()).translate(_LOOKALIKES).strip(_SPECKS)


def _cells_with_ink(image: Picture, frame: Frame, glyphs: Sequence[Glyph]) -> Iterator[_CellInk]:
    """The cells of a table with a figure, or with ink that the first pass missed.

    Empty cells over several rows are skipped: they continue a label over a page break and hold no figure.
    """
    inside: dict[tuple[int, int], list[int]] = {}
    for at, glyph in enumerate(glyphs):
        if frame.holds(*glyph.middle):
            inside.setdefault(frame.position_of(*glyph.middle), []).append(at)
    for field in frame.fields:
        found = tuple(
            at
            for row in range(field.row, field.row + field.rows)
            for column in range(field.column, field.column + field.columns)
            for at in inside.get((row, column), ())
        )
        if not found and field.rows > 1:
            continue
        if all(is_value(_normalised(glyphs[at].text) or "0") for at in found) and (
            box := _ink(image, _bounds(frame, field))
        ):
            yield _CellInk(box, found)


def _bounds(frame: Frame, field: Field) -> tuple[int, int, int, int]:
    return (
        round(frame.xs[field.column]) + _INSET,
        round(frame.ys[field.row]) + _INSET,
        round(frame.xs[field.column + field.columns]) - _INSET,
        round(frame.ys[field.row + field.rows]) - _INSET,
    )


def _ink(image: Picture, bounds: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """The bounding box of the writing in a cell; None where it has only specks and remains of its border."""
    cv2 = importlib.import_module("cv2")
    left, top, right, bottom = bounds
    field = image[max(top, 0) : bottom, max(left, 0) : right]
    if field.size == 0 or min(field.shape) < _SPECK or int(field.max()) - int(field.min()) < 60:
        return None
    _, dark = cv2.threshold(field, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    parts = (tuple(map(int, stats[at][:4])) for at in range(1, count))
    boxes = [(x, y, x + w, y + h) for x, y, w, h in parts if _is_written(x, y, w, h, field.shape)]
    if not boxes:
        return None
    x0, y0 = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x1, y1 = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return max(left, 0) + x0, max(top, 0) + y0, max(left, 0) + x1, max(top, 0) + y1


def _is_written(x: int, y: int, width: int, height: int, shape: tuple[int, int]) -> bool:
    """Whether a dark region in a cell is a character, neither a speck nor a remain of its border."""
    if height < _SPECK and (width < 2 * _SPECK or height < 2):
        return False
    at_edge = x <= 1 or y <= 1 or x + width >= shape[1] - 1 or y + height >= shape[0] - 1
    return not at_edge or (width <= _MAX_SPAN * shape[1] and height <= _MAX_SPAN * shape[0] and min(width, height) > 3)


def _cut(image: Picture, box: tuple[int, int, int, int]) -> Picture:
    """The picture of a figure with a white margin, wide enough for the recognition of lines."""
    cv2 = importlib.import_module("cv2")
    left, top, right, bottom = box
    piece = image[max(top - 2, 0) : bottom + 2, max(left - 2, 0) : right + 2]
    side_margin = max(2 * piece.shape[0] - piece.shape[1], 0) // 2 + _MARGIN
    paper = int(piece.max())
    padded = cv2.copyMakeBorder(piece, _MARGIN, _MARGIN, side_margin, side_margin, cv2.BORDER_CONSTANT, value=paper)
    return cv2.cvtColor(padded, cv2.COLOR_GRAY2BGR)
