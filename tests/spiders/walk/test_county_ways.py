"""The spider where reports do not hang in one list: townships' own columns, menus, tabs, frames, boxes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest

from tests.support.spiders.crawling import Crawled, Job, crawl
from tests.support.spiders.scripted import served

TOWNS = ("升坊镇", "三岔河镇", "八塘乡", "东山街道")
REPORT = "{}2025年政府信息公开工作年度报告"
NAME = "<title>政府信息公开年报-某县人民政府</title>"
EMPTY = f"{NAME}<ul class='list'></ul>"


def row(number: int) -> str:
    return f"<li><a href='/info/{number}.html'>{REPORT.format(TOWNS[number])}</a><span>2026-01-16</span></li>"


def shelf(*numbers: int, name: str = NAME) -> str:
    return f"{name}<ul class='list'>{''.join(map(row, numbers))}</ul>"


def links(**titles: str) -> str:
    return "".join(f"<li><a href='/{path}/'>{title}</a></li>" for path, title in titles.items())


def box(head: str) -> str:
    return f"<title>政府信息公开</title><div>{head}{shelf(0, name='')}</div>"


def article(number: int) -> str:
    return f"<h1>{REPORT.format(TOWNS[number])}</h1><div class='TRS_Editor'>{'正文' * 60}</div>"


def own_columns(between: str = "") -> dict[str, str]:
    """Each township a page of its own, behind it (and behind the page between) its column; the last one's is empty."""
    menu = "".join(f"<li><a href='/t{n}/'>{town}</a></li>" for n, town in enumerate(TOWNS))
    pages = {"/start/": f"<title>乡镇街道</title><ul>{menu}</ul>"}
    for n, town in enumerate(TOWNS):
        column = (
            f"<title>{town}</title><ul>{links(**{f'guide{n}': '政府信息公开指南', f'nb{n}': '政府信息公开年报'})}</ul>"
        )
        pages[f"/t{n}/"] = f"<title>{town}</title><a href='/g{n}/'>政务公开</a>" if between else column
        pages |= {f"/g{n}/": column} if between else {}
        pages[f"/nb{n}/"] = shelf(n) if n < 3 else EMPTY
    return pages


def unit(name: str) -> str:
    return (
        f"<div url='/api-gateway/jpaas-publish-server/front/page/build/unit' querydata=\"{{'tagId':'{name}'}}\"></div>"
    )


def unit_path(name: str) -> str:
    parameters = {"tagId": name, "paramJson": '{"pageNo":1,"pageSize":15}'}
    return f"/api-gateway/jpaas-publish-server/front/page/build/unit?{urlencode(parameters)}"


def answer(rows: str, total: int) -> str:
    html = f"<ul>{rows}</ul><div class='pagination' rows='15' count='{total}'></div>"
    return json.dumps({"success": True, "data": {"html": html}})


