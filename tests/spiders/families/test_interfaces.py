"""Interfaces that answer lists page by page: which pages call them, and how answers end."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from spiders.families import interfaces, land
from spiders.pages.page import Fetch, Listing, Page
from spiders.walk.paging import End, Walk, advance

SITE = "http://www.example.gov.cn"
CHANNEL = "a1a078ee0bc54721ab6b148884c784a8"
CALL = f'<script>$.get("/searchList/{CHANNEL}?_isJson=true&page=1", draw)</script>'
PAGES = Path(__file__).parent / "pages" / "interfaces"


def title(number: int) -> str:
    return f"冢头镇{number}年政府信息公开工作年度报告"


def called() -> Fetch:
    listing = land(Page(f"{SITE}/nb/", f"<title>政府信息公开年报</title>{CALL}")).listing
    assert listing is not None
    assert listing.next is not None
    return listing.next


def answered(fetch: Fetch, data: object) -> Listing | None:
    return land(Page(fetch.url, json.dumps(data, ensure_ascii=False))).listing


def results(first: int, last: int, total: int | None) -> object:
    rows = [{"title": title(number), "url": f"/nb/{number}.shtml"} for number in range(first, last)]
    return {"data": {"results": rows} | ({} if total is None else {"total": total})}


@pytest.mark.parametrize("name", interfaces.interfaces())
def test_every_interface_has_a_page_that_calls_it_and_an_answer(name: str) -> None:
    cases = {path.name for path in PAGES.iterdir()}
    assert {f"{name}-shell", f"{name}-answer"} <= cases


@pytest.mark.parametrize("name", interfaces.interfaces())
def test_a_call_leads_to_the_answer_that_its_interface_understands(name: str) -> None:
    case = PAGES / f"{name}-shell"
    (source,) = case.glob("input.*")
    listing = land(Page((case / "address.txt").read_text().strip(), source.read_text())).listing
    assert listing is not None
    assert listing.next is not None
    assert dict(parse_qsl(urlsplit(listing.next.url).fragment))["interface"] == name


@pytest.mark.parametrize(
    "text",
    [
        f'<meta name="ArticleTitle" content="{title(2025)}">{CALL}',
        f"<h1>{title(2025)}</h1><p>发布时间：2026-01-16</p>{CALL}",
        f"<script>createPageHTML('page_div', 5, 1, 'list', 'shtml', 90);</script>{CALL}",
        f"<!-- {CALL} -->",
        '<script>$.get("/searchList/" + id + "?_isJson=true&page=1", draw)</script>',
        '<script src="/js/webBuilderCommon.js"></script>',
        '<script>$.post("/queryList", {keyword: word}, draw)</script>',
        '<form action="/igs/front/search.jhtml"><input name="searchWord"></form>',
    ],
)
def test_a_page_that_shows_its_own_content_or_no_parameters_is_no_shell(text: str) -> None:
    landing = land(Page(f"{SITE}/zfxxgk/", text))
    assert landing.family != interfaces.name


@pytest.mark.parametrize("head", ["<tr><th>索引号</th><th>发布机构</th><th>发布日期</th></tr>", "<h2>县政府</h2>"])
def test_the_head_of_a_table_of_documents_makes_no_article(head: str) -> None:
    assert land(Page(f"{SITE}/zfxxgk/", f"<table>{head}</table>{CALL}")).family == interfaces.name


@pytest.mark.parametrize("total", [43, 199, 201, 999])
def test_the_total_of_an_answer_is_declared(total: int) -> None:
    listing = answered(called(), results(0, 3, total))
    assert listing is not None
    assert listing.declared_items == total


@pytest.mark.parametrize("total", [*interfaces.CAPS, None])
def test_a_cap_and_no_total_declare_nothing(total: int | None) -> None:
    listing = answered(called(), results(0, 3, total))
    assert listing is not None
    assert listing.declared_items is None
    assert listing.next is not None


def test_a_total_that_counts_a_full_page_alone_declares_nothing() -> None:
    listing = answered(called(), results(0, 20, 20))
    assert listing is not None
    assert listing.declared_items is None
    assert listing.next is not None


@pytest.mark.parametrize(
    "data",
    [
        {"data": {"results": []}},
        {"data": {"results": None, "total": 0}},
        {"success": False, "message": "参数错误"},
        {"data": {"results": [{"title": title(2025)}]}},
    ],
)
def test_an_answer_that_shows_nothing_and_counts_nothing_is_no_list(data: object) -> None:
    assert answered(called(), data) is None


def test_a_record_without_an_address_is_missed_from_the_total() -> None:
    listing = answered(
        called(), {"data": {"total": 2, "results": [{"title": title(1)}, {"title": title(2), "url": "/2"}]}}
    )
    assert listing is not None
    assert (len(listing.items), listing.declared_items) == (1, 2)


@pytest.mark.parametrize(("total", "complete"), [(45, True), (None, True), (1000, True), (46, False)])
def test_a_list_is_read_until_what_is_declared_has_come(total: int | None, complete: bool) -> None:
    walk, step = advance(Walk(), Listing((), called(), page_number=0))
    for first in (0, 20, 40, 45):
        assert isinstance(step, Fetch)
        listing = answered(step, results(first, min(first + 20, 45), total))
        assert listing is not None
        walk, step = advance(walk, listing)
        if isinstance(step, End):
            break
    assert isinstance(step, End)
    assert walk.items == 45
    assert (step.reason is None) is complete
