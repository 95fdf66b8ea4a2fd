"""Pages at status 200 in place of what was asked for: only those are gone that say so (`notices.toml`)."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from archive.captures.record import CaptureKind
from crawler.fetch.landmarks import has_landmark
from crawler.fetch.response_verdict import Judged, ResponseParts, judge
from spiders.families import land
from spiders.walk.responses import page_of

NOTICES = tomllib.loads((Path(__file__).parent / "notices.toml").read_text(encoding="utf-8"))
DOCUMENTS: list[CaptureKind] = ["report", "attachment"]
WITHDRAWS = {"gone", "soft_404"}
LOOKED_IN_VAIN = {"blocked", "unreachable", "unknown"}


@pytest.mark.parametrize("kind", [*DOCUMENTS, "listing"])
@pytest.mark.parametrize("name", NOTICES["nothing"])
def test_what_says_nothing_of_the_page_withdraws_nothing(name: str, kind: CaptureKind) -> None:
    assert _judged(NOTICES["nothing"][name], kind).verdict in LOOKED_IN_VAIN


@pytest.mark.parametrize("kind", [*DOCUMENTS, "listing"])
@pytest.mark.parametrize("name", NOTICES["gone"])
def test_what_says_that_the_page_is_gone_is_believed(name: str, kind: CaptureKind) -> None:
    assert _judged(NOTICES["gone"][name], kind).verdict == "soft_404"


def test_a_firewall_behind_404_is_seen() -> None:
    assert _judged(NOTICES["nothing"]["Safedog"], "report", status=404).verdict == "blocked"
    assert _judged(NOTICES["gone"]["with a menu and a foot"], "report", status=404).verdict == "gone"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("系统繁忙", "unreachable"),
        ("<p>您的访问已被拦截", "blocked"),
        ("文件不存在", "soft_404"),
        ("城关镇2025年年报", "ok"),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_few_words_in_place_of_a_file(words: str, verdict: str, charset: str) -> None:
    url, text = "http://www.example.gov.cn/nb/1.doc", words if words.startswith("<") else ""
    assert (
        judge(ResponseParts("attachment", url, url, 200, words.encode(charset), text, landmark=False)).verdict
        == verdict
    )


def _judged(text: str, kind: CaptureKind, status: int = 200) -> Judged:
    """As the crawler judges the page on the wire."""
    url = "http://www.example.gov.cn/nb/202601/t20260116_1." + ("pdf" if kind == "attachment" else "html")
    page = f"<!DOCTYPE html><html><body>{text}</body></html>"
    response = HtmlResponse(url, body=page.encode(), encoding="utf-8")
    landing = land(page_of(response), "auto")
    return judge(ResponseParts(kind, url, url, status, page.encode(), page, has_landmark(kind, landing, page)))
