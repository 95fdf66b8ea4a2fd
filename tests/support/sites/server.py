"""The sample sites over real HTTP on 127.0.0.1: one port a site, one thread for all, the clock set from outside.

Knows HTTP and nothing of CMS families. Answers are cached by site, request and state of the season, so that a
page costs its rendering once.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
import time
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import count
from types import TracebackType
from typing import Self

from tests.support.sites import wire
from tests.support.sites.county import Site
from tests.support.sites.families import respond
from tests.support.sites.faults import OF_THE_PAGE, Fault, Faults, spoil
from tests.support.sites.message import CLICKS, Request, Response, conditional
from tests.support.sites.script import season

_LARGEST_HEAD = 64 * 1024
_LARGEST_BODY = 1024 * 1024
_CACHED = 20_000


@dataclass(frozen=True, slots=True)
class Logged:
    """A request that was answered, or not: `status` is 0 where no answer was sent. `at` is `time.monotonic()`.

    `spoiled` tells whether the fault that it met made a difference to its answer.
    """

    site: str
    method: str
    path: str
    status: int
    at: float
    headers: Mapping[str, str]
    fault: str | None = None
    spoiled: bool = False


@dataclass
class Host:
    """A site at its port. `reserved` holds the port, listening or not."""

    site: Site
    port: int
    base_url: str
    reserved: socket.socket
    listener: asyncio.Server | None = None
    connections: set[_Connection] = field(default_factory=set)


class SampleSites:
    """All sample sites (or those given), served while the `with` block lasts.

    >>> with SampleSites(now=instant) as sites:
    ...     sites.site("nanjing").base_url
    ...     sites.now = later
    """

    def __init__(self, sites: Sequence[Site] | None = None, *, now: datetime, port: int = 0) -> None:
        """Serve on `port`, `port` + 1 and so on; on free ports where it is 0."""
        self.sites = tuple(season() if sites is None else sites)
        self.requests: list[Logged] = []
        self.faults = Faults(self._changed)
        self._now = now
        self._first_port = port
        self._hosts: dict[str, Host] = {}
        self._cache: dict[tuple[str, str, str, bytes, int, bool], Response] = {}
        self._clicks = count(1000)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sample sites", daemon=True)

    def __enter__(self) -> Self:
        for place, site in enumerate(self.sites):
            reserved = _bound(self._first_port + place if self._first_port else 0)
            port: int = reserved.getsockname()[1]
            base_url = f"http://{site.options.get('host', '127.0.0.1')}:{port}"
            self._hosts[site.id] = Host(site, port, base_url, reserved)
        for site in self.sites:
            self.faults.add(*site.faults)
        self._peers = {name: host.base_url for name, host in self._hosts.items()}
        self._thread.start()
        self._changed()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def now(self) -> datetime:
        return self._now

    @now.setter
    def now(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise ValueError("the clock of the sample sites needs a zone")
        self._now = instant
        self._changed()

    def site(self, name: str) -> Host:
        """The site of that id at its port; KeyError where none is served."""
        return self._hosts[name]

    def requests_of(self, name: str) -> list[Logged]:
        return [logged for logged in self.requests if logged.site == name]

    def answer(self, site: Site, request: Request) -> Response:
        """What the site answers now, faults aside."""
        return conditional(request, self.page(site, request))

    def page(self, site: Site, request: Request) -> Response:
        """What the site answers now to whoever asks without a condition, faults aside."""
        state = bisect_right(site.instants, self._now)
        referred = "referer" in request.headers
        key = (site.id, request.method, request.target, request.body, state, referred)
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            found = self._cache[key] = respond(site, self._now, request)
        return found

    def _changed(self) -> None:
        """Open and close ports as the faults in force now have it."""
        if self._hosts and self._thread.is_alive():
            self._wait(self._open_and_close())

    def _wait(self, work: object) -> None:
        future: Future[None] = asyncio.run_coroutine_threadsafe(work, self._loop)  # type: ignore[arg-type]
        future.result(timeout=10)

    async def _open_and_close(self) -> None:
        for host in self._hosts.values():
            refused = self.faults.refused(host.site.id, self._now)
            if refused and host.listener:
                await self._shut(host)
                host.reserved = _bound(host.port)
            elif not refused and host.listener is None:
                host.listener = await self._loop.create_server(
                    partial(_Connection, self, host), sock=host.reserved, backlog=512
                )

    async def _shut(self, host: Host) -> None:
        if host.listener:
            host.listener.close()
            host.listener = None
        for connection in tuple(host.connections):
            connection.drop()
        await asyncio.sleep(0)

    async def _close(self) -> None:
        for host in self._hosts.values():
            await self._shut(host)
            host.reserved.close()
        await asyncio.sleep(0)


class _Connection(asyncio.Protocol):
    """One client's connection: reads requests, keeps their order, answers."""

    def __init__(self, sites: SampleSites, host: Host) -> None:
        self._sites = sites
        self._host = host
        self._buffer = b""
        self._paused: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._paused:
            self._paused.cancel()
        self._host.connections.discard(self)

    def drop(self) -> None:
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._read()

    def _read(self) -> None:
        while self._buffer and not self._paused and not self._transport.is_closing():
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                if len(self._buffer) > _LARGEST_HEAD:
                    self._refuse(431)
                return
            parsed = wire.parse(self._buffer[:end])
            if parsed is None:
                self._refuse(400)
                return
            method, target, headers = parsed
            length = wire.length(headers)
            if length is None or length > _LARGEST_BODY:
                self._refuse(400 if length is None else 413)
                return
            if len(self._buffer) < end + 4 + length:
                return
            body = self._buffer[end + 4 : end + 4 + length]
            self._buffer = self._buffer[end + 4 + length :]
            self._serve(Request(method, target, headers, body, self._sites._peers))

    def _serve(self, request: Request) -> None:
        site = self._host.site
        fault = self._sites.faults.take(site.id, request.target, self._sites.now)
        sound = response = self._sites.answer(site, request)
        if fault:
            page = self._sites.page(site, request) if fault.kind in OF_THE_PAGE else sound
            response = spoil(fault, request, page)
        if fault and fault.kind == "slow":
            self._paused = self._sites._loop.call_later(fault.seconds, self._resume, request, response)
            self._log(request, 0, fault, spoiled=True)
            return
        if fault and fault.kind == "reset":
            self._log(request, 0, fault, spoiled=True)
            self._reset()
            return
        cut = fault is not None and fault.kind == "truncated" and bool(response.body)
        self._log(
            request,
            response.status,
            fault,
            spoiled=cut or (response.status, response.body) != (sound.status, sound.body),
        )
        self._send(request, response, whole=not (fault and fault.kind == "truncated"))

    def _resume(self, request: Request, response: Response) -> None:
        self._paused = None
        self._send(request, response, whole=True)
        self._read()

    def _send(self, request: Request, response: Response, *, whole: bool) -> None:
        body = response.body
        if CLICKS in body:
            body = body.replace(CLICKS, str(next(self._sites._clicks)).encode())
        closing = request.headers.get("connection", "").lower() == "close" or not whole
        head = wire.head(response, len(body), closing, self._sites.now)
        silent = request.method == "HEAD" or response.status == 304
        self._transport.write(head if silent else head + (body if whole else body[: len(body) // 2]))
        if closing:
            self._transport.close()

    def _refuse(self, status: int) -> None:
        """Answer what is no request, and hang up."""
        self._buffer = b""
        self._log(Request("-", "-"), status, None)
        self._transport.write(wire.head(Response(status), 0, closing=True, now=self._sites.now))
        self._transport.close()

    def _reset(self) -> None:
        """Hang up with a reset instead of an orderly end."""
        plain = self._transport.get_extra_info("socket")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def _log(self, request: Request, status: int, fault: Fault | None, *, spoiled: bool = False) -> None:
        kind = fault.kind if fault else None
        name, at = self._host.site.id, time.monotonic()
        self._sites.requests.append(
            Logged(name, request.method, request.target, status, at, request.headers, kind, spoiled)
        )


def _bound(port: int) -> socket.socket:
    """A socket at `port`, or at any free one where it is 0. It refuses connections until it listens."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound
