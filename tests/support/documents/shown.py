"""A document as JSON that a person can review."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive.extract.layout.document import Block, Document, Paragraph, Table, Unreadable


def shown(read: Document | Unreadable) -> dict[str, Any]:
    """Everything but the reader's name; tables as rows of cells, `^` and `<` where a cell from above or left goes on."""  # noqa: E501
    if isinstance(read, Unreadable):
        return asdict(read)
    return {
        "media_type": read.media_type,
        "charset": read.charset,
        "title": read.title,
        "metadata": [f"{meta.source} {meta.key}: {meta.value}" for meta in read.metadata],
        "blocks": [_block(block) for block in read.blocks],
        "notes": [note.text for note in read.notes],
    }


def _block(block: Block) -> Any:
    if isinstance(block, Paragraph):
        return f"{'#' * block.heading} {block.text}" if block.heading else block.text
    if isinstance(block, Table):
        return {"aligned" if block.aligned else "ragged": [_row(block, row) for row in range(len(block.grid))]}
    return asdict(block)


def _row(table: Table, row: int) -> list[str | None]:
    marks: list[str | None] = []
    for column, cell in enumerate(table.grid[row]):
        if cell is None:
            marks.append(None)
        elif (cell.row, cell.column) == (row, column):
            marks.append(cell.text)
        else:
            marks.append("^" if cell.row < row else "<")
    return marks
