"""A document as printed: paragraphs, tables and pictures in order, and the file's metadata.

Knows layout and nothing of the statutory form; every reader returns this shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from math import cos, radians, sin
from typing import Final, Literal, NamedTuple

PARTS: Final = 10_000
"""Parts of a page's width or height in which an `Area` is measured."""


_new: Final = tuple.__new__
"""Makes a named tuple of all its fields in two thirds of the time; a page takes hundreds."""


class Area(NamedTuple):
    """A box on a page as it is displayed: the page from 1, and its edges in parts of the page's width and height."""

    page: int
    left: int
    top: int
    right: int
    bottom: int


class PrintedPage(NamedTuple):
    """A page as it was read, in the reader's units: how its positions become those of the page as it is displayed.

    The reader turned it back by `turned` clockwise quarters, and straightened a scan by `tilt` degrees.
    """

    number: int
    width: float
    height: float
    turned: int = 0
    tilt: float = 0.0

    def area(self, left: float, top: float, right: float, bottom: float) -> Area:
        """The area of a box that was read on this page."""
        if not self.tilt and not self.turned:  # most pages
            wide, high = self.width or 1, self.height or 1
            return Area(self.number, _part(left / wide), _part(top / high), _part(right / wide), _part(bottom / high))
        corners = [self._displayed(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        edges = (min(xs), min(ys), max(xs), max(ys))
        return Area(self.number, *map(_part, edges))

    def _displayed(self, x: float, y: float) -> tuple[float, float]:
        if self.tilt:
            angle = radians(self.tilt)
            right, down = x - self.width / 2, y - self.height / 2
            x = self.width / 2 + right * cos(angle) - down * sin(angle)
            y = self.height / 2 + right * sin(angle) + down * cos(angle)
        across, down = x / (self.width or 1), y / (self.height or 1)
        if self.turned == 1:
            return 1 - down, across
        if self.turned == 2:
            return 1 - across, 1 - down
        return (down, 1 - across) if self.turned else (across, down)


def _part(share: float) -> int:
    parts = round(PARTS * share)
    return parts if 0 <= parts <= PARTS else 0 if parts < 0 else PARTS


class PrintedLine(NamedTuple):
    """A line of a page: where each of its characters begins and ends, white space left out."""

    page: PrintedPage
    top: float
    bottom: float
    edges: tuple[tuple[float, float], ...]

    def area(self, start: int, end: int) -> Area:
        """The area of the characters from `start` up to `end`, white space not counted."""
        return self.page.area(self.edges[start][0], self.top, self.edges[end - 1][1], self.bottom)


IN_TEXT: Final = -1
"""The row of a spot in a paragraph."""


class Spot(NamedTuple):
    """Where something stands in a document's blocks: a cell of a table, or a part of a paragraph (`row` is `IN_TEXT`).

    `block` counts from 0; `start` and `end` are positions in the paragraph's text. `areas` are those on the pages, one
    for each line. `path` is the element of a web page that holds it; of text, `offset` is how many characters of that
    element are before it, and `length` how many it has, white space not counted.
    """

    block: int
    row: int
    column: int
    start: int = 0
    end: int = 0
    areas: tuple[Area, ...] = ()
    path: str = ""
    offset: int = 0
    length: int = 0

    def inside(self, path: str, offset: int = 0, length: int = 0) -> Spot:
        """The same place, in this element."""
        return _new(Spot, (*self[:6], path, offset, length))


class Cell(NamedTuple):
    """One printed cell: its text, and the rectangle of the grid that it covers.

    `confidence` is below 1 where the text was recognised from a picture: that of its least certain part.
    `area` is where it stands on its page, in formats that have pages; `spot` where it stood in the whole document.
    Neither of the two counts in comparisons. A report has hundreds of cells, and a frozen dataclass takes five times
    as long to make.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    confidence: float = 1.0
    area: Area | None = None
    spot: Spot | None = None

    def at(self, spot: Spot) -> Cell:
        """The same cell at this spot."""
        return _new(Cell, (*self[:7], spot))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and self[:6] == other[:6]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:6])


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
    """A run of text between two line ends; `heading` is 1 to 6 where the file marks it as a heading, else 0.

    `lines` are its lines as printed, in formats that have pages.
    """

    text: str
    heading: int = 0
    lines: tuple[PrintedLine, ...] = field(default=(), compare=False, repr=False)


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
