"""PDF by PDFium: characters and ruled lines with their positions, which `page.blocks` arranges.

Pages that are pictures, and large pictures on other pages, are recognised where OCR is installed. Invisible text is
somebody else's recognition of a picture: it is used, as uncertain, only where nothing else is available.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from archive import patterns
from archive.extract.layout import heartbeat, limits
from archive.extract.layout.document import Document, Meta, Note, NoteCode, Unreadable, UnreadableReason
from archive.extract.ocr import scan
from archive.extract.page import blocks, picture_regions, strokes
from archive.extract.page.blocks import Page
from archive.extract.page.characters import Glyph
from archive.extract.page.rotation import upright
from archive.extract.page.strokes import Box
from archive.extract.pdf import annotations as pdf_annotations
from archive.extract.pdf import drawings, forms, type3, typeface
from archive.extract.pdf import text as pdf_text
from archive.extract.pdf import view as pdf_view

_TYPE: Final = "application/pdf"
_PROPERTIES: Final = ("Title", "Author", "Creator", "Producer", "CreationDate", "ModDate")
_FEW_GLYPHS: Final = 12
"""Visible characters under which a page with pictures or curves counts as a picture."""
_MANY_CURVES: Final = 600
"""Curved segments from which a page's text counts as drawn instead of printed."""
_DPI: Final = 200
_INK_DPI: Final = 40
"""The resolution at which a picture is checked for ink."""
_MAX_PIXELS: Final = 4000
"""The longest side of a rendered page."""
_IS_DARK: Final = bytes(int(grey < 128) for grey in range(256))
"""Translates each grey value to 1 for dark and 0 for pale."""
_MIN_INK: Final = 0.004
"""The share of dark pixels from which a picture has ink."""
_UNRELIABLE: Final = 0.3
"""The share of unmapped and private-use characters above which a page's text is unreliable."""
_PRIVATE: Final = patterns.lazy(r"[\x00-\x1f\ue000-\uf8ff]")
_MAX_UNMAPPED: Final = 0.02
"""The share of unmapped characters above which a page's text is unreliable."""
_MIN_UNMAPPED: Final = 2
"""Unmapped characters that a page may have whatever their share."""
_INVISIBLE_CONFIDENCE: Final = 0.5
"""The confidence of invisible text."""
_MUCH_LESS: Final = 0.25
"""The share of the invisible text's length under which recognition found too little."""
_OVER_LIMIT: Final = f"more than {limits.SCANS} pictures are not recognised"


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
        forms.check(data)
        return _read(document, data)
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, data: bytes) -> Document | Unreadable:
    if len(document) > limits.PAGES:
        raise limits.TooMuchError(f"it has more than {limits.PAGES} pages")
    reader = _PdfReader(document, data)
    pages = [reader.page(number) for number in range(len(document))]
    if reader.missing and not any(page.glyphs for page in pages):
        why = f"the PDF holds pictures of pages and no text; {reader.missing}"
        return Unreadable(_TYPE, why, UnreadableReason.NOT_RECOGNISED)
    metadata = tuple(
        Meta(key, value[:300], "property")
        for key, value in document.get_metadata_dict().items()
        if value and key in _PROPERTIES
    )
    name = "pdf-ocr" if reader.recognised else "pdf"
    return Document(_TYPE, name, metadata=metadata, blocks=blocks.blocks(pages), notes=tuple(reader.notes))


@dataclass(frozen=True, slots=True)
class _RawPage:
    """A page before recognition.

    `whole` says why the whole page must be recognised, None where it need not; `parts` are the boxes of pictures to
    recognise; `layer` is the invisible text.
    """

    page: Page
    whole: str | None = None
    parts: tuple[Box, ...] = ()
    layer: tuple[Glyph, ...] = ()


