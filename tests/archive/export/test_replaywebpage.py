"""The exported WACZ opened by ReplayWeb.page in a real Chromium: it replays the page of a report.

ReplayWeb.page is a program of others, under another licence, and so no part of the project: `make replay` fetches it
from npm. `NIANBAO_REPLAY` may name another copy of its package. Chromium resolves no name and so reaches
loopback only.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.captures import record
from archive.captures.record import Fetched
from archive.export import Scope, wacz
from archive.storage.database import Archive
from tests.support.archives.samples import NIGHT, Nights
from tests.support.paths import FILES, ROOT
from tests.support.web.in_chromium import CHROMIUM

REPLAY = Path(os.environ.get("NIANBAO_REPLAY") or ROOT / ".replay" / "package")
URL = "http://www.nanjing.example.gov.cn/nb/202601/t1.html"
WORDS = "收到和处理政府信息公开申请情况"
OPENS = """<!doctype html><meta charset="utf-8"><script src="/ui.js"></script>
<replay-web-page source="/nianbao.wacz" url="ADDRESS" replayBase="/replay/" embed="default"></replay-web-page>
<style>replay-web-page { display: block; height: 90vh }</style>"""

pytest.importorskip("playwright")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (REPLAY / "ui.js").exists(), reason="ReplayWeb.page is not here; `make replay` fetches it from npm"
    ),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium"),
]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a folder with ReplayWeb.page, the WACZ of a night with one report, and a page that opens it."""
    pytest.importorskip("warcio")
    folder = tmp_path / "site"
    wacz.export(_night(tmp_path), folder / "nianbao.wacz", Scope(), "nianbao test")
    (folder / "replay").mkdir()
    shutil.copy(REPLAY / "ui.js", folder)
    shutil.copy(REPLAY / "sw.js", folder / "replay")
    (folder / "index.html").write_text(OPENS.replace("ADDRESS", quote(URL, safe=":/")))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def _night(folder: Path) -> Archive:
    nights = Nights(folder)
    body, headers = (FILES / "report.html").read_bytes(), {"content-type": "text/html; charset=gb18030"}
    fetched = Fetched("report", URL, NIGHT.replace(day=1), "ok", 200, body=body, headers=headers)
    record.record(nights.archive, nights.begin(1), fetched)
    return nights.archive


def test_replaywebpage_shows_the_report_of_the_wacz(site: str) -> None:
    from playwright.sync_api import sync_playwright

    only_loopback = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", only_loopback])
        page = chromium.new_page(viewport={"width": 1200, "height": 900})
        page.goto(site)
        shown = page.frame_locator("replay-web-page iframe").frame_locator("iframe")
        shown.get_by_text(WORDS).first.wait_for(timeout=240_000)
        assert any("/replay/w/" in frame.url and frame.url.endswith(URL) for frame in page.frames)
        chromium.close()
