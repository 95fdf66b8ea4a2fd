"""A document in traditional characters, as the pages for other regions that sites keep, in simplified ones.

Labels, wordings and rules are in simplified characters. Each character gives one, so that places in the text stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from operator import ne
from typing import Final

from archive.extract.layout.document import Block, Cell, Document, Paragraph, Table
from archive.gazetteer.traditional import simplified

_SAMPLE: Final = 40
"""Paragraphs at the beginning by which the characters are known."""
_SHARE: Final = 0.08
"""Of a text in traditional characters about a third have another form; of names in a simplified one, hardly any."""


def in_simplified(document: Document) -> Document:
    """The document in simplified characters where its paragraphs are in traditional ones; else as it is."""
    sample = "".join(islice((block.text for block in document.blocks if isinstance(block, Paragraph)), _SAMPLE))
    converted = simplified(sample)
    other = sum(map(ne, sample, converted)) if converted is not sample else 0
    return replace(document, blocks=_converted(document.blocks)) if other > len(sample) * _SHARE else document


def _simplified(text: str) -> str:
    """The text, with 於 as well, which the table leaves to 於潜镇."""
    return simplified(text).replace("於", "于").replace("于潜", "於潜")


def _converted(blocks: Sequence[Block]) -> tuple[Block, ...]:
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(replace(block, text=_simplified(block.text)))
        elif isinstance(block, Table):
            out.append(_converted_table(block))
        else:
            out.append(block)
    return tuple(out)


def _converted_table(table: Table) -> Table:
    """The table; a merged cell stays one object in all its positions."""
    done: dict[int, Cell] = {}
    for cell in (cell for row in table.grid for cell in row if cell is not None):
        if id(cell) not in done:
            done[id(cell)] = cell._replace(text=_simplified(cell.text))
    grid = tuple(tuple(done[id(cell)] if cell is not None else None for cell in row) for row in table.grid)
    return replace(table, grid=grid)
