"""Rows that lead nowhere: beside the linked rows of a list, and anywhere else on its page."""

from __future__ import annotations

import pytest

from spiders.pages.page import Page
from spiders.proof.rows import other_rows, rows_without_address, titles_without_address
from tests.support.lists import county
from tests.support.lists.county import HOST, TOWNS, URL, href, shelf, title


def page(markup: str) -> Page:
    return Page(URL, county.page(markup))


@pytest.mark.parametrize(
    "row",
    [
        f"<li><span>{title(5)}</span></li>",
        f"<li onclick=\"show('8a8b')\">{title(5)}<i>2026-01-16</i></li>",
        f"<li><a data-id='5'>{title(5)}</a></li>",
    ],
)
def test_a_row_beside_linked_rows(row: str) -> None:
    shown = page(shelf([0, 1]).replace("</ul>", f"{row}</ul>"))
    assert list(rows_without_address(shown, [HOST + href(0), HOST + href(1)])) == [title(5)]


@pytest.mark.parametrize(
    "elsewhere",
    [
        f"<ul><li><span>{title(5)}</span></li></ul>",
        f"<p>{title(5)}</p>",
        f"<div class='x'><b>{TOWNS[5]}</b>2025年政府信息公开<i>工作年度报告</i></div>",
        f"<table><tr><td>{title(5)}</td><td>2026-01-16</td></tr></table>",
        f"<ul><li><input type='button' value='{title(5)}'></li></ul>",
        f"<select><option>请选择</option><option>{title(5)}</option></select>",
    ],
)
def test_a_title_without_an_address_anywhere_on_the_page(elsewhere: str) -> None:
    found = list(titles_without_address(page(shelf([0, 1]) + elsewhere), county.units()))
    assert [text.replace(" ", "") for text in found] == [title(5)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (f"<li><b data-id='5'>{TOWNS[5]}</b><i>2026-01-16</i></li>", [TOWNS[5]]),
        (f"<li>{TOWNS[5]}政府信息公开年报 2026-01-16</li>", [f"{TOWNS[5]}政府信息公开年报"]),
        ("<li><img src='/row.png'><i>2026-01-16</i></li>", [""]),
        ("<li>县政府召开会议<i>2026-01-16</i></li>", []),
        ("<p>更新时间：2026-01-16</p>", []),
    ],
)
def test_a_dated_row_without_an_address(row: str, expected: list[str]) -> None:
    assert list(titles_without_address(page(shelf([0, 1]) + row), county.units())) == expected


@pytest.mark.parametrize(
    ("elsewhere", "is_row"),
    [
        (shelf([5]), True),
        (f"<p><a href='{href(5)}'><img src='/t.png'></a></p>", True),
        (f"<div><a href='{href(5)}'>??????</a><i>2026-01-16</i></div>", True),
        (f"<ul><li><a href='{href(5)}'>莲花县2025年政府信息公开工作年度报告（{TOWNS[5]}）</a></li></ul>", True),
        (
            "<ul><li><a href='/zwgk/'>政务公开</a></li><li><a href='/tzgg/1.html'>关于防火工作的通知</a></li></ul>",
            False,
        ),
        ("<a href='/zt/'><img src='/banner.jpg'></a>", False),
    ],
)
def test_a_link_outside_the_list_that_may_be_a_report(elsewhere: str, is_row: bool) -> None:
    shown = [HOST + href(0), HOST + href(1)]
    found = list(other_rows(page(shelf([0, 1]) + elsewhere), shown, county.identified))
    assert bool(found) == is_row


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<h2>莲花县2025年政府信息公开工作年度报告</h2>",
        "<p>各乡镇2025年政府信息公开年报已经发布。</p>",
        f"<p>{TOWNS[5]}政府信息公开年报</p>",
        f"<script>var title = '{title(5)}';</script>",
        f"<div class='position'>首页 &gt; <span>{TOWNS[5]}</span> &gt; 2025年政府信息公开年报</div>",
        f"<h1>{TOWNS[5]}2025年政府信息公开年报</h1>",
        f"<a href='/x.html'><span>{title(5)}</span></a>",
    ],
)
def test_what_names_no_report_of_a_unit_or_leads_somewhere(elsewhere: str) -> None:
    assert list(titles_without_address(page(shelf([0, 1]) + elsewhere), county.units())) == []
