"""Rows that lead nowhere: beside the linked rows of a list, and anywhere else on its page."""

from __future__ import annotations

import pytest

from spiders.pages.page import Page
from spiders.proof.rows import rows_without_address, titles_without_address
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
    ],
)
def test_a_title_without_an_address_anywhere_on_the_page(elsewhere: str) -> None:
    found = list(titles_without_address(page(shelf([0, 1]) + elsewhere), county.units()))
    assert [text.replace(" ", "") for text in found] == [title(5)]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<h2>莲花县2025年政府信息公开工作年度报告</h2>",
        "<p>各乡镇2025年政府信息公开年报已经发布。</p>",
        f"<p>{TOWNS[5]}政府信息公开年报</p>",
        f"<script>var title = '{title(5)}';</script>",
        f"<a href='/x.html'><span>{title(5)}</span></a>",
    ],
)
def test_what_names_no_report_of_a_unit_or_leads_somewhere(elsewhere: str) -> None:
    assert list(titles_without_address(page(shelf([0, 1]) + elsewhere), county.units())) == []
