"""Each page is in one language: the visitor's."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from markupsafe import Markup

from archive.web import language, serve
from tests.archive.web.conftest import PAGES, Site

HAN = re.compile("[\u4e00-\u9fff]")


def _language(page: str) -> str:
    found = re.search(r'<html lang="([^"]+)">', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("", None),
        ("fr, de;q=0.5", None),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh-TW;q=0.7, en;q=0.2", "zh"),
        ("fr, zh;q=0.1, en;q=0.2", "en"),
        ("en;q=0, zh;q=0.1", "zh"),
        ("EN", "en"),
        ("en;q=high, zh;q=0.1", "zh"),
        ("*", None),
    ],
)
def test_a_browser_asks_by_weights(header: str, asked: str | None) -> None:
    assert language.asked_for(header) == asked


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        *[(chinese, "zh-CN") for chinese in ("zh", "zh-TW", "ZH", "%7Ah", "zh&lang=fr")],
        *[(english, "en") for english in ("en-GB", "zh_CN", "fr", "", "%0d%0aX:1", "x" * 5000)],
    ],
)
@pytest.mark.parametrize("path", ["/?lang={}", "/nianbao/status?year=2023&lang={}", "/nianbao?lang={}&sql=select+1"])
def test_whatever_language_an_address_names_is_a_choice_or_nothing(site: Site, path: str, given: str, tag: str) -> None:
    answer = site.get(path.format(given))
    assert (answer.status_code, _language(answer.text)) == (200, tag)
    without = path.replace("&lang={}", "").replace("lang={}&", "").replace("?lang={}", "")
    assert answer.text.count("<tr>") == site.get(without).text.count("<tr>"), "it is no column"


def test_a_shared_cache_keeps_the_citations_of_a_report_apart(site: Site) -> None:
    english, chinese = (site.get("/-/report/999901001/2023.json", accept_language=lang) for lang in ("en", "zh"))
    assert english.json()["citation"] != chinese.json()["citation"]
    assert "accept-language" in english.headers["vary"].lower()


@pytest.mark.parametrize("path", ["/-/feed.atom", "/-/feed/999901.atom"])
def test_a_shared_cache_keeps_the_languages_of_a_feed_apart(site: Site, path: str) -> None:
    for asked, tag in (("en", "en"), ("zh", "zh-CN")):
        answer = site.get(path, accept_language=asked)
        assert answer.headers["content-language"] == tag
        assert f'xml:lang="{tag}"' in answer.text
        assert "accept-language" in answer.headers["vary"].lower()
    refused = site.request("POST", path)
    assert "accept-language" in refused.headers["vary"].lower(), "it says in words why"


@pytest.mark.parametrize("path", ["/", "/-/county/999901", "/nianbao", "/nianbao/status", "/nope", "/nianbao/nope"])
def test_every_page_says_its_language(site: Site, path: str) -> None:
    for asked, tag in (("en", "en"), ("zh-CN,en;q=0.5", "zh-CN")):
        answer = site.get(path, accept_language=asked)
        assert _language(answer.text) == tag
        assert answer.headers["content-language"] == tag
        assert {"accept-language", "cookie"} <= set(answer.headers["vary"].lower().replace(" ", "").split(","))


def test_a_choice_is_kept(site: Site) -> None:
    chosen = site.get("/nianbao/status?lang=zh&year=2023")
    assert chosen.status_code == 200, "the choice is no column"
    assert _language(chosen.text) == "zh-CN"
    assert "private" in chosen.headers["cache-control"]
    cookie = chosen.headers["set-cookie"]
    assert "nianbao_lang=zh; Path=/" in cookie
    kept = site.get("/-/county/999901", cookie=cookie.partition(";")[0])
    assert _language(kept.text) == "zh-CN", "the cookie counts before the browser's wish"
    assert "no-store" not in kept.headers.get("cache-control", "")
    assert "set-cookie" not in kept.headers
    assert _language(site.get("/?lang=en", cookie="nianbao_lang=zh").text) == "en"


def test_the_switch_leads_to_the_same_page_in_the_other_language(site: Site) -> None:
    page = site.get("/?year=2022&lang=zh").text
    switch = re.search(r'<a class="language" href="([^"]+)"[^>]*>(\w+)</a>', page)
    assert switch
    assert switch[2] == "English"
    other = site.get(f"/{switch[1].replace('&amp;', '&')}").text
    assert _language(other) == "en"
    assert "Reports for 2022" in other


def test_who_asks_for_nothing_gets_the_archives_language(archive: Path, runner: asyncio.Runner) -> None:
    for lang, tag in (("en", "en"), (None, "zh-CN")):
        served = serve.app(archive, lang=lang)  # type: ignore[arg-type]
        assert _language(runner.run(served.client.get("/")).text) == tag


@pytest.mark.parametrize("cookie", ["nianbao_lang=fr", 'nianbao_lang="<b>', "=;;=", "a b=c; nianbao_lang"])
def test_other_cookies_choose_nothing(site: Site, cookie: str) -> None:
    assert _language(site.get("/", cookie=cookie).text) == "en"


OURS = (
    *PAGES,
    "/-/report/999901001/1999",
    "/nope",
    "/nianbao",
    "/nianbao/status?verdict__exact=late",
    "/nianbao/captures?_sort=url",
    "/nianbao/counties/999901",
    "/nianbao/site_health",
    "/nianbao/where_from?township=999901001&year=2022&table=applications&line=new&column=total&version=",
    "/nianbao?sql=select+1",
    "/nianbao?sql=selec",
)
DATA = re.compile(
    r'(?s)<section class="cite">.*?</section>|<(td|script|style|textarea)\b.*?</\1>'
    r'|<(dl|ul) class="(?:column-descriptions|record|tight-bullets)".*?</\2>'
)
"""What the archive's rows hold, and scripts."""
CHINESE = re.compile(r'(?s)<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>|<title>.*?</title>')
ENGLISH = re.compile(r'(?s)<(code|pre)\b.*?</\1>|<(\w+)[^>]* lang="en"[^>]*>.*?</\2>|<title>.*?</title>')


