"""Compound files of old office programs: which program wrote this one."""

from __future__ import annotations

from io import BytesIO

import olefile  # type: ignore[import-untyped]

from archive.extract.dispatch import libreoffice
from archive.extract.layout.document import Document, Unreadable
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.sheets import xls
from archive.extract.word import doc


def read(data: bytes) -> Document | Unreadable:
    """Read a `.doc`, `.wps` or `.xls` file. Raises `TooMuchError`."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            names = {"/".join(path) for path in file.listdir(streams=True)}
            if "EncryptedPackage" in names:
                return Unreadable(MEDIA_TYPES["doc"], "the file is protected by a password")
            if "WordDocument" in names:
                return _word(file, data)
            if names & {"Workbook", "Book"}:
                return xls.read(data)
    except (OSError, ValueError, IndexError, TypeError) as error:
        return Unreadable(MEDIA_TYPES["doc"], f"the compound file is broken: {error}")
    return libreoffice.read(data, "doc", "it is a compound file of a program that is not known here")


def _word(file: olefile.OleFileIO, data: bytes) -> Document | Unreadable:
    try:
        return doc.read(file)
    except doc.LockedError:
        return Unreadable(MEDIA_TYPES["doc"], "the Word file is protected by a password")
    except doc.StrangeError as error:
        return libreoffice.read(data, "doc", str(error))
