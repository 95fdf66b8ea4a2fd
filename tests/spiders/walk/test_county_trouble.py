"""The spider where a site is at odds with itself: what was not seen whole is never called complete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.support.spiders.crawling import Crawled, Job, crawl
from tests.support.spiders.scripted import served

ARTICLE = "<h1>{}</h1><form name='_newscontent_fromname'><div class='v_news_content'>" + "正文" * 60 + "</div></form>"
ARTICLES = {f"/info/1/{number}.htm": [ARTICLE.format(f"甲镇20{number}年政府信息公开年报")] for number in range(10, 30)}


NEWS = (
    "<title>乡镇信息公开</title><ul><li><a href='/info/1/23.htm'>甲镇2023年政府信息公开年报</a></li>"
    "<li><a href='/a'>招聘公告</a></li><li><a href='/b'>采购公告</a></li></ul>"
)


def vsb(numbers: Sequence[int], at: int, pages: int, total: int, following: str | None) -> str:
    lines = "".join(
        f'<li id="line_u1_{place}"><a href="/info/1/{number}.htm">甲镇20{number}年政府信息公开年报</a> 2024-01-09</li>'
        for place, number in enumerate(numbers)
    )
    onward = f'<a class="Next" href="{following}">下页</a>' if following else ""
    return f"<title>政府信息公开年报</title><ul>{lines}</ul><div id='fanyeu1'>共{total}条 {at}/{pages} {onward}</div>"


def endless(number: int) -> str:
    item = "<li id='line_1'><a href='/info/1/20.htm'>甲镇2020年政府信息公开年报</a></li>"
    onward = f"<div id='fanye1'><a class='Next' href='/nb/{number}.htm'>下页</a></div>"
    return f"<title>政府信息公开年报</title><ul>{item}</ul>{onward}"


def _why(code: str, **args: str | int) -> Mapping[str, Any]:
    """A reason as JSON shows it."""
    return {"code": code, "args": args}


@dataclass(frozen=True)
class Script:
    """The pages of a site, by path and in turn; None where nothing listens."""

    pages: Mapping[str, Sequence[str]] | None
    start: str = "/nb.htm"
    columns: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)


SCRIPTS = {
    # An article is put on top between the first page and the second: one comes twice, one is missed.
    "moved": Script(
        {
            "/nb.htm": [vsb([23, 22], 1, 2, 4, "/nb/1.htm"), vsb([24, 23], 1, 3, 5, "/nb/2.htm")],
            "/nb/1.htm": [vsb([20], 3, 3, 5, None)],
            "/nb/2.htm": [vsb([22, 21], 2, 3, 5, "/nb/1.htm")],
        }
    ),
    "restless": Script({"/nb.htm": [vsb([23, 22], 1, 2, 4, "/nb/1.htm")], "/nb/1.htm": [vsb([20], 3, 3, 5, None)]}),
    "gone": Script({"/nb.htm": [vsb([23, 22], 1, 2, 4, "/nb/1.htm")]}),
    "bare": Script({"/nb.htm": [vsb([23], 1, 2, 2, "/nb/1.htm")], "/nb/1.htm": ["<p>系统维护</p>"]}),
    "repeating": Script({"/nb.htm": [endless(0)], "/nb/0.htm": [endless(1)], "/nb/1.htm": [endless(2)]}),
    "empty": Script(
        {"/": ["<title>某县</title><a href='/zfxxgk/'>政府信息公开</a>"], "/zfxxgk/": ["<p>建设中</p>"]}, start="/"
    ),
    "silent": Script(None),
    "large": Script({"/nb.htm": [vsb([23, 22, 21], 1, 1, 3, None)]}, settings={"NIANBAO_REQUESTS": 3}),
    "elsewhere": Script(
        {
            "/": ["<a href='http://localhost:1/zfxxgknb/'>政府信息公开年报</a><a href='/nb.htm'>政府信息公开</a>"],
            "/nb.htm": [vsb([23], 1, 1, 1, None)],
        },
        start="/",
    ),
    "known": Script(
        {"/": ["<title>某县</title>"], "/nb.htm": [vsb([23, 22], 1, 1, 2, None)]}, start="/", columns=("/nb.htm",)
    ),
    "scattered": Script(
        {
            "/": ["<title>某县</title><a href='/xzxxgk/'>乡镇信息公开</a>"],
            "/xzxxgk/": [NEWS],
        },
        start="/",
    ),
}


@pytest.fixture(scope="module")
def crawled() -> Iterator[Mapping[str, Crawled]]:
    with ExitStack() as stack:
        jobs = []
        for name, script in SCRIPTS.items():
            if script.pages is None:
                with served({}) as base:
                    pass
            else:
                base = stack.enter_context(served(ARTICLES | dict(script.pages)))
            row = {
                "id": name,
                "county": "410425",
                "start": [base + script.start],
                "hosts": [base.removeprefix("http://")],
                "columns": [base + path for path in script.columns],
            }
            jobs.append(Job(row, ["甲镇"], "某县", script.settings))
        yield crawl(*jobs)


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("moved", [(True, None)]),
        ("restless", [(False, _why("page_number_differs", number=2, stated=3))]),
        ("gone", [(False, _why("page_not_received", number=2, cause="gone"))]),
        ("bare", [(False, _why("page_not_received", number=2, cause="soft_404"))]),
        ("repeating", [(False, _why("page_repeated", number=2, earlier=1))]),
        ("empty", []),
        ("silent", []),
        ("large", [(False, _why("request_budget_spent"))]),
        ("elsewhere", [(True, None)]),
        ("known", [(True, None)]),
        ("scattered", []),
    ],
)
def test_a_column_is_complete_only_where_it_was_seen_whole(
    name: str, closed: list[tuple[bool, Mapping[str, Any] | None]], crawled: Mapping[str, Crawled]
) -> None:
    assert [(column["complete"], column["reason"]) for column in crawled[name].of("ColumnClosed")] == closed


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("moved", {20, 21, 22, 23, 24}),
        ("gone", {22, 23}),
        ("repeating", {20}),
        ("elsewhere", {23}),
        ("known", {22, 23}),
        ("scattered", {23}),
    ],
)
def test_the_reports_that_were_seen_are_fetched(name: str, numbers: set[int], crawled: Mapping[str, Crawled]) -> None:
    assert {int(url[-6:-4]) for url in crawled[name].reports} == numbers


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gone", _why("answer_not_usable", verdict="gone")),
        ("bare", _why("answer_not_usable", verdict="soft_404")),
        ("empty", _why("no_list_from_start")),
        ("scattered", _why("no_list_from_start")),
    ],
)
def test_trouble_is_reported(name: str, reason: Mapping[str, Any], crawled: Mapping[str, Crawled]) -> None:
    assert [trouble["reason"] for trouble in crawled[name].of("Trouble")] == [reason]


def test_a_site_that_does_not_answer_is_trouble(crawled: Mapping[str, Crawled]) -> None:
    reason = crawled["silent"].of("Trouble")[0]["reason"]
    assert reason["code"] == "request_failed"
    assert "refused" in reason["args"]["cause"].lower()


def test_the_budget_holds_and_other_hosts_are_not_searched(crawled: Mapping[str, Crawled]) -> None:
    assert len(crawled["large"].asked) == 3
    assert not any("localhost" in request["url"] for request in crawled["elsewhere"].asked)
