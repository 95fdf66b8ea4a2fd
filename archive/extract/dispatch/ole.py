"""Compound files (OLE2) of old office programs: finds out which program wrote a file and reads it accordingly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import olefile  # type: ignore[import-untyped]

from archive.extract.dispatch import libreoffice
from archive.extract.layout.document import Document, Picture, Unreadable, UnreadableReason
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.sheets import xls, xls_pictures
from archive.extract.word import doc


def read(data: bytes) -> Document | Unreadable:
    """Read a `.doc`, `.wps` or `.xls` file. Raises `TooMuchError`."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            names = {"/".join(path) for path in file.listdir(streams=True)}
            if "EncryptedPackage" in names:
                return Unreadable(
                    MEDIA_TYPES["doc"], "the file is protected by a password", UnreadableReason.PASSWORD_PROTECTED
                )
            if "WordDocument" in names:
                return _word(file, data)
            if names & {"Workbook", "Book"}:
                stream = file.openstream("Workbook" if "Workbook" in names else "Book").read()
                return _with_pictures(xls.read(data), xls_pictures.in_workbook(stream))
    except (OSError, ValueError, IndexError, TypeError) as error:
        why = f"the compound file is broken: {error}"
        return Unreadable(MEDIA_TYPES["doc"], why, UnreadableReason.FILE_BROKEN)
    return libreoffice.read(data, "doc", "it is a compound file of a program that is not known here")


def _with_pictures(document: Document | Unreadable, pictures: Sequence[bytes]) -> Document | Unreadable:
    """A workbook with its pictures recognised, where they are the report."""
    if isinstance(document, Unreadable) or not pictures:
        return document
    from archive.extract.ocr import embedded_pictures

    sources = {f"picture {number}": data for number, data in enumerate(pictures, 1)}
    shown = replace(document, blocks=(*document.blocks, *map(Picture, sources)))
    return embedded_pictures.recognise_workbook(shown, lambda picture: sources.get(picture.source))


def _word(file: olefile.OleFileIO, data: bytes) -> Document | Unreadable:
    try:
        return doc.read(file)
    except doc.EncryptedError:
        why = "the Word file is protected by a password"
        return Unreadable(MEDIA_TYPES["doc"], why, UnreadableReason.PASSWORD_PROTECTED)
    except doc.UnsupportedError as error:
        return libreoffice.read(data, "doc", str(error))