class _PdfReader:
    """Reads page by page; counts recognised pictures and collects notes and the last reason for a failure."""

    def __init__(self, document: pdfium.PdfDocument, data: bytes) -> None:
        self.notes: list[Note] = []
        self.recognised = 0
        self.missing: str | None = None
        self._document = document
        self._unchecked: bytes | None = data
        self._scans = 0

    def page(self, number: int) -> Page:
        """Read a page by its number from 0. Raises `TooMuchError`."""
        raw = self._raw_page(number)
        if raw.whole is not None:
            return self._recognised_page(number, raw, raw.whole)
        page = raw.page
        for box in raw.parts:
            page = self._with_recognised_part(number, page, raw, box)
        return page

    def _raw_page(self, number: int) -> _RawPage:
        try:
            page, note = pdf_annotations.open_page(self._document, number)
            view = pdf_view.of(page)
            drawn = drawings.read_drawings(page, view)
            text = pdf_text.text(page, view, drawn)
        except pdfium.PdfiumError as error:
            return _RawPage(Page(595.0, 842.0, (), ()), f"the page is broken ({error})")
        self.notes += [note] if note is not None else []
        made = Page(view.width, view.height, text.visible, drawn.rulings, len(drawn.pictures))
        parts = picture_regions.parts(drawn.pictures, text.visible, view.width, view.height)
        layer = tuple(glyph._replace(confidence=_INVISIBLE_CONFIDENCE) for glyph in text.invisible)
        if len(text.visible) < _FEW_GLYPHS and (parts or drawn.curves > _MANY_CURVES):
            return _RawPage(replace(made, glyphs=()), "it is a picture", layer=layer)
        if _is_unmapped(text.visible):
            return _RawPage(made, "its font does not tell which characters it prints")
        return _RawPage(upright(made, text.turns), None, tuple(parts), layer)

    def _recognised_page(self, number: int, raw: _RawPage, why: str) -> Page:
        """A page recognised as a whole; with its own text where that fails."""
        if self._scans >= limits.SCANS:
            raise limits.TooMuchError(f"it has more than {limits.SCANS} pages that are pictures")
        found = self._recognise(number, None)
        if isinstance(found, Page):
            self.notes.append(Note(NoteCode.RECOGNISED, f"Page {number + 1}: {scan.RECOGNISED.text}"))
            if not _recognised_less(found, raw.layer):
                return found
            bare = replace(raw.page, glyphs=raw.layer, rulings=())
            return picture_regions.insert(bare, found, (0.0, 0.0, bare.width, bare.height))
        self.missing = found
        self.notes.append(Note(NoteCode.UNREAD_PART, f"Page {number + 1} was not read: {why}; {found}."))
        return replace(raw.page, glyphs=[*raw.page.glyphs, *raw.layer])

    def _with_recognised_part(self, number: int, page: Page, raw: _RawPage, box: Box) -> Page:
        """A page with the recognised text of a picture on it; with the invisible text there where that fails."""
        if not self._has_ink(number, box):
            return page
        found = self._recognise(number, box) if self._scans < limits.SCANS else _OVER_LIMIT
        hidden = [glyph for glyph in raw.layer if strokes.holds(box, *glyph.middle)]
        if isinstance(found, Page):
            if found.glyphs:
                message = f"Page {number + 1}, a picture: {scan.RECOGNISED.text}"
                self.notes.append(Note(NoteCode.RECOGNISED, message))
            page = picture_regions.insert(page, found, box)
            why = picture_regions.unread_reason(found)
            if why is None:
                return page if not _recognised_less(found, hidden) else replace(page, glyphs=[*page.glyphs, *hidden])
            found = why
        self.notes.append(Note(NoteCode.UNREAD_PART, f"A picture on page {number + 1} was not read: {found}."))
        return replace(page, glyphs=[*page.glyphs, *hidden], unread=True)

    def _recognise(self, number: int, box: Box | None) -> Page | str:
        """A recognised page or part of it (all of it for None), or why that failed."""
        self._scans += 1
        if not scan.is_available():
            return scan.MISSING
        try:
            found = scan.recognise(_render(self._page_to_draw(number), box))
        except pdfium.PdfiumError as error:
            return f"it cannot be drawn ({error})"
        heartbeat.beat()
        self.recognised += isinstance(found, Page)
        return found

    def _page_to_draw(self, number: int) -> pdfium.PdfPage:
        """A page, once drawing its characters is known to end. Raises `TooMuchError`."""
        if self._unchecked is not None:
            type3.check(self._unchecked)
            self._unchecked = None
        return self._document[number]

    def _has_ink(self, number: int, box: Box) -> bool:
        """Whether a part of a page is more than a pale background."""
        try:
            bitmap = _bitmap(self._page_to_draw(number), box, _INK_DPI)
        except pdfium.PdfiumError:
            return True
        dark = bytes(bitmap.buffer).translate(_IS_DARK).count(1)
        return bool(dark > _MIN_INK * bitmap.width * bitmap.height)


def _recognised_less(found: Page, layer: Sequence[Glyph]) -> bool:
    """Whether much less was recognised than the invisible text has."""
    return sum(len(glyph.text) for glyph in found.glyphs) < _MUCH_LESS * len(layer)


def _is_unmapped(glyphs: Sequence[Glyph]) -> bool:
    """Whether a page's text is unreliable: several characters are unmapped, or many are in the private use area."""
    printed = "".join([glyph.text for glyph in glyphs])
    unmapped, private = printed.count(pdf_text.UNMAPPED), len(_PRIVATE.findall(printed))
    return unmapped > max(_MAX_UNMAPPED * len(glyphs), _MIN_UNMAPPED) or unmapped + private > _UNRELIABLE * len(glyphs)


def _render(page: pdfium.PdfPage, box: Box | None) -> bytes:
    """A page, or a part of it, as a PNG of moderate size."""
    bitmap = _bitmap(page, box, _DPI)
    return scan.png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def _bitmap(page: pdfium.PdfPage, box: Box | None, dpi: int) -> pdfium.PdfBitmap:
    width, height = page.get_size()
    left, top, right, bottom = box or (0.0, 0.0, width, height)
    scale = min(dpi / 72, _MAX_PIXELS / max(right - left, bottom - top, 1))
    return page.render(scale=scale, grayscale=True, crop=(left, height - bottom, width - right, top))
