"""Compound files (OLE2) of old office programs: finds out which program wrote a file and reads it accordingly."""

from __future__ import annotations

from io import BytesIO

import olefile  # type: ignore[import-untyped]

from archive.extract.dispatch import libreoffice
from archive.extract.layout.document import Document, Unreadable, UnreadableReason
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.sheets import xls
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
                return xls.read(data)
    except (OSError, ValueError, IndexError, TypeError) as error:
        why = f"the compound file is broken: {error}"
        return Unreadable(MEDIA_TYPES["doc"], why, UnreadableReason.FILE_BROKEN)
    return libreoffice.read(data, "doc", "it is a compound file of a program that is not known here")


def _word(file: olefile.OleFileIO, data: bytes) -> Document | Unreadable:
    try:
        return doc.read(file)
    except doc.EncryptedError:
        why = "the Word file is protected by a password"
        return Unreadable(MEDIA_TYPES["doc"], why, UnreadableReason.PASSWORD_PROTECTED)
    except doc.UnsupportedError as error:
        return libreoffice.read(data, "doc", str(error))
