"""ZIP files opened safely: the number of parts, the size of each and of all together are limited.

Knows ZIP and limits; knows nothing of what the parts are.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final, Protocol, Self

from archive.extract.layout import limits
from archive.extract.layout.document import Document, Unreadable, UnreadableReason

MOST_PARTS: Final = 5000
_FREE: Final = 1024 * 1024
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError)


class ReadPart(Protocol):
    """Reads a part of any format; passed to the readers of packed files.

    `depth` is how many packed files the part is nested in, plus one; `hint` is the title of the link to the file.
    Raises `TooMuchError` for parts that are nested too deeply.
    """

    def __call__(self, data: bytes, depth: int, hint: str | None = None) -> Document | Unreadable:
        """Read the part."""


class BrokenError(Exception):
    """A packed file that cannot be opened; the message says why, for a person."""

    def __init__(self, message: str, code: UnreadableReason = UnreadableReason.FILE_BROKEN) -> None:
        super().__init__(message)
        self.code = code


def reason_of(error: Exception) -> UnreadableReason:
    """The reason code for an error on opening a file: that of a `BrokenError`, else `FILE_BROKEN`."""
    return error.code if isinstance(error, BrokenError) else UnreadableReason.FILE_BROKEN


class Package:
    """The parts of a ZIP file by name. Raises `BrokenError` and `TooMuchError`."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise BrokenError(f"its packing is broken: {error}") from error
        self._remaining = limits.UNPACKED
        self._parts = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._file.infolist()}
        self._by_folded_name = {name.lower(): info for name, info in self._parts.items()}
        if len(self._file.infolist()) > MOST_PARTS:
            raise limits.TooMuchError(f"it has more than {MOST_PARTS} parts")

    def names(self) -> list[str]:
        """The names of all files in the package, without folders."""
        return [name for name, _ in self._files()]

    def display_names(self) -> dict[str, str]:
        """Name of each file -> name to display, with GB18030 names (no UTF-8 flag) decoded."""
        return {name: _display_name(info) for name, info in self._files()}

    def get(self, name: str) -> bytes | None:
        """The bytes of a part; None if there is none of that name. Raises `BrokenError` and `TooMuchError`.

        A name in another case means the same part where there is none in this one (ISO/IEC 29500-2, part names).
        """
        info = self._parts.get(name) or self._by_folded_name.get(name.lower())
        if info is None:
            return None
        if info.flag_bits & 1:
            raise BrokenError("it is protected by a password", UnreadableReason.PASSWORD_PROTECTED)
        allowed = min(self._remaining, _FREE + limits.RATIO * max(info.compress_size, 1))
        try:
            with self._file.open(info) as part:
                data = part.read(allowed + 1)
        except _BROKEN as error:
            raise BrokenError(f"its part {name[:80]} is broken: {error}") from error
        if len(data) > allowed:
            raise limits.TooMuchError(f"its part {name[:80]} unpacks to more than is allowed")
        self._remaining -= len(data)
        return data

    def require(self, name: str) -> bytes:
        """The bytes of a part; raises `BrokenError` if it is missing."""
        data = self.get(name)
        if data is None:
            raise BrokenError(f"its part {name} is missing")
        return data

    def _files(self) -> Iterator[tuple[str, zipfile.ZipInfo]]:
        """The parts that are files and have a name (`ZipInfo.is_dir` fails on an empty one)."""
        return ((name, info) for name, info in self._parts.items() if name and not name.endswith("/"))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _display_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename
