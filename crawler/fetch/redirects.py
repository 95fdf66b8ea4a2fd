"""Where redirects lead: their addresses as browsers read them, and from a document's viewer to the document."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from spiders.pages import addresses


class SiteRedirectMiddleware(RedirectMiddleware):
    """Scrapy's middleware, which joins and escapes `Location` otherwise than browsers do."""

    def _build_redirect_request(
        self, source_request: Request, response: Response, *, url: str, **kwargs: Any
    ) -> Request:
        location = addresses.redirected(source_request.url, response.headers["Location"] or b"") or url
        document = addresses.viewed_file(location) or location
        return super()._build_redirect_request(source_request, response, url=document, **kwargs)
