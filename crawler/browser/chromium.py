"""Chromium, through scrapy-playwright: started at the first page that needs it, recycled, bounded in memory and time.

Imported only where a page needs a browser. The browser has no network access: it runs in an empty network namespace
where the kernel grants one, and in any case with every name unresolvable and every connection sent to a port on which
nothing listens. All that a page receives comes from `Parts`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import playwright
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # type: ignore[import-untyped]

from crawler.browser import listening
from crawler.browser.exhausted import Exhausted
from crawler.browser.exhausting import exhaust
from crawler.browser.page_requests import BrowserError, Parts
from crawler.browser.process_group import ProgramFolder
from crawler.fetch.exchange import SentPage
from crawler.runtime.config import Browser
from crawler.runtime.process import kill_tree, resident, tree
from spiders.families import pagers
from spiders.pages import page as pages

CONTEXT_PAGES = 20
"""Pages after which cookies, storage and caches are discarded."""

BROWSER_PAGES = 100
"""Pages after which the browser is restarted."""

QUIET_SECONDS = 0.5
"""Seconds without any request after which a page that shows what was requested counts as complete."""

MAX_QUIET_SECONDS = 4.0
"""Seconds without any request after which a page counts as complete, whatever it shows."""

PAGE_SECONDS = 600.0
"""Seconds that a page may take with all its requests, which wait for the site's pace."""

MEMORY_CHECK_SECONDS = 1.0
"""Seconds between two checks of the browser's memory."""

Result = TypeVar("Result")

_TICK = 0.1
_MEGABYTE = 1024 * 1024
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-crash-reporter",
    "--disable-extensions",
    "--dns-prefetch-disable",
    "--no-pings",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-bypass-list=<-loopback>",
)

logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as rendered: its HTML, its address, and the browser's name and version."""

    html: str
    url: str
    browser: str


