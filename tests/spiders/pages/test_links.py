"""Titles, dates and addresses as lists show them."""

from __future__ import annotations

import pytest

from spiders.pages.links import absolute, anchors, lists, main_list, rows
from spiders.pages.page import Link, Page

URL = "http://www.example.gov.cn/zwgk/nb/index.html"


@pytest.mark.parametrize(
    ("item", "title", "date"),
    [
        (
            '<a href="1.htm" title="冢头镇2023年年报">冢头镇2023…</a><span>2024-01-19</span>',
            "冢头镇2023年年报",
            "2024-01-19",
        ),
        ('<a href="1.htm" title="查看">冢头镇2023年年报</a> [2024/1/9]', "冢头镇2023年年报", "2024/1/9"),
        ('<a href="1.htm">冢头镇<span>20</span><span>23</span>年年报</a>', "冢头镇2023年年报", None),
        ('<span>2024年1月19日</span><a href="1.htm">·冢头镇2023年年报</a>', "冢头镇2023年年报", "2024年1月19日"),
        ('<a href="1.htm"><i>冢头镇2023年年报</i><em>2024-01-19</em></a>', "冢头镇2023年年报", "2024-01-19"),
        ('<a href="1.htm">关于2023年1月1日至12月31日的年报</a>', "关于2023年1月1日至12月31日的年报", None),
        ('<a href="1.htm"><img src="a.png"></a><a href="1.htm">冢头镇2023年年报</a>', "冢头镇2023年年报", None),
    ],
)
def test_a_row_gives_its_whole_title_and_its_date(item: str, title: str, date: str | None) -> None:
    assert rows(Page(URL, f"<ul><li>{item}</li></ul>"), lambda _: True) == (
        Link("http://www.example.gov.cn/zwgk/nb/1.htm", title, date),
    )


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./a.htm", "http://www.example.gov.cn/zwgk/nb/a.htm"),
        ("../b.htm?x=1&amp;y=2", "http://www.example.gov.cn/zwgk/b.htm?x=1&y=2"),
        ("//m.example.gov.cn/c", "http://m.example.gov.cn/c"),
        ("d.htm#top", "http://www.example.gov.cn/zwgk/nb/d.htm"),
        ("/x/gkmlpt/annualreport#2629", "http://www.example.gov.cn/x/gkmlpt/annualreport#2629"),
        ("javascript:void(0)", None),
        ("mailto:a@example.gov.cn", None),
        ("#", None),
        ("http://[", None),
        (" /e.htm\n", "http://www.example.gov.cn/e.htm"),
        ("/f.jsp;jsessionid=9A8B?id=3", "http://www.example.gov.cn/f.jsp?id=3"),
        ("/f.php?PHPSESSID=9a8b&id=3", "http://www.example.gov.cn/f.php?id=3"),
        ("/f.php?id=3&phpsessid=9a8b", "http://www.example.gov.cn/f.php?id=3"),
        ("/api?sid=755031", "http://www.example.gov.cn/api?sid=755031"),
    ],
)
def test_addresses_are_joined_and_cleaned(href: str, url: str | None) -> None:
    page = Page(URL, f'<a href="{href}">年报</a>')
    assert [found for _, found in anchors(page)] == ([url] if url else [])


def test_the_base_of_a_page_is_what_it_says() -> None:
    page = Page(URL, '<base href="http://www.example.gov.cn/other/"><a href="1.htm">年报</a>')
    assert absolute(page, "1.htm") == "http://www.example.gov.cn/other/1.htm"


def test_the_main_list_is_the_one_of_the_column_even_if_another_is_longer() -> None:
    page = Page(
        URL,
        '<div class="l"><ul><li><a href="a/1.htm">甲</a></li></ul><ul><li><a href="a/2.htm">乙</a></li></ul></div>'
        '<div class="r"><ul><li><a href="/b/3.htm">一</a></li>'
        '<li><a href="/b/4.htm">二</a></li><li><a href="/b/5.htm">三</a></li></ul></div>'
        '<div class="footer"><p><a href="a/6.htm">底</a></p></div>',
    )
    assert [len(one) for one in lists(page, lambda _: True)] == [2, 3]
    found = main_list(page, lambda _: True, lambda url: "/nb/a/" in url)
    assert [link.title for link in found] == ["甲", "乙"]


def test_the_article_before_and_after_is_no_item() -> None:
    page = Page(
        URL, '<p>上一篇：<a href="1.htm">甲镇2023年年报</a></p><p>下一条：<a href="2.htm">乙镇2023年年报</a></p>'
    )
    assert rows(page, lambda _: True) == ()
