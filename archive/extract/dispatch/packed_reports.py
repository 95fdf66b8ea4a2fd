"""Packed collections (`.zip`, `.gz`, `.rar`, `.7z`): the part that is the report, with tables that are in other parts.

Every likely part is read. Of those that read like a report the one that the link to the file means is selected; notes
name the others.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Final

from archive import patterns
from archive.extract.dispatch import packed_parts
from archive.extract.dispatch.packed_parts import PackedDocument
from archive.extract.layout import kinds, limits, report_likeness, sniffing
from archive.extract.layout.archives import Unpacked
from archive.extract.layout.document import Document, Note, NoteCode, Unreadable, UnreadableReason
from archive.extract.layout.packed_files import BrokenError, Package, ReadPart, reason_of

_LIKELY: Final = patterns.lazy(r"年报|年度报告|信息公开|公开工作")
_KINDS: Final = patterns.lazy(
    rf"\.(?:{'|'.join(known.suffixes for known in kinds.FORMATS if known.suffixes)})$", re.IGNORECASE
)
_MAX_PARTS: Final = 12
_TERM_MARGIN: Final = 3
"""How many terms fewer than the best part another part may have and be a report as well."""
_MAX_NAMED: Final = 20
_CALLED: Final = {"zip": "ZIP", "gzip": "GZIP", "rar": "RAR", "7z": "7-Zip"}


def read(data: bytes, read_part: ReadPart, depth: int = 1, *, hint: str | None = None) -> Document | Unreadable:
    """Read the report in a packed file, each part by `read_part`. Raises `TooMuchError`.

    `hint` is the title of the link to the file.
    """
    if depth > limits.DEPTH:
        raise limits.TooMuchError(f"it is packed more than {limits.DEPTH} times")
    try:
        if data.startswith(b"\x1f\x8b"):
            return read_part(_gunzip(data), depth + 1, hint)
        with Package(data) if data.startswith(b"PK") else Unpacked(data) as package:
            displayed = package.display_names()
            names = sorted(
                filter(lambda name: _is_document(displayed[name]), displayed),
                key=lambda name: _order(displayed[name], hint),
            )
            read = [(displayed[name], read_part(package.require(name), depth + 1, hint)) for name in names[:_MAX_PARTS]]
    except BrokenError as error:
        return _unreadable(data, f"cannot be opened: {error}", reason_of(error))
    parts = [PackedDocument(name, inner) for name, inner in read if isinstance(inner, Document)]
    failed = [(name, inner) for name, inner in read if isinstance(inner, Unreadable)]
    if not parts:
        reasons = "; ".join(f"{name}: {inner.reason}" for name, inner in failed)
        return _unreadable(
            data, f"holds nothing that can be read ({reasons or 'no document'})", UnreadableReason.NO_TEXT
        )
    if not any(part.term_count for part in parts) and (closed := _closed_report(failed)):
        name, inner = closed
        return _unreadable(data, f"holds what could not be read ({name}: {inner.reason})", inner.code)
    document, selected = _select_report(parts, hint)
    unread = [
        name
        for name in (*(name for name, _ in failed), *(displayed[name] for name in names[_MAX_PARTS:]))
        if _is_named_like_report(name)
    ]
    omitted = [name for name in displayed.values() if name not in selected]
    notes = (
        Note(NoteCode.TAKEN_FROM_PACKAGE, f"Read from {' and '.join(selected)} in a packed file."),
        *((Note(NoteCode.LEFT_IN_PACKAGE, f"Not read from it: {_name_list(omitted)}."),) if omitted else ()),
        *(
            (Note(NoteCode.UNREAD_PART, f"Parts of the packed file were not read: {_name_list(unread)}."),)
            if unread
            else ()
        ),
    )
    return replace(document, notes=(*notes, *document.notes))


def _unreadable(data: bytes, why: str, code: UnreadableReason) -> Unreadable:
    kind = sniffing.kind(data)
    return Unreadable(sniffing.MEDIA_TYPES[kind], f"the {_CALLED[kind]} file {why}"[:500], code)


def _closed_report(failed: Sequence[tuple[str, Unreadable]]) -> tuple[str, Unreadable] | None:
    """The first part that could not be read and is named like a report; where none is, the first: any may be one."""
    return next(((name, inner) for name, inner in failed if _is_named_like_report(name)), next(iter(failed), None))


def _select_report(parts: Sequence[PackedDocument], hint: str | None) -> tuple[Document, list[str]]:
    """The report among the parts, and the names of the parts that it is made of."""
    best_count = max(part.term_count for part in parts)
    candidates = [
        part for part in parts if part.term_count >= max(report_likeness.ENOUGH, best_count - _TERM_MARGIN)
    ] or parts
    best = max(
        candidates,
        key=lambda part: (
            packed_parts.match_hint(part, hint),
            part.term_count,
            _is_named_like_report(part.name),
            len(part.text),
        ),
    )
    document, appendices = packed_parts.join_tables(best, parts)
    enough = 1 if best.lacks_tables else report_likeness.ENOUGH
    other_reports = [
        part.name
        for part in parts
        if part.term_count >= enough
        and all(part is not part_used for part_used in (best, *appendices))
        and not part.has_same_content(best)
    ]
    message = f"Parts of the packed file, which may be other reports, were not read: {_name_list(other_reports)}."
    notes = (Note(NoteCode.UNREAD_REPORTS, message),) if other_reports else ()
    return replace(document, notes=(*document.notes, *notes)), [part.name for part in (best, *appendices)]


def _name_list(names: Sequence[str]) -> str:
    return ", ".join(names[:_MAX_NAMED])


def _is_named_like_report(name: str) -> bool:
    """Whether a file is named like a report."""
    return bool(_LIKELY.search(name))


def _is_document(name: str) -> bool:
    base = name.rpartition("/")[2]
    known = bool(_KINDS.search(name)) or "." not in base
    return known and not name.startswith("__MACOSX") and not base.startswith((".", "~$"))


def _order(name: str, hint: str | None) -> tuple[int, bool, str]:
    return -packed_parts.shared_pairs(name, hint), not _is_named_like_report(name), name


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            inner = file.read(limits.UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BrokenError(f"its packing is broken: {error}") from error
    if len(inner) > limits.UNPACKED:
        raise limits.TooMuchError("it unpacks to more than is allowed")
    return inner
