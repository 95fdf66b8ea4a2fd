"""Totals that pages state of their lists, and counts of something else."""

from __future__ import annotations

import pytest

from spiders.pages.page import Page
from spiders.pages.totals import totals


def stated(markup: str) -> set[tuple[int, str]]:
    page = Page("http://www.example.gov.cn/nb/", f"<html><body>{markup}</body></html>")
    return {(total.number, total.unit) for total in totals(page)}


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div>共54条</div>", {(54, "items")}),
        ("<b>共有 12 条记录</b>", {(12, "items")}),
        ("<p>共（13）条</p>", {(13, "items")}),
        ("<td>总<strong>13</strong>条</td>", {(13, "items")}),
        ("<font>（13条）</font>", {(13, "items")}),
        ("<li>找到13条</li>", {(13, "items")}),
        ("<center>Total 13</center>", {(13, "items")}),
        ("<div>Showing 1 to 6 of 13 entries</div>", {(13, "items")}),
        ("<div>1-6 / 13</div>", {(13, "items")}),
        ("<div>第1页/共2页</div>", {(2, "pages")}),
        ("<span>1/2</span>", {(2, "pages")}),
        ("<p>共二页</p>", {(2, "pages")}),
        ("<p>共十二頁</p>", {(12, "pages")}),
        ("<p>Page 1 of 2</p>", {(2, "pages")}),
        ("<script>var recordTotal = parseInt('13');</script>", {(13, "items")}),
        ("<!-- totalpage=1/2 -->", {(2, "pages")}),
    ],
)
def test_a_total_is_understood(markup: str, expected: set[tuple[int, str]]) -> None:
    table = markup.startswith("<td")
    assert stated(f"<table><tr>{markup}</tr></table>" if table else markup) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<div>今日更新3条，共12580条</div>",
        "<p>本站总访问量：共 102400 篇</p>",
        "<span>2026-01-16</span>",
        "<p>全县共13个乡镇</p>",
        "<script>function search(){var totalPages=10;}</script>",
    ],
)
def test_a_count_of_something_else_is_none(markup: str) -> None:
    assert stated(markup) == set()
