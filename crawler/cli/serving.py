"""Datasette on the archive, listening at an address until it is interrupted.

Pages are made by the processor, of which Python uses one core a process: several processes listen at the same address
(SO_REUSEPORT), and the system hands each visitor to one of them. All but the first are helpers that end with it.
"""

from __future__ import annotations

import logging
import multiprocessing
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import uvicorn

from archive.extract.sandbox import lifetime
from archive.extract.sandbox.policy import Policy
from archive.messages.coded import Sentence, in_words, of_system
from archive.storage.errors import ArchiveError
from archive.web import serve
from archive.web.archived import studio
from archive.web.drafts import draft_check
from archive.web.language import Language
from crawler.cli.language import current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import SpawnProcess

SHARED: Final[int | None] = getattr(socket, "SO_REUSEPORT", None)
"""The option by which several processes listen at one address; None where the system has none."""
_RESTARTS: Final = 20
"""How many helpers may be lost and are replaced; then those serve that are left."""


@dataclass(frozen=True, slots=True)
class Served:
    """What is served where; sent to the helpers as it is."""

    archive: Path
    host: str
    port: int
    drafts: tuple[Policy, int] | None
    lang: Language | None
    log_level: str

    def listen(self, *, beside_others: bool) -> socket.socket:
        """A socket that listens at the address. Raises OSError."""
        listener = socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if beside_others and SHARED is not None:
                listener.setsockopt(socket.SOL_SOCKET, SHARED, 1)
            listener.bind((self.host, self.port))
            listener.listen(128)
        except OSError:
            listener.close()
            raise
        return listener


def run(
    archive: Path,
    host: str,
    port: int,
    drafts: tuple[Policy, int] | None = None,
    lang: Language | None = None,
    processes: int = 1,
) -> None:
    """Serve until interrupted, by so many processes; with `drafts` a page checks drafts, see `archive.web.serve.app`.

    Raises ArchiveError where there is no archive or the address cannot be had.
    """
    # the library's own lines are English
    served = Served(archive, host, port, drafts, lang, "info" if current() == "en" else "error")
    app = serve.app(archive, drafts, lang)
    listener = _listen(served, several=processes > 1)
    served = replace(served, port=listener.getsockname()[1])
    said = in_words(Sentence.of("log-serving", archive=archive, host=host, port=served.port), current())
    server = _server(app.app(), served)
    if current() == "en":
        logging.getLogger("uvicorn.error").info(said)
    else:
        click.echo(said, err=True)
    with _helpers(served, processes - 1 if SHARED is not None else 0):
        _run(server, app, listener)


def _listen(served: Served, *, several: bool) -> socket.socket:
    """The first socket at an address, where nobody listens yet."""
    try:
        if several and served.port:
            served.listen(beside_others=False).close()  # beside a server of the same user one could listen, too
        return served.listen(beside_others=several)
    except OSError as error:
        raise ArchiveError("wrong-address-taken", host=served.host, port=served.port, error=of_system(error)) from error


def _server(app: object, served: Served) -> uvicorn.Server:
    config = uvicorn.Config(app, log_level=served.log_level, access_log=False, lifespan="on")  # type: ignore[arg-type]
    return uvicorn.Server(config)


def _run(server: uvicorn.Server, app: object, listener: socket.socket) -> None:
    """Serve at a socket until interrupted, and end what was started for pages."""
    try:
        with suppress(KeyboardInterrupt):  # uvicorn raises it again once it has closed down
            server.run(sockets=[listener])
    finally:
        if desk := draft_check.desk(app):
            desk.close()
        studio.close(app)


def _help(served: Served) -> None:
    """What a helper does: the same at a socket of its own, as soon as it can answer."""
    lifetime.die_with_parent()
    app = serve.app(served.archive, served.drafts, served.lang)
    server = _server(app.app(), replace(served, log_level="error"))
    _run(server, app, served.listen(beside_others=True))


@contextmanager
def _helpers(served: Served, count: int) -> Iterator[None]:
    """So many helpers; one that is lost is replaced."""
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(served, count, ended), daemon=True)
    if count > 0:
        keeper.start()
    try:
        yield
    finally:
        ended.set()
        if count > 0:
            keeper.join()


def _keep(served: Served, count: int, ended: threading.Event) -> None:
    """Keep so many helpers running until the end. They are this thread's: the system ends them with it."""
    running = [_started(served) for _ in range(count)]
    lost = 0
    while not ended.is_set():
        connection.wait([helper.sentinel for helper in running], timeout=0.5)
        for gone in [helper for helper in running if not helper.is_alive()]:
            running.remove(gone)
            lost += 1
            if gone.exitcode != 0 and lost <= _RESTARTS and not ended.wait(1.0):
                running.append(_started(served))
    for helper in running:
        helper.terminate()
    for helper in running:
        helper.join()


def _started(served: Served) -> SpawnProcess:
    helper = multiprocessing.get_context("spawn").Process(target=_help, args=(served,), daemon=False)
    helper.start()
    return helper
