"""The archive's pages on loopback, and a real Chromium to look at them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

import uvicorn

from archive.extract.sandbox.policy import Policy
from archive.web import serve
from archive.web.archived import studio

CHROMIUM = which("chromium") or which("google-chrome")


@contextmanager
def served(path: Path, drafts: tuple[Policy, int] | None = None) -> Iterator[str]:
    """The archive's pages, with `drafts` also the one that checks drafts; yields their address."""
    datasette = serve.app(path, drafts)
    server = uvicorn.Server(uvicorn.Config(datasette.app(), port=0, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not (server.started and server.servers):
        thread.join(0.02)
        assert thread.is_alive()
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        studio.close(datasette)


@contextmanager
def browser() -> Iterator[Any]:
    """A Chromium of Playwright, which has no types here."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()
