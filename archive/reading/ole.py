"""Compound files of old office programs: which program wrote this one."""

from __future__ import annotations

from io import BytesIO

import olefile  # type: ignore[import-untyped]

from archive.reading import office, word, xls
from archive.reading.document import Document, Unreadable
from archive.reading.sniff import MEDIA_TYPES


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
    return office.read(data, "doc", "it is a compound file of a program that is not known here")


def _word(file: olefile.OleFileIO, data: bytes) -> Document | Unreadable:
    try:
        return word.read(file)
    except word.LockedError:
        return Unreadable(MEDIA_TYPES["doc"], "the Word file is protected by a password")
    except word.StrangeError as error:
        return office.read(data, "doc", str(error))
