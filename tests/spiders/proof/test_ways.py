"""Ways from a list to other pages: followed, or open with what stands in the way."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from spiders.pages.facts import Fact, Finding, Observation
from spiders.pages.items import IdentifiedLink
from spiders.pages.page import Page
from spiders.proof.checked_pages import CheckedPage, Surroundings
from spiders.proof.prove import prove
from spiders.proof.rows import Units
from spiders.registry import lies_on

SITE = "http://www.jiaxian.example.gov.cn"
ROWS = "".join(f'<li><a href="/nb/t{n}.html">冢头镇{n}年政府信息公开工作年度报告</a></li>' for n in (2023, 2024))


def ways(*links: tuple[str, str], answered: tuple[str, ...] = ()) -> Finding:
    """What a list's page with these links beside its rows proves of the ways from it."""
    beside = "".join(f'<p><a href="{url}">{words}</a></p>' for url, words in links)
    html = f'<html><body><div class="m">{beside}</div><ul class="list">{ROWS}</ul></body></html>'
    checked = CheckedPage(Page(f"{SITE}/nb/index.html", html), 1, datetime(2026, 2, 1, tzinfo=UTC))
    around = Surroundings(
        Units({"冢头镇": "410425101", "安良镇": "410425102"}),
        lambda link: IdentifiedLink(link, "report", "township", 2024, "410425101"),
        {f"{SITE}{path}" for path in answered}.__contains__,
        admits=partial(lies_on, ("www.jiaxian.example.gov.cn",)),
    )
    return next(finding for finding in prove([checked], around) if finding.fact is Fact.WAYS_FOLLOWED)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ((), Observation.NO_OTHER_WAY),
        ((("/alz/", "安良镇"),), Observation.WAY_NOT_FOLLOWED),
        ((("http://al.jiaxian.example.cn/nb/", "安良镇"),), Observation.WAY_TO_OTHER_HOST),
        ((("http://al.jiaxian.example.cn/nb/", "安良镇"), ("/alz/", "安良镇")), Observation.WAY_NOT_FOLLOWED),
        ((("http://www.gov.cn/nb/", "2025年年报"),), Observation.NO_OTHER_WAY),
    ],
)
def test_a_way_to_another_host_is_neither_followed_nor_excused(
    links: tuple[tuple[str, str], ...], expected: Observation
) -> None:
    assert ways(*links).observation is expected


def test_a_way_that_was_followed_is_open_no_more() -> None:
    assert ways(("/alz/", "安良镇"), answered=("/alz/",)).holds


def test_all_hosts_to_which_ways_lead_are_named() -> None:
    found = ways(("http://b.example.cn:8080/x", "安良镇"), ("http://a.example.cn/nb/", "安良镇"))
    assert found.args == {
        "words": "安良镇",
        "url": "http://b.example.cn:8080/x",
        "host": "b.example.cn:8080",
        "hosts": "a.example.cn b.example.cn:8080",
    }
