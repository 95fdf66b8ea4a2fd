"""What reaches a server for an address as its page writes it: the target of the request line, to the letter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.crawler.fetch import Case, fetch
from tests.support.crawler.outpost import Outpost, answer, redirect

ROW = {"private_addresses": True}
WRITTEN = {
    "a parameter that begins like an entity": ('href="/a1.jsp?id=1&currentPage=2"', "/a1.jsp?id=1&currentPage=2"),
    "many of them": (
        'href="/a2.jsp?a&regionId=1&timestamp=2&copy=3&sect=4&para=5&not=6&lang=7&order=8"',
        "/a2.jsp?a&regionId=1&timestamp=2&copy=3&sect=4&para=5&not=6&lang=7&order=8",
    ),
    "escaped as it should be": ('href="/a3.jsp?id=1&amp;region=2&#38;x=3"', "/a3.jsp?id=1&region=2&x=3"),
    "escaped twice": ('href="/a4.jsp?id=1&amp;amp;x=2"', "/a4.jsp?id=1&amp;x=2"),
    "blanks around": ('href=" \n/a5.html\t "', "/a5.html"),
    "blanks inside": ('href="/a 6/b c.html?t=1 2"', "/a%206/b%20c.html?t=1%202"),
    "tabs and newlines inside": ('href="/a\t7/b\n.html"', "/a7/b.html"),
    "backslashes": (r'href="\a8\nb\1.html"', "/a8/nb/1.html"),
    "backslashes in a query": (r'href="/a9.jsp?file=\nb\1"', r"/a9.jsp?file=\nb\1"),
    "signs that libraries escape": ('href="/a10.jsp?a=b|c&d={e}^[f]`"', "/a10.jsp?a=b|c&d={e}^[f]`"),
    "signs that browsers escape": ('href="/a11.jsp?a=<b>\'"', "/a11.jsp?a=%3Cb%3E%27"),
    "escapes that are none": ('href="/a12.jsp?rate=100%&x=%zz"', "/a12.jsp?rate=100%&x=%zz"),
    "dots": ('href="/x/./y/../../a13.html"', "/a13.html"),
    "escaped in a script": (r"""href="javascript:;" onclick="window.open('\/a14\/1.html')" """, "/a14/1.html"),
    "a document's viewer": ('href="/pdfjs/web/viewer.html?file=/a16/1.pdf"', "/a16/1.pdf"),
    "escaped in its page's charset": ('href="/a15.jsp?name=%B9%AB%BF%AA"', "/a15.jsp?name=%B9%AB%BF%AA"),
}
CHINESE = 'href="/年报/1.jsp?name=城关镇&t=誠#节"'
IN_UTF_8 = "/%E5%B9%B4%E6%8A%A5/1.jsp?name=%E5%9F%8E%E5%85%B3%E9%95%87&t=%E8%AA%A0"
IN_GBK = "/%E5%B9%B4%E6%8A%A5/1.jsp?name=%B3%C7%B9%D8%D5%F2&t=%D5\\"
"""The second byte of 誠 in GBK is a backslash, which browsers leave as it is in a query."""

LIST = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>政府信息公开工作年度报告</title></head><body>
<div class="location">首页 &gt; 政府信息公开 &gt; 政府信息公开工作年度报告</div>
<ul class="list">{rows}</ul></body></html>"""


def _list(*links: str, charset: str = "utf-8") -> bytes:
    rows = (
        f"<li><a {link}>城关镇{2025 - number}年政府信息公开工作年度报告</a><span>2026-01-20</span></li>"
        for number, link in enumerate(links)
    )
    return LIST.format(charset=charset, rows="".join(rows)).encode(charset)


@pytest.fixture(scope="module")
def asked() -> Iterator[list[str]]:
    with Outpost() as server:
        links = [link for link, _ in WRITTEN.values()]
        server.routes["/list1"] = answer(body=_list(*links[:8]))
        server.routes["/list2"] = answer(body=_list(*links[8:]))
        server.routes["/utf8"] = answer(body=_list(CHINESE))
        gbk = _list(CHINESE, charset="gbk")
        server.routes["/gbk"] = answer(body=gbk, Content_Type="text/html; charset=gb2312")
        server.routes["/moved"] = redirect(r"\away\2.html?a=b|c d")
        server.routes["/moved-in-gbk"] = answer(302, b"").replace(
            b"Connection", "Location: /away?公开\r\nConnection".encode("gbk")
        )
        server.routes["/shown"] = redirect("/pdfjs/web/viewer.html?file=/away/3.pdf")
        starts = ("list1", "list2", "utf8", "gbk", "moved", "moved-in-gbk", "shown", "start list")
        fetch(
            [
                Case(f"{server.url}/{start}", ROW, settings={"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 120})
                for start in starts
            ]
        )
        yield server.asked


@pytest.mark.parametrize("name", WRITTEN)
def test_an_address_is_asked_for_as_a_browser_asks(asked: list[str], name: str) -> None:
    assert WRITTEN[name][1] in asked


@pytest.mark.parametrize("target", [IN_UTF_8, IN_GBK])
def test_a_query_is_sent_in_the_charset_of_its_page_and_a_path_in_utf_8(asked: list[str], target: str) -> None:
    assert target in asked


@pytest.mark.parametrize("target", ["/away/2.html?a=b|c%20d", "/away?%B9%AB%BF%AA", "/away/3.pdf"])
def test_a_redirect_leads_where_a_browser_goes(asked: list[str], target: str) -> None:
    assert target in asked


def test_an_address_of_the_row_is_escaped_too(asked: list[str]) -> None:
    assert "/start%20list" in asked


def test_nothing_else_is_asked_for(asked: list[str]) -> None:
    known = {target for _, target in WRITTEN.values()} | {IN_UTF_8, IN_GBK, "/robots.txt", "/", "/start%20list"}
    known |= {"/list1", "/list2", "/utf8", "/gbk", "/moved", "/moved-in-gbk", "/shown"}
    assert {target for target in asked if not target.startswith("/away")} <= known
