"""A document as printed: paragraphs, tables and pictures in order, and the file's metadata.

Knows layout and nothing of the statutory form; every reader returns this shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell: its text, and the rectangle of the grid that it covers.

    `confidence` is below 1 where the text was recognised from a picture: that of its least certain part.
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

    `grid` is rectangular. Every position that a merged cell covers holds the same `Cell` object; a position
    that no printed cell covers holds None. `aligned` is False where columns were guessed from running text
    (a text file without rulings), so that a row's cells are in order but may be shifted sideways.
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
    """A picture in the text, which may contain text that was not read."""

    source: str
    description: str = ""


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Meta:
    """One metadata entry of the file.

    `source` is `meta` (an HTML meta tag), `label` (a printed label such as 发布时间, with the value beside it),
    `breadcrumb`, `heading` (the title printed over the text), or `property` (a property stored in the file).
    """

    key: str
    value: str
    source: Literal["meta", "label", "breadcrumb", "heading", "property"]


class NoteCode(StrEnum):
    """The subject of a note of a reader."""

    UNREAD_PART = "unread_part"
    """A part of the document could not be read."""
    UNREAD_REPORTS = "unread_reports"
    """Parts that may be other reports were not read."""
    TABLE_LEFT_OUT = "table_left_out"
    """A table was left out."""
    GARBLED = "garbled"
    """The text is garbled."""
    HIDDEN_LEFT_OUT = "hidden_left_out"
    """Hidden content was left out."""
    DELETIONS_LEFT_OUT = "deletions_left_out"
    """Tracked deletions were left out."""
    RECOGNISED = "recognised"
    """The text was recognised from a picture."""
    CONVERTED = "converted"
    """Another program converted the file."""
    TAKEN_FROM_PACKAGE = "taken_from_package"
    """Which parts of a packed file the text was taken from."""
    LEFT_IN_PACKAGE = "left_in_package"
    """Which parts of a packed file were not used."""
    UNSURE = "unsure"
    """The reader does not see how the content is displayed."""
    EMBEDDED_TEXT = "embedded_text"
    """The text was embedded in a script or a field of the page."""


UNREAD = frozenset({NoteCode.UNREAD_PART, NoteCode.UNREAD_REPORTS})
"""Notes on parts that could not be read."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark of a reader on its work: its subject, and a sentence for a person."""

    code: NoteCode
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """The content that a reader found in the bytes. `notes` say what it could not read."""

    media_type: str
    reader: str
    charset: str | None = None
    title: str | None = None
    metadata: tuple[Meta, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = field(default=())


def recognised_cells(blocks: Iterable[Block]) -> list[Cell]:
    """The cells that were recognised from a picture; a merged cell appears once per grid position."""
    tables = [block for block in blocks if isinstance(block, Table)]
    return [cell for table in tables for row in table.grid for cell in row if cell is not None and cell.confidence < 1]


class UnreadableReason(StrEnum):
    """Why bytes could not be read."""

    EMPTY_DOCUMENT = "empty_document"
    """There are no bytes."""
    FORMAT_UNSUPPORTED = "format_unsupported"
    """No reader here supports this kind of file."""
    OVER_LIMIT = "over_limit"
    """The document, or its content, exceeds a limit."""
    OUT_OF_MEMORY = "out_of_memory"
    """Reading took more memory than allowed."""
    TIMED_OUT = "timed_out"
    """Reading took longer than allowed."""
    PROCESS_DIED = "process_died"
    """The reading process died while reading it."""
    ANSWER_INVALID = "answer_invalid"
    """The reading process sent back something that is no valid answer."""
    READER_FAILED = "reader_failed"
    """The reader raised an unexpected exception."""
    FILE_BROKEN = "file_broken"
    """The file is broken, or not what it seems to be."""
    PASSWORD_PROTECTED = "password_protected"  # noqa: S105 - no password
    """A password protects the file."""
    NO_TEXT = "no_text"
    """The file has no part with text that can be read."""
    NOT_RECOGNISED = "not_recognised"
    """Pictures only, and their text could not be recognised."""
    READER_MISSING = "reader_missing"
    """A program or package that reads the format is not installed."""
    CONVERSION_FAILED = "conversion_failed"
    """The program that should have converted the file failed."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Bytes that no reader could read, and why: `reason` for a person, `code` for a program."""

    media_type: str | None
    reason: str
    code: UnreadableReason
