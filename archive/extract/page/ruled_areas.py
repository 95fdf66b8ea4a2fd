"""What stands in a frame of ruled lines: one table, or text, or text with tables between.

Knows a frame's fields and the characters in them. Lines that part only rows, or only columns, rule no table, and a
field over the whole width that holds a heading with text parts two tables; such text is handed back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from archive.extract.layout.document import Cell
from archive.extract.page import characters
from archive.extract.page.characters import Glyph, Line
from archive.extract.page.rulings import Field, Frame
from archive.extract.page.tables_over_pages import REMARK, Ruled

_ROOM: Final = 2.2
_ROOM_REMARK: Final = 4.5
_HEADING: Final = re.compile(r"[一二三四五六七八]、")


@dataclass(frozen=True, slots=True)
class _Filled:
    """A field, its characters and their lines."""

    field: Field
    glyphs: Sequence[Glyph]
    lines: Sequence[Line]


def tables(frame: Frame, glyphs: Sequence[Glyph], width: float) -> tuple[list[tuple[float, Ruled]], list[Glyph]]:
    """The tables in a frame, each with its top, and the characters that are no cells; `width` is that of the page."""
    filled = _filled(frame, glyphs)
    if not _is_grid(frame, filled):
        return [], list(glyphs)
    headings = [one for one in filled if _is_text(frame, one)]
    edges = [0, *(row for one in headings for row in (one.field.row, one.field.row + one.field.rows))]
    bands = list(zip(edges[::2], [*edges[1::2], len(frame.ys) - 1], strict=True))
    made = [(frame.ys[first], _table(frame, filled, first, last, width)) for first, last in bands if first < last]
    return made, [glyph for one in headings for glyph in one.glyphs]


def _filled(frame: Frame, glyphs: Sequence[Glyph]) -> list[_Filled]:
    owner = {
        (r, c): at
        for at, f in enumerate(frame.fields)
        for r in range(f.row, f.row + f.rows)
        for c in range(f.column, f.column + f.columns)
    }
    held: list[list[Glyph]] = [[] for _ in frame.fields]
    for glyph in glyphs:
        held[owner[frame.place(*glyph.middle)]].append(glyph)
    made = [_Filled(field, inside, characters.lines(inside)) for field, inside in zip(frame.fields, held, strict=True)]
    return sorted(made, key=lambda one: one.field)


def _is_grid(frame: Frame, filled: Sequence[_Filled]) -> bool:
    """Whether a frame has columns, and rows that its lines part."""
    if len(frame.xs) == 2:
        return False
    told = [one for one in filled if one.lines]
    return len(frame.ys) > 2 or sum(1 for one in told if len(one.lines) > 1) * 2 < len(told) or len(told) < 2


def _is_text(frame: Frame, one: _Filled) -> bool:
    """Whether a field over the whole width holds a heading, and text with it."""
    whole = one.field.columns == len(frame.xs) - 1
    return whole and len(one.lines) > 1 and any(_HEADING.match(line.text) for line in one.lines)


def _table(frame: Frame, filled: Sequence[_Filled], first: int, last: int, width: float) -> Ruled:
    """The rows of a frame from the first to the one before the last."""
    cells = [_cell(frame, one, first) for one in filled if first <= one.field.row < last]
    return Ruled(cells, tuple(x / width for x in frame.xs), last - first)


def _cell(frame: Frame, one: _Filled, first: int) -> Cell:
    field = one.field
    text = _wrapped(one.lines, frame.xs[field.column + field.columns] - frame.xs[field.column])
    sure = min((line.confidence for line in one.lines), default=1.0)
    return Cell(text, field.row - first, field.column, field.rows, field.columns, sure)


def _wrapped(lines: Sequence[Line], width: float) -> str:
    """The lines of a cell; digits go on without a line end where the line above had no room for what follows.

    A bracket does not end a line, so that a digit before it comes down with it.
    """
    text = lines[0].text if lines else ""
    for above, line in pairwise(lines):
        needed = _ROOM_REMARK if REMARK.match(line.text) else _ROOM
        full = width - (above.x1 - above.x0) < needed * above.size
        text += line.text if full and text[-1].isdigit() and line.text[0].isdigit() else f"\n{line.text}"
    return text
