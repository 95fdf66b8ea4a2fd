"""Reports as PDF with tables that run on over page ends, cut between rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from tests.support.sites import pdf
from tests.support.sites.blocks import Block, Grid

_HIGH = 13.0


def write(title: str, blocks: Iterable[Block], *, head: bool, start: float) -> bytes:
    """The file's bytes. `head` repeats a table's head on the next page; `start` points are left free above the text."""
    sheets = pdf._Sheets()
    pdf._lines(sheets, title)
    sheets.y -= start
    for block in blocks:
        if isinstance(block, Grid):
            _table(sheets, block, head)
        else:
            pdf._lines(sheets, f"　　{block.text}")
    for number, page in enumerate(sheets.pages, 1):
        coded = f"— {number} —".encode("utf-16-be").hex()
        page.append(f"BT /F1 9 Tf {pdf._WIDTH / 2 - 15:.1f} 25.0 Td <{coded}> Tj ET")
    return pdf._file(sheets.pages)


def _table(sheets: pdf._Sheets, grid: Grid, head: bool) -> None:
    columns = sum(box.columns for box in grid.rows[0])
    widths = [3.0 if column < 3 and columns == 10 else 2.0 for column in range(columns)]
    scale = (pdf._WIDTH - 2 * pdf._MARGIN) / sum(widths)
    edges = [pdf._MARGIN + scale * sum(widths[:column]) for column in range(columns + 1)]
    heights = [_HIGH] * len(grid.rows)
    for box, row, column in pdf._places(grid):
        if box.rows == 1:
            lines = pdf._wrapped(box.text, edges[column + box.columns] - edges[column] - 4, pdf._SMALL)
            heights[row] = max(heights[row], 4 + 9.0 * len(lines))
    first, repeated = 0, 0
    while first < len(heights):
        last, room = first, sheets.y - 10 - pdf._MARGIN - sum(heights[:repeated])
        while last < len(heights) and room >= heights[last]:
            room -= heights[last]
            last += 1
        if last - first < min(3, len(heights) - first):
            sheets.pages.append([])
            sheets.y = pdf._HEIGHT - pdf._MARGIN
            continue
        sheets.y -= 10
        if repeated:
            _rows(sheets, grid, edges, heights, 0, repeated)
        _rows(sheets, grid, edges, heights, first, last)
        first, repeated = last, 3 if head and columns == 10 else 0
        if first < len(heights):
            sheets.y = 0


def _rows(sheets: pdf._Sheets, grid: Grid, edges: list[float], heights: list[float], first: int, last: int) -> None:
    for box, row, column in pdf._places(grid):
        begin, end = max(row, first), min(row + box.rows, last)
        if begin >= end:
            continue
        high = sheets.y - sum(heights[first:begin])
        tall, wide = sum(heights[begin:end]), edges[column + box.columns] - edges[column]
        sheets.frame(edges[column], high - tall, wide, tall)
        if row >= first:
            for place, line in enumerate(pdf._wrapped(box.text, wide - 4, pdf._SMALL)):
                sheets.say(line, edges[column] + 2, high - 9.0 * (place + 1), pdf._SMALL)
    sheets.y -= sum(heights[first:last])
