"""PDF by PDFium: characters and ruled lines at their places, for `pages` to put in order.

Pages that are pictures go to character recognition where it is installed.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Any, Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from archive.reading import limits, pages, pulse, scan, typeface
from archive.reading.document import Document, Meta, Unreadable
from archive.reading.pages import Page
from archive.reading.printed import Glyph
from archive.reading.rulings import Ruling

_TYPE: Final = "application/pdf"
_PROPERTIES: Final = ("Title", "Author", "Creator", "Producer", "CreationDate", "ModDate")
_THIN: Final = 3.0
_STRAIGHT: Final = 1.0
_FEW: Final = 12
_GLYPHS: Final = 60_000
_OBJECTS: Final = 60_000
_DEPTH: Final = 6
_DPI: Final = 200
_WRONG: Final = 0.3
_LOOSE: Final = 4.0


def read(data: bytes) -> Document | Unreadable:
    """Read a PDF. Raises `TooMuchError`."""
    typeface.install()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == c.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        return Unreadable(
            _TYPE, "the PDF is protected by a password" if locked else f"the PDF cannot be opened: {error}"
        )
    try:
        return _read(document)
    finally:
        document.close()


def _read(document: pdfium.PdfDocument) -> Document | Unreadable:
    if len(document) > limits.PAGES:
        raise limits.TooMuchError(f"it has more than {limits.PAGES} pages")
    notes: list[str] = []
    read: list[Page] = []
    missing: str | None = None
    pictured, scans = False, 0
    for number in range(len(document)):
        page, blank = _page(document, number)
        if blank is not None:
            scans += 1
            if scans > limits.SCANS:
                raise limits.TooMuchError(f"it has more than {limits.SCANS} pages that are pictures")
            recognised = _recognised(document, number)
            if isinstance(recognised, str):
                missing = recognised
                notes.append(f"Page {number + 1} was not read: {blank}; {recognised}.")
            else:
                page, pictured = recognised, True
                pulse.beat()
                notes.append(f"Page {number + 1}: {scan.RECOGNISED}")
        read.append(page)
    if missing and not any(page.glyphs for page in read):
        return Unreadable(_TYPE, f"the PDF holds pictures of pages and no text; {missing}")
    metadata = tuple(
        Meta(key, value[:300], "property")
        for key, value in document.get_metadata_dict().items()
        if value and key in _PROPERTIES
    )
    reader = "pdf-ocr" if pictured else "pdf"
    return Document(_TYPE, reader, metadata=metadata, blocks=pages.blocks(read), notes=tuple(notes))


def _recognised(document: pdfium.PdfDocument, number: int) -> Page | str:
    """What the picture of a page says, or why that cannot be told."""
    if not scan.is_there():
        return scan.MISSING
    try:
        return scan.recognise(_render(document, number))
    except pdfium.PdfiumError as error:
        return f"it cannot be drawn ({error})"


def _page(document: pdfium.PdfDocument, number: int) -> tuple[Page, str | None]:
    """A page, and why its text cannot be taken from the file, if so."""
    try:
        page = document[number]
        width, height = page.get_size()
        glyphs = _glyphs(page, height)
        objects = list(_objects(page))
    except pdfium.PdfiumError as error:
        return Page(595.0, 842.0, (), ()), f"the page is broken ({error})"
    rulings = [
        ruling for object_ in objects if object_.type == c.FPDF_PAGEOBJ_PATH for ruling in _rulings(object_, height)
    ]
    pictures = sum(1 for object_ in objects if object_.type == c.FPDF_PAGEOBJ_IMAGE)
    made = Page(width, height, glyphs, rulings, pictures)
    if len(glyphs) < _FEW and pictures:
        return replace(made, glyphs=()), "it is a picture"
    unknown = sum(1 for glyph in glyphs if _unknown(glyph.text))
    if glyphs and unknown > _WRONG * len(glyphs):
        return made, "its font does not tell which characters it prints"
    return made, None


def _unknown(char: str) -> bool:
    return char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " "


def _glyphs(page: pdfium.PdfPage, height: float) -> list[Glyph]:
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > _GLYPHS:
            raise limits.TooMuchError("a page of it has too many characters")
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        box = c.FS_RECTF()
        glyphs: list[tuple[Glyph, Glyph]] = []
        for at in range(count):
            code = c.FPDFText_GetUnicode(text, at)
            if code <= 32 or code in (0xA0, 0x3000, 0xFFFE) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
                continue
            if c.FPDFText_GetLooseCharBox(text, at, box) and c.FPDFText_GetCharBox(text, at, left, right, bottom, top):
                loose = _glyph(code, height, box.left, box.right, box.bottom, box.top)
                glyphs.append((loose, _glyph(code, height, left.value, right.value, bottom.value, top.value)))
        return _sane(glyphs)
    finally:
        text.close()


def _glyph(code: int, height: float, left: float, right: float, bottom: float, top: float) -> Glyph:
    return Glyph(chr(code), min(left, right), height - max(top, bottom), max(left, right), height - min(top, bottom))


def _sane(glyphs: Sequence[tuple[Glyph, Glyph]]) -> list[Glyph]:
    """The loose box of each character; the tight one where the loose one is many times the size of the others.

    PDFium gives such boxes for upright script.
    """
    if not glyphs:
        return []
    usual = median(loose.bottom - loose.top for loose, _ in glyphs)
    chosen = (tight if not 0 < loose.bottom - loose.top < _LOOSE * usual else loose for loose, tight in glyphs)
    return [glyph for glyph in chosen if all(map(math.isfinite, glyph[1:]))]


def _objects(page: pdfium.PdfPage) -> Iterator[Any]:
    for seen, object_ in enumerate(page.get_objects(max_depth=_DEPTH)):
        if seen > _OBJECTS:
            raise limits.TooMuchError("a page of it has too many parts")
        yield object_


def _rulings(path: Any, height: float) -> Iterator[Ruling]:
    """The straight lines that a path draws; a thin filled box is one line."""
    points = _outline(path)
    if not points:
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
        if x1 - x0 > _THIN:
            yield Ruling(x0, height - (y0 + y1) / 2, x1, height - (y0 + y1) / 2)
        elif y1 - y0 > _THIN:
            yield Ruling((x0 + x1) / 2, height - y1, (x0 + x1) / 2, height - y0)
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(path, fill, stroke) or not stroke.value:
        return
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ay - by) <= _STRAIGHT < abs(ax - bx):
            yield Ruling(min(ax, bx), height - ay, max(ax, bx), height - ay)
        elif abs(ax - bx) <= _STRAIGHT < abs(ay - by):
            yield Ruling(ax, height - max(ay, by), ax, height - min(ay, by))


def _outline(path: Any) -> list[tuple[float, float]]:
    matrix = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(path, matrix):
        return []
    count = min(c.FPDFPath_CountSegments(path), _OBJECTS)
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    start = (0.0, 0.0)
    for at in range(count):
        segment = c.FPDFPath_GetPathSegment(path, at)
        if not c.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        if not all(map(math.isfinite, point)):
            return []
        start = point if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_MOVETO else start
        points.append(point)
        if c.FPDFPathSegment_GetClose(segment):
            points.append(start)
    return points


def _render(document: pdfium.PdfDocument, number: int) -> bytes:
    """A page as a PNG of moderate size."""
    page = document[number]
    width, height = page.get_size()
    scale = min(_DPI / 72, 4000 / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    return scan.png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
