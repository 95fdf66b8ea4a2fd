"""Pages of a PDF as pictures, drawn by PDFium in a bounded size."""

from __future__ import annotations

import struct
import zlib
from typing import Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from archive.extract.layout import limits
from archive.extract.pdf import forms, type3

_DPI: Final = 110
_MOST_PIXELS: Final = 1800
"""The longest side of a drawn page."""
_CHANNELS: Final = 3
_TRUECOLOUR: Final = 2


def sizes(data: bytes) -> list[tuple[float, float]]:
    """The width and height of each page in points; [] for bytes that are no PDF which can be opened."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return []
    try:
        return [document.get_page_size(number) for number in range(min(len(document), limits.PAGES))]
    finally:
        document.close()


def draw(data: bytes, number: int) -> bytes | None:
    """A page by its number from 1, as a PNG; None where there is no such page."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return None
    try:
        if not 0 < number <= min(len(document), limits.PAGES):
            return None
        forms.check(data)
        type3.check(data)
        page = document[number - 1]
        scale = min(_DPI / 72, _MOST_PIXELS / max(*page.get_size(), 1))
        bitmap = page.render(scale=scale, rev_byteorder=True, maybe_alpha=False)
        return _png(bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels, bytes(bitmap.buffer))
    except (pdfium.PdfiumError, limits.TooMuchError):
        return None
    finally:
        document.close()


def _png(width: int, height: int, stride: int, channels: int, pixels: bytes) -> bytes:
    """A PNG file (RFC 2083) of a bitmap with red, green and blue first among its channels."""
    rows = []
    for start in range(0, height * stride, stride):
        whole, row = pixels[start : start + width * channels], bytearray(width * _CHANNELS)
        for channel in range(_CHANNELS):
            row[channel::_CHANNELS] = whole[channel::channels]
        rows.append(b"\0" + row)
    head = struct.pack(">IIBBBBB", width, height, 8, _TRUECOLOUR, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
