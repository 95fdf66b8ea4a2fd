"""A server on loopback that misbehaves on the wire, byte by byte: for what a well-made server cannot show."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Self

Behaviour = bytes | Callable[[socket.socket], None]
"""What answers a request: bytes, after which the connection is closed, or a function that does as it likes with it."""

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开工作年度报告</title></head><body>
<div class="location">首页 &gt; 政府信息公开 &gt; 政府信息公开工作年度报告</div><ul class="list">
<li><a href="/t2025_1.html">城关镇2025年政府信息公开工作年度报告</a><span>2026-01-20</span></li>
<li><a href="/t2025_2.html">佐龙镇2025年政府信息公开工作年度报告</a><span>2026-01-21</span></li>
<li><a href="/t2025_3.html">滔河镇2025年政府信息公开工作年度报告</a><span>2026-01-22</span></li></ul></body></html>"""
"""A list as on a county's site."""


def answer(status: int = 200, body: str | bytes = PAGE, **headers: str) -> bytes:
    """A whole answer; an underscore in a header's name stands for a hyphen, an empty value leaves the header out."""
    data = body.encode() if isinstance(body, str) else body
    known = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data)), "Connection": "close"}
    said = known | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase if status in set(HTTPStatus) else 'Odd'}"]
    lines += [f"{name}: {value}" for name, value in said.items() if value]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def redirect(to: str, status: int = 302) -> bytes:
    """An answer that sends elsewhere."""
    return answer(status, "", Location=to)


def drip(seconds: float) -> Behaviour:
    """An answer of which a byte comes now and then."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(answer(body=b"", Content_Length="100000"))
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            connection.sendall(b"<")
            time.sleep(0.05)

    return behave


def endless(connection: socket.socket) -> None:
    """An answer that does not say how long it is, and does not end."""
    connection.sendall(answer(body=b"", Content_Length=""))
    while True:
        connection.sendall(b"<p>" * 20_000)


def reset(connection: socket.socket) -> None:
    """Hang up with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def silent(connection: socket.socket) -> None:
    """Stay silent for as long as the client waits."""
    connection.recv(1)


class Outpost:
    """Serves `routes` by path until it is left.

    `asked` holds the paths asked for, `heads` the whole heads, `times` when; `connections` counts.

    A route may be a list: its behaviours answer one after the other, the last for good.
    """

    def __init__(self, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self._listening = socket.create_server((address, 0))
        self._tls = tls
        self.address = address
        self.port: int = self._listening.getsockname()[1]
        self.routes: dict[str, Behaviour | list[Behaviour]] = {}
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.times: list[float] = []
        self.connections = 0

    @property
    def url(self) -> str:
        """Where it is."""
        return f"{'https' if self._tls else 'http'}://{self.address}:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(plain,), daemon=True).start()

    def _talk(self, plain: socket.socket) -> None:
        plain.settimeout(20)
        with suppress(OSError), plain:
            if self._tls is None:
                self._answer(plain)
            else:
                with self._tls.wrap_socket(plain, server_side=True) as secure:
                    self._answer(secure)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            more = connection.recv(65536)
            if not more:
                return
            head += more
        path = head.split(b" ", 2)[1].decode("latin-1")
        self.asked.append(path)
        self.heads.append(head.decode("latin-1"))
        self.times.append(time.monotonic())
        route = self.routes.get(path, answer(404, "Not Found"))
        if isinstance(route, list):
            route = route.pop(0) if len(route) > 1 else route[0]
        if isinstance(route, bytes):
            connection.sendall(route)
        else:
            route(connection)
