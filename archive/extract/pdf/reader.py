"""PDF by PDFium: characters and ruled lines at their places, for `pages` to put in order.

Pages that are pictures, and large pictures on others, go to character recognition where it is installed. Text that is
not painted is what somebody else recognised in a picture: taken, as unsure, only where nothing else can be had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from archive.extract.layout import heartbeat, limits
from archive.extract.layout.document import Document, Meta, Note, NoteCode, Unreadable, UnreadableReason
from archive.extract.ocr import scan
from archive.extract.page import blocks, picture_regions, strokes
from archive.extract.page.blocks import Page
from archive.extract.page.characters import Glyph
from archive.extract.page.rotation import upright
from archive.extract.page.strokes import Box
from archive.extract.pdf import annotations as pdf_annotations
from archive.extract.pdf import drawings, typeface
from archive.extract.pdf import text as pdf_text
from archive.extract.pdf import view as pdf_view

_TYPE: Final = "application/pdf"
_PROPERTIES: Final = ("Title", "Author", "Creator", "Producer", "CreationDate", "ModDate")
_FEW: Final = 12
_CURVES: Final = 600
_DPI: Final = 200
_ROUGH: Final = 40
_LARGEST: Final = 4000
_DARK: Final = bytes(int(grey < 128) for grey in range(256))
_INK: Final = 0.004
_WRONG: Final = 0.3
_LOST: Final = 0.02
_LEAST: Final = 2
_UNSEEN: Final = 0.5
_HARDLY: Final = 0.25
_ENOUGH: Final = f"more than {limits.SCANS} pictures are not recognised"


def read(data: bytes) -> Document | Unreadable:
    """Read a PDF. Raises `TooMuchError`."""
    typeface.install()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == c.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        if locked:
            return Unreadable(_TYPE, "the PDF is protected by a password", UnreadableReason.PASSWORD_PROTECTED)
        return Unreadable(_TYPE, f"the PDF cannot be opened: {error}", UnreadableReason.FILE_BROKEN)
    try:
        return _read(document)
    finally:
        document.close()


def _read(document: pdfium.PdfDocument) -> Document | Unreadable:
    if len(document) > limits.PAGES:
        raise limits.TooMuchError(f"it has more than {limits.PAGES} pages")
    reader = _Reader(document)
    read = [reader.page(number) for number in range(len(document))]
    if reader.missing and not any(page.glyphs for page in read):
        why = f"the PDF holds pictures of pages and no text; {reader.missing}"
        return Unreadable(_TYPE, why, UnreadableReason.NOT_RECOGNISED)
    metadata = tuple(
        Meta(key, value[:300], "property")
        for key, value in document.get_metadata_dict().items()
        if value and key in _PROPERTIES
    )
    name = "pdf-ocr" if reader.recognised else "pdf"
    return Document(_TYPE, name, metadata=metadata, blocks=blocks.blocks(read), notes=tuple(reader.notes))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as the file has it: what its text and lines say, and what has to be recognised.

    `whole` says why all of the page has to be; `parts` are the boxes of pictures; `layer` is text that is not painted.
    """

    page: Page
    whole: str | None = None
    parts: tuple[Box, ...] = ()
    layer: tuple[Glyph, ...] = ()


