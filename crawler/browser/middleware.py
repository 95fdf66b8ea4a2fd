"""Which pages are rendered in a browser, and how the crawl sees them.

Every page is fetched without a browser first. Where its list is made by scripts, its bytes are rendered in Chromium,
whose requests are made by the crawler (`Parts`); the resulting HTML is judged and stored as a separate attempt, with
the browser's name. Earlier attempts in the archive decide whether rendering is tried.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import load_object

from archive.captures import record, rendering
from archive.captures.reasons import CaptureReason, Reason, because
from archive.extract.layout.charset import decode
from crawler.browser.exhausted import Exhausted, how_it_went, totals_of_answer
from crawler.browser.installed import REMEDY, executable
from crawler.browser.page_requests import BrowserError, PartRequest, PartResponse, Parts
from crawler.fetch.browser_need import RENDERED, needs_browser, shows_content
from crawler.fetch.exchange import Exchange, SentPage, Showing
from crawler.fetch.guard import Refused, forbidden
from crawler.fetch.response_verdict import Judged
from crawler.runtime import session
from spiders.families import land, pagers
from spiders.pages.page import Page
from spiders.proof import list_ends
from spiders.walk.errand import Errand, Reply
from spiders.walk.responses import SHOWN_WHOLE, readable

if TYPE_CHECKING:
    from crawler.browser.chromium import Chromium, Shown


class NotRendered(Refused):
    """A page that needs a browser where there is none or none is allowed; the reason says which."""


class BrowserMiddleware:
    """Scrapy downloader middleware, placed between the ledger, which judges pages, and redirects."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session.of(crawler)
        self._townships = frozenset(load_object(crawler.settings["NIANBAO_TOWNSHIPS"])(self._session.site.county))
        self._starting = asyncio.Lock()
        self._chromium: Chromium | None = None
        self._missing: Reason | None = None
        self._parts: dict[tuple[str, str, bytes | None], PartResponse] = {}
        self._stated: list[int] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.close, signal=signals.engine_stopped)
        return middleware

    async def process_request(self, request: Request) -> Response | None:
        """Render a page found to need it; mark a page known to need it, so that its unrendered form is not judged."""
        exchange = Exchange.of(request)
        if Errand.of(request).to_end:
            return await self._show_to_end(request)
        if exchange.showing is not None and exchange.showing.document.url == request.url:
            return await self._render(request, exchange.showing)
        exchange = replace(exchange, showing=None)  # left behind by a redirect
        if self._may_show(request) and self._skips_plain_fetch(request):
            exchange = replace(exchange, part="document")
        exchange.put_on(request)
        return None

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Request a page again, in the browser, where only scripts show what it was requested for."""
        exchange, errand = Exchange.of(request), Errand.of(request)
        if exchange.showing is not None or exchange.replayed or not self._may_show(request):
            return response
        if not isinstance(response, HtmlResponse) or response.status != 200 or not _worth_showing(exchange.judged):
            return response
        if exchange.part != "document" and not self._needed(request):
            return response
        document = SentPage(
            request.url, response.text, errand.reply.capture if errand.reply else None, charset=response.encoding
        )
        before = exchange.part == "document" and self._session.site.render == "auto"
        shown = Exchange(exchange.known, was_list=exchange.was_list, showing=Showing(document), shown_before=before)
        carried = {**replace(errand, reply=None).meta, **shown.meta, "dont_retry": True}
        return request.replace(meta={**request.meta, **carried}, dont_filter=True)

    async def close(self) -> None:
        """End the browser with the crawl."""
        if self._chromium is not None:
            await self._chromium.close()

    # Whether to render

    def _may_show(self, request: Request) -> bool:
        part_of_page = Exchange.of(request).part not in (None, "document")
        return request.method == "GET" and Errand.of(request).kind in RENDERED and not part_of_page

    def _skips_plain_fetch(self, request: Request) -> bool:
        """Whether to render a page whatever it shows without a browser."""
        rule = self._session.site.render
        if pagers.CLICKED_PAGE.search(request.url):
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
        if not needs_browser(
            page, landing, errand.kind, is_configured=page.url in site.start, townships=self._townships
        ):
            return False
        past = rendering.result(self._session.archive, request.url)
        return past is None or not past.is_useless(self._session.clock.now())

    # Rendering

    async def _render(self, request: Request, showing: Showing) -> Response:
        """The page as made by its scripts. Raises NotRendered where there is no browser."""
        if self._session.site.render == "never":
            raise NotRendered(because(CaptureReason.RENDERING_FORBIDDEN))
        chromium, document = await self._browser(), showing.document
        turned = pagers.CLICKED_PAGE.search(document.url)
        if turned:
            document = replace(document, url=pagers.CLICKED_PAGE.sub("", document.url), clicks=int(turned[1]) - 1)
        parts = Parts(document, lambda part: self._fetch_part(request, document, part), self._refuses)
        try:
            shown = await chromium.show(document, parts, lambda html, url: self._enough(request, html, url))
        except BrowserError as error:
            raise self._without_browser(str(error)) from error
        finally:
            showing = replace(showing, parts="; ".join(parts.log))
            replace(Exchange.of(request), showing=showing).put_on(request)
        showing = replace(showing, browser=shown.browser)
        previous = rendering.previous(self._session.archive, request.url)
        replace(Exchange.of(request), showing=showing, previous=previous).put_on(request)
        return _response(request, shown, parts.left_for, document.wire_charset)

    async def _show_to_end(self, request: Request) -> Response:
        """A list's first page as a browser shows it to its end; from the archive where its shape has not changed since.

        Whatever fails is recorded with the page, which then proves nothing.
        """
        archive = self._session.archive
        stored = record.previous(archive, request.url)
        body = archive.payloads.get(stored.digest) if stored else b""
        decoded = decode(body)
        capture = stored.capture if stored else None
        document = SentPage(request.url, decoded.text, capture, to_end=True, charset=decoded.charset)
        shape = list_ends.shape(Page(document.url, document.text))
        before = rendering.shown_to_end(archive, request.url)
        if before is not None and before.counts(shape, self._session.clock.now()):
            return self._shown_before(request, before)
        found, browser, self._stated = Exhausted(), "none", []
        log: list[str] = []
        if self._session.site.render == "never":
            found.failures.append(str(because(CaptureReason.RENDERING_FORBIDDEN)))
        else:
            parts = Parts(document, lambda part: self._fetch_part(request, document, part), self._refuses)
            log = parts.log
            try:
                browser = await (await self._browser()).show_to_end(document, parts, found)
            except (BrowserError, NotRendered, DownloadTimeoutError, DownloadFailedError) as error:
                found.failures.append(str(error))
            found.failures += parts.failures
            found.failures += [parts.left_for] if parts.left_for else []
        went = how_it_went(found, shape, self._stated)
        showing = Showing(document, browser, "; ".join(log), went)
        replace(Exchange.of(request), showing=showing, for_proof=True).put_on(request)
        shown = html_response(request, found.html or document.text, charset=document.wire_charset)
        return _flagged(shown, whole=found.ended and not found.failures)

    def _shown_before(self, request: Request, before: rendering.ShownToEnd) -> Response:
        """The page as it was shown to its end on an earlier night."""
        decoded = decode(self._session.archive.payloads.get(before.digest))
        replace(Exchange.of(request), replayed=True, for_proof=True).put_on(request)
        page = Page(request.url, decoded.text, decoded.charset)
        landing = page, land(page, Errand.of(request).family or self._session.site.family)
        reply = Reply("ok", before.capture, landing, from_archive=True)
        replace(Errand.of(request), reply=reply).put_on(request)
        return _flagged(html_response(request, decoded.text, charset=decoded.charset), whole=before.sound)

    async def _browser(self) -> Chromium:
        async with self._starting:
            if self._missing is not None:
                raise NotRendered(self._missing)
            if self._chromium is None:
                self._chromium = await self._start()
            return self._chromium

    async def _start(self) -> Chromium:
        try:
            from crawler.browser.chromium import Chromium
        except ImportError as error:
            raise self._without_browser(f"{error.name} is not installed (the extra `browser`)") from error
        options = self._session.config.browser
        try:
            named = executable(options.executable)
            return await Chromium.start(self._crawler, named, options, self._crawler.settings["USER_AGENT"])
        except BrowserError as error:
            raise self._without_browser(str(error)) from error

    def _without_browser(self, why: str) -> NotRendered:
        self._missing = because(CaptureReason.BROWSER_UNAVAILABLE, cause=why, remedy=REMEDY)
        return NotRendered(self._missing)

    def _enough(self, request: Request, html: str, url: str) -> bool:
        return shows_content(land(Page(url, html), Errand.of(request).family or self._session.site.family))

    # Requests of a rendered page

    def _refuses(self, url: str) -> Reason | None:
        site = self._session.site
        return forbidden(url, frozenset(site.hosts), site.private_addresses)

    async def _fetch_part(self, request: Request, document: SentPage, part: PartRequest) -> PartResponse | None:
        """Fetch a part of a page like any request; a usable response is reused for the rest of the run."""
        key = part.method, part.url, part.body
        cached = self._parts.get(key)
        if cached is not None:
            self._stated += totals_of_answer(cached.body)
            return cached
        errand = Errand("portal", via=document.capture, fresh=True)
        part_request = Request(
            part.url,
            method=part.method,
            headers=dict(part.headers),
            body=part.body or b"",
            priority=request.priority,
            meta={
                **errand.meta,
                **Exchange(part=part.type, for_proof=document.to_end).meta,
                "verbatim_url": True,
            },
            callback=NO_CALLBACK,
        )
        if self._crawler.engine is None:
            raise NotConfigured
        try:
            response = await self._crawler.engine.download_async(part_request)
        except Exception:  # recorded by the ledger; the page does without
            return None
        media = response.headers.get("Content-Type") or b"application/octet-stream"
        answer = PartResponse(response.status, media.decode("latin-1"), response.body, readable(response))
        self._stated += totals_of_answer(answer.body)
        if answer.usable:
            self._parts[key] = answer
        return answer


def _worth_showing(judged: Judged | None) -> bool:
    """Whether rendering may help: the verdict is `ok` or `same`, or no landmark was found; not a challenge or error."""
    if judged is None:
        return False
    return judged.verdict in ("ok", "same") or judged.code is CaptureReason.NO_LANDMARK


def _response(request: Request, shown: Shown, left_for: str | None, charset: str) -> Response:
    if left_for:
        return Response(request.url, status=302, headers={"Location": left_for}, request=request)
    return html_response(request, shown.html, shown.url.partition("#")[0], charset)


def _flagged(response: HtmlResponse, *, whole: bool) -> HtmlResponse:
    """The response, with a flag where the browser showed all of the list."""
    return response.replace(flags=[SHOWN_WHOLE]) if whole else response


def html_response(request: Request, html: str, url: str | None = None, charset: str = "utf-8") -> HtmlResponse:
    """A response with the HTML that a browser made, in the charset of its page: its links' queries are sent in it."""
    return HtmlResponse(
        url or request.url,
        headers={"Content-Type": f"text/html; charset={charset}"},
        body=html.encode(charset),
        encoding=charset,
        request=request,
    )
