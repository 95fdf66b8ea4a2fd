"""Pages of fixed layout as blocks: ruled tables and paragraphs in reading order, joined over page ends.

Knows characters and lines at places, from whatever format; drops page numbers and running heads, stitches tables over
page ends, and drops the head that they repeat there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf
from typing import Final

from archive.reading import grid, limits, printed
from archive.reading.document import Block, Cell, Paragraph, Picture
from archive.reading.marks import clean
from archive.reading.printed import Glyph, Line
from archive.reading.rulings import Frame, Ruling, frames
from archive.reading.text import is_value

_NUMBER: Final = re.compile(r"[-—–－·•\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／共]\s*共?\s*\d{1,3}\s*页?)?[-—–－·•\s]*")
_EDGE: Final = 0.12
_SAME: Final = 0.012
_ORDINAL: Final = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）]?\s*[、.．）)]|[（(][一二三四五六七八九十\d]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_PIECES: Final = 3
_ROOM: Final = 2.2
_ROOM_REMARK: Final = 4.5
_REMARK: Final = re.compile(r"\d+[（(]")
_OPENS: Final = frozenset("（(")


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed on one page, y counted from the top.

    `tolerance` is how far apart two drawn parts of one line may lie, in the units of the page.
    """

    width: float
    height: float
    glyphs: Sequence[Glyph]
    rulings: Sequence[Ruling]
    pictures: int = 0
    tolerance: float = 2.5


@dataclass(slots=True)
class _Ruled:
    """A table with the positions of its grid lines as shares of the page's width, to know its continuation by."""

    cells: list[Cell]
    xs: tuple[float, ...]
    rows: int


_Part = _Ruled | list[Line]


@dataclass(slots=True)
class _Flow:
    """Everything on the pages so far."""

    parts: list[_Part] = field(default_factory=list)

    def add(self, page: Iterable[_Part]) -> None:
        for at, part in enumerate(page):
            before = self.parts[-1] if self.parts else None
            if at == 0 and isinstance(part, _Ruled) and isinstance(before, _Ruled) and _continues(before, part):
                _stitch(before, part)
            else:
                self.parts.append(part)


def blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """The blocks of all pages. Raises `TooMuchError`."""
    budget = grid.Budget()
    running = _running([_edge_lines(page) for page in pages])
    flow = _Flow()
    for page in pages:
        flow.add(_parts(page, running))
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
    made += [Picture(f"page {number}") for number, page in enumerate(pages, 1) if page.pictures and not page.glyphs]
    if len(made) > limits.BLOCKS:
        raise limits.TooMuchError(f"it has more than {limits.BLOCKS} paragraphs")
    return tuple(made)


def _parts(page: Page, running: frozenset[str]) -> Iterator[_Part]:
    """Tables and runs of lines from top to bottom, without page numbers and running heads."""
    found = [frame for frame in frames(page.rulings, page.tolerance) if len(frame.fields) > 1]
    inside: list[list[Glyph]] = [[] for _ in found]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = glyph.middle
        at = next((i for i, frame in enumerate(found) if frame.holds(x, y)), None)
        (outside if at is None else inside[at]).append(glyph)
    ruled = [(frame.ys[0], _table(frame, glyphs, page.width)) for frame, glyphs in zip(found, inside, strict=True)]
    text = [line for line in printed.lines(outside) if not _is_edge(line, page) or not _furniture(line, running)]
    start = 0.0
    for top, table in [*ruled, (inf, None)]:
        above = [line for line in text if start <= line.top < top or (start == 0.0 and line.top < 0 and top > 0)]
        if above:
            yield above
        if table is not None:
            yield table
        start = max(start, top)


