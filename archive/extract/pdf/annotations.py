"""Form fields, typed text and stamps over a PDF's page, merged into the page so that they are read with its text.

An annotation (ISO 32000-1, 12.5) is displayed by its appearance; a note says where text has none and was not read.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from archive.extract.layout import limits
from archive.extract.layout.document import Note, NoteCode
from archive.extract.pdf.view import Handle, Page

_WITHOUT_TEXT: Final = frozenset((c.FPDF_ANNOT_LINK, c.FPDF_ANNOT_POPUP))
_TYPED: Final = {c.FPDF_ANNOT_WIDGET: b"V", c.FPDF_ANNOT_FREETEXT: b"Contents"}
"""Annotations that hold text of the page, and the entry with that text."""
_HIDDEN: Final = c.FPDF_ANNOT_FLAG_HIDDEN | c.FPDF_ANNOT_FLAG_NOVIEW
_MAX_ANNOTATIONS: Final = 20_000
_EMPTY_STRING: Final = 2
"""Bytes of an empty string with its terminator, in UTF-16."""


def open_page(document: pdfium.PdfDocument, number: int) -> tuple[Page, Note | None]:
    """Open a page (number from 0) with its annotations merged into it, and a note on those that are not read.

    Raises `TooMuchError` and `PdfiumError`.
    """
    page = document[number]
    count = c.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return page, None
    if count > _MAX_ANNOTATIONS:
        raise limits.TooMuchError("a page of it has too many annotations")
    readable = list(_visible(page, count))
    if not readable:
        return page, None
    flattened = c.FPDFPage_Flatten(page, c.FLAT_NORMALDISPLAY) != c.FLATTEN_FAIL
    page.close()
    note = f"Fields and notes on page {number + 1} were not read: "
    if not flattened:
        return document[number], Note(NoteCode.UNREAD_PART, f"{note}they cannot be made a part of it.")
    return document[number], None if all(readable) else Note(NoteCode.UNREAD_PART, f"{note}they have no appearance.")


def _visible(page: Page, count: int) -> Iterator[bool]:
    """For each visible annotation, whether it has an appearance or no text."""
    for at in range(count):
        annotation = c.FPDFPage_GetAnnot(page, at)
        if not annotation:
            continue
        kind = c.FPDFAnnot_GetSubtype(annotation)
        if kind not in _WITHOUT_TEXT and not c.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
            yield kind not in _TYPED or _has_appearance(annotation) or not _has_text(annotation, _TYPED[kind])
        c.FPDFPage_CloseAnnot(annotation)


def _has_appearance(annotation: Handle) -> bool:
    return bool(c.FPDFAnnot_GetAP(annotation, c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > _EMPTY_STRING)


def _has_text(annotation: Handle, key: bytes) -> bool:
    no_buffer = ctypes.POINTER(c.FPDF_WCHAR)()
    return bool(c.FPDFAnnot_GetStringValue(annotation, key, no_buffer, 0) > _EMPTY_STRING)
