"""Recognises the text in the ruled cells of a page: each line once, and each figure a second time in another cut.

What both passes read the same is certain, what they read differently is not, and `UNREAD` stands for ink that could
not be read, instead of a blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.extract.layout.plain_text import is_value
from archive.extract.ocr import text_lines
from archive.extract.ocr.engine import Engine, Picture, library
from archive.extract.ocr.text_lines import PixelBox
from archive.extract.page.characters import Glyph
from archive.extract.page.rulings import Field, Frame

UNREAD: Final = "\ufffd"
"""The text of a cell whose ink could not be recognised: neither a number nor a dash nor a blank."""

_INSET: Final = 4
"""Pixels inside of the ruled lines that are left out."""
_MARGIN: Final = 10
"""Pixels of paper around a figure that is recognised again."""
_LONG: Final = 4.5
"""The width of a label, in its heights, from which it is narrowed before it is recognised."""
_NARROWED: Final = 0.7
"""The share of its width to which a long label is narrowed: its characters are read as well, in less time."""
_MIN_CONFIDENCE: Final = 0.6
"""The confidence from which ink is taken as read."""
_SPECKS: Final = ".,:;'`·‘’"
_ROUND_LETTERS: Final = str.maketrans("Oo〇○", "0000")
_LOOKALIKES: Final = str.maketrans("Oo〇○lI|，。", "0000111,.")


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell with ink: the boxes of its strokes, and whether it spans several rows."""

    bounds: PixelBox
    parts: tuple[PixelBox, ...]
    tall: bool


def written_cells(image: Picture, frame: Frame) -> Iterator[WrittenCell]:
    """The cells of a table that have ink."""
    for field in frame.fields:
        bounds = _bounds(frame, field)
        if parts := text_lines.written_parts(image, bounds):
            yield WrittenCell(bounds, tuple(parts), field.rows > 1)


def recognised(engine: Engine, image: Picture, cells: Sequence[WrittenCell], height: float) -> list[Glyph]:
    """The glyphs of cells; `height` is that of a character in pixels."""
    boxes = [(cell, box) for cell in cells for box in _lines(engine, image, cell, height)]
    first = engine.texts([_cut(image, box) for _, box in boxes])
    figures = [at for at, (text, _) in enumerate(first) if is_value(_normalised(text) or "0")]
    second = dict(zip(figures, engine.texts([_padded(image, boxes[at][1]) for at in figures]), strict=True))
    return [
        glyph
        for at, ((cell, box), answer) in enumerate(zip(boxes, first, strict=True))
        if (glyph := _glyph(cell, box, answer, second.get(at))) is not None
    ]


def _cut(image: Picture, box: PixelBox) -> Picture:
    """The picture of a line."""
    left, top, right, bottom = box
    margin = max((bottom - top) // 8, 2)
    beside = max((bottom - top) // 3, 4)  # at the very edge a last character is lost: 2.重复申请
    piece = image[max(top - margin, 0) : bottom + margin, max(left - beside, 0) : right + beside]
    if piece.shape[1] < _LONG * piece.shape[0]:
        return piece
    cv2 = library("cv2")
    return cv2.resize(piece, None, fx=_NARROWED, fy=1.0, interpolation=cv2.INTER_AREA)


def reconciled(first: tuple[str, float], second: tuple[str, float]) -> tuple[str, float]:
    """The text and confidence of a figure by both passes: 0 where they differ."""
    (text, confidence), (again, confidence_again) = first, second
    if _normalised(text) == _normalised(again):
        zeros = text.translate(_ROUND_LETTERS)
        return (again if again.isdigit() else zeros if zeros.isdigit() else text), max(confidence, confidence_again)
    if not text.strip():
        return (again, 0.0) if again.strip() else (UNREAD, 0.0)
    return text, 0.0


def _glyph(
    cell: WrittenCell, box: PixelBox, first: tuple[str, float], second: tuple[str, float] | None
) -> Glyph | None:
    """A line of a cell as it was read.

    Unread ink in a cell over several rows is none: it continues a label over a page break and holds no figure.
    """
    text, confidence = first if second is None else reconciled(first, second)
    unread = not text.strip() or (confidence < _MIN_CONFIDENCE and second is None)
    if unread and cell.tall:
        return None
    left, top, right, bottom = map(float, box)
    return Glyph(UNREAD, left, top, right, bottom, 0.0) if unread else Glyph(text, left, top, right, bottom, confidence)


def _lines(engine: Engine, image: Picture, cell: WrittenCell, height: float) -> Iterator[PixelBox]:
    """The lines of a cell by its ink, and by detection where they run together."""
    lines = list(text_lines.by_ink(cell.parts, height))
    if not any(text_lines.runs_together(box, height) for box in lines):
        yield from lines
        return
    yield from text_lines.by_detection(engine, image, cell.bounds, height) or lines


def _normalised(text: str) -> str:
    """A figure without specks, with letters that look like digits replaced."""
    return "".join(text.split()).translate(_LOOKALIKES).strip(_SPECKS)


def _bounds(frame: Frame, field: Field) -> PixelBox:
    return (
        max(round(frame.xs[field.column]) + _INSET, 0),
        max(round(frame.ys[field.row]) + _INSET, 0),
        round(frame.xs[field.column + field.columns]) - _INSET,
        round(frame.ys[field.row + field.rows]) - _INSET,
    )


def _padded(image: Picture, box: PixelBox) -> Picture:
    """The picture of a figure with a margin of paper, as wide as it is high at least."""
    cv2 = library("cv2")
    left, top, right, bottom = box
    piece = image[max(top - 2, 0) : bottom + 2, max(left - 2, 0) : right + 2]
    side_margin = max(piece.shape[0] - piece.shape[1], 0) // 2 + _MARGIN
    paper = int(piece.max())
    return cv2.copyMakeBorder(piece, _MARGIN, _MARGIN, side_margin, side_margin, cv2.BORDER_CONSTANT, value=paper)
