"""The cookies of a site run: those that servers set by header are sent back to them, and forgotten with the run.

A cookie that a script would set is never made, so that no challenge is solved. Scrapy's own middleware is not used, as
its library fetches the public suffix list from the network; the guard lets no request leave the site's hosts anyway.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.cookies import CookieJar

from crawler.fetch.exchange import Exchange
from spiders.pages import addresses

_MOST_BYTES = 2000
"""The most bytes of a page that does nothing but load itself again."""

_MORE = re.compile(r"<(?:form|input|button|a|img|canvas|i?frame|object|embed|script[^>]{1,999}src)\b", re.IGNORECASE)
"""What makes a page more than one that waits for its cookie: something to see, to do, or to compute."""

_SCRIPT = re.compile(r"<script[^>]*+(?:>(?:(.*?)</script>|.*)|\Z)", re.IGNORECASE | re.DOTALL)
_HERE = r"(?:(?:window|self|top|document)\.)*location(?:\.href)?"
# such as window.location.reload(); or location.href='/nb/'
_LOADS = re.compile(
    rf"\s*{_HERE}(?:\.reload\((?:true)?\)|\s*=\s*{_HERE}|\.replace\({_HERE}\)"
    r"|\s*=\s*(['\"])(?P<url>[^'\"]*)\1)\s*;?\s*",
)
"""A whole script that only loads its page again, or an address."""

# such as <meta http-equiv="refresh" content="0;url=/nb/">
_REFRESH = re.compile(
    r"<meta(?>[^>]{1,999}?refresh)"
    r"[^>]{1,999}?content\s*+=\s*+['\"]?\s*+\d++\s*+(?:;\s*url\s*=\s*['\"]?(?P<url>[^'\" >]*))?",
    re.IGNORECASE,
)


class CookieMiddleware:
    """Keeps the site's cookies, and asks once more for a page that did nothing but set one and load itself again."""

    def __init__(self) -> None:
        self._jar = CookieJar()

    @classmethod
    def from_crawler(cls, _crawler: Crawler) -> Self:
        """As Scrapy builds it."""
        return cls()

    def process_request(self, request: Request) -> None:
        """Send the cookies that belong to the address; a copied request may carry those of another."""
        request.headers.pop("Cookie", None)
        self._jar.add_cookie_header(request)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Keep the cookies of a response, and request its page again where it waits for them."""
        if "Set-Cookie" not in response.headers:
            return response
        before = request.headers.get("Cookie")
        self._jar.extract_cookies(response, request)
        exchange = Exchange.of(request)
        if exchange.brought_cookies or request.method != "GET" or not _only_loads_itself(response):
            return response
        again = request.replace(dont_filter=True)
        self.process_request(again)
        if again.headers.get("Cookie") == before:
            return response
        replace(exchange, brought_cookies=True).put_on(again)
        return again


def _only_loads_itself(response: Response) -> bool:
    """Whether a page has no content and no script but to load itself again. A script that computes is a challenge."""
    if len(response.body) > _MOST_BYTES:
        return False
    text = response.body.decode("utf-8", "replace")
    if _MORE.search(text):
        return False
    scripts = [script for script in _SCRIPT.findall(text) if script.strip()]
    loads = [_LOADS.fullmatch(script) for script in scripts] or [_REFRESH.search(text)]
    return all(load is not None and _leads_here(response.url, load["url"]) for load in loads)


def _leads_here(url: str, target: str | None) -> bool:
    return not target or addresses.join(url, target) == url
