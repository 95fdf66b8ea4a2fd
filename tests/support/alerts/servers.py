"""A real HTTP server and a real SMTP server on loopback that remember what came, and can be made to misbehave."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller


class Http:
    """What was posted, and what is answered: a status, a body, after a delay of seconds. `drips` lets a byte of an
    answer that has no end come now and then, until it is closed.
    """

    def __init__(self, context: SSLContext | None = None) -> None:
        self.posts: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        self.gets: list[str] = []
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.usual: tuple[int, dict[str, Any]] = (200, {"errcode": 0, "code": 0})
        self.delay = 0.0
        self.drips = False
        self.closed = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.posts.append((self.path, json.loads(body), dict(self.headers)))
                self.reply()

            def do_GET(self) -> None:
                outer.gets.append(self.path)
                self.reply()

            def reply(self) -> None:
                time.sleep(outer.delay)
                status, said = outer.answers.pop(0) if outer.answers else outer.usual
                data = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(10**6 if outer.drips else len(data)))
                self.end_headers()
                while outer.drips and not outer.closed.wait(0.02):
                    self.wfile.write(b" ")
                with suppress(BrokenPipeError):
                    self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]


@contextmanager
def http(context: SSLContext | None = None) -> Iterator[Http]:
    served = Http(context)
    thread = threading.Thread(target=served.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield served
    served.closed.set()
    served.server.shutdown()
    served.server.server_close()
    thread.join()


class Mails:
    """Received messages, decoded; with `refusal`, that answer in place of accepting a message."""

    def __init__(self) -> None:
        self.came: list[EmailMessage] = []
        self.to: list[str] = []
        self.refusal: str | None = None
        self.port = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refusal:
            return self.refusal
        self.came.append(message_from_bytes(envelope.content, policy=policy.default))
        self.to += envelope.rcpt_tos
        return "250 OK"


@contextmanager
def smtp(context: SSLContext | None = None) -> Iterator[Mails]:
    """A mail server; with `context` it accepts nothing before STARTTLS."""
    mails = Mails()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mails.port = free.getsockname()[1]
    secured: dict[str, Any] = {"tls_context": context, "require_starttls": True} if context else {}
    controller = Controller(mails, hostname="127.0.0.1", port=mails.port, **secured)
    controller.start()
    yield mails
    controller.stop()


def part(mail: EmailMessage, kind: str) -> str:
    """The text of a mail's plain or html part."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())