SITES: dict[str, Mapping[str, str]] = {
    "own columns": own_columns(),
    "own columns, a page between": own_columns("政务公开"),
    "organs without their kind": {
        "/start/": f"{shelf(0)}<ul>{links(c0='升坊', c1='三岔河', c2='八塘', c3='东山')}</ul>",
        **{f"/c{n}/": shelf(n) for n in range(4)},
    },
    "tab": {
        "/start/": f"{shelf(0)}<ul class='tab'>{links(c1='县政府', c2='镇办')}</ul>",
        "/c1/": NAME,
        "/c2/": shelf(0, 1, 2, 3),
    },
    "frame": {"/start/": f"{shelf(0)}<iframe src='/list.jsp?area=1'></iframe>", "/list.jsp?area=1": shelf(0, 1, 2, 3)},
    "frame set by a script": {
        "/start/": f"{shelf(0)}<iframe id='f'></iframe><script>document.getElementById('f').src='/list.jsp'</script>",
        "/list.jsp": shelf(0, 1, 2, 3),
    },
    "tree": {
        "/start/": f"{shelf(0)}<script>var zNodes=[{{id:1,name:'镇办',url:'/a/'}},{{id:2,name:'升坊镇',url:'/b/'}},"
        "{id:3,name:'三岔河镇',url:'/c/'},{id:4,name:'八塘乡',url:'/d/'},{id:5,name:'东山街道',url:'/e/'}];</script>",
        "/b/": shelf(0),
        "/c/": shelf(1),
        "/d/": shelf(2),
        "/e/": shelf(3),
    },
    "box, 更多 a picture": {
        "/start/": box("<h3>年报</h3><a class='more' href='/c/'><img src='/m.png'></a>"),
        "/c/": shelf(0, 1, 2, 3),
    },
    "box, its heading a link": {
        "/start/": box("<h3><a href='/c/'>政府信息公开年报</a></h3>"),
        "/c/": shelf(0, 1, 2, 3),
    },
    "a list beside a box of something else": {
        "/start/": f"{shelf(0, 1, 2, 3, name='<title>某县</title>')}<div><h3>乡镇<a href='/c/'>更多</a></h3>"
        f"{shelf(0, name='')}</div>",
        "/c/": "<title>乡镇</title>",
    },
    "units of jpaas": {
        "/start/": f"{NAME}{''.join(map(unit, ('面包屑', '最新列表', '内容1', 'ajax分页')))}",
        unit_path("面包屑"): answer("<a href='/'>首页</a>", 0),
        unit_path("最新列表"): answer(row(0), 1),
        unit_path("内容1"): answer(row(1) + row(2), 2),
        unit_path("ajax分页"): answer(row(3), 1),
    },
    "a county's list and a menu of townships": {
        "/start/": shelf(0, 1, 2, 3, name="<title>年报</title>")
        + f"<ul>{links(t0='升坊镇', t1='三岔河镇', t2='八塘乡')}</ul>",
        **{f"/t{n}/": "<title>乡镇</title>" for n in range(3)},
    },
}


@pytest.fixture(scope="module")
def crawled() -> Iterator[Mapping[str, Crawled]]:
    with ExitStack() as stack:
        jobs = []
        for name, pages in SITES.items():
            every = {path: [page] for path, page in pages.items()} | {f"/info/{n}.html": [article(n)] for n in range(4)}
            base = stack.enter_context(served(every))
            row = {"id": name, "county": "410425", "start": [f"{base}/start/"], "hosts": [base.removeprefix("http://")]}
            jobs.append(Job(row, TOWNS, "某县"))
        yield crawl(*jobs)


@pytest.mark.parametrize("name", SITES)
def test_every_report_is_found(name: str, crawled: Mapping[str, Crawled]) -> None:
    expected = (0, 1, 2) if name.startswith("own") else (0, 1, 2, 3)
    assert {int(url[-6]) for url in crawled[name].reports} == set(expected)


@pytest.mark.parametrize("name", [name for name in SITES if name.startswith("own")])
def test_a_township_without_reports_has_a_list_without_items(name: str, crawled: Mapping[str, Crawled]) -> None:
    read = {
        page["url"].rpartition(":")[2].partition("/")[2]: len(page["items"]) for page in crawled[name].of("ListingRead")
    }
    assert read == {"nb0/": 1, "nb1/": 1, "nb2/": 1, "nb3/": 0}
    assert all(column["complete"] for column in crawled[name].of("ColumnClosed"))
    assert crawled[name].of("Trouble") == ()


@pytest.mark.parametrize("name", [name for name in SITES if name.startswith("box")])
def test_a_box_of_the_newest_is_no_column(name: str, crawled: Mapping[str, Crawled]) -> None:
    assert [
        column["column_url"].rpartition(":")[2].partition("/")[2] for column in crawled[name].of("ColumnFound")
    ] == ["c/"]


def test_only_pages_of_townships_that_a_list_does_not_show_are_requested(crawled: Mapping[str, Crawled]) -> None:
    asked = _paths(crawled["a county's list and a menu of townships"].asked)
    assert not any(path.startswith(("t0", "t1", "t2", "t3")) for path in asked)


def _paths(asked: Sequence[Mapping[str, str]]) -> list[str]:
    return [request["url"].rpartition(":")[2].partition("/")[2] for request in asked]
