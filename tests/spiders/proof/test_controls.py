"""Controls that a browser uses until nothing more comes: by their words, and by what the browser says of them."""

from __future__ import annotations

import pytest

from spiders.pages.page import Page
from spiders.proof.controls import ACTS, SELECTOR, never_turned, unused

URL = "http://www.example.gov.cn/nb/index.html"


def page(body: str) -> Page:
    return Page(URL, f"<html><body>{body}<script src='/js/a.js'></script></body></html>")


def name(body: str, *used: str) -> str | None:
    control = unused(page(body), used, used)
    return control.name if control else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div>点击查看剩余8条</div>", "点击查看剩余8条"),
        ("<ul class='pages'><li class='on'>1</li><li>2</li></ul>", "2"),
        (f"<em {ACTS}>﹀</em>", "﹀"),
        (f"<li {ACTS}>镇办</li>", "镇办"),
        (f"<img {ACTS} class='p1'>", "p1"),
        ("<span>镇办</span>", "镇办"),
        ("<dd>升坊镇</dd>", "升坊镇"),
        ("<b onclick='f(2)'>看看</b>", "看看"),
        ("<strong>更 多</strong>", "更 多"),
        ("<select><option selected>2024</option><option>2025</option></select>", "2025"),
        ("<label aria-label='加载更多' class='x'></label>", "x"),
    ],
)
def test_what_may_load_more_is_used(body: str, expected: str) -> None:
    assert name(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<p>没有更多了</p>",
        "<p>已加载全部</p>",
        "<p>本栏目由县政府办公室主办</p>",
        f"<a {ACTS}>打印</a>",
        f"<div class='share'><a {ACTS}>朋友圈</a></div>",
        f"<a {ACTS} href='/c1/'>乡镇</a>",
        f"<li {ACTS}>升坊镇2025年政府信息公开工作年度报告</li>",
        "<select><option selected>网站</option><option value='http://www.gov.cn'>中国政府网</option></select>",
        f"<noscript><b {ACTS}>更多</b></noscript>",
    ],
)
def test_what_is_known_to_do_something_else_is_left_alone(body: str) -> None:
    assert name(body) is None


def test_controls_of_the_same_name_are_each_used_once() -> None:
    twice = f"<p {ACTS}>展示</p><p {ACTS}>展示</p>"
    assert [name(twice), name(twice, "展示"), name(twice, "展示", "展示 (2)")] == ["展示", "展示 (2)", None]


def test_a_control_is_counted_as_the_browser_counts_it() -> None:
    control = unused(page(f"<noscript><img src='/c.gif'></noscript><p>一</p><b {ACTS}>二</b>"), ())
    assert control is not None
    assert SELECTOR.startswith("a, ")
    assert control.index == 1, "what stands in noscript are no elements to a browser that runs scripts"


@pytest.mark.parametrize(
    ("next_page", "expected"),
    [
        (f"<a href='javascript:;' {ACTS}='click'>下一页</a>", "下一页"),
        ("<span onclick='next()'>下一页</span>", "下一页"),
        ("<a href='javascript:;'>下一页</a>", None),
        (f"<a class='disabled' {ACTS}='click'>下一页</a>", None),
    ],
)
def test_a_next_page_that_acts_and_never_turned(next_page: str, expected: str | None) -> None:
    shown = page(f"<div class='page'>{next_page}</div>")
    assert never_turned(shown, ["下一页"], {"下一页"}) == expected
    assert never_turned(shown, ["下一页", "下一页"], {"下一页"}) is None, "it turned once, and this is the last page"
