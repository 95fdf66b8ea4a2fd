"""What a page in the browser asks for: each request goes through Python, or nowhere.

The browser itself has no way to the network. Scripts and data are fetched by the crawler as any other request, by its
robots rules, allow-list, address guard, pace and ledger; pictures, sounds, fonts, styles, frames, windows, sockets and
the leaving of the page are refused. What was not judged sound is not handed to the page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urldefrag

from archive.captures.reasons import Reason
from crawler.fetch.exchange import Document

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Route, WebSocketRoute

FETCHED = {"script", "xhr", "fetch"}
"""Resource types, as Playwright names them, that a list may depend on."""

MOST = 60
"""Requests that one page may make: more is no list of reports."""

_OURS = {"accept-encoding", "connection", "content-length", "cookie", "host", "upgrade-insecure-requests", "user-agent"}
"""Headers that the crawler sets itself, or does not send: no cookies, so that no challenge is met with one."""

Refusal = Literal["blockedbyclient", "failed"]


class BrowserError(Exception):
    """The browser cannot be started; the message says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the page's scripts."""

    url: str
    type: str
    method: str
    headers: Mapping[str, str]
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Got:
    """What came for it; `sound` where the crawler judged it to be what was asked for."""

    status: int
    content_type: str
    body: bytes
    sound: bool


class Parts:
    """The requests of one page while it is shown.

    `fetch` has the crawler fetch one; it gives None where that came to nothing. `refuses` says why an address is not
    even tried. `pending` counts what is under way, `log` tells each request with its end, once, and `left_for` is where
    scripts wanted to go instead.
    """

    def __init__(
        self,
        document: Document,
        fetch: Callable[[Asked], Awaitable[Got | None]],
        refuses: Callable[[str], Reason | None],
    ) -> None:
        self._document = document
        self._fetch = fetch
        self._refuses = refuses
        self._shown = False
        self._asked = 0
        self.pending = 0
        self.log: list[str] = []
        self.left_for: str | None = None

    async def attach(self, page: Page) -> None:
        """Have every request of the page, and of windows it opens, come here."""
        await page.context.route("**/*", _refuse)
        await page.context.route_web_socket("**/*", _hang_up)
        await page.route("**/*", self._answer)
        page.on("popup", _close)

    async def _answer(self, route: Route) -> None:
        request = route.request
        if request.is_navigation_request():
            await self._navigate(route, request)
            return
        why = self._why_not(request)
        if why:
            self._note(request, why)
            await route.abort("blockedbyclient")
            return
        self._asked += 1
        self.pending += 1
        try:
            got = await self._fetch(_asked(request))
        finally:
            self.pending -= 1
        self._note(request, "failed" if got is None else str(got.status) + ("" if got.sound else " unsound"))
        if got is None or not got.sound:
            await route.abort("failed")
        else:
            await route.fulfill(status=got.status, body=got.body, content_type=got.content_type)

    async def _navigate(self, route: Route, request: Request) -> None:
        """Show the document, once; going elsewhere is told, and not done."""
        main = request.frame.parent_frame is None
        if main and not self._shown and request.method == "GET":
            self._shown = True
            await route.fulfill(status=200, body=self._document.text, content_type="text/html; charset=utf-8")
            return
        self._note(request, "not followed")
        here = urldefrag(self._document.url)[0]
        if main and request.method == "GET" and urldefrag(request.url)[0] != here and not self._refuses(request.url):
            self.left_for = self.left_for or request.url
        await route.abort("aborted")

    def _why_not(self, request: Request) -> str | None:
        if request.resource_type not in FETCHED:
            return f"not fetched: {request.resource_type}"
        if self._asked >= MOST:
            return f"not fetched: more than {MOST} requests"
        refusal = self._refuses(request.url)
        return f"refused: {refusal}" if refusal else None

    def _note(self, request: Request, end: str) -> None:
        line = f"{request.method} {request.url[:300]} {end}"
        if line not in self.log and len(self.log) < 2 * MOST:
            self.log.append(line)


def _asked(request: Request) -> Asked:
    headers = {
        name: value
        for name, value in request.headers.items()
        if name not in _OURS and not name.startswith(("sec-", "proxy-", ":"))
    }
    return Asked(request.url, request.resource_type, request.method, headers, request.post_data_buffer)


async def _refuse(route: Route) -> None:
    await route.abort("blockedbyclient")


async def _hang_up(socket: WebSocketRoute) -> None:
    await socket.close()


async def _close(page: Page) -> None:
    await page.close()
