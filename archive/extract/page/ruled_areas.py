"""The content of a frame of ruled lines: one table, or text, or text with tables between.

Knows a frame's fields and the characters in them. A frame without inner column lines is no table. A full-width field
with a heading and text separates two tables; its characters are returned as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from archive import patterns
from archive.extract.layout.document import Cell, PrintedPage
from archive.extract.page import characters
from archive.extract.page.characters import Glyph, Line
from archive.extract.page.rulings import Field, Frame
from archive.extract.page.tables_over_pages import REMARK, Ruled

_ROOM: Final = 2.2
_ROOM_REMARK: Final = 4.5
_HEADING: Final = patterns.lazy(r"[一二三四五六七八]、")


class _FilledField(NamedTuple):
    """A field of a frame, its characters and their lines."""

    field: Field
    glyphs: Sequence[Glyph]
    lines: Sequence[Line]


def tables(frame: Frame, glyphs: Sequence[Glyph], page: PrintedPage) -> tuple[list[tuple[float, Ruled]], list[Glyph]]:
    """The tables in a frame, each with its top edge, and the characters outside of cells."""
    filled = _filled(frame, glyphs)
    if not _is_grid(frame, filled):
        return [], list(glyphs)
    headings = [area for area in filled if _is_heading_with_text(frame, area)]
    edges = [0, *(row for area in headings for row in (area.field.row, area.field.row + area.field.rows))]
    bands = list(zip(edges[::2], [*edges[1::2], len(frame.ys) - 1], strict=True))
    tables_with_tops = [
        (frame.ys[first], _table(frame, filled, (first, last), page)) for first, last in bands if first < last
    ]
    return tables_with_tops, [glyph for area in headings for glyph in area.glyphs]


def _filled(frame: Frame, glyphs: Sequence[Glyph]) -> list[_FilledField]:
    glyphs_inside: list[list[Glyph]] = [[] for _ in frame.fields]
    for glyph in glyphs:
        _, x0, top, x1, bottom, _ = glyph
        glyphs_inside[frame.number_at((x0 + x1) / 2, (top + bottom) / 2)].append(glyph)
    filled = [
        _FilledField(field, contents, characters.lines(contents))
        for field, contents in zip(frame.fields, glyphs_inside, strict=True)
    ]
    return sorted(filled, key=lambda area: area.field)


def _is_grid(frame: Frame, filled: Sequence[_FilledField]) -> bool:
    """Whether a frame has columns, and rows separated by its lines."""
    if len(frame.xs) == 2:
        return False
    printed = [area for area in filled if area.lines]
    return len(frame.ys) > 2 or sum(1 for area in printed if len(area.lines) > 1) * 2 < len(printed) or len(printed) < 2


def _is_heading_with_text(frame: Frame, area: _FilledField) -> bool:
    """Whether a full-width field holds a heading and text."""
    whole = area.field.columns == len(frame.xs) - 1
    return whole and len(area.lines) > 1 and any(_HEADING.match(line.text) for line in area.lines)


def _table(frame: Frame, filled: Sequence[_FilledField], rows: tuple[int, int], page: PrintedPage) -> Ruled:
    """The rows of a frame from the first up to, but not including, the last of `rows`."""
    first, last = rows
    cells = [_cell(frame, area, first, page) for area in filled if first <= area.field.row < last]
    return Ruled(cells, tuple(x / page.width for x in frame.xs), last - first)


def _cell(frame: Frame, area: _FilledField, first: int, page: PrintedPage) -> Cell:
    field = area.field
    left, right = frame.xs[field.column], frame.xs[field.column + field.columns]
    top, bottom = frame.ys[field.row], frame.ys[field.row + field.rows]
    text = _wrapped(area.lines, right - left)
    confidence = min([line.confidence for line in area.lines], default=1.0)
    place = page.area(left, top, right, bottom)
    return Cell(text, field.row - first, field.column, field.rows, field.columns, confidence, place)


def _wrapped(lines: Sequence[Line], width: float) -> str:
    """Join the lines of a cell by line feeds; digits that wrapped for lack of room are joined without one.

    An opening bracket cannot end a line, so a digit before it wraps together with it.
    """
    text = lines[0].text if lines else ""
    for above, line in pairwise(lines):
        needed = _ROOM_REMARK if REMARK.match(line.text) else _ROOM
        full = width - (above.x1 - above.x0) < needed * above.size
        text += line.text if full and text[-1].isdigit() and line.text[0].isdigit() else f"\n{line.text}"
    return text
