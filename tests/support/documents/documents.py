"""Documents for the tests, built in code or from plain text, so that these tests need no byte reader."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extract.layout.document import Block, Cell, Document, Paragraph, Table


def ruled(rows: Sequence[Sequence[str]]) -> Table:
    """A grid without merged cells."""
    return Table(tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows)))


def ragged(rows: Sequence[Sequence[str]]) -> Table:
    """Rows as plain text keeps them: padded to one width, columns not to be trusted."""
    width = max(len(row) for row in rows)
    grid = tuple(
        tuple(Cell(row[c], r, c) if c < len(row) else None for c in range(width)) for r, row in enumerate(rows)
    )
    return Table(grid, aligned=False)


def from_text(text: str) -> Document:
    """Plain text: lines with tabs are rows of a ragged table, other lines are paragraphs."""
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            blocks.append(ragged(rows))
            rows = []
        if line.strip():
            blocks.append(Paragraph(line.strip()))
    return Document("text/plain", "text", blocks=tuple(blocks))