def _table(frame: Frame, glyphs: Sequence[Glyph], width: float) -> _Ruled:
    owner = {
        (r, c): at
        for at, f in enumerate(frame.fields)
        for r in range(f.row, f.row + f.rows)
        for c in range(f.column, f.column + f.columns)
    }
    held: list[list[Glyph]] = [[] for _ in frame.fields]
    for glyph in glyphs:
        held[owner[frame.place(*glyph.middle)]].append(glyph)
    cells = [
        Cell(
            _wrapped(printed.lines(inside), frame.xs[f.column + f.columns] - frame.xs[f.column]),
            f.row,
            f.column,
            f.rows,
            f.columns,
            min((glyph.confidence for glyph in inside), default=1.0),
        )
        for f, inside in zip(frame.fields, held, strict=True)
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return _Ruled(cells, tuple(x / width for x in frame.xs), len(frame.ys) - 1)


def _wrapped(lines: Sequence[Line], width: float) -> str:
    """The lines of a cell; digits go on without a line end where the line above had no room for what follows.

    A bracket does not end a line, so that a digit before it comes down with it.
    """
    text = lines[0].text if lines else ""
    for above, line in pairwise(lines):
        needed = _ROOM_REMARK if _REMARK.match(line.text) else _ROOM
        full = width - (above.x1 - above.x0) < needed * above.size
        text += line.text if full and text[-1].isdigit() and line.text[0].isdigit() else f"\n{line.text}"
    return text


def _text(lines: Sequence[Line], budget: grid.Budget) -> Iterator[Block]:
    """Paragraphs, and rows of pieces with wide gaps between as a table without rulings."""
    run: list[Line] = []
    rows: list[Line] = []
    for line in lines:
        if _row_like(line) or (rows and len(line.pieces) > 1 and len(line.text) < 60):
            if not rows:
                yield from (Paragraph(text) for text in map(clean, printed.paragraphs(run)) if text)
                run = []
            rows.append(line)
        else:
            if rows:
                yield from _rows(rows, budget)
                rows = []
            run.append(line)
    if rows:
        yield from _rows(rows, budget)
    yield from (Paragraph(text) for text in map(clean, printed.paragraphs(run)) if text)


def _row_like(line: Line) -> bool:
    return len(line.pieces) >= _PIECES and all(len(piece) < 40 for piece in line.pieces)


def _rows(lines: Sequence[Line], budget: grid.Budget) -> Iterator[Block]:
    if any(is_value(piece) for line in lines for piece in line.pieces):
        yield grid.ragged([list(line.pieces) for line in lines], budget)
    else:
        yield from (Paragraph(line.text) for line in lines)


def _edge_lines(page: Page) -> list[str]:
    return [line.text for line in printed.lines(page.glyphs) if _is_edge(line, page)]


def _running(edges: Sequence[Sequence[str]]) -> frozenset[str]:
    """Lines that stand at the edge of more than half of the pages."""
    seen = Counter(text for texts in edges for text in set(texts))
    return frozenset(text for text, times in seen.items() if times > 2 and times * 2 > len(edges))


def _is_edge(line: Line, page: Page) -> bool:
    return line.bottom < _EDGE * page.height or line.top > (1 - _EDGE) * page.height


def _furniture(line: Line, running: frozenset[str]) -> bool:
    return line.text in running or bool(_NUMBER.fullmatch(line.text))


def _continues(before: _Ruled, after: _Ruled) -> bool:
    """Whether two tables at a page end are one: the same edges, and the grid lines of one are all in the other."""
    few, many = sorted((before.xs, after.xs), key=len)
    return _near(few[0], many[0]) and _near(few[-1], many[-1]) and all(any(_near(a, b) for b in many) for a in few)


def _near(a: float, b: float) -> bool:
    return abs(a - b) < _SAME


def _onto(table: _Ruled, xs: tuple[float, ...]) -> None:
    """Give a table the grid lines of another one that has all of its own and more."""
    places = [min((abs(other - x), at) for at, other in enumerate(xs))[1] for x in table.xs]
    table.cells[:] = [
        replace(cell, column=places[cell.column], columns=places[cell.column + cell.columns] - places[cell.column])
        for cell in table.cells
    ]
    table.xs = xs


def _stitch(before: _Ruled, after: _Ruled) -> None:
    """Put the second table under the first, without the head that it repeats, cells cut by the page end made whole."""
    if len(before.xs) != len(after.xs):
        _onto(*((before, after.xs) if len(before.xs) < len(after.xs) else (after, before.xs)))
    repeated = _repeated(before, after)
    below = [replace(cell, row=cell.row - repeated) for cell in after.cells if cell.row >= repeated]
    rows = after.rows - repeated
    if _cut_row(before, below):
        _join_row(before, below)
        below = [cell for cell in map(_without_first_row, below) if cell.rows]
        rows -= 1
    ends = _ends(before)
    for cell in below:
        at = ends.get((cell.column, cell.columns))
        if cell.row == 0 and at is not None and _goes_on(before.cells[at], cell, below):
            above = before.cells[at]
            text = "\n".join(filter(None, (above.text, cell.text)))
            sure = min(above.confidence, cell.confidence)
            before.cells[at] = replace(above, text=text, rows=above.rows + cell.rows, confidence=sure)
        else:
            before.cells.append(replace(cell, row=cell.row + before.rows))
    before.rows += rows


def _ends(table: _Ruled) -> dict[tuple[int, int], int]:
    """The cells that reach the last row, by the columns they cover."""
    return {
        (cell.column, cell.columns): at for at, cell in enumerate(table.cells) if cell.row + cell.rows == table.rows
    }


def _without_first_row(cell: Cell) -> Cell:
    return replace(cell, row=cell.row - 1) if cell.row else replace(cell, rows=cell.rows - 1)


def _repeated(before: _Ruled, after: _Ruled) -> int:
    """How many rows at the top of the second table repeat the first one's head."""
    rows = 0
    while rows < after.rows - 1:
        ours, theirs = ([cell.text for cell in table.cells if cell.row == rows] for table in (before, after))
        if ours != theirs or not any(ours) or any(is_value(text) for text in ours):
            return rows
        rows += 1
    return rows


def _cut_row(before: _Ruled, below: Sequence[Cell]) -> bool:
    """Whether the first row below is the rest of the last row above: the end of a label, and no value beside it."""
    ends = _ends(before)
    first = [
        (before.cells[ends[cell.column, cell.columns]], cell)
        for cell in below
        if cell.row == 0 and cell.rows == 1 and (cell.column, cell.columns) in ends
    ]
    told = [(above, cell) for above, cell in first if cell.text]
    empty = [above for above, cell in first if not cell.text]
    single = sum(1 for cell in below if cell.row == 0 and cell.rows == 1)
    if not told or len(first) != single or not any(is_value(above.text) for above in empty):
        return False
    rests = [_is_rest(above, cell) for above, cell in told]
    return any(rests) and all(
        rest or _is_remark_on(above, cell) for rest, (above, cell) in zip(rests, told, strict=True)
    )


def _is_remark_on(above: Cell, cell: Cell) -> bool:
    """Whether a cell's text carries on the digits above it with a remark: a bracket takes the digit before it along."""
    return above.text.isdigit() and bool(_REMARK.match(cell.text))


def _is_rest(above: Cell, cell: Cell) -> bool:
    """Whether a cell's text can be the rest of the label above it, or of a remark that begins or is open there."""
    if above.text.count("（") + above.text.count("(") > above.text.count("）") + above.text.count(")"):
        return True
    if above.text[-1:].isdigit() and cell.text[:1] in _OPENS:
        return True
    return bool(_HAN.search(above.text)) and not is_value(cell.text) and not _ORDINAL.match(cell.text)


def _join_row(before: _Ruled, below: Sequence[Cell]) -> None:
    ends = _ends(before)
    for cell in below:
        at = ends.get((cell.column, cell.columns))
        if cell.row == 0 and cell.rows == 1 and cell.text and at is not None:
            above = before.cells[at]
            between = "" if _is_remark_on(above, cell) else "\n"
            before.cells[at] = replace(above, text=f"{above.text}{between}{cell.text}")


def _goes_on(above: Cell, cell: Cell, below: Sequence[Cell]) -> bool:
    """Whether a cell under a page end belongs to the label above it: a label of many rows, with values beside it."""
    beside = any(other.text for other in below if other.row == 0 and other is not cell)
    tall = cell.rows > 1 or above.rows > 1
    return tall and beside and bool(_HAN.search(above.text)) and (not cell.text or _is_rest(above, cell))
