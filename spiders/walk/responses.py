"""Responses as the spider needs them: whether they may be read, their page, and the trouble behind a failed request.

The crawler's middleware puts a `Reply` on the request of each response. How pages are fetched is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response, TextResponse
from twisted.python.failure import Failure

from spiders.families import land
from spiders.pages.items import Trouble
from spiders.pages.page import Landing, Page
from spiders.pages.reasons import Reason, TroubleReason, because
from spiders.walk.errand import Errand, Reply

READABLE = ("ok", "same")

SHOWN_WHOLE = "shown_whole"
"""The flag of a response that a browser showed to its end, and of which nothing failed."""


def reply_of(response: Response) -> Reply:
    """The crawler's reply on a response. Raises ValueError where no middleware has judged the response."""
    reply = Errand.of(response).reply
    if reply is None:
        raise ValueError(
            f"{response.url}: the response was not judged; a downloader middleware has to put a Reply on it"
        )
    return reply


def readable(response: Response) -> bool:
    """Whether the crawler judged that the response is what was asked for."""
    return reply_of(response).verdict in READABLE


def may_have_moved(response: Response) -> bool:
    """Whether a list, or a page that led to a list, is gone, as far as a single response can show."""
    reply = reply_of(response)
    return reply.verdict in ("gone", "soft_404") and reply.was_list


def page_of(response: TextResponse) -> Page:
    """The page, with the fragment of the request unless it was redirected: Scrapy's responses have no fragment."""
    url, fragment = urldefrag(response.request.url) if response.request else ("", "")
    address = f"{url}#{fragment}" if fragment and url == response.url else response.url
    return Page(address, response.text, response.encoding)


def landing_of(response: TextResponse, family: str) -> tuple[Page, Landing]:
    """The page and its landing: those that the crawler found while it judged the response, else found here."""
    known = reply_of(response).landing
    if known is not None:
        return known
    page = page_of(response)
    return page, land(page, family)


def trouble(response: Response) -> Trouble:
    """The trouble to report for a response that may not be read."""
    return Trouble(response.url, Errand.of(response).kind, not_usable(response))


def not_usable(response: Response) -> Reason:
    """The reason that the crawler's verdict on a response is neither `ok` nor `same`."""
    return because(TroubleReason.ANSWER_NOT_USABLE, verdict=reply_of(response).verdict)


def requested_url(response: Response) -> str:
    """The requested address, before any redirect."""
    first: str = response.meta.get("redirect_urls", [response.url])[0]
    return first


def request_of(failure: Failure) -> Request:
    """The request that failed: Scrapy notes it on the failure, whose class knows nothing of it."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request


def failure_troubles(failure: Failure) -> Iterator[Trouble]:
    """The trouble behind a failed request; none where the crawler itself postponed the request."""
    request = request_of(failure)
    errand = Errand.of(request)
    if errand.reply is None and isinstance(failure.value, IgnoreRequest):
        return
    parts = [str(part) for part in (errand.reply and errand.reply.verdict, failure.value) if part]
    cause = ": ".join(parts) or type(failure.value).__name__
    yield Trouble(request.url, errand.kind, because(TroubleReason.REQUEST_FAILED, cause=cause))
