"""Pictures inside a document that are the report: recognised, and put where they stood.

Knows blocks and pictures; where the bytes of a picture lie is the business of each format. A document with a table of
figures of its own keeps its pictures as they are: they are decoration, or show the same once more.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from archive.extract.layout import heartbeat, limits, sniffing
from archive.extract.layout.document import Block, Document, Note, NoteCode, Picture, Table
from archive.extract.ocr import scan
from archive.extract.page import blocks as pages

MISSING: Final = Note(NoteCode.UNREAD_PART, f"Pictures in it were not read: {scan.MISSING}.")
_LEAST: Final = 8_000
_EMBEDDED: Final = re.compile(rb"data:image/[a-z+.-]{2,12};base64,\s*([A-Za-z0-9+/=\s]{4000,})")
_FIGURES: Final = 6

Find = Callable[[Picture], bytes | None]
"""The bytes of a picture in the document; None where they are not in it."""


def recognise(document: Document, find: Find) -> Document:
    """The document with what its pictures say, where it has no table of figures. Raises `TooMuchError`."""
    if any(map(_is_table, document.blocks)):
        return document
    found = {at: data for at, block in enumerate(document.blocks) if (data := _large(block, find))}
    if not found:
        return document
    if len(found) > limits.SCANS:
        raise limits.TooMuchError(f"it has more than {limits.SCANS} pictures to recognise")
    if not scan.is_there():
        return replace(document, notes=(*document.notes, MISSING))
    blocks = [one for at, block in enumerate(document.blocks) for one in _said(block, found.get(at))]
    return replace(document, blocks=tuple(blocks), notes=(*document.notes, scan.RECOGNISED))


def embedded(data: bytes) -> Find:
    """Pictures that a page holds in its own addresses (`data:`), one after the other."""
    waiting: Iterator[bytes] | None = None

    def find(picture: Picture) -> bytes | None:
        nonlocal waiting
        if not picture.source.startswith("data:"):
            return None
        waiting = _decoded(data) if waiting is None else waiting
        return next(waiting, None)

    return find


def _decoded(data: bytes) -> Iterator[bytes]:
    for match in _EMBEDDED.finditer(data):
        try:
            picture = base64.b64decode(match[1])
        except binascii.Error:
            continue
        if len(picture) >= _LEAST:
            yield picture


def _large(block: Block, find: Find) -> bytes | None:
    """The bytes of a picture that can hold a page."""
    data = find(block) if isinstance(block, Picture) else None
    return data if data is not None and len(data) >= _LEAST and sniffing.image(data) else None


def _said(block: Block, data: bytes | None) -> tuple[Block, ...]:
    page = scan.recognise(data) if data is not None else None
    heartbeat.beat()
    if page is None or isinstance(page, str):
        return (block,)
    return pages.blocks([page]) or (block,)


def _is_table(block: Block) -> bool:
    """Whether a block is a table with figures, and no frame round a picture."""
    if not isinstance(block, Table):
        return False
    cells = (cell.text for row in block.grid for cell in row if cell is not None)
    return sum(1 for text in cells if text.strip().isdigit()) >= _FIGURES
