"""PDF by PDFium: characters and ruled lines at their places, for `pages` to put in order.

Pages that are pictures go to character recognition where it is installed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from archive.reading import limits, pages, pdf_parts, pdf_text, pdf_view, pulse, scan, typeface
from archive.reading.document import Document, Meta, Unreadable
from archive.reading.pages import Page
from archive.reading.upright import upright

_TYPE: Final = "application/pdf"
_PROPERTIES: Final = ("Title", "Author", "Creator", "Producer", "CreationDate", "ModDate")
_FEW: Final = 12
_DPI: Final = 200
_WRONG: Final = 0.3


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
        view = pdf_view.of(page)
        drawn = pdf_parts.drawn(page, view)
        text = pdf_text.text(page, view, drawn)
    except pdfium.PdfiumError as error:
        return Page(595.0, 842.0, (), ()), f"the page is broken ({error})"
    glyphs = text.seen
    made = upright(Page(view.width, view.height, glyphs, drawn.rulings, len(drawn.pictures)), text.turns)
    if len(glyphs) < _FEW and drawn.pictures:
        return replace(made, glyphs=()), "it is a picture"
    unknown = sum(1 for glyph in glyphs if _unknown(glyph.text))
    if glyphs and unknown > _WRONG * len(glyphs):
        return made, "its font does not tell which characters it prints"
    return made, None


def _unknown(char: str) -> bool:
    return char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " "


def _render(document: pdfium.PdfDocument, number: int) -> bytes:
    """A page as a PNG of moderate size."""
    page = document[number]
    width, height = page.get_size()
    scale = min(_DPI / 72, 4000 / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    return scan.png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
