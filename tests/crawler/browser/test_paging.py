"""Lists of every family whose further pages only a script shows: read in a real Chromium on nights that decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from spiders.families import land
from spiders.pages.page import Fetch, Page
from tests.support.crawler.fetch import Case, Seen, fetch
from tests.support.crawler.outpost import Behaviour, Outpost, answer
from tests.support.crawler.traps import TOWNS, page, report, titled

HERE = "http://www.langao.example.gov.cn"
ADDRESSES = {
    "trs": ("/nb/index.html", "/nb/202601/t20260120_{}.html"),
    "hanweb": ("/col/col5/index.html", "/art/2026/1/20/art_5_{}.html"),
    "ucap": ("/nb/list.shtml", "/nb/202601/{:032x}.shtml"),
    "vsb": ("/nb.htm", "/info/1078/{}.htm"),
    "generic": ("/nb/list.php", "/nb/show.php?id={}"),
}
"""By family where its list is, and where its articles are."""

NEXT = '<div class="pager"><span>1</span><a onclick="turn()">下一页</a></div>'
NUMBERS = '<div class="pager"><a onclick="turn(1)" class="on">1</a><a onclick="turn(2)">2</a></div>'
TURN = """<script>function turn(n) {
  fetch('/rows?page=' + (n || 2)).then(r => r.json()).then(rows => {
    document.querySelector('ul.list').innerHTML = rows.join('');
    if (!n) document.querySelector('.pager').innerHTML = '<a onclick="back()">上一页</a><span>2</span>';
  });
}</script>"""
HALF = len(TOWNS) // 2


def rows(family: str, towns: range) -> list[str]:
    address = ADDRESSES[family][1]
    style = 'id="line_u7_{}" ' if family == "vsb" else ""
    return [
        f'<li {style.format(n)}><a href="{address.format(n)}">{titled(n)}</a><span>2026-01-20</span></li>'
        for n in towns
    ]


def first(family: str, pager: str) -> str:
    shown = "".join(rows(family, range(HALF)))
    where = '<div class="location">首页 &gt; 政府信息公开年报</div>'
    return page(f'{where}<ul class="list">{shown}</ul>{pager}', head=TURN)


@pytest.mark.parametrize("family", ADDRESSES)
def test_a_click_leads_on_whatever_the_family(family: str) -> None:
    url = f"{HERE}{ADDRESSES[family][0]}"
    landing = land(Page(url, first(family, NEXT)))
    assert landing.listing is not None
    assert len(landing.listing.items) == HALF
    assert landing.listing.next == Fetch(f"{url}#page-2", "listing")


def site(family: str, pager: str) -> dict[str, Behaviour | list[Behaviour]]:
    start, address = ADDRESSES[family]
    both = {f"/rows?page={n}": towns for n, towns in ((1, range(HALF)), (2, range(HALF, len(TOWNS))))}
    routes: dict[str, Behaviour | list[Behaviour]] = {start: answer(body=first(family, pager))}
    for path, towns in both.items():
        data = json.dumps(rows(family, towns), ensure_ascii=False)
        routes[path] = answer(body=data, Content_Type="application/json")
    return routes | {address.format(n): answer(body=report(n)) for n in range(len(TOWNS))}


SITES = {f"{family}, {name}": (family, pager) for family in ADDRESSES for name, pager in (("numbers", NUMBERS),)}
SITES |= {"trs, next": ("trs", NEXT)}


@pytest.fixture(scope="module")
def played() -> Iterator[dict[str, Seen]]:
    with ExitStack() as stack:
        cases = []
        for family, pager in SITES.values():
            outpost = stack.enter_context(Outpost("127.0.0.1"))
            outpost.routes |= site(family, pager)
            row = {"private_addresses": True}
            settings = {"DOWNLOAD_TIMEOUT": 60}
            alone = {"one.after.another": [["127.0.0.1"]]}  # a process starts one browser at a time
            cases.append(Case(f"{outpost.url}{ADDRESSES[family][0]}", row, alone, settings=settings, nights=2))
        yield dict(zip(SITES, fetch(cases), strict=True))


@pytest.mark.slow
@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("name", SITES)
def test_pages_behind_a_script_are_read_on_a_night_that_decides(name: str, played: dict[str, Seen]) -> None:
    seen = played[name]
    found = [town for town in TOWNS if seen.verdicts[town]["evidence"]["report"]]
    assert found == list(TOWNS), seen.details
    assert seen.outcomes[-1] == "ok", seen.details
