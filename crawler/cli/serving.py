"""Datasette on the archive, listening at an address until it is interrupted."""

from __future__ import annotations

import logging
import socket
from contextlib import suppress
from pathlib import Path

import uvicorn

from archive.extract.sandbox.policy import Policy
from archive.messages.coded import Sentence, in_words
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
    server = uvicorn.Server(uvicorn.Config(served.app(), log_level="info", access_log=False, lifespan="on"))
    said = Sentence.of("log-serving", archive=archive, host=host, port=port)
    logging.getLogger("uvicorn.error").info(in_words(said, current()))
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
        raise ArchiveError("wrong-address-taken", host=host, port=port, error=error.strerror) from error
