"""Spots in a document's blocks: those of cells, marked before tables are read, and those of figures in the text.

Reading tables and sections splits and joins paragraphs, and leaves their characters in order. So a place in a paragraph
that was made on the way is known by the characters before it, white space not counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from archive.extract.layout.document import IN_TEXT, Area, Block, Cell, Paragraph, PrintedLine, Spot, Table
from archive.extract.report.model import CellRef, Figure, Section


def marked(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with its spot at every cell of a table."""
    return tuple(_marked(number, block) if isinstance(block, Table) else block for number, block in enumerate(blocks))


def _marked(number: int, table: Table) -> Table:
    cells = {id(cell): cell for row in table.grid for cell in row if cell is not None}
    marked: dict[int, Cell | None] = {key: _marked_cell(number, *cell[:7]) for key, cell in cells.items()}
    marked[id(None)] = None
    return Table(tuple([tuple([marked[id(cell)] for cell in row]) for row in table.grid]), table.aligned)


@lru_cache(maxsize=8192)
def _marked_cell(
    number: int, text: str, row: int, column: int, rows: int, columns: int, confidence: float, area: Area | None
) -> Cell:
    """A cell of the block of this number, at its spot; most cells are equal in most reports."""
    spot = Spot(number, row, column, 0, 0, (area,) if area else ())
    return Cell(text, row, column, rows, columns, confidence, area, spot)


class Stream:
    """The characters of a document's paragraphs in order, white space left out."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._numbers = [number for number, block in enumerate(blocks) if isinstance(block, Paragraph)]
        self._starts: list[int] = []
        pieces: list[str] = []
        length = 0
        for number in self._numbers:
            self._starts.append(length)
            pieces.append(squeezed(_text(blocks[number])))
            length += len(pieces[-1])
        self.text = "".join(pieces)
        self._begins = frozenset(self._starts)

    def offset(self, block: int, position: int) -> int:
        """The characters before a position in a paragraph's text."""
        start = self._starts[self._numbers.index(block)]
        return start + len(squeezed(_text(self._blocks[block])[:position]))

    def find(self, text: str, start: int) -> int:
        """Where a text begins from `start` on, at the beginning of a paragraph if it does anywhere; -1 for none."""
        first = at = self.text.find(text, start)
        while at >= 0 and at not in self._begins:
            at = self.text.find(text, at + 1)
        return at if at >= 0 else first

    def spot(self, start: int, end: int) -> Spot:
        """The spot of these characters. They are in one paragraph."""
        at = bisect_right(self._starts, start) - 1
        number, first = self._numbers[at], self._starts[at]
        paragraph = self._blocks[number]
        positions = [position for position, char in enumerate(_text(paragraph)) if not char.isspace()]
        last = positions[min(end - first, len(positions)) - 1] + 1
        lines = paragraph.lines if isinstance(paragraph, Paragraph) else ()
        return Spot(
            number, IN_TEXT, 0, positions[start - first], last, tuple(_areas(lines, start - first, end - first))
        )


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _areas(lines: Iterable[PrintedLine], start: int, end: int) -> Iterator[Area]:
    """The areas of a paragraph's characters, one for each of its lines."""
    before = 0
    for line in lines:
        first, last = max(start - before, 0), min(end - before, len(line.edges))
        if first < last:
            yield line.area(first, last)
        before += len(line.edges)


def of_cells(found: Mapping[CellRef, Spot], blocks: Sequence[Block], original: Sequence[Block]) -> dict[CellRef, Spot]:
    """The spots of cells in the document as it was read, of spots in the blocks that tables were read from."""
    if all(spot.row != IN_TEXT for spot in found.values()):
        return dict(found)
    derived, stream = Stream(blocks), Stream(original)
    if derived.text != stream.text:
        return {cell: spot for cell, spot in found.items() if spot.row != IN_TEXT}
    return {cell: _in_original(spot, derived, stream) for cell, spot in found.items()}


def _in_original(spot: Spot, derived: Stream, stream: Stream) -> Spot:
    if spot.row != IN_TEXT:
        return spot
    return stream.spot(derived.offset(spot.block, spot.start), derived.offset(spot.block, spot.end))


def of_figures(
    figures: Sequence[Figure], sections: Sequence[Section], original: Sequence[Block]
) -> tuple[Spot | None, ...]:
    """The spots of the figures that the text states; None for one in a line that is in no paragraph."""
    if not figures:
        return ()
    stream = Stream(original)
    lines = _lines(sections, stream)
    return tuple(_of_figure(figure, lines, stream) for figure in figures)


_Lines = dict[int, list[tuple[int, str, int]]]
"""By section: of each line its position in the section's text, its text, and where it begins in the stream."""


def _lines(sections: Sequence[Section], stream: Stream) -> _Lines:
    found: _Lines = {}
    cursor = 0
    for section in sections:
        position = 0
        for line in section.text.split("\n"):
            text = squeezed(line)
            at = stream.find(text, cursor) if text else -1
            if at >= 0:
                found.setdefault(section.number, []).append((position, line, at))
                cursor = at + len(text)
            position += len(line) + 1
    return found


def _of_figure(figure: Figure, lines: _Lines, stream: Stream) -> Spot | None:
    for position, line, at in lines.get(figure.section, ()):
        start, end = figure.start - position, figure.end - position
        if start >= 0 and end <= len(line) and line[start:end] == figure.quote:
            return stream.spot(at + len(squeezed(line[:start])), at + len(squeezed(line[:end])))
    return None
