"""Which pages are shown in a browser, and what the crawl sees of them.

A page is always fetched as it is first. Where it leaves its list to scripts, its bytes are shown once in Chromium, and
what Chromium asks for comes back here and goes through the crawler (`Parts`); the HTML that scripts made of the page is
then judged and kept as an attempt of its own, with the browser's name. The archive's earlier attempts say where to try.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import load_object

from archive.captures import rendering
from archive.captures.reasons import CaptureReason, Reason, because
from crawler.browser.page_requests import Asked, BrowserError, Got, Parts
from crawler.fetch.browser_need import RENDERED, needs, shows
from crawler.fetch.exchange import Document, Exchange, Showing
from crawler.fetch.guard import Refused, forbidden
from crawler.fetch.verdict import Judged
from crawler.runtime import session
from spiders.families import land, pagers
from spiders.pages.page import Page
from spiders.walk.errand import Errand
from spiders.walk.responses import readable

if TYPE_CHECKING:
    from crawler.browser.chromium import Chromium, Shown

ENVIRONMENT = "NIANBAO_CHROMIUM"
PROGRAMS = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
REMEDY = (
    "run `deploy/install-system-packages` or `playwright install chromium`,"
    " or name one by `executable` in [browser] of nianbao.toml"
)


class Unshown(Refused):
    """A page that only a browser shows, where there is none or none is allowed; the reason says why."""


class BrowserMiddleware:
    """Scrapy downloader middleware; stands between the ledger, which judges pages, and redirects."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session.of(crawler)
        self._townships = frozenset(load_object(crawler.settings["NIANBAO_TOWNSHIPS"])(self._session.site.county))
        self._starting = asyncio.Lock()
        self._chromium: Chromium | None = None
        self._missing: Reason | None = None
        self._parts: dict[tuple[str, str, bytes | None], Got] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.close, signal=signals.engine_stopped)
        return middleware

    async def process_request(self, request: Request) -> Response | None:
        """Show a page that was found to need it; mark one that is known to, so that its bare form is not judged."""
        exchange = Exchange.of(request)
        if exchange.showing is not None and exchange.showing.document.url == request.url:
            return await self._shown(request, exchange.showing)
        exchange = replace(exchange, showing=None)  # left behind by a redirect
        if self._may_show(request) and self._goes_straight(request):
            exchange = replace(exchange, part="document")
        exchange.put_on(request)
        return None

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Ask for a page once more, in the browser, where scripts hold back what it was asked for."""
        exchange, errand = Exchange.of(request), Errand.of(request)
        if exchange.showing is not None or exchange.replayed or not self._may_show(request):
            return response
        if not isinstance(response, HtmlResponse) or response.status != 200 or not _worth_showing(exchange.judged):
            return response
        if exchange.part != "document" and not self._needed(request):
            return response
        document = Document(request.url, response.text, errand.reply.capture if errand.reply else None)
        before = exchange.part == "document" and self._session.site.render == "auto"
        shown = Exchange(exchange.known, was_list=exchange.was_list, showing=Showing(document), shown_before=before)
        marks = {**replace(errand, reply=None).meta, **shown.meta, "dont_retry": True}
        return request.replace(meta={**request.meta, **marks}, dont_filter=True)

    async def close(self) -> None:
        """End the browser with the crawl."""
        if self._chromium is not None:
            await self._chromium.close()

    # Where to try

    def _may_show(self, request: Request) -> bool:
        part_of_page = Exchange.of(request).part not in (None, "document")
        return request.method == "GET" and Errand.of(request).kind in RENDERED and not part_of_page

    def _goes_straight(self, request: Request) -> bool:
        """Whether to show a page whatever it looks like without."""
        rule = self._session.site.render
        if pagers.TURNED.search(request.url):
            return True
        if rule != "auto":
            return rule == "always"
        past = rendering.result(self._session.archive, request.url)
        if past is not None:
            return past.needs_browser(self._session.clock.now())
        errand = Errand.of(request)
        further = errand.kind == "listing" and errand.via is not None
        return further and rendering.was_shown(self._session.archive, str(errand.via))

    def _needed(self, request: Request) -> bool:
        site, errand = self._session.site, Errand.of(request)
        if errand.reply is None or errand.reply.landing is None:
            return False
        page, landing = errand.reply.landing
        if not needs(page, landing, errand.kind, given=page.url in site.start, townships=self._townships):
            return False
        past = rendering.result(self._session.archive, request.url)
        return past is None or not past.is_useless(self._session.clock.now())

    # Showing

    async def _shown(self, request: Request, showing: Showing) -> Response:
        """The page as scripts made it. Raises Unshown where there is no browser to do it."""
        if self._session.site.render == "never":
            raise Unshown(because(CaptureReason.RENDERING_FORBIDDEN))
        chromium, document = await self._browser(), showing.document
        turned = pagers.TURNED.search(document.url)
        if turned:
            document = replace(document, url=pagers.TURNED.sub("", document.url), clicks=int(turned[1]) - 1)
        parts = Parts(document, lambda asked: self._part(request, document, asked), self._refuses)
        try:
            shown = await chromium.show(document, parts, lambda html, url: self._enough(request, html, url))
        except BrowserError as error:
            raise self._none(str(error)) from error
        finally:
            showing = replace(showing, parts="; ".join(parts.log))
            replace(Exchange.of(request), showing=showing).put_on(request)
        showing = replace(showing, browser=shown.browser)
        previous = rendering.previous(self._session.archive, request.url)
        replace(Exchange.of(request), showing=showing, previous=previous).put_on(request)
        return _response(request, shown, parts.left_for)

    async def _browser(self) -> Chromium:
        async with self._starting:
            if self._missing is not None:
                raise Unshown(self._missing)
            if self._chromium is None:
                self._chromium = await self._start()
            return self._chromium

    async def _start(self) -> Chromium:
        try:
            from crawler.browser.chromium import Chromium
        except ImportError as error:
            raise self._none(f"{error.name} is not installed (the extra `browser`)") from error
        options = self._session.config.browser
        try:
            named = executable(options.executable)
            return await Chromium.start(self._crawler, named, options, self._crawler.settings["USER_AGENT"])
        except BrowserError as error:
            raise self._none(str(error)) from error

    def _none(self, why: str) -> Unshown:
        self._missing = because(CaptureReason.BROWSER_UNAVAILABLE, cause=why, remedy=REMEDY)
        return Unshown(self._missing)

    def _enough(self, request: Request, html: str, url: str) -> bool:
        return shows(land(Page(url, html), Errand.of(request).family or self._session.site.family))

    # What it asks for

    def _refuses(self, url: str) -> Reason | None:
        site = self._session.site
        return forbidden(url, frozenset(site.hosts), site.private_addresses)

    async def _part(self, request: Request, document: Document, asked: Asked) -> Got | None:
        """Fetch one of a page's parts as any other request, each once a run."""
        key = asked.method, asked.url, asked.body
        known = self._parts.get(key)
        if known is not None:
            return known
        errand = Errand("portal", via=document.capture, fresh=True)
        wanted = Request(
            asked.url,
            method=asked.method,
            headers=dict(asked.headers),
            body=asked.body or b"",
            priority=request.priority,
            meta={**errand.meta, **Exchange(part=asked.type).meta},
            callback=NO_CALLBACK,
        )
        if self._crawler.engine is None:
            raise NotConfigured
        try:
            response = await self._crawler.engine.download_async(wanted)
        except Exception:  # written down by the ledger, and the page goes without
            return None
        media = response.headers.get("Content-Type") or b"application/octet-stream"
        got = Got(response.status, media.decode("latin-1"), response.body, readable(response))
        if got.sound:
            self._parts[key] = got
        return got


def executable(named: Path | None) -> Path | None:
    """The Chromium to start: the one named, by the environment or the system; None for Playwright's own."""
    chosen = named or os.environ.get(ENVIRONMENT) or next(filter(None, map(shutil.which, PROGRAMS)), None)
    return Path(chosen) if chosen else None


def _worth_showing(judged: Judged | None) -> bool:
    """Whether a page was judged sound, or showed nothing at all; a challenge or an error is an answer."""
    if judged is None:
        return False
    return judged.verdict in ("ok", "same") or judged.code is CaptureReason.NO_LANDMARK


def _response(request: Request, shown: Shown, left_for: str | None) -> Response:
    if left_for:
        return Response(request.url, status=302, headers={"Location": left_for}, request=request)
    return HtmlResponse(
        shown.url.partition("#")[0],
        headers={"Content-Type": "text/html; charset=utf-8"},
        body=shown.html.encode(),
        encoding="utf-8",
        request=request,
    )
