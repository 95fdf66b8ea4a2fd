"""Answers that caches and browsers may keep: each has an ETag (RFC 9110) by the state of the archive that it shows.

The state is the archive's file with its log: a night's publication changes it, and every page with it. Whoever asks
with the ETag of today's state is told that nothing changed, before any query runs. The process keeps its last answers,
too, so that a page which many visitors ask for at once is made once. What a visitor logged in for is left alone.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

from archive.web.language import App, Message, Receive, Send, current

SECONDS: Final = 60
FRESH: Final = f"public, max-age={SECONDS}".encode()
"""How long an answer is taken without asking again, where nothing else says so."""

MOST_BYTES: Final = 16_000_000
"""What the kept answers of a process may take of its memory."""
LARGEST: Final = 300_000
"""Bytes of an answer that is kept; pages have less."""

_PROGRAM = version("nianbao")


def kept(app: App, archive: Callable[[], Path]) -> App:
    """The application with ETags on what it answers to GET and HEAD, and with its last answers kept."""
    answers = _Answers()

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        if not _is_for_anybody(scope):
            await app(scope, receive, send)
            return
        tag = _tag(scope, archive())
        if tag in _values(scope, b"if-none-match"):
            await _not_modified(tag, send)
            return
        key = b"\n".join((tag, scope["method"].encode(), scope["scheme"].encode(), *_values(scope, b"host")))
        async with answers.turn(key) as turn:
            known = None if b"no-cache" in _values(scope, b"cache-control") else answers.find(key)
            if known is None:
                await app(scope, receive, _Recorder(answers, key, tag, turn, send).send)
                return
        await send(known.start)
        await send(known.body)

    return answered


@dataclass(frozen=True, slots=True)
class _Answer:
    """A whole answer, by its two messages, and when it was made (monotonic seconds)."""

    start: Message
    body: Message
    made: float


class _Turn:
    """The right to make an answer that others may wait for."""

    def __init__(self, lock: asyncio.Lock) -> None:
        self._lock = lock
        self._has = False

    async def __aenter__(self) -> _Turn:
        await self._lock.acquire()
        self._has = True
        return self

    async def __aexit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Let the others go on."""
        if self._has:
            self._has = False
            self._lock.release()


class _Answers:
    """The last answers, by what they answer."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, _Answer] = OrderedDict()
        self._size = 0
        self._locks: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    def turn(self, key: bytes) -> _Turn:
        """The turn of whoever asks: one after the other, as long as the first does not end it."""
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        return _Turn(lock)

    def find(self, key: bytes) -> _Answer | None:
        """The answer as long as it is fresh."""
        known = self._kept.get(key)
        return known if known and time.monotonic() - known.made < SECONDS else None

    def keep(self, key: bytes, start: Message, body: Message) -> None:
        """Keep an answer, and forget the oldest ones that leave no room for it."""
        if former := self._kept.pop(key, None):
            self._size -= len(former.body["body"])
        self._kept[key] = _Answer(start, body, time.monotonic())
        self._size += len(body["body"])
        while self._size > MOST_BYTES:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.body["body"])


class _Recorder:
    """Sends an answer on with its ETag. One that is whole at once is kept; the turn ends before its visitor has it, who
    may be slow, and at once where it is not for keeping.
    """

    def __init__(self, answers: _Answers, key: bytes, tag: bytes, turn: _Turn, send: Send) -> None:
        self._answers, self._key, self._tag, self._turn, self._send = answers, key, tag, turn, send
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        """Take the next message of the answer."""
        if message["type"] == "http.response.start":
            if message["status"] == 200:
                message = {**message, "headers": _with(message["headers"], self._tag)}
            self._start = message if _may_be_kept(message) else None
        elif self._start is not None and not message.get("more_body") and len(message.get("body", b"")) <= LARGEST:
            self._answers.keep(self._key, self._start, {"body": b"", **message})
        if self._start is None or message["type"] != "http.response.start":
            self._start = None
            self._turn.end()
        await self._send(message)


def _may_be_kept(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    return bool(start["status"] == 200 and headers.get(b"cache-control", b"").startswith(b"public"))


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


def _values(scope: Message, header: bytes) -> Sequence[bytes]:
    """The values of a request's header."""
    return [one.strip() for name, value in scope["headers"] if name.lower() == header for one in value.split(b",")]


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
