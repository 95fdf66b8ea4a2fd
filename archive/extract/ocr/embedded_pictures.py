"""Pictures in a document that are the report: recognised and replaced by their text.

Each format supplies the bytes of its pictures. A document that has a table of figures keeps its pictures: they are
decoration, or show the same again.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from archive import patterns
from archive.extract.layout import heartbeat, limits, sniffing
from archive.extract.layout.document import (
    UNREAD,
    Block,
    Document,
    Note,
    NoteCode,
    Picture,
    Table,
    Unreadable,
    UnreadableReason,
)
from archive.extract.ocr import scan
from archive.extract.page import blocks as pages

MISSING: Final = Note(NoteCode.UNREAD_PART, f"Pictures in it were not read: {scan.MISSING}.")
_MIN_BYTES: Final = 8_000
_DATA_URL: Final = patterns.lazy(rb"data:image/[a-z+.-]{2,12};base64,\s*([A-Za-z0-9+/=\s]{4000,})")
_MIN_FIGURES: Final = 6

FindPicture = Callable[[Picture], bytes | None]
"""The bytes of a picture in the document; None where the document does not hold them."""


def recognise(document: Document, find: FindPicture) -> Document:
    """The document with its pictures recognised, where it has no table of figures. Raises `TooMuchError`."""
    if any(map(_is_table_of_figures, document.blocks)):
        return document
    found = {at: data for at, block in enumerate(document.blocks) if (data := _large(block, find))}
    if not found:
        return document
    if len(found) > limits.SCANS:
        raise limits.TooMuchError(f"it has more than {limits.SCANS} pictures to recognise")
    if not scan.is_available():
        return replace(document, notes=(*document.notes, MISSING))
    blocks = [
        recognised for at, block in enumerate(document.blocks) for recognised in _recognised(block, found.get(at))
    ]
    return replace(document, blocks=tuple(blocks), notes=(*document.notes, scan.RECOGNISED))


def recognise_workbook(document: Document, find: FindPicture) -> Document | Unreadable:
    """A workbook in the same way; unreadable where it holds pictures only, and no text is recognised in them."""
    if not any(isinstance(block, Picture) for block in document.blocks):
        return document
    read = recognise(document, find)
    if any(not isinstance(block, Picture) for block in read.blocks):
        return read
    why = next((note.text for note in read.notes if note.code in UNREAD), "no text was recognised in them")
    reason = f"The workbook holds pictures only: {why}"
    return Unreadable(document.media_type, reason, UnreadableReason.NOT_RECOGNISED)


def from_data_urls(data: bytes) -> FindPicture:
    """Finds pictures in the `data:` URLs of a page; each call with such a picture returns the next one."""
    pictures: Iterator[bytes] | None = None

    def find(picture: Picture) -> bytes | None:
        nonlocal pictures
        if not picture.source.startswith("data:"):
            return None
        pictures = _decoded(data) if pictures is None else pictures
        return next(pictures, None)

    return find


def _decoded(data: bytes) -> Iterator[bytes]:
    for match in _DATA_URL.finditer(data):
        try:
            picture = base64.b64decode(match[1])
        except binascii.Error:
            continue
        if len(picture) >= _MIN_BYTES:
            yield picture


def _large(block: Block, find: FindPicture) -> bytes | None:
    """The bytes of a picture that is large enough for a page; None for any other block."""
    data = find(block) if isinstance(block, Picture) else None
    return data if data is not None and len(data) >= _MIN_BYTES and sniffing.image(data) else None


def _recognised(block: Block, data: bytes | None) -> tuple[Block, ...]:
    page = scan.recognise(data) if data is not None else None
    heartbeat.beat()
    if page is None or isinstance(page, str):
        return (block,)
    return pages.blocks([page]) or (block,)


def _is_table_of_figures(block: Block) -> bool:
    """Whether a block is a table with figures, not a frame around a picture."""
    if not isinstance(block, Table):
        return False
    cells = (cell.text for row in block.grid for cell in row if cell is not None)
    return sum(1 for text in cells if text.strip().isdigit()) >= _MIN_FIGURES
