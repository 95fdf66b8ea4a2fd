"""Pictures of pages: ruled lines and recognised characters, which `page.blocks` arranges.

A page is turned level; its tables are read cell by cell, and the text outside of them line by line. Recognition is
optional (`pip install nianbao[ocr]`); without it a picture is unreadable, and the message says so.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from typing import Final

from archive.extract.layout import limits, sniffing
from archive.extract.layout.document import Document, Note, NoteCode, Unreadable, UnreadableReason
from archive.extract.ocr import cells, engine, outside_text, ruled_lines, text_lines
from archive.extract.ocr.engine import Engine, Picture, library
from archive.extract.ocr.straighten import straightened
from archive.extract.page import blocks
from archive.extract.page.blocks import Page
from archive.extract.page.rulings import frames, without_enclosing

MISSING: Final = "reading pictures needs the extra “ocr” (pip install 'nianbao[ocr]')"
RECOGNISED: Final = Note(NoteCode.RECOGNISED, "The text was recognised from a picture.")
_MAX_SIDE: Final = 3200
"""Pixels of the longer side; larger pictures are scaled down."""
_USUAL_SIDE: Final = 2300
"""Pixels of the longer side of a page at 200 dpi, for which distances are stated; smaller pictures are scaled up."""
_MAX_SCALE: Final = 2.5


def read(data: bytes) -> Document | Unreadable:
    """Read a picture of a page. Raises `TooMuchError`."""
    media_type = sniffing.image(data)
    found = recognise(data)
    if isinstance(found, str):
        return Unreadable(media_type, f"it is a picture; {found}", UnreadableReason.NOT_RECOGNISED)
    return Document(media_type or "image", "ocr", blocks=blocks.blocks([found]), notes=(RECOGNISED,))


def recognise(data: bytes) -> Page | str:
    """The page on a picture, or why it cannot be recognised. Raises `TooMuchError`."""
    recogniser = engine.load()
    if recogniser is None:
        return MISSING
    if sniffing.pixels(data) > limits.PIXELS:
        raise limits.TooMuchError(f"the picture has more than {limits.PIXELS} pixels")
    cv2, np = library("cv2"), library("numpy")
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    if image is None:
        return "the picture is broken"
    level, tilt = straightened(_scaled(image))
    return replace(_recognised(recogniser, level), tilt=tilt)


def png(width: int, height: int, stride: int, grey: bytes) -> bytes:
    """A PNG file of a greyscale bitmap with `stride` bytes a row."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + grey[row * stride : row * stride + width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def is_available() -> bool:
    """Whether the recogniser is installed."""
    return engine.load() is not None


def _scaled(image: Picture) -> Picture:
    """The picture at the size of a page of about 200 dpi."""
    cv2 = library("cv2")
    side = max(image.shape)
    scale = min(_MAX_SIDE / side, max(_USUAL_SIDE / side, 1.0), _MAX_SCALE)
    if scale == 1.0:
        return image
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=method)


def _recognised(recogniser: Engine, image: Picture) -> Page:
    height, width = image.shape
    tolerance = max(4.0, width / 250)
    lines = ruled_lines.find(image)
    tables = without_enclosing([frame for frame in frames(lines.rulings, tolerance) if len(frame.fields) > 1])
    bare = lines.erased(image, tables)
    written = [cell for table in tables for cell in cells.written_cells(bare, table)]
    size = text_lines.character_height((part for cell in written for part in cell.parts), height)
    glyphs = [
        *cells.recognised(recogniser, bare, written, size),
        *outside_text.recognised(recogniser, image, tables),
    ]
    return Page(width, height, glyphs, lines.rulings, 1, tolerance)
