"""A second look at the figures of a table on a picture: each cell alone, where the first look took the page as a whole.

Finders of text miss a lone digit between lines now and then, and a reader of lines may take one digit for another. Here
the ruled fields say where a figure stands: what both looks read alike is sure, what they read differently is not, and
ink that nobody could read is told by `UNREAD` instead of a blank.
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
"""Stands for what is printed and could not be recognised; no number, no dash, and no blank."""

Recognise = Callable[[Sequence[Any]], Sequence[tuple[str, float]]]
"""Pictures of single lines -> their texts, each with a confidence from 0 to 1."""

_INSET: Final = 4
_SPECK: Final = 7
_ROOM: Final = 6
_LONG: Final = 0.7
_LIKELY: Final = 0.6
_SPECKS: Final = ".,:;'`·‘’"
_ALIKE: Final = str.maketrans("Oo〇○lI|，。", "0000111,.")


@dataclass(frozen=True, slots=True)
class _Place:
    """A field's ink as (left, top, right, bottom) in pixels, and the glyphs that the first look found in it."""

    box: tuple[int, int, int, int]
    glyphs: tuple[int, ...]


def look_again(
    image: Any, glyphs: Sequence[Glyph], rulings: Sequence[Ruling], tolerance: float, recognise: Recognise
) -> list[Glyph]:
    """The glyphs, those in fields of figures with what the second look says of them, and those the first one missed."""
    places = [place for frame in frames(rulings, tolerance) for place in _places(image, frame, glyphs)]
    again = recognise([_cut(image, place.box) for place in places]) if places else ()
    kept = list(glyphs)
    for place, (text, confidence) in zip(places, again, strict=True):
        for at, glyph in enumerate(_settled([glyphs[i] for i in place.glyphs], text, confidence, place.box)):
            if at < len(place.glyphs):
                kept[place.glyphs[at]] = glyph
            else:
                kept.append(glyph)
    return kept


def _settled(first: Sequence[Glyph], text: str, confidence: float, box: tuple[int, int, int, int]) -> Iterator[Glyph]:
    """What both looks at one field say together."""
    if not first:
        left, top, right, bottom = map(float, box)
        known = confidence >= _LIKELY
        yield Glyph(text if known else UNREAD, left, top, right, bottom, confidence if known else 0.0)
        return
    alike = _bare("".join(glyph.text for glyph in first)) == _bare(text)
    for glyph in first:
        sure = max(glyph.confidence, confidence) if alike else 0.0
        plain = alike and len(first) == 1 and text.isdigit()
        yield glyph._replace(text=text if plain else glyph.text, confidence=sure)


def _bare(text: str) -> str:
    """A figure without what a speck beside it looks like."""
    return "".join(text.split()).translate(_ALIKE).strip(_SPECKS)


def _places(image: Any, frame: Frame, glyphs: Sequence[Glyph]) -> Iterator[_Place]:
    """The fields of a table in which a figure stands, or something that the first look did not see.

    Empty fields over many rows are left alone: they carry on a label over a page end, and hold no figure.
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
        if all(is_value(_bare(glyphs[at].text) or "0") for at in found) and (box := _ink(image, _bounds(frame, field))):
            yield _Place(box, found)


def _bounds(frame: Frame, field: Field) -> tuple[int, int, int, int]:
    return (
        round(frame.xs[field.column]) + _INSET,
        round(frame.ys[field.row]) + _INSET,
        round(frame.xs[field.column + field.columns]) - _INSET,
        round(frame.ys[field.row + field.rows]) - _INSET,
    )


def _ink(image: Any, bounds: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """The box round what is written in a field; None where there is nothing but specks and rests of its lines."""
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
    """Whether something dark in a field is a character: no speck, and no rest of a line that bounds the field."""
    if height < _SPECK and (width < 2 * _SPECK or height < 2):
        return False
    at_edge = x <= 1 or y <= 1 or x + width >= shape[1] - 1 or y + height >= shape[0] - 1
    return not at_edge or (width <= _LONG * shape[1] and height <= _LONG * shape[0] and min(width, height) > 3)


def _cut(image: Any, box: tuple[int, int, int, int]) -> Any:
    """The picture of one figure with white round it, wide enough for a reader of lines."""
    cv2 = importlib.import_module("cv2")
    left, top, right, bottom = box
    piece = image[max(top - 2, 0) : bottom + 2, max(left - 2, 0) : right + 2]
    wide = max(2 * piece.shape[0] - piece.shape[1], 0) // 2 + _ROOM
    paper = int(piece.max())
    padded = cv2.copyMakeBorder(piece, _ROOM, _ROOM, wide, wide, cv2.BORDER_CONSTANT, value=paper)
    return cv2.cvtColor(padded, cv2.COLOR_GRAY2BGR)
