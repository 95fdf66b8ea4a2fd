"""Answers that caches and browsers may keep: each has an ETag (RFC 9110) by the state of the archive that it shows.

The state is the archive's file with its log: a night's publication changes it, and every page with it. Whoever asks
with the ETag of today's state is told that nothing changed, before any query runs. What a visitor logged in for is left
alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from archive.web.language import App, Message, Receive, Send, current

FRESH: Final = b"public, max-age=60"
"""How long an answer is taken without asking again, where nothing else says so."""

_PROGRAM = version("nianbao")


def kept(app: App, archive: Callable[[], Path]) -> App:
    """The application with ETags on what it answers to GET and HEAD."""

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        if not _is_for_anybody(scope):
            await app(scope, receive, send)
            return
        tag = _tag(scope, archive())
        if tag in _asked(scope):
            await _not_modified(tag, send)
            return

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message = {**message, "headers": _with(message["headers"], tag)}
            await send(message)

        await app(scope, receive, tagged)

    return answered


def _is_for_anybody(scope: Message) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    return not {name.lower() for name, _ in scope["headers"]} & {b"cookie", b"authorization"}


def _tag(scope: Message, archive: Path) -> bytes:
    """A weak ETag: program, language, address, and when the archive and its log were last written."""
    state = [_written(path) for path in (archive, archive.with_name(f"{archive.name}-wal"))]
    shown = [_PROGRAM, current(), scope["path"], scope["query_string"].decode("latin-1"), repr(state)]
    return b'W/"' + sha256("\n".join(shown).encode()).hexdigest()[:24].encode() + b'"'


def _written(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _asked(scope: Message) -> Sequence[bytes]:
    return [
        one.strip() for name, value in scope["headers"] if name.lower() == b"if-none-match" for one in value.split(b",")
    ]


def _with(headers: list[tuple[bytes, bytes]], tag: bytes) -> list[tuple[bytes, bytes]]:
    names = {name.lower() for name, _ in headers}
    if b"etag" in names or b"set-cookie" in names:
        return headers
    fresh = [] if b"cache-control" in names else [(b"cache-control", FRESH)]
    return [*headers, (b"etag", tag), *fresh]


async def _not_modified(tag: bytes, send: Send) -> None:
    headers = [(b"etag", tag), (b"cache-control", FRESH), (b"vary", b"Accept-Language, Cookie")]
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
