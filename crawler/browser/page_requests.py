"""The requests of a page in the browser: each is made by the crawler or refused.

The browser itself has no network access. Scripts and data are fetched by the crawler like any request, subject to its
robots rules, allow-list, address guard, pace and ledger; images, media, fonts, styles, frames, windows, sockets and
navigation are refused. A response whose verdict is neither `ok` nor `same` is not passed to the page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from archive.captures.reasons import Reason
from crawler.fetch.exchange import SentPage
from spiders.pages import scripts

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Route, WebSocketRoute

FETCHED = {"script", "xhr", "fetch"}
"""Resource types, as Playwright names them, that a list may depend on."""

_LONGEST_NAMED = 200

MAX_REQUESTS = 60
"""The most requests of a page: no list of reports needs more."""

_EXCLUDED_HEADERS = {
    "accept-encoding",
    "connection",
    "content-length",
    "cookie",
    "host",
    "upgrade-insecure-requests",
    "user-agent",
}
"""Headers that the crawler sets itself or never sends: no cookies, so that no challenge is answered."""


class BrowserError(Exception):
    """The browser cannot be started; the message says why."""


@dataclass(frozen=True, slots=True)
class PartRequest:
    """A request made by the page's scripts."""

    url: str
    type: str
    method: str
    headers: Mapping[str, str]
    body: bytes | None


@dataclass(frozen=True, slots=True)
class PartResponse:
    """The response to a `PartRequest`; `usable` where the crawler's verdict is `ok` or `same`."""

    status: int
    content_type: str
    body: bytes
    usable: bool


class Parts:
    """The requests of a page while it is rendered.

    `fetch` has the crawler make a request; it returns None where that failed. `refuses` gives the reason why an address
    may not be requested. `pending` counts the requests under way, `log` has a line with the result of each distinct
    request, `failures` names those that failed and may have brought more, and `left_for` is the address to which
    scripts wanted to navigate.
    """

    def __init__(
        self,
        document: SentPage,
        fetch: Callable[[PartRequest], Awaitable[PartResponse | None]],
        refuses: Callable[[str], Reason | None],
    ) -> None:
        self._document = document
        self._fetch = fetch
        self._refuses = refuses
        self._document_shown = False
        self._request_count = 0
        self.pending = 0
        self.log: list[str] = []
        self.left_for: str | None = None
        self.failures: list[str] = []

    async def attach(self, page: Page) -> None:
        """Handle every request of the page, and of windows that it opens."""
        await page.context.route("**/*", _refuse)
        await page.context.route_web_socket("**/*", _close_socket)
        await page.route("**/*", self._answer)
        page.on("popup", _close_popup)

    async def _answer(self, route: Route) -> None:
        request = route.request
        if request.is_navigation_request():
            await self._navigate(route, request)
            return
        why = self._why_refused(request)
        if why:
            if request.resource_type in FETCHED and not scripts.COUNTER.match(request.url):
                self.failures.append(f"{request.method} {request.url[:_LONGEST_NAMED]}")
            self._log_request(request, why)
            await route.abort("blockedbyclient")
            return
        self._request_count += 1
        self.pending += 1
        try:
            response = await self._fetch(_part_request(request))
        finally:
            self.pending -= 1
        self._log_request(
            request, "failed" if response is None else str(response.status) + ("" if response.usable else " unsound")
        )
        if response is None or not response.usable:
            if not scripts.COUNTER.match(request.url):
                self.failures.append(f"{request.method} {request.url[:_LONGEST_NAMED]}")
            await route.abort("failed")
        else:
            await route.fulfill(status=response.status, body=response.body, content_type=response.content_type)

    async def _navigate(self, route: Route, request: Request) -> None:
        """Deliver the document once; any further navigation is recorded, not followed."""
        main = request.frame.parent_frame is None
        if main and not self._document_shown and request.method == "GET":
            self._document_shown = True
            charset = self._document.wire_charset
            body, media_type = self._document.text.encode(charset), f"text/html; charset={charset}"
            await route.fulfill(status=200, body=body, content_type=media_type)
            return
        self._log_request(request, "not followed")
        here = urldefrag(self._document.url)[0]
        if main and request.method == "GET" and urldefrag(request.url)[0] != here and not self._refuses(request.url):
            self.left_for = self.left_for or request.url
        await route.abort("aborted")

    def _why_refused(self, request: Request) -> str | None:
        if request.resource_type not in FETCHED:
            return f"not fetched: {request.resource_type}"
        if self._request_count >= MAX_REQUESTS:
            return f"not fetched: more than {MAX_REQUESTS} requests"
        refusal = self._refuses(request.url)
        return f"refused: {refusal}" if refusal else None

    def _log_request(self, request: Request, end: str) -> None:
        line = f"{request.method} {request.url[:300]} {end}"
        if line not in self.log and len(self.log) < 2 * MAX_REQUESTS:
            self.log.append(line)


def _part_request(request: Request) -> PartRequest:
    headers = {
        name: value
        for name, value in request.headers.items()
        if name not in _EXCLUDED_HEADERS and not name.startswith(("sec-", "proxy-", ":"))
    }
    return PartRequest(request.url, request.resource_type, request.method, headers, request.post_data_buffer)


async def _refuse(route: Route) -> None:
    await route.abort("blockedbyclient")


async def _close_socket(socket: WebSocketRoute) -> None:
    await socket.close()


async def _close_popup(page: Page) -> None:
    await page.close()
