"""Pages of fixed layout as blocks: ruled tables and paragraphs in reading order, joined across page breaks.

Knows positioned characters and lines, of any format. `margins` finds page numbers and running heads,
`tables_over_pages` joins tables that a page break cuts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Final

from archive.extract.layout import grid, limits
from archive.extract.layout.document import Block, Cell, Paragraph, Picture, PrintedPage, Table
from archive.extract.layout.marks import clean
from archive.extract.layout.plain_text import is_value
from archive.extract.page import characters, margins, ruled_areas, struck_out, tables_over_pages
from archive.extract.page.characters import Glyph, Line, Margins
from archive.extract.page.rulings import Ruling, frames, without_enclosing
from archive.extract.page.tables_over_pages import Part, Ruled

_PIECES: Final = 3


@dataclass(frozen=True, slots=True)
class Page:
    """The print on one page, in units of the page, with y counted from the top.

    `tolerance` is how far apart two drawn parts of one line may be; `unread` is true where a picture on the page may
    contain text that is not among the glyphs. `turned` and `tilt` are what the reader turned it by (`PrintedPage`).
    """

    width: float
    height: float
    glyphs: Sequence[Glyph]
    rulings: Sequence[Ruling]
    pictures: int = 0
    tolerance: float = 2.5
    unread: bool = False
    turned: int = 0
    tilt: float = 0.0

    def printed(self, number: int) -> PrintedPage:
        """How positions on it, as page `number`, become those of the page as it is displayed."""
        return PrintedPage(number, self.width, self.height, self.turned, self.tilt)


def blocks(pages: Sequence[Page], budget: grid.Budget | None = None) -> tuple[Block, ...]:
    """The blocks of all pages. Raises `TooMuchError`."""
    budget = budget or grid.Budget()
    running = margins.running([(page.height, page.glyphs) for page in pages])
    flow = tables_over_pages.Flow()
    for number, page in enumerate(pages, 1):
        flow.add(_parts(page, running, page.printed(number)), page.height)
    ends = characters.Margins.of(line for part in flow.parts if isinstance(part, list) for line in part)
    result: list[Block] = []
    text: list[Line] = []
    for part in [*flow.parts, None]:
        if isinstance(part, list):
            text += part
            continue
        result += _paragraphs_and_rows(text, ends, budget)
        text = []
        if part is not None:
            result.append(grid.place_cells(part.cells, budget))
    result += [Picture(f"page {number}") for number, page in enumerate(pages, 1) if _has_picture(page)]
    if len(result) > limits.BLOCKS:
        raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")
    return tuple(result)


def _has_picture(page: Page) -> bool:
    """Whether a picture takes the place of text on a page."""
    return page.unread or (page.pictures > 0 and not page.glyphs)


def _parts(page: Page, running: margins.Running, printed: PrintedPage) -> Iterator[Part]:
    """Tables and runs of lines from top to bottom, without page numbers and running heads."""
    tables, outside = _ruled_tables(page, printed)
    lines = margins.without_furniture(characters.lines(outside), page.height, running)
    text = [line._replace(page=printed) for line in lines]
    start = 0.0
    for top, table in [*sorted(tables, key=lambda positioned: positioned[0]), (inf, None)]:
        above = [line for line in text if start <= line.top < top or (start == 0.0 and line.top < 0 and top > 0)]
        if above:
            yield above
        if table is not None:
            yield table
        start = max(start, top)


def _ruled_tables(page: Page, printed: PrintedPage) -> tuple[list[tuple[float, Ruled]], list[Glyph]]:
    """The ruled tables of a page, each with its top edge, and the characters outside of them."""
    table_frames = without_enclosing([frame for frame in frames(page.rulings, page.tolerance) if len(frame.fields) > 1])
    inside: list[list[Glyph]] = [[] for _ in table_frames]
    outside: list[Glyph] = []
    places = [(*frame.edges, held) for frame, held in zip(table_frames, inside, strict=True)]
    for glyph in struck_out.without(page.glyphs, page.rulings):
        _, x0, above, x1, below, _ = glyph
        x, y = (x0 + x1) / 2, (above + below) / 2
        for left, top, right, bottom, held in places:
            if left <= x <= right and top <= y <= bottom:
                held.append(glyph)
                break
        else:
            outside.append(glyph)
    tables: list[tuple[float, Ruled]] = []
    for frame, glyphs in zip(table_frames, inside, strict=True):
        tables_in_frame, text_glyphs = ruled_areas.tables(frame, glyphs, printed)
        tables += tables_in_frame
        outside += text_glyphs
    return tables, outside


def _paragraphs_and_rows(lines: Sequence[Line], ends: Margins, budget: grid.Budget) -> Iterator[Block]:
    """Paragraphs; consecutive lines of pieces with wide gaps between them become a table without rulings."""
    text_lines: list[Line] = []
    rows: list[Line] = []
    for line in lines:
        if _is_row_like(line) or (rows and len(line.pieces) > 1 and len(line.text) < 60):
            if not rows:
                yield from _paragraphs(text_lines, ends)
                text_lines = []
            rows.append(line)
        else:
            if rows:
                yield from _unruled_table(rows, budget)
                rows = []
            text_lines.append(line)
    if rows:
        yield from _unruled_table(rows, budget)
    yield from _paragraphs(text_lines, ends)


def _paragraphs(lines: Sequence[Line], ends: Margins) -> Iterator[Paragraph]:
    for paragraph in characters.paragraphs(lines, ends):
        if text := clean("".join(line.text for line in paragraph)):
            yield _paragraph(text, paragraph)


def _paragraph(text: str, lines: Sequence[Line]) -> Paragraph:
    """A paragraph with where its lines stand; without, where a character of them was left out."""
    printed = tuple(place for line in lines if (place := line.printed) is not None)
    complete = sum(len(place.edges) for place in printed) == len("".join(text.split()))
    return Paragraph(text, lines=printed if complete else ())


def _is_row_like(line: Line) -> bool:
    return len(line.pieces) >= _PIECES and all(len(piece) < 40 for piece in line.pieces)


def _unruled_table(lines: Sequence[Line], budget: grid.Budget) -> Iterator[Block]:
    if any(is_value(piece) for line in lines for piece in line.pieces):
        table = grid.ragged([line.pieces for line in lines], budget, min(line.confidence for line in lines))
        yield _with_areas(table, lines)
    else:
        yield from (_paragraph(line.text, [line]) for line in lines)


def _with_areas(table: Table, lines: Sequence[Line]) -> Table:
    """A table of these lines, each of its cells with where it stands."""
    return replace(table, grid=tuple(tuple(_placed(row, line)) for row, line in zip(table.grid, lines, strict=True)))


def _placed(row: Sequence[Cell | None], line: Line) -> Iterator[Cell | None]:
    at, printed = 0, line.printed
    for cell in row:
        end = at + len("".join(cell.text.split())) if cell else at
        known = cell is not None and printed is not None and at < end <= len(printed.edges)
        yield cell._replace(area=printed.area(at, end)) if known and cell and printed else cell
        at = end
