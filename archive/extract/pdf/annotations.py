"""Form fields, typed text and stamps that lie over a PDF's page: made a part of it, so that they are read with it.

Knows annotations (ISO 32000-1, 12.5): what is shown of one is its appearance; one without is said not to be read.
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

_UNSHOWN: Final = frozenset((c.FPDF_ANNOT_LINK, c.FPDF_ANNOT_POPUP))
_TYPED: Final = {c.FPDF_ANNOT_WIDGET: b"V", c.FPDF_ANNOT_FREETEXT: b"Contents"}
"""Kinds that hold text of the page, and the entry that has it."""
_HIDDEN: Final = c.FPDF_ANNOT_FLAG_HIDDEN | c.FPDF_ANNOT_FLAG_NOVIEW
_MANY: Final = 20_000
_EMPTY: Final = 2
"""Bytes of an empty text with its end, in UTF-16."""


def page(document: pdfium.PdfDocument, number: int) -> tuple[Page, Note | None]:
    """A page with its annotations in it, and what of them is not read. Raises `TooMuchError` and `PdfiumError`."""
    opened = document[number]
    count = c.FPDFPage_GetAnnotCount(opened)
    if count <= 0:
        return opened, None
    if count > _MANY:
        raise limits.TooMuchError("a page of it has too many annotations")
    shown = list(_shown(opened, count))
    if not shown:
        return opened, None
    done = c.FPDFPage_Flatten(opened, c.FLAT_NORMALDISPLAY) != c.FLATTEN_FAIL
    opened.close()
    note = f"Fields and notes on page {number + 1} were not read: "
    if not done:
        return document[number], Note(NoteCode.UNREAD_PART, f"{note}they cannot be made a part of it.")
    return document[number], None if all(shown) else Note(NoteCode.UNREAD_PART, f"{note}they have no appearance.")


def _shown(opened: Page, count: int) -> Iterator[bool]:
    """For each annotation that is shown, whether it has an appearance, or nothing to say."""
    for at in range(count):
        annotation = c.FPDFPage_GetAnnot(opened, at)
        if not annotation:
            continue
        kind = c.FPDFAnnot_GetSubtype(annotation)
        if kind not in _UNSHOWN and not c.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
            yield kind not in _TYPED or _has_appearance(annotation) or not _says(annotation, _TYPED[kind])
        c.FPDFPage_CloseAnnot(annotation)


def _has_appearance(annotation: Handle) -> bool:
    return bool(c.FPDFAnnot_GetAP(annotation, c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > _EMPTY)


def _says(annotation: Handle, key: bytes) -> bool:
    none = ctypes.POINTER(c.FPDF_WCHAR)()
    return bool(c.FPDFAnnot_GetStringValue(annotation, key, none, 0) > _EMPTY)
