"""A document as its reader read it: its paragraphs and tables in order, as plain values for a page to show."""

from __future__ import annotations

from typing import Any, Final

from archive.extract.dispatch import formats
from archive.extract.layout.document import Block, Cell, Paragraph, Picture, Spot, Table, Unreadable

_MOST_BLOCKS: Final = 4000
_MOST_CELLS: Final = 20_000

Shown = dict[str, Any]
"""`kind` is `paragraph` (`heading`, and `parts`: before, marked, behind), `table` (`rows` of cells) or `picture`.

A cell has its `text`, its `rows` and `columns`, and whether it is `marked`.
"""


def blocks(data: bytes, declared: str | None, name: str | None, spot: Spot | None) -> list[Shown] | str:
    """The blocks of a document, the figure at `spot` marked; why there are none where it cannot be read."""
    document = formats.read(data, declared=declared, name=name)
    if isinstance(document, Unreadable):
        return document.reason
    shown, cells = [], 0
    for number, block in enumerate(document.blocks[:_MOST_BLOCKS]):
        cells += len(block.grid) * len(block.grid[0]) if isinstance(block, Table) and block.grid else 0
        if cells > _MOST_CELLS:
            break
        shown.append(_shown(block, spot if spot is not None and spot.block == number else None))
    return shown


def _shown(block: Block, spot: Spot | None) -> Shown:
    if isinstance(block, Paragraph):
        start, end = (spot.start, spot.end) if spot else (0, 0)
        parts = (block.text[:start], block.text[start:end], block.text[end:])
        return {"kind": "paragraph", "heading": block.heading, "parts": parts, "marked": spot is not None}
    if isinstance(block, Picture):
        return {"kind": "picture", "text": block.description}
    place = (spot.row, spot.column) if spot else None
    rows = [
        [_cell(cell, place) for at, cell in enumerate(row) if cell is not None and (cell.row, cell.column) == (n, at)]
        for n, row in enumerate(block.grid)
    ]
    return {"kind": "table", "rows": rows, "marked": spot is not None}


def _cell(cell: Cell, place: tuple[int, int] | None) -> Shown:
    return {
        "text": cell.text,
        "rows": cell.rows,
        "columns": cell.columns,
        "marked": (cell.row, cell.column) == place,
    }
