"""Pages shown in a real Chromium, one after the other; a program, as Scrapy's reactor starts only once.

A job as JSON on stdin: `pages` (HTML each, in `charset`), `answers` (path to content type and body), `seconds`,
`memory`, `recycle` and `contexts` (pages to a browser, to a context), `to_end` (each is shown to its end), `walls`
(`flags` for those that are flags). On stdout what came of each page, the requests that reached Python, the connections
that reached the `inside` server, and what is left.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.utils.test import get_crawler

from crawler.browser import chromium as browser_chromium
from crawler.browser.exhausted import Exhausted
from crawler.browser.installed import executable
from crawler.browser.page_requests import PartRequest, PartResponse, Parts
from crawler.browser.process_group import ProgramFolder
from crawler.fetch.exchange import SentPage
from crawler.fetch.guard import forbidden
from crawler.runtime.config import Browser
from crawler.runtime.process import tree
from tests.support.stage import program

HOST = "www.example.gov.cn"
PAGE = f"http://{HOST}/list.html"


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, met: list[str]) -> None:
        self._met = met

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self._met.append("udp")


class _Networked(ProgramFolder):
    """Launchers that leave every program its network."""

    def make_launcher(self, *arguments: Any, **_: Any) -> Path:
        return super().make_launcher(*arguments)


async def show(job: dict[str, Any]) -> dict[str, Any]:
    """Play the job."""
    browser_chromium.BROWSER_PAGES = job.get("recycle", browser_chromium.BROWSER_PAGES)
    browser_chromium.CONTEXT_PAGES = job.get("contexts", browser_chromium.CONTEXT_PAGES)
    browser_chromium.MAX_QUIET_SECONDS = 1.0
    if job.get("walls") == "flags":
        vars(browser_chromium)["ProgramFolder"] = _Networked
    met: list[str] = []
    loop = asyncio.get_running_loop()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append((await reader.readline()).decode("latin-1").strip())
        writer.close()

    inside = await asyncio.start_server(meet, "127.0.0.1", job.get("port", 0))
    udp, _ = await loop.create_datagram_endpoint(lambda: _Udp(met), ("127.0.0.1", job.get("port", 0)))
    crawler = get_crawler()
    assert crawler.stats
    crawler.stats.open_spider()
    options = Browser(seconds=job.get("seconds", 20.0), memory=job.get("memory", 1500))
    chromium = await browser_chromium.Chromium.start(crawler, executable(None), options, "nianbao (+test@example.org)")
    asked: list[str] = []

    async def fetch(request: PartRequest) -> PartResponse | None:
        asked.append(f"{request.type} {request.method} {request.url}")
        found = job.get("answers", {}).get(urlsplit(request.url).path)
        return PartResponse(200, found[0], found[1].encode(), True) if found else None

    shown: list[dict[str, object]] = []
    browsers = set()
    for html in job["pages"]:
        document = SentPage(PAGE, html, None, charset=job.get("charset", "utf-8"))
        parts = Parts(document, fetch, lambda url: forbidden(url, frozenset({HOST}), private_allowed=False))
        try:
            if job.get("to_end"):
                exhausted = Exhausted()
                await chromium.show_to_end(replace(document, to_end=True), parts, exhausted)
                shown.append({"html": exhausted.html, "used": exhausted.used, "failures": exhausted.failures})
                continue
            page = await chromium.show(document, parts, lambda html, _: "<li>" in html)
            shown.append({"html": page.html, "left_for": parts.left_for, "log": parts.log})
        except Exception as error:
            shown.append({"error": f"{type(error).__name__}: {error}", "log": parts.log})
        browsers.add(chromium.process_id)
    await chromium.close()
    await asyncio.sleep(0.5)
    inside.close()
    udp.close()
    left = [pid for pid in tree(os.getpid()) if pid != os.getpid() and Path(f"/proc/{pid}/cmdline").read_bytes()]
    files = [str(path) for path in Path(tempfile.gettempdir()).glob(f"nianbao-browser-{os.getpid()}-*")]
    return {
        "shown": shown,
        "asked": asked,
        "met": met,
        "browsers": len(browsers),
        "left": left,
        "files": files,
    }


def main() -> None:
    """The program."""
    program(show)
