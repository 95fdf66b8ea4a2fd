"""Lists that were known: what a night comes to on which one of them is gone from its menu, empty, or another's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.crawler.fetch import Case, Seen, fetch
from tests.support.crawler.outpost import Behaviour, Outpost, answer
from tests.support.crawler.traps import TOWNS, item, page, report, titled

TOWN, LOST = range(6), 3
LIST = "/nb/t{}/index.html"


def menu(towns: tuple[int, ...]) -> bytes:
    links = "".join(f'<li><a href="{LIST.format(n)}">{TOWNS[n]}</a></li>' for n in towns)
    return answer(body=page(f'<div class="location">首页 &gt; 政府信息公开年报</div><ul class="towns">{links}</ul>'))


def town(n: int, years: tuple[int, ...] = (2025, 2024)) -> bytes:
    rows = "".join(item(_at(n, year), titled(n, year), f"{year + 1}-01-20") for year in years)
    where = f'<div class="location">首页 &gt; 政府信息公开年报 &gt; {TOWNS[n]}</div>'
    return answer(body=page(f'{where}<ul class="list">{rows}</ul>', TOWNS[n]))


def _at(n: int, year: int) -> str:
    return f"/nb/t{n}/{year}01/t{year}0120_{n}.html"


EVERY, FEWER = menu(tuple(TOWN)), menu(tuple(n for n in TOWN if n != LOST))
NIGHTS: dict[str, tuple[list[Behaviour], list[Behaviour], list[str]]] = {
    "nothing happens": ([EVERY], [town(LOST)], ["ok", "ok", "ok"]),
    "empty for a night": ([EVERY], [town(LOST), town(LOST, ()), town(LOST)], ["ok", "partial", "ok"]),
    "another's for a night": ([EVERY], [town(LOST), town(LOST + 1), town(LOST)], ["ok", "partial", "ok"]),
    "half for a night": ([EVERY], [town(LOST), town(LOST, (2025,)), town(LOST)], ["ok", "partial", "ok"]),
    "not in the menu": ([EVERY, FEWER], [town(LOST)], ["ok", "ok", "ok"]),
    "gone for good": ([EVERY, FEWER], [town(LOST), answer(404, "Not Found")], ["ok", "partial", "ok"]),
}
"""By name the menu's answers, the list's answers, and the nights' outcomes."""


@pytest.fixture(scope="module")
def played() -> Iterator[dict[str, Seen]]:
    with ExitStack() as stack:
        cases = []
        for at_menu, at_list, _ in NIGHTS.values():
            outpost = stack.enter_context(Outpost("127.0.0.1"))
            pages: dict[str, Behaviour] = {LIST.format(n): town(n) for n in TOWN}
            pages |= {_at(n, year): answer(body=report(n, year)) for n in TOWN for year in (2025, 2024)}
            outpost.routes |= {**pages, "/nb/index.html": list(at_menu), LIST.format(LOST): list(at_list)}
            row = {"private_addresses": True, "render": "never"}
            cases.append(Case(f"{outpost.url}/nb/index.html", row, settings={"DOWNLOAD_TIMEOUT": 20}, nights=3))
        yield dict(zip(NIGHTS, fetch(cases), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", NIGHTS)
def test_a_night_on_which_a_known_list_shows_something_else_is_not_ok(name: str, played: dict[str, Seen]) -> None:
    assert played[name].outcomes == NIGHTS[name][2], played[name].detail


@pytest.mark.slow
def test_a_list_that_nothing_leads_to_any_more_is_read_all_the_same(played: dict[str, Seen]) -> None:
    asked = [one["url"] for one in played["not in the menu"].captures if one["kind"] == "listing"]
    assert any(url.endswith(LIST.format(LOST)) for url in asked)
    late = [one["url"] for one in played["gone for good"].captures]
    assert not any(url.endswith(LIST.format(LOST)) for url in late), "what is gone is let go"
