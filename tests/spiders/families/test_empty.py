"""An empty list is a list where nothing could still fill it."""

from __future__ import annotations

import pytest

from spiders.families import empty, land
from spiders.pages.page import Landing, Listing, Page

URL = "http://www.example.gov.cn/a/"
NAMED = "<title>政府信息公开年报</title>"


@pytest.mark.parametrize(
    "text",
    [
        f"{NAMED}<ul class='list'></ul>",
        f"{NAMED}<div class='list'> </div>",
        f"{NAMED}<table><tbody></tbody></table>",
        f"{NAMED}<p>暂无数据</p>",
        f"{NAMED}<p>没有相关信息！</p>",
        "<div class='location'>首页 &gt; 政府信息公开年报</div><ul></ul>",
    ],
)
def test_a_column_without_reports_is_a_list_without_items(text: str) -> None:
    landing = land(Page(URL, text))
    assert landing == Landing(empty.name, listing=Listing(()))


@pytest.mark.parametrize(
    "text",
    [
        f"{NAMED}<ul class='list'></ul><script src='/js/list.js'></script>",
        f"{NAMED}<ul class='list'></ul><iframe src='/list.jsp'></iframe>",
        f"{NAMED}<p>栏目建设中</p>",
        NAMED,
        "<title>政府信息公开</title><ul class='list'></ul>",
        "<title>政府信息公开指南</title><p>暂无数据</p>",
        f"{NAMED}<ul><li><a href='/1.html'>甲镇2025年政府信息公开年度报告</a><span>2026-01-16</span></li></ul>",
    ],
)
def test_a_page_that_could_be_filled_or_says_something_else_is_none(text: str) -> None:
    assert land(Page(URL, text)).family != empty.name
