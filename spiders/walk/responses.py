"""Responses as the spider needs them: whether one may be read, its page, and the trouble behind one that did not come.

The crawler's middleware puts `verdict` into the meta of each request. How things are fetched is not known here.
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

READABLE = ("ok", "same")


def readable(response: Response) -> bool:
    """Whether the crawler judged that the response is what was asked for."""
    return response.meta["verdict"] in READABLE


def may_have_moved(response: Response) -> bool:
    """Whether a list, or a page that led to one, is not there any more, as far as one answer can tell."""
    return response.meta["verdict"] in ("gone", "soft_404") and bool(response.meta.get("was_list"))


def page_of(response: TextResponse) -> Page:
    """The page, with the fragment of the request where it was answered in place: Scrapy's responses have none."""
    url, fragment = urldefrag(response.request.url) if response.request else ("", "")
    return Page(f"{url}#{fragment}" if fragment and url == response.url else response.url, response.text)


def landed(response: TextResponse, family: str) -> tuple[Page, Landing]:
    """The page and what it turned out to be: as the crawler's judgement left it in `meta["landed"]`, or found here."""
    left: tuple[Page, Landing] | None = response.meta.get("landed")
    if left is not None:
        return left
    page = page_of(response)
    return page, land(page, family)


def trouble(response: Response) -> Trouble:
    """What to say of a response that may not be read."""
    return Trouble(response.url, response.meta["kind"], not_usable(response))


def not_usable(response: Response) -> Reason:
    """That the crawler's verdict on a response is not that it may be read."""
    return because(TroubleReason.ANSWER_NOT_USABLE, verdict=response.meta["verdict"])


def asked(response: Response) -> str:
    """The address that was asked for, before any redirect."""
    first: str = response.meta.get("redirect_urls", [response.url])[0]
    return first


def lost(failure: Failure) -> Iterator[Trouble]:
    """The trouble behind a failed request; none where the crawler itself put it off for another day."""
    request: Request = failure.request  # type: ignore[attr-defined]
    verdict = request.meta.get("verdict")
    if verdict is None and isinstance(failure.value, IgnoreRequest):
        return
    words = [str(part) for part in (verdict, failure.value) if part]
    cause = ": ".join(words) or type(failure.value).__name__
    yield Trouble(request.url, request.meta["kind"], because(TroubleReason.REQUEST_FAILED, cause=cause))
