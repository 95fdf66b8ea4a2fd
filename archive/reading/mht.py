"""Web pages saved as one mail-like file (`.mht`), which Word writes under `.doc` too."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from typing import Final

from archive.reading import html, limits, pictures, text
from archive.reading.document import Document, Picture, Unreadable

_TYPE: Final = "multipart/related"
_PARTS: Final = 500


def read(data: bytes) -> Document | Unreadable:
    """Read the page of a web archive. Raises `TooMuchError`."""
    parts = [part for part in message_from_bytes(data).walk() if not part.is_multipart()]
    if len(parts) > _PARTS:
        raise limits.TooMuchError(f"it has more than {_PARTS} parts")
    for wanted, reader in (("text/html", html.read), ("text/plain", text.read)):
        bodies = [
            (body, part.get_content_charset())
            for part in parts
            if part.get_content_type() == wanted and (body := _body(part))
        ]
        if bodies:
            body, charset = max(bodies, key=lambda pair: len(pair[0]))
            document = reader(body, declared=charset)
            if isinstance(document, Unreadable):
                return document
            return pictures.recognise(replace(document, media_type=_TYPE, reader="mht"), _media(parts))
    return Unreadable(_TYPE, "the web archive holds no page")


def _media(parts: Sequence[Message]) -> pictures.Find:
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
