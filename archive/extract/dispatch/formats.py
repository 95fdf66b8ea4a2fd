"""Which reader takes which kind of file, and what stands in for a reader that fails."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import cast

from archive.extract.layout import kinds, limits, sniffing
from archive.extract.layout.document import Document, Unreadable, UnreadableReason

Reader = Callable[[bytes], Document | Unreadable]


def read(
    data: bytes, *, declared: str | None = None, name: str | None = None, hint: str | None = None
) -> Document | Unreadable:
    """Read a document, whatever it is.

    `declared` is the Content-Type or charset that came with the bytes, used for characters where trials fail; `name` is
    a file's name and serves messages only; `hint` is the title of the link to the file, which decides between several
    reports in a packed one. Never raises for what the bytes hold.
    """
    return _read(data, declared, name, hint=hint)


def tolerant(data: bytes, *, declared: str | None = None, name: str | None = None) -> Document | Unreadable:
    """Read a document again, web pages with the tolerant parser: a second opinion, at thirty times the cost."""
    return _read(data, declared, name, tolerant_html=True)


def read_inside(data: bytes, depth: int, hint: str | None = None) -> Document | Unreadable:
    """Read what was packed `depth` - 1 times. Raises `TooMuchError` for what is packed too often."""
    kind = sniffing.kind(data)
    if kind in ("zip", "gzip"):
        from archive.extract.dispatch import packed_reports

        return packed_reports.read(data, read_inside, depth, hint=hint)
    if kind in ("docx", "wordxml"):
        from archive.extract.word import docx

        return _guarded(lambda packed: docx.read(packed, read_inside, depth), data, None)
    return read(data)


def _read(
    data: bytes, declared: str | None, name: str | None, *, tolerant_html: bool = False, hint: str | None = None
) -> Document | Unreadable:
    if len(data) > limits.BYTES:
        return Unreadable(None, _of(name, f"it has more than {limits.BYTES} bytes"), UnreadableReason.OVER_LIMIT)
    kind = sniffing.kind(data)
    if refusal := kinds.by_name()[kind].refusal:
        code = UnreadableReason.EMPTY_DOCUMENT if kind == "empty" else UnreadableReason.FORMAT_UNSUPPORTED
        return Unreadable(sniffing.media_type(data), _of(name, refusal), code)
    return _guarded(_reader(kind, declared, tolerant_html=tolerant_html, hint=hint), data, name)


def _guarded(reader: Reader, data: bytes, name: str | None) -> Document | Unreadable:
    """What a reader made of the bytes; its failures as the reason why it made nothing of them."""
    try:
        return reader(data)
    except limits.TooMuchError as error:
        reason, code = str(error), UnreadableReason.OVER_LIMIT
    except MemoryError:
        reason, code = "reading it takes more memory than is allowed", UnreadableReason.OUT_OF_MEMORY
    except Exception as error:
        reason = f"its reader failed: {type(error).__name__}: {str(error)[:200]}"
        code = UnreadableReason.READER_FAILED
    return Unreadable(sniffing.media_type(data), _of(name, reason), code)


def _reader(kind: str, declared: str | None, *, tolerant_html: bool, hint: str | None) -> Reader:
    if kind == "html":
        from archive.extract.html import reader as html

        return lambda data: _with_pictures(html.read(data, declared=declared, tolerant=tolerant_html), data)
    if kind == "text":
        from archive.extract.layout import plain_text

        return lambda data: plain_text.read(data, declared=declared)
    if kind in ("zip", "gzip"):
        from archive.extract.dispatch import packed_reports

        return lambda data: packed_reports.read(data, read_inside, hint=hint)
    if kind in ("docx", "wordxml"):
        from archive.extract.word import docx

        return lambda data: docx.read(data, read_inside)
    return cast(Reader, importlib.import_module(str(kinds.by_name()[kind].reader)).read)


def _with_pictures(document: Document | Unreadable, data: bytes) -> Document | Unreadable:
    """A page with what the pictures in it say, where they are the report and stand in the page itself."""
    if isinstance(document, Unreadable) or b"data:image/" not in data:
        return document
    from archive.extract.ocr import embedded_pictures

    return embedded_pictures.recognise(document, embedded_pictures.embedded(data))


def _of(name: str | None, reason: str) -> str:
    return f"{name}: {reason}" if name else f"The document was not read: {reason}"
