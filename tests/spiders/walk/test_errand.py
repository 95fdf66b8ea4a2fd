"""What travels with a request: a copy begins with its original's values, and neither changes the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.fetch.exchange import Exchange
from spiders.pages.page import Link
from spiders.walk.errand import Errand, Reply
from spiders.walk.responses import reply_of

URL = "http://www.example.gov.cn/a.htm"
ERRAND = Errand("report", via="capture", link=Link(URL, "title"), page_number=2)


@pytest.mark.parametrize("copied", [Request.copy, lambda request: request.replace(url=f"{URL}?page=2")])
def test_a_copied_request_starts_with_the_same_values_and_shares_no_change(
    copied: Callable[[Request], Request],
) -> None:
    original = Request(URL, meta={**ERRAND.meta, **Exchange(known="capture").meta, "download_timeout": 5})
    copy = copied(original)
    assert (Errand.of(copy), Exchange.of(copy), copy.meta["download_timeout"]) == (ERRAND, Exchange(known="capture"), 5)
    replace(ERRAND, reply=Reply("ok")).put_on(copy)
    assert Errand.of(original).reply is None
    replace(ERRAND, reply=Reply("gone")).put_on(original)
    assert Errand.of(copy).reply == Reply("ok")


def test_a_request_of_scrapys_own_is_for_a_page_of_no_certain_kind() -> None:
    assert Errand.of(Request(URL)) == Errand("portal")
    assert Exchange.of(Request(URL)) == Exchange()


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        ERRAND.kind = "listing"  # type: ignore[misc]


def test_a_response_carries_what_its_request_does() -> None:
    request = Request(URL)
    response = HtmlResponse(URL, request=request)
    with pytest.raises(ValueError, match="was not judged"):
        reply_of(response)
    replace(ERRAND, reply=Reply("same", "capture")).put_on(request)
    assert reply_of(response) == Reply("same", "capture")
