"""Web pages saved as one mail-like file (`.mht`, RFC 2557), which Word and Excel write under `.doc` and `.xls` too.

Knows pages by their places: the one that is the text, or a set of frames, one page for each sheet of a workbook.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from typing import Final, NamedTuple

from archive.extract.html import reader
from archive.extract.layout import charset, limits, plain_text, report_likeness
from archive.extract.layout.document import Document, Note, NoteCode, Picture, Unreadable, UnreadableReason
from archive.extract.ocr import embedded_pictures

_TYPE: Final = "multipart/related"
_PARTS: Final = 500
_MOST: Final = 40
"""Pages in frames that are read."""
_BEFORE: Final = b"\xef\xbb\xbf \t\r\n"
_FRAMES: Final = re.compile(r"<frameset[\s>]", re.IGNORECASE)
_SHEETS: Final = re.compile(r"<x:WorksheetSource\s[^>]*HRef\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
# such as <frame src="book.files/tabstrip.htm
_FRAME: Final = re.compile(r"<i?frame\s[^>]*?src\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_LEFT_OUT: Final = "Left out as hidden: the pages {}."
_UNREAD: Final = "Pages of the web archive were not read: {}."
# such as <x:Visible>SheetVeryHidden
_HIDDEN: Final = re.compile(r"<x:Visible>\s*Sheet(?:Very)?Hidden", re.IGNORECASE)
_TABS: Final = "tabstrip.htm"
"""The page with the names of a workbook's sheets, as Excel calls it."""


class _Page(NamedTuple):
    """A page of the archive: its place, its bytes, and the charset that its head declares."""

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
        chosen = _framed(pages)[:_MOST] or [max(pages, key=lambda page: len(page.body))]
        read = [reader.read(page.body, declared=page.declared) for page in chosen]
        return _joined(read, _left(pages, chosen), _media(parts))
    if pages := list(_pages(parts, "text/plain")):
        longest = max(pages, key=lambda page: len(page.body))
        return _joined([plain_text.read(longest.body, declared=longest.declared)], (), _media(parts))
    return Unreadable(_TYPE, "the web archive holds no page", UnreadableReason.NO_TEXT)


def _pages(parts: Sequence[Message], wanted: str) -> Iterator[_Page]:
    for part in parts:
        if part.get_content_type() == wanted and (body := _body(part)):
            yield _Page(str(part.get("Content-Location", "")), body, part.get_content_charset())


def _framed(pages: Sequence[_Page]) -> list[_Page]:
    """The pages that the first one shows in frames, the sheets of a workbook before others; none where it has text."""
    markup = pages[0].markup()
    if not _FRAMES.search(markup):
        return []
    named = {_base(page.name): page for page in pages[1:]}
    places = dict.fromkeys(map(_base, (*_SHEETS.findall(markup), *_FRAME.findall(markup))))
    shown = [named[place] for place in places if place in named and place != _TABS]
    return [page for page in shown if not _HIDDEN.search(page.markup())] or shown


def _base(place: str) -> str:
    return posixpath.basename(place.replace("\\", "/")).lower()


def _left(pages: Sequence[_Page], chosen: Sequence[_Page]) -> tuple[Note, ...]:
    """What is told of pages that were not taken: those that hide as sheets, and those that may be the report's."""
    others = [page for page in pages if page not in chosen]
    hidden = [page.name[-60:] for page in others if _HIDDEN.search(page.markup())]
    unread = [
        page.name[-60:] or "one without a name"
        for page in others
        if page.name[-60:] not in hidden and report_likeness.words(page.markup()) >= report_likeness.ENOUGH
    ]
    return (
        *(
            [Note(NoteCode.HIDDEN_LEFT_OUT, f"Left out as hidden: the pages {', '.join(hidden[:20])}.")]
            if hidden
            else ()
        ),
        *([Note(NoteCode.UNREAD_PART, _UNREAD.format(", ".join(unread[:20])))] if unread else ()),
    )


def _joined(
    read: Sequence[Document | Unreadable], notes: Sequence[Note], find: embedded_pictures.FindPicture
) -> Document | Unreadable:
    """The pages as one document, which says of itself what the first one does; what cannot be read is told."""
    documents = [document for document in read if isinstance(document, Document)]
    if not documents:
        return read[0]
    failed = [
        Note(NoteCode.UNREAD_PART, f"A page of the web archive was not read: {one.reason}")
        for one in read
        if isinstance(one, Unreadable)
    ]
    blocks = tuple(block for document in documents for block in document.blocks)
    told = tuple(note for document in documents for note in document.notes)
    joined = replace(documents[0], media_type=_TYPE, reader="mht", blocks=blocks, notes=(*told, *failed, *notes))
    return embedded_pictures.recognise(joined, find)


def _media(parts: Sequence[Message]) -> embedded_pictures.FindPicture:
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
