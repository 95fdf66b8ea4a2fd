"""Pages of fixed layout as blocks: ruled tables and paragraphs in reading order, joined over page ends.

Knows characters and lines at places, from whatever format; `margins` knows what belongs to no text, `stitch` what page
ends part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from archive.extract.layout import grid, limits
from archive.extract.layout.document import Block, Paragraph, Picture
from archive.extract.layout.marks import clean
from archive.extract.layout.plain_text import is_value
from archive.extract.page import characters, margins, ruled_areas, struck_out, tables_over_pages
from archive.extract.page.characters import Glyph, Line
from archive.extract.page.rulings import Ruling, frames, tables
from archive.extract.page.tables_over_pages import Part, Ruled

_PIECES: Final = 3


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed on one page, y counted from the top.

    `tolerance` is how far apart two drawn parts of one line may lie, in the units of the page; `unread` is true where a
    picture on it may hold text that is not among the glyphs.
    """

    width: float
    height: float
    glyphs: Sequence[Glyph]
    rulings: Sequence[Ruling]
    pictures: int = 0
    tolerance: float = 2.5
    unread: bool = False


def blocks(pages: Sequence[Page], budget: grid.Budget | None = None) -> tuple[Block, ...]:
    """The blocks of all pages. Raises `TooMuchError`."""
    budget = budget or grid.Budget()
    running = margins.running([(page.height, page.glyphs) for page in pages])
    flow = tables_over_pages.Flow()
    for page in pages:
        flow.add(_parts(page, running), page.height)
    made: list[Block] = []
    text: list[Line] = []
    for part in [*flow.parts, None]:
        if isinstance(part, list):
            text += part
            continue
        made += _text(text, budget)
        text = []
        if part is not None:
            made.append(grid.fixed(part.cells, budget))
    made += [Picture(f"page {number}") for number, page in enumerate(pages, 1) if _has_picture(page)]
    if len(made) > limits.BLOCKS:
        raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")
    return tuple(made)


def _has_picture(page: Page) -> bool:
    """Whether a picture stands for text of a page."""
    return page.unread or (page.pictures > 0 and not page.glyphs)


def _parts(page: Page, running: margins.Running) -> Iterator[Part]:
    """Tables and runs of lines from top to bottom, without page numbers and running heads."""
    found = tables([frame for frame in frames(page.rulings, page.tolerance) if len(frame.fields) > 1])
    inside: list[list[Glyph]] = [[] for _ in found]
    outside: list[Glyph] = []
    for glyph in struck_out.without(page.glyphs, page.rulings):
        x, y = glyph.middle
        at = next((i for i, frame in enumerate(found) if frame.holds(x, y)), None)
        (outside if at is None else inside[at]).append(glyph)
    made: list[tuple[float, Ruled]] = []
    for frame, glyphs in zip(found, inside, strict=True):
        held, text_inside = ruled_areas.tables(frame, glyphs, page.width)
        made += held
        outside += text_inside
    text = list(margins.without(characters.lines(outside), page.height, running))
    start = 0.0
    for top, table in [*sorted(made, key=lambda one: one[0]), (inf, None)]:
        above = [line for line in text if start <= line.top < top or (start == 0.0 and line.top < 0 and top > 0)]
        if above:
            yield above
        if table is not None:
            yield table
        start = max(start, top)


def _text(lines: Sequence[Line], budget: grid.Budget) -> Iterator[Block]:
    """Paragraphs, and rows of pieces with wide gaps between as a table without rulings."""
    run: list[Line] = []
    rows: list[Line] = []
    for line in lines:
        if _row_like(line) or (rows and len(line.pieces) > 1 and len(line.text) < 60):
            if not rows:
                yield from (Paragraph(text) for text in map(clean, characters.paragraphs(run)) if text)
                run = []
            rows.append(line)
        else:
            if rows:
                yield from _rows(rows, budget)
                rows = []
            run.append(line)
    if rows:
        yield from _rows(rows, budget)
    yield from (Paragraph(text) for text in map(clean, characters.paragraphs(run)) if text)


def _row_like(line: Line) -> bool:
    return len(line.pieces) >= _PIECES and all(len(piece) < 40 for piece in line.pieces)


def _rows(lines: Sequence[Line], budget: grid.Budget) -> Iterator[Block]:
    if any(is_value(piece) for line in lines for piece in line.pieces):
        yield grid.ragged([line.pieces for line in lines], budget, min(line.confidence for line in lines))
    else:
        yield from (Paragraph(line.text) for line in lines)