class _Reader:
    """Reads page by page; keeps what was recognised, why something could not be, and what is to be said of it."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self.notes: list[Note] = []
        self.recognised = 0
        self.missing: str | None = None
        self._document = document
        self._scans = 0

    def page(self, number: int) -> Page:
        """A page, by its number from 0. Raises `TooMuchError`."""
        sheet = self._sheet(number)
        if sheet.whole is not None:
            return self._whole(number, sheet, sheet.whole)
        page = sheet.page
        for box in sheet.parts:
            page = self._with_part(number, page, sheet, box)
        return page

    def _sheet(self, number: int) -> _Sheet:
        try:
            page, note = pdf_annotations.page(self._document, number)
            view = pdf_view.of(page)
            drawn = drawings.drawn(page, view)
            text = pdf_text.text(page, view, drawn)
        except pdfium.PdfiumError as error:
            return _Sheet(Page(595.0, 842.0, (), ()), f"the page is broken ({error})")
        self.notes += [note] if note is not None else []
        made = Page(view.width, view.height, text.seen, drawn.rulings, len(drawn.pictures))
        parts = picture_regions.parts(drawn.pictures, text.seen, view.width, view.height)
        layer = tuple(glyph._replace(confidence=_UNSEEN) for glyph in text.unseen)
        if len(text.seen) < _FEW and (parts or drawn.curves > _CURVES):
            return _Sheet(replace(made, glyphs=()), "it is a picture", layer=layer)
        if _is_unmapped(text.seen):
            return _Sheet(made, "its font does not tell which characters it prints")
        return _Sheet(upright(made, text.turns), None, tuple(parts), layer)

    def _whole(self, number: int, sheet: _Sheet, why: str) -> Page:
        """A page recognised as a whole; what its text says where that cannot be."""
        if self._scans >= limits.SCANS:
            raise limits.TooMuchError(f"it has more than {limits.SCANS} pages that are pictures")
        found = self._seen(number, None)
        if isinstance(found, Page):
            self.notes.append(Note(NoteCode.RECOGNISED, f"Page {number + 1}: {scan.RECOGNISED.text}"))
            if not _says_less(found, sheet.layer):
                return found
            bare = replace(sheet.page, glyphs=sheet.layer, rulings=())
            return picture_regions.insert(bare, found, (0.0, 0.0, bare.width, bare.height))
        self.missing = found
        self.notes.append(Note(NoteCode.UNREAD_PART, f"Page {number + 1} was not read: {why}; {found}."))
        return replace(sheet.page, glyphs=[*sheet.page.glyphs, *sheet.layer])

    def _with_part(self, number: int, page: Page, sheet: _Sheet, box: Box) -> Page:
        """A page with what a picture on it says; what is hidden there where that cannot be told."""
        if not self._has_ink(number, box):
            return page
        found = self._seen(number, box) if self._scans < limits.SCANS else _ENOUGH
        hidden = [glyph for glyph in sheet.layer if strokes.holds(box, *glyph.middle)]
        if isinstance(found, Page):
            if found.glyphs:
                told = f"Page {number + 1}, a picture: {scan.RECOGNISED.text}"
                self.notes.append(Note(NoteCode.RECOGNISED, told))
            page = picture_regions.insert(page, found, box)
            why = picture_regions.unread_reason(found)
            if why is None:
                return page if not _says_less(found, hidden) else replace(page, glyphs=[*page.glyphs, *hidden])
            found = why
        self.notes.append(Note(NoteCode.UNREAD_PART, f"A picture on page {number + 1} was not read: {found}."))
        return replace(page, glyphs=[*page.glyphs, *hidden], unread=True)

    def _seen(self, number: int, box: Box | None) -> Page | str:
        """What a page or a part of it shows, or why that cannot be told."""
        self._scans += 1
        if not scan.is_there():
            return scan.MISSING
        try:
            found = scan.recognise(_render(self._document[number], box))
        except pdfium.PdfiumError as error:
            return f"it cannot be drawn ({error})"
        heartbeat.beat()
        self.recognised += isinstance(found, Page)
        return found

    def _has_ink(self, number: int, box: Box) -> bool:
        """Whether a part of a page is more than a pale ground."""
        try:
            bitmap = _drawn(self._document[number], box, _ROUGH)
        except pdfium.PdfiumError:
            return True
        dark = bytes(bitmap.buffer).translate(_DARK).count(1)
        return bool(dark > _INK * bitmap.width * bitmap.height)


def _says_less(found: Page, layer: Sequence[Glyph]) -> bool:
    """Whether hardly anything was recognised where a text that is not painted says much."""
    return sum(len(glyph.text) for glyph in found.glyphs) < _HARDLY * len(layer)


def _is_unmapped(glyphs: Sequence[Glyph]) -> bool:
    """Whether a page's text cannot be trusted: some is of no known meaning, or much of it signs of a font's own."""
    unmapped = sum(1 for glyph in glyphs if glyph.text == pdf_text.UNMAPPED)
    private = sum(1 for glyph in glyphs if "\ue000" <= glyph.text <= "\uf8ff" or glyph.text < " ")
    return unmapped > max(_LOST * len(glyphs), _LEAST) or unmapped + private > _WRONG * len(glyphs)


def _render(page: pdfium.PdfPage, box: Box | None) -> bytes:
    """A page, or a part of it, as a PNG of moderate size."""
    bitmap = _drawn(page, box, _DPI)
    return scan.png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def _drawn(page: pdfium.PdfPage, box: Box | None, dpi: int) -> pdfium.PdfBitmap:
    width, height = page.get_size()
    left, top, right, bottom = box or (0.0, 0.0, width, height)
    scale = min(dpi / 72, _LARGEST / max(right - left, bottom - top, 1))
    return page.render(scale=scale, grayscale=True, crop=(left, height - bottom, width - right, top))
