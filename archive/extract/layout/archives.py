"""RAR and 7-Zip files opened safely, by libarchive where that is installed, with the limits of `packed_files`."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, Final, Self

from archive.extract.layout import limits
from archive.extract.layout.document import UnreadableReason
from archive.extract.layout.packed_files import MOST_PARTS, BrokenError

_MISSING: Final = "RAR and 7-Zip files need libarchive (pip install 'nianbao[archives]', apt install libarchive13)"
_LIBRARY: Final = "libarchive.so.13"
"""What Linux calls the library. To search for it, Python starts a program, which the reading process may not do."""
_PASSWORD: Final = ("passphrase", "password", "encrypt")
"""Words of libarchive about a file that a password protects."""


class Unpacked:
    """The parts of a RAR or 7-Zip file by name, all unpacked at once. Raises `BrokenError` and `TooMuchError`."""

    def __init__(self, data: bytes) -> None:
        library = _library()
        self._parts: dict[str, bytes] = {}
        self._remaining = min(limits.UNPACKED, limits.RATIO * len(data))
        try:
            with library.memory_reader(data, format_name=_format(data)) as entries:
                for entry in entries:
                    self._add(entry)
        except library.exception.ArchiveError as error:
            protected = any(word in str(error).lower() for word in _PASSWORD)
            code = UnreadableReason.PASSWORD_PROTECTED if protected else UnreadableReason.FILE_BROKEN
            why = (
                "it is protected by a password"
                if protected
                else f"its packing is broken: {error.msg or 'libarchive does not say how'}"
            )
            raise BrokenError(why, code) from error

    def _add(self, entry: Any) -> None:
        if not entry.isfile or not entry.pathname:
            return
        if len(self._parts) >= MOST_PARTS:
            raise limits.TooMuchError(f"it has more than {MOST_PARTS} parts")
        content = bytearray()
        for block in entry.get_blocks():
            content += block
            self._remaining -= len(block)
            if self._remaining < 0:
                raise limits.TooMuchError("it unpacks to more than is allowed")
        self._parts[str(entry.pathname).replace("\\", "/")] = bytes(content)

    def display_names(self) -> dict[str, str]:
        """Name of each file -> name to display: the same."""
        return {name: name for name in self._parts}

    def require(self, name: str) -> bytes:
        """The bytes of a part; raises `BrokenError` if it is missing."""
        if name not in self._parts:
            raise BrokenError(f"its part {name} is missing")
        return self._parts[name]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.clear()


def _format(data: bytes) -> str:
    """What libarchive calls the format; left to itself, it takes a stored ZIP inside for the file."""
    if data.startswith(b"7z"):
        return "7zip"
    return "rar5" if data.startswith(b"Rar!\x1a\x07\x01") else "rar"


def _library() -> Any:
    """libarchive. Raises `BrokenError` where the package or the library is not installed."""
    if sys.platform == "linux":
        os.environ.setdefault("LIBARCHIVE", _LIBRARY)
    try:
        library: Any = importlib.import_module("libarchive")
    except (ImportError, OSError, AttributeError, TypeError) as error:
        raise BrokenError(_MISSING, UnreadableReason.READER_MISSING) from error
    return library
