"""Datasette on the archive, listening at an address until it is interrupted."""

from __future__ import annotations

import logging
import socket
from contextlib import suppress
from pathlib import Path

import click
import uvicorn

from archive.extract.sandbox.policy import Policy
from archive.messages.coded import Sentence, in_words, of_system
from archive.storage.errors import ArchiveError
from archive.web import serve
from archive.web.archived import studio
from archive.web.drafts import draft_check
from archive.web.language import Language
from crawler.cli.language import current


def run(
    archive: Path, host: str, port: int, drafts: tuple[Policy, int] | None = None, lang: Language | None = None
) -> None:
    """Serve until interrupted; with `drafts` a page checks drafts, see `archive.web.serve.app`.

    Raises ArchiveError where there is no archive or the address cannot be had.
    """
    served = serve.app(archive, drafts, lang)
    listener = _listen(host, port)
    level = "info" if current() == "en" else "error"  # the library's own lines are English
    server = uvicorn.Server(uvicorn.Config(served.app(), log_level=level, access_log=False, lifespan="on"))
    said = in_words(Sentence.of("log-serving", archive=archive, host=host, port=port), current())
    if current() == "en":
        logging.getLogger("uvicorn.error").info(said)
    else:
        click.echo(said, err=True)
    try:
        with suppress(KeyboardInterrupt):  # uvicorn raises it again once it has closed down
            server.run(sockets=[listener])
    finally:
        if desk := draft_check.desk(served):
            desk.close()
        studio.close(served)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ArchiveError("wrong-address-taken", host=host, port=port, error=of_system(error)) from error
