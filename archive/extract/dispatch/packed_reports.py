"""Packed collections (`.zip`, `.gz`): the one part that is the report, with its tables where they lie in other parts.

Every likely part is read; of those that speak like a report the one is taken that the link to the file means, and what
was not taken is named in the notes.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Final

from archive.extract.dispatch import packed_parts
from archive.extract.dispatch.packed_parts import Part
from archive.extract.layout import kinds, limits, report_likeness
from archive.extract.layout.document import Document, Note, NoteCode, Unreadable, UnreadableReason
from archive.extract.layout.packed_files import BrokenError, Package, ReadPart, reason_of
from archive.extract.layout.sniffing import MEDIA_TYPES

_LIKELY: Final = re.compile(r"年报|年度报告|信息公开|公开工作")
_KINDS: Final = re.compile(
    rf"\.(?:{'|'.join(known.suffixes for known in kinds.FORMATS if known.suffixes)})$", re.IGNORECASE
)
_MOST: Final = 12
_LESS: Final = 3
"""Words of a report that one part may have fewer than another, and be a report as well."""
_NAMED: Final = 20


def read(data: bytes, read_part: ReadPart, depth: int = 1, *, hint: str | None = None) -> Document | Unreadable:
    """Read the report in a packed file, each part by `read_part`. Raises `TooMuchError`.

    `hint` says what the link to the file promises.
    """
    if depth > limits.DEPTH:
        raise limits.TooMuchError(f"it is packed more than {limits.DEPTH} times")
    if data.startswith(b"\x1f\x8b"):
        return read_part(_gunzip(data), depth + 1, hint)
    try:
        with Package(data) as package:
            shown = package.display_names()
            names = sorted(filter(lambda name: _wanted(shown[name]), shown), key=lambda name: _order(shown[name], hint))
            read = [(shown[name], read_part(package.require(name), depth + 1, hint)) for name in names[:_MOST]]
    except BrokenError as error:
        return Unreadable(MEDIA_TYPES["zip"], f"the ZIP file cannot be opened: {error}", reason_of(error))
    parts = [Part(name, inner) for name, inner in read if isinstance(inner, Document)]
    failed = [(name, inner.reason) for name, inner in read if isinstance(inner, Unreadable)]
    if not parts:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in failed)
        why = f"the ZIP file holds nothing that can be read ({reasons or 'no document'})"[:500]
        return Unreadable(MEDIA_TYPES["zip"], why, UnreadableReason.NO_TEXT)
    document, taken = _taken(parts, hint)
    lost = [name for name in (*(name for name, _ in failed), *(shown[name] for name in names[_MOST:])) if _sounds(name)]
    left = [name for name in shown.values() if name not in taken]
    notes = (
        Note(NoteCode.TAKEN_FROM_PACKAGE, f"Read from {' and '.join(taken)} in a packed file."),
        *((Note(NoteCode.LEFT_IN_PACKAGE, f"Not read from it: {_listed(left)}."),) if left else ()),
        *((Note(NoteCode.UNREAD_PART, f"Parts of the packed file were not read: {_listed(lost)}."),) if lost else ()),
    )
    return replace(document, notes=(*notes, *document.notes))


def _taken(parts: Sequence[Part], hint: str | None) -> tuple[Document, list[str]]:
    """The report among the parts, and the names of the parts that it was put together from."""
    most = max(part.words for part in parts)
    equals = [part for part in parts if part.words >= max(report_likeness.ENOUGH, most - _LESS)] or parts
    best = max(
        equals, key=lambda part: (packed_parts.meant(part, hint), part.words, _sounds(part.name), len(part.text))
    )
    document, used = packed_parts.joined(best, parts)
    enough = 1 if best.lacks_tables else report_likeness.ENOUGH
    others = [
        part.name
        for part in parts
        if part.words >= enough and all(part is not one for one in (best, *used)) and not part.says_the_same(best)
    ]
    told = f"Parts of the packed file, which may be other reports, were not read: {_listed(others)}."
    notes = (Note(NoteCode.UNREAD_REPORTS, told),) if others else ()
    return replace(document, notes=(*document.notes, *notes)), [part.name for part in (best, *used)]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED])


def _sounds(name: str) -> bool:
    """Whether a file is called like a report."""
    return bool(_LIKELY.search(name))


def _wanted(name: str) -> bool:
    base = name.rpartition("/")[2]
    known = bool(_KINDS.search(name)) or "." not in base
    return known and not name.startswith("__MACOSX") and not base.startswith((".", "~$"))


def _order(name: str, hint: str | None) -> tuple[int, bool, str]:
    return -packed_parts.shared(name, hint), not _sounds(name), name


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            inner = file.read(limits.UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"the packing is broken: {error}") from error
    if len(inner) > limits.UNPACKED:
        raise limits.TooMuchError("it unpacks to more than is allowed")
    return inner
