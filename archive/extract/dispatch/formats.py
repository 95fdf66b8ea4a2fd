"""Which reader reads which kind of file, and what is returned where a reader fails."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import cast

from archive.extract.layout import kinds, limits, sniffing
from archive.extract.layout.document import Document, Picture, Unreadable, UnreadableReason
from archive.extract.layout.packed_files import Package

Reader = Callable[[bytes], Document | Unreadable]


def read(
    data: bytes, *, declared: str | None = None, name: str | None = None, hint: str | None = None
) -> Document | Unreadable:
    """Read a document of any kind.

    `declared` is the Content-Type or charset that came with the bytes, used where the charset cannot be detected;
    `name` is the file's name, for messages only; `hint` is the title of the link to the file, which decides between
    several reports in a packed file. Never raises for what the bytes hold.
    """
    return _read(data, declared, name, hint=hint)


def tolerant(data: bytes, *, declared: str | None = None, name: str | None = None) -> Document | Unreadable:
    """Read a document like `read`, but web pages with the tolerant parser, which takes thirty times as long."""
    return _read(data, declared, name, tolerant_html=True)


def read_packed(data: bytes, depth: int, hint: str | None = None) -> Document | Unreadable:
    """Read a part of a packed file that was packed `depth` - 1 times. Raises `TooMuchError` where that is too often."""
    kind = sniffing.kind(data)
    if kind in kinds.COLLECTIONS:
        from archive.extract.dispatch import packed_reports

        return packed_reports.read(data, read_packed, depth, hint=hint)
    if kind in ("docx", "wordxml"):
        from archive.extract.word import docx

        return _guarded(lambda packed: docx.read(packed, read_packed, depth), data, None)
    return read(data)


def _read(
    data: bytes, declared: str | None, name: str | None, *, tolerant_html: bool = False, hint: str | None = None
) -> Document | Unreadable:
    if len(data) > limits.BYTES:
        return Unreadable(None, _message(name, f"it has more than {limits.BYTES} bytes"), UnreadableReason.OVER_LIMIT)
    kind = sniffing.kind(data)
    if refusal := kinds.by_name()[kind].refusal:
        code = UnreadableReason.EMPTY_DOCUMENT if kind == "empty" else UnreadableReason.FORMAT_UNSUPPORTED
        return Unreadable(sniffing.media_type(data), _message(name, refusal), code)
    return _guarded(_reader(kind, declared, tolerant_html=tolerant_html, hint=hint), data, name)


def _failure(error: Exception) -> str:
    return f"its reader failed: {type(error).__name__}: {str(error)[:200]}"


def _guarded(reader: Reader, data: bytes, name: str | None) -> Document | Unreadable:
    """The result of a reader; where it raises, an `Unreadable` with the reason.

    Raises OSError where the machine failed, such as for a full disk: that says nothing of the document.
    """
    try:
        return reader(data)
    except limits.TooMuchError as error:
        reason, code = str(error), UnreadableReason.OVER_LIMIT
    except RecursionError:  # such as the directory of a compound file as one long branch, which olefile descends
        reason, code = "its parts are nested too deeply", UnreadableReason.OVER_LIMIT
    except OSError as error:
        if error.errno in limits.ERRORS_OF_THE_MACHINE:
            raise
        reason, code = _failure(error), UnreadableReason.READER_FAILED
    except MemoryError:
        reason, code = "reading it takes more memory than is allowed", UnreadableReason.OUT_OF_MEMORY
    except Exception as error:
        reason, code = _failure(error), UnreadableReason.READER_FAILED
    return Unreadable(sniffing.media_type(data), _message(name, reason), code)


def _reader(kind: str, declared: str | None, *, tolerant_html: bool, hint: str | None) -> Reader:
    if kind == "html":
        from archive.extract.html import reader as html

        return lambda data: _with_pictures(html.read(data, declared=declared, tolerant=tolerant_html), data)
    if kind == "text":
        from archive.extract.layout import plain_text

        return lambda data: plain_text.read(data, declared=declared)
    if kind == "xlsx":
        from archive.extract.sheets import xlsx

        return lambda data: _with_sheet_pictures(xlsx.read(data), data)
    if kind in kinds.COLLECTIONS:
        from archive.extract.dispatch import packed_reports

        return lambda data: packed_reports.read(data, read_packed, hint=hint)
    if kind in ("docx", "wordxml"):
        from archive.extract.word import docx

        return lambda data: docx.read(data, read_packed)
    return cast(Reader, importlib.import_module(str(kinds.by_name()[kind].reader)).read)


def _with_pictures(document: Document | Unreadable, data: bytes) -> Document | Unreadable:
    """A page with its embedded pictures recognised, where they are the report."""
    if isinstance(document, Unreadable) or b"data:image/" not in data:
        return document
    from archive.extract.ocr import embedded_pictures

    return embedded_pictures.recognise(document, embedded_pictures.from_data_urls(data))


def _with_sheet_pictures(document: Document | Unreadable, data: bytes) -> Document | Unreadable:
    """A workbook with its pictures recognised, where they are the report."""
    if isinstance(document, Unreadable) or not any(isinstance(block, Picture) for block in document.blocks):
        return document
    from archive.extract.ocr import embedded_pictures

    with Package(data) as package:
        return embedded_pictures.recognise_workbook(document, lambda picture: package.get(picture.source))


def _message(name: str | None, reason: str) -> str:
    return f"{name}: {reason}" if name else f"The document was not read: {reason}"
