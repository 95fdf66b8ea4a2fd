"""Web archives: pages saved as one MIME file (`.mht`, RFC 2557), which Word and Excel also write as `.doc` and `.xls`.

Knows pages by their addresses: a single page with the text, or a set of frames with a page for each sheet of a
workbook.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from typing import Final, NamedTuple

from archive import patterns
from archive.extract.html import reader
from archive.extract.layout import charset, limits, plain_text, report_likeness
from archive.extract.layout.document import Document, Note, NoteCode, Picture, Unreadable, UnreadableReason
from archive.extract.ocr import embedded_pictures

_TYPE: Final = "multipart/related"
_PARTS: Final = 500
_MOST: Final = 40
"""Pages in frames that are read."""
_BEFORE: Final = b"\xef\xbb\xbf \t\r\n"
_FRAMES: Final = patterns.lazy(r"<frameset[\s>]", re.IGNORECASE)
_SHEETS: Final = patterns.lazy(r"<x:WorksheetSource\s[^>]{0,999}HRef\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
# such as <frame src="book.files/tabstrip.htm
_FRAME: Final = patterns.lazy(r"<i?frame\s[^>]{0,999}?src\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_LEFT_OUT: Final = "Left out as hidden: the pages {}."
_UNREAD: Final = "Pages of the web archive were not read: {}."
# such as <x:Visible>SheetVeryHidden
_HIDDEN: Final = patterns.lazy(r"<x:Visible>\s*Sheet(?:Very)?Hidden", re.IGNORECASE)
_TABS: Final = "tabstrip.htm"
"""The page with the names of a workbook's sheets, as Excel calls it."""


class _Page(NamedTuple):
    """A page of the archive: its address, its bytes, and the charset that its header declares."""

    name: str
    body: bytes
    declared: str | None

    def markup(self) -> str:
        """The page as characters."""
        return charset.decode(self.body, self.declared).text


def read(data: bytes) -> Document | Unreadable:
    """Read the page of a web archive, or the pages in its frames one after the other. Raises `TooMuchError`."""
    parts = [part for part in message_from_bytes(data.lstrip(_BEFORE)).walk() if not part.is_multipart()]
    if len(parts) > _PARTS:
        raise limits.TooMuchError(f"it has more than {_PARTS} parts")
    if pages := list(_pages(parts, "text/html")):
        chosen = _pages_in_frames(pages)[:_MOST] or [max(pages, key=lambda page: len(page.body))]
        read = [reader.read(page.body, declared=page.declared) for page in chosen]
        return _join(read, _notes_on_unread(pages, chosen), _picture_finder(parts))
    if pages := list(_pages(parts, "text/plain")):
        longest = max(pages, key=lambda page: len(page.body))
        return _join([plain_text.read(longest.body, declared=longest.declared)], (), _picture_finder(parts))
    return Unreadable(_TYPE, "the web archive holds no page", UnreadableReason.NO_TEXT)


def _pages(parts: Sequence[Message], wanted: str) -> Iterator[_Page]:
    for part in parts:
        if part.get_content_type() == wanted and (body := _body(part)):
            yield _Page(str(part.get("Content-Location", "")), body, part.get_content_charset())


def _pages_in_frames(pages: Sequence[_Page]) -> list[_Page]:
    """The pages that the first one shows in frames, sheets of a workbook first; empty if it has no frameset."""
    markup = pages[0].markup()
    if not _FRAMES.search(markup):
        return []
    named = {_base_name(page.name): page for page in pages[1:]}
    names = dict.fromkeys(map(_base_name, (*_SHEETS.findall(markup), *_FRAME.findall(markup))))
    shown = [named[name] for name in names if name in named and name != _TABS]
    return [page for page in shown if not _HIDDEN.search(page.markup())] or shown


def _base_name(address: str) -> str:
    return posixpath.basename(address.replace("\\", "/")).lower()


def _notes_on_unread(pages: Sequence[_Page], chosen: Sequence[_Page]) -> tuple[Note, ...]:
    """Notes on pages that were not read: hidden sheets, and pages that may belong to the report."""
    remaining = [page for page in pages if page not in chosen]
    hidden = [page.name[-60:] for page in remaining if _HIDDEN.search(page.markup())]
    unread = [
        page.name[-60:] or "one without a name"
        for page in remaining
        if page.name[-60:] not in hidden and report_likeness.count_phrases(page.markup()) >= report_likeness.ENOUGH
    ]
    return (
        *([Note(NoteCode.HIDDEN_LEFT_OUT, _LEFT_OUT.format(", ".join(hidden[:20])))] if hidden else ()),
        *([Note(NoteCode.UNREAD_PART, _UNREAD.format(", ".join(unread[:20])))] if unread else ()),
    )


def _join(
    read: Sequence[Document | Unreadable], notes: Sequence[Note], find: embedded_pictures.FindPicture
) -> Document | Unreadable:
    """Join the pages to one document with the metadata of the first, and notes on unreadable pages."""
    documents = [document for document in read if isinstance(document, Document)]
    if not documents:
        return read[0]
    failed = [
        Note(NoteCode.UNREAD_PART, f"A page of the web archive was not read: {failure.reason}")
        for failure in read
        if isinstance(failure, Unreadable)
    ]
    blocks = tuple(block for document in documents for block in document.blocks)
    notes_of_pages = tuple(note for document in documents for note in document.notes)
    joined = replace(
        documents[0], media_type=_TYPE, reader="mht", blocks=blocks, notes=(*notes_of_pages, *failed, *notes)
    )
    return embedded_pictures.recognise(joined, find)


def _picture_finder(parts: Sequence[Message]) -> embedded_pictures.FindPicture:
    """Pictures by their address, or by the name that they were given in the archive."""
    named: dict[str, Message] = {}
    for part in parts:
        if part.get_content_maintype() == "image":
            location = str(part.get("Content-Location", ""))
            named |= {location: part, posixpath.basename(location): part}
            named[f"cid:{str(part.get('Content-ID', '')).strip('<>')}"] = part

    def find(picture: Picture) -> bytes | None:
        part = named.get(picture.source) or named.get(posixpath.basename(picture.source))
        return _body(part) if part is not None else None

    return find


def _body(part: Message) -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""
