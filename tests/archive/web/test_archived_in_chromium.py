"""Archived pages in a real Chromium: hostile ones run nothing and request nothing; a figure is in sight and marked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.support.web import archived, in_chromium

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(in_chromium.CHROMIUM is None, reason="there is no chromium")]
CELL = "table=applications&line=new&column=total"


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback that notes each path that is asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - the name that http.server wants

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with in_chromium.browser() as launched:
        yield launched


def test_a_hostile_page_runs_nothing_and_requests_nothing(tmp_path: Path, chromium: Any) -> None:
    with listening() as (address, asked):
        archive = archived.build(tmp_path / "nianbao.db", address)
        capture = archived.capture_of(archive, "hostile")
        archive.close()
        with in_chromium.served(tmp_path / "nianbao.db") as site:
            page = chromium.new_page()
            requests: list[str] = []
            page.on("request", lambda request: requests.append(request.url))
            page.goto(f"{site}/-/archived/{capture}?{CELL}", wait_until="networkidle")
            frame = page.frames[1]
            assert frame.locator("#nianbao-figure").inner_text() == "24"
            assert "ran" not in page.title()
            assert [url for url in requests if not url.startswith(site)] == []
            page.goto(f"{site}/-/archived/{capture}/frame", wait_until="networkidle")
            assert page.title() == "nianbao"
            assert [url for url in requests if not url.startswith(site)] == []
        assert asked == []


def test_the_unchanged_page_would_have(tmp_path: Path, chromium: Any) -> None:
    """Shown as they came, the bytes reach out: the quiet that the other test finds is not theirs."""
    with listening() as (address, asked):
        raw = tmp_path / "raw.html"
        raw.write_text(archived.HOSTILE.replace("ADDRESS", address), "utf-8")
        chromium.new_page().goto(raw.as_uri(), wait_until="networkidle")
        assert asked


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of the sample's pages, and its captures by kind of document."""
    path = tmp_path_factory.mktemp("sample") / "nianbao.db"
    archive = archived.build(path)
    captures = {kind: archived.capture_of(archive, kind) for kind in archived.NAMES}
    archive.close()
    with in_chromium.served(path) as site:
        yield site, captures


@pytest.mark.parametrize("kind", ["html", "pdf", "scan", "docx", "ofd"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_figure_is_in_sight(sample: tuple[str, dict[str, str]], chromium: Any, kind: str, width: int) -> None:
    site, captures = sample
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{site}/-/archived/{captures[kind]}?{CELL}#figure", wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if kind == "html":
        page.locator("iframe").scroll_into_view_if_needed()
        figure = page.frames[1].locator("#nianbao-figure")
    else:
        figure = page.locator("#figure")
    page.screenshot()  # a frame with a process of its own may say where its elements are only once it was painted
    sync_api.expect(figure).to_be_in_viewport(timeout=60_000)
    box = figure.bounding_box()
    page.close()
    assert box is not None
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width