class Chromium(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """A browser that renders one page at a time."""

    def __init__(self, crawler: Crawler, executable: Path | None, options: Browser, user_agent: str) -> None:
        super().__init__(crawler)
        self._options = options
        self._user_agent = user_agent
        self._programs = ProgramFolder()
        self._unused_port = socket.socket()
        self._unused_port.bind(("127.0.0.1", 0))
        self._executable = executable
        self._lock = asyncio.Lock()
        self._pages = 0
        self.config.max_pages_per_context = 1
        self.config.target_closed_max_retries = 0
        self.config.navigation_timeout_ms = options.seconds * 1000

    @classmethod
    async def start(cls, crawler: Crawler, executable: Path | None, options: Browser, user_agent: str) -> Self:
        """Start Playwright's driver; `executable` is None for Playwright's own Chromium. Raises BrowserError."""
        self = cls(crawler, executable, options, user_agent)
        try:
            await self._prepare()
        except (PlaywrightError, OSError, BrowserError) as error:
            await self.close()
            raise BrowserError(_first_line(error)) from error
        return self

    async def _prepare(self) -> None:
        node = Path(os.environ.get("PLAYWRIGHT_NODEJS_PATH") or Path(playwright.__file__).parent / "driver" / "node")
        home = str(self._programs.folder)
        driver = self._programs.make_launcher("node", node, {"TMPDIR": home, "HOME": home} if self._executable else {})
        previous_node = os.environ.get("PLAYWRIGHT_NODEJS_PATH")
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(driver)
        try:
            await self._launch()
        finally:
            del os.environ["PLAYWRIGHT_NODEJS_PATH"]
            if previous_node is not None:
                os.environ["PLAYWRIGHT_NODEJS_PATH"] = previous_node
        program = self._executable or Path(self.browser_provider.playwright.chromium.executable_path)
        if not os.access(program, os.X_OK):
            raise BrowserError(f"{program} is not there, or may not be executed")
        launcher = self._programs.make_launcher("chromium", program, {"HOME": home, "TMPDIR": home}, network=False)
        flags = [*_FLAGS, f"--proxy-server=http://127.0.0.1:{self._unused_port.getsockname()[1]}"]
        self.config.launch_options = {
            "executable_path": str(launcher),
            "headless": True,
            "chromium_sandbox": self._sandboxed(),
            "args": flags,
            "timeout": self._options.seconds * 1000,
        }

    def _sandboxed(self) -> bool:
        """Chromium's own sandbox does not work for root; elsewhere it is on unless the configuration says no."""
        return self._options.sandbox if self._options.sandbox is not None else os.geteuid() != 0

    async def show_to_end(self, document: SentPage, parts: Parts, found: Exhausted) -> str:
        """Show a page to its end, and note in `found` what came of it. Returns the browser's name and version.

        Raises as `show` does; what was found until then stays noted.
        """

        async def shown() -> str:
            page = await self._open_page(document, parts)
            page.on("pageerror", lambda error: found.failures.append(_first_line(error)))
            await self._settle(page, parts, lambda _html, _url: False)
            await exhaust(
                page,
                lambda: self._settle(page, parts, lambda _html, _url: True),
                lambda: self._marked_content(page),
                found,
            )
            browser = f"Chromium {self.browser.version}"
            await asyncio.wait_for(page.close(), self._options.seconds)
            return browser

        return await self._with_browser(shown)

    async def show(self, document: SentPage, parts: Parts, enough: Callable[[str, str], bool]) -> Shown:
        """Render a page until it is complete. `enough` says of HTML and address whether they show what was requested.

        Raises BrowserError, DownloadTimeoutError for a page that hangs and DownloadFailedError for a page that crashes.
        """
        return await self._with_browser(lambda: self._show(document, parts, enough))

    async def _with_browser(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """Do work on one page of a browser that is running, and end the browser where the page broke it."""
        async with self._lock:
            await self._recycle()
            try:
                await self._maybe_launch_browser()
            except PlaywrightError as error:
                raise BrowserError(_why_not_launched(error)) from error
            self._pages += 1
            try:
                return await asyncio.wait_for(work(), PAGE_SECONDS)
            except TimeoutError as error:
                await self._kill()
                raise DownloadTimeoutError("the page took too long in the browser") from error
            except (DownloadTimeoutError, DownloadFailedError):
                await self._kill()
                raise
            except PlaywrightError as error:
                await self._kill()
                raise DownloadFailedError(f"in the browser: {_first_line(error)}") from error

    async def _show(self, document: SentPage, parts: Parts, enough: Callable[[str, str], bool]) -> Shown:
        page = await self._open_page(document, parts)
        await self._settle(page, parts, enough)
        for _ in range(document.clicks):
            await self._turn_page(page)
            await self._settle(page, parts, enough)
        shown = Shown(await self._content(page), page.url, f"Chromium {self.browser.version}")
        await asyncio.wait_for(page.close(), self._options.seconds)
        return shown

    async def _open_page(self, document: SentPage, parts: Parts) -> Page:
        """A new browser page with the document just loaded; its scripts begin to run."""

        async def attach(page: Page, _request: Request) -> None:
            await parts.attach(page)
            if document.to_end:
                await page.add_init_script(listening.WATCH)

        request = Request(
            document.url,
            meta={
                "verbatim_url": True,
                "playwright": True,
                "playwright_include_page": True,
                "playwright_context": self._context_name(),
                "playwright_context_kwargs": {
                    "user_agent": self._user_agent,
                    "locale": "zh-CN",
                    "timezone_id": "Asia/Shanghai",
                    "service_workers": "block",
                    "accept_downloads": False,
                },
                "playwright_page_init_callback": attach,
                "playwright_page_goto_kwargs": {"wait_until": "commit"},
            },
        )
        try:
            await asyncio.wait_for(self.download_request(request), self._options.seconds)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"the page hung for {self._options.seconds:g} s in the browser") from error
        page: Page = request.meta["playwright_page"]
        return page

    async def _settle(self, page: Page, parts: Parts, enough: Callable[[str, str], bool]) -> None:
        """Wait until the page is complete. Time while its requests are under way does not count."""
        limit = self._options.seconds
        spent = quiet = 0.0
        content_checked = False
        last = checked_at = time.monotonic()
        while quiet < min(MAX_QUIET_SECONDS, limit) and not parts.left_for:
            await asyncio.sleep(_TICK)
            now = time.monotonic()
            passed, last = now - last, now
            if now - checked_at > MEMORY_CHECK_SECONDS:
                checked_at = now
                self._check_memory()
            if parts.pending:
                quiet, content_checked = 0.0, False
                continue
            spent, quiet = spent + passed, quiet + passed
            if spent > limit:
                raise DownloadTimeoutError(f"the page did not come to rest within {limit:g} s in the browser")
            if quiet >= QUIET_SECONDS and not content_checked:
                content_checked = True
                if enough(await self._content(page), page.url):
                    return

    async def _turn_page(self, page: Page) -> None:
        """Click to the list's next page. Raises DownloadFailedError where it has no next page."""
        index = pagers.find_next_control(pages.Page(page.url, await self._content(page)))
        if index is None:
            raise DownloadFailedError("the list in the browser ends before this page")
        await page.evaluate(
            "([selector, index]) => document.querySelectorAll(selector)[index].click()", [pagers.PAGE_CONTROLS, index]
        )

    async def _content(self, page: Page) -> str:
        limit = self._options.seconds
        try:
            return await asyncio.wait_for(page.content(), limit)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"the page hung for {limit:g} s in the browser") from error

    async def _marked_content(self, page: Page) -> str:
        """The page with marks on what its scripts listen to."""
        await asyncio.wait_for(listening.mark(page), self._options.seconds)
        return await self._content(page)

    def _check_memory(self) -> None:
        held = self._memory_mb()
        if held > self._options.memory:
            raise DownloadTimeoutError(f"the browser held {held} MB, more than the {self._options.memory} allowed")

    def _memory_mb(self) -> int:
        process = self.process_id
        return resident(process) // _MEGABYTE if process else 0

    @property
    def process_id(self) -> int | None:
        """Chromium's process id; None where it is not running."""
        return self._process("chromium")

    def _process(self, name: str) -> int | None:
        """A program's process id if it still descends from this process, as the system reuses ids; else None."""
        process = self._programs.process(name)
        return process if process in tree(os.getpid()) else None

    def _context_name(self) -> str:
        return f"pages from {self._pages - self._pages % CONTEXT_PAGES}"

    async def _recycle(self) -> None:
        """Close old contexts; end the browser where it has rendered many pages or uses much memory."""
        for name in [name for name in self.context_wrappers if name != self._next_context()]:
            with suppress(PlaywrightError):
                await self.context_wrappers[name].context.close()
        many = self._pages and self._pages % BROWSER_PAGES == 0
        if hasattr(self, "browser") and (many or self._memory_mb() > self._options.memory * 0.8):
            await self._kill()

    def _next_context(self) -> str:
        following = self._pages + 1
        return f"pages from {following - following % CONTEXT_PAGES}"

    async def _kill(self) -> None:
        """Kill the browser, hung or not; the next page starts a new browser."""
        if process := self.process_id:
            kill_tree(process)
        for _ in range(100):
            if not hasattr(self, "browser"):
                break
            await asyncio.sleep(0.05)

    async def close(self) -> None:
        """End the browser and Playwright's driver, and remove what they wrote."""
        await self._kill()
        with suppress(Exception):  # a driver that is gone already
            await asyncio.wait_for(super().close(), 10)
        if driver := self._process("node"):
            kill_tree(driver)
        self._unused_port.close()
        self._programs.close()


def _why_not_launched(error: PlaywrightError) -> str:
    """The reason why Chromium did not start, from its own output in Playwright's log."""
    lines = [line.partition("[err]")[2].strip() for line in str(error).splitlines() if "[err]" in line]
    if any("sandbox" in line.lower() for line in lines):
        return "its sandbox cannot be had here; where the machine encloses it, set `sandbox = false` in [browser]"
    return "; ".join([_first_line(error), *lines[-1:]])[:300]


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:300] if lines else type(error).__name__