@pytest.mark.parametrize("path", OURS)
def test_a_page_has_no_words_of_the_other_language(site: Site, path: str) -> None:
    """Names and quoted text are marked as Chinese; what is left of an English page has none, and vice versa."""
    page = re.sub("<[^>]*>", " ", CHINESE.sub("", DATA.sub("", site.get(path).text)))
    assert HAN.findall(page) == []
    chinese = DATA.sub("", site.get(path, accept_language="zh").text)
    page = re.sub(r"<[^>]*>|https?:\S*|&lt;.*?&gt;", " ", ENGLISH.sub("", chinese))
    assert re.findall("[A-Za-z]{2,} [A-Za-z]{2,}", page) == []


def test_arguments_that_are_no_markup_are_escaped_beside_some_that_are() -> None:
    said = language.t("page-count-of", count=Markup("<b>7</b>"), name="<i>")
    assert said == "&lt;i&gt; <b>7</b>"
    assert isinstance(said, Markup)
    assert not isinstance(language.t("page-count-of", count=7, name="x"), Markup)


OF_A_CAPTURE = "select+capture,reason,detail+from+captures+where+verdict='blocked'+limit+1"
CHALLENGED = {
    "zh": "返回的是验证页面，不是正文",
    "en": "a challenge page instead of content",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("path", "code", "columns"),
    [
        ("/nianbao/site_health", "attempt_failed", ["last_reason", "last_detail"]),
        ("/nianbao/sites_health?site=baishi", "attempt_failed", ["last_reason", "last_detail"]),
        ("/nianbao/site_runs?outcome=blocked&_size=1", "attempt_failed", ["reason", "detail"]),
        ("/nianbao/captures?verdict=blocked&_size=1", "challenge_page", ["reason", "detail"]),
        (f"/nianbao?sql={OF_A_CAPTURE}", "challenge_page", ["reason", "detail"]),
    ],
)  # fmt: skip
def test_a_reason_is_a_sentence_wherever_its_code_stands(
    site: Site, path: str, code: str, columns: list[str], lang: str
) -> None:
    page = site.get(path, accept_language=lang).text
    said = re.findall(r'<td class="col-(\w+)[^"]*"><span(?: title="([^"]*)")?>([^<]*)</span></td>', page)
    assert [column for column, _, _ in said] == columns
    assert all(CHALLENGED[lang] in sentence for _, _, sentence in said)
    assert [stored for _, stored, _ in said if stored] == [code], "an English sentence is no title of a Chinese one"
