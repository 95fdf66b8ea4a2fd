"""A document as it is printed: paragraphs, tables and pictures in order, with what the file says of itself.

Knows layout and nothing of the statutory form; every reader of `archive.extract.reading` gives this one shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell: its text, and the rectangle of the grid that it covers.

    `confidence` is below 1 where the text was recognised from a picture: how sure its least sure part is.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its expanded grid.

    `grid` is rectangular. Each position that a merged cell covers holds that same `Cell` object; a position
    that no printed cell covers holds None. `aligned` is False where columns were guessed from running text
    (a plain-text file without rulings), so that a row's cells are in order but may be shifted sideways.
    """

    grid: tuple[tuple[Cell | None, ...], ...]
    aligned: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text between two line ends; `heading` is 1 to 6 where the file marks it as a heading, else 0."""

    text: str
    heading: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the text, which may hold what could not be read as text."""

    source: str
    description: str = ""


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Meta:
    """One thing that the file says of itself.

    `source` is `meta` (an HTML meta tag), `label` (a printed label such as 发布时间, with the value beside it),
    `breadcrumb`, `heading` (the title printed over the text), or `property` (a file's own properties).
    """

    key: str
    value: str
    source: Literal["meta", "label", "breadcrumb", "heading", "property"]


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader made of the bytes. `notes` says in words what it could not take over."""

    media_type: str
    reader: str
    charset: str | None = None
    title: str | None = None
    metadata: tuple[Meta, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = field(default=())


def unsure(blocks: Iterable[Block]) -> list[Cell]:
    """The cells that were recognised from a picture, each as often as a grid holds it."""
    tables = [block for block in blocks if isinstance(block, Table)]
    return [cell for table in tables for row in table.grid for cell in row if cell is not None and cell.confidence < 1]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Bytes that no reader could take, and why, in words for a person."""

    media_type: str | None
    reason: str
