"""The pages in a real Chromium: axe-core finds nothing serious, and nothing is wider than a phone but what scrolls.

axe-core is a script of others, under another licence, and so no part of the project: `make axe` fetches it.
`NIANBAO_AXE` may name another copy.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from archive.web import serve
from tests.support.paths import ROOT

AXE = Path(os.environ.get("NIANBAO_AXE") or ROOT / ".axe" / "package" / "axe.min.js")
BROWSER = shutil.which("chromium") or shutil.which("chromium-headless-shell")
PAGES = (
    "/",
    "/-/county/999901",
    "/-/report/999901004/2023",
    "/-/report/999901003/2023",
    "/-/questions",
    "/-/search?q=%E5%9F%8E%E5%85%B3%E9%95%87",
    "/nianbao",
    "/nianbao/status",
    "/nianbao/counties/999901",
    "/nianbao/site_health",
    "/nianbao?sql=select+1",
    "/nope",
)
SCREENS = {"desk": (1280, 900), "phone": (390, 844)}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not here; `make axe` fetches it from npm"),
    pytest.mark.skipif(BROWSER is None, reason="there is no chromium"),
]


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(serve.app(archive).app(), log_level="warning"))
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_pages_can_be_used_by_everybody(chromium: Any, address: str, screen: str, scheme: str) -> None:
    width, height = SCREENS[screen]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="zh-CN", bypass_csp=True
    )
    page, found = context.new_page(), {}
    for path in PAGES:
        page.goto(address + path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        violations = page.evaluate("axe.run()")["violations"]
        grave = {v["id"]: v["nodes"][0]["target"] for v in violations if v["impact"] in ("serious", "critical")}
        if grave or wider > 0:
            found[path] = grave, wider
    context.close()
    assert found == {}
