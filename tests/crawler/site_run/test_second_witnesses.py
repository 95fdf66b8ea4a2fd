"""Second witnesses: what else of a site is asked before a township is accused, and what comes of what it names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote

import pytest

from tests.support.crawler.fetch import Case, Seen, fetch
from tests.support.crawler.outpost import Behaviour, Outpost, answer
from tests.support.crawler.traps import TOWNS, item, page, report, titled

Routes = dict[str, Behaviour]
PATIENT = {"DOWNLOAD_TIMEOUT": 20}
NIGHTS = {"no witness": 4}
"""The list moves on the second night, which proves absence; the third may accuse."""

HIDDEN, MISSING = 3, 5
"""The township whose report hangs where no list leads, and the one that has published none."""

OTHERS = [n for n in range(len(TOWNS)) if n not in (HIDDEN, MISSING)]
FORM = '<form action="/search"><input name="q" placeholder="请输入关键字"></form>'
FEED = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
NOWHERE = "/zjgk/t20260119_9.html"
"""Where the hidden report hangs: in no folder of a list."""
NEAR = "/nb/202601/t20260119_9.html"
"""In the folder of a list's other reports."""


def at(n: int, year: int) -> str:
    return f"/nb/{year + 1}01/t{year + 1}0120_{n}.html"


def listed(towns: list[int], more: str, head: str) -> bytes:
    rows = "".join(item(at(n, 2025), titled(n)) for n in towns)
    rows += "".join(item(at(n, 2024), titled(n, 2024), "2025-01-20") for n in range(len(TOWNS)))
    where = '<div class="location">首页 &gt; 政府信息公开年报</div>'
    return answer(body=page(f'{where}{more}<ul class="list">{rows}</ul>', head=head))


def site(routes: Routes | None = None, more: str = "", head: str = "") -> dict[str, Behaviour | list[Behaviour]]:
    """A county's list that moves on the second night, without the hidden and the missing report."""
    reports: Routes = {at(n, 2025): answer(body=report(n)) for n in OTHERS}
    reports |= {at(n, 2024): answer(body=report(n, 2024)) for n in range(len(TOWNS))}
    lists: list[Behaviour] = [listed(OTHERS[1:], more, head), listed(OTHERS, more, head)]
    return {**reports, "/nb/index.html": lists, **(routes or {})}


def results(n: int, *rows: str) -> Routes:
    """The answer of the site's search for a township's name."""
    shown = f'<ul class="result">{"".join(rows)}</ul>' if rows else "<p>没有找到相关结果</p>"
    return {f"/search?q={quote(TOWNS[n])}": answer(body=page(shown, "搜索结果"))}


NAMED = item(NOWHERE, titled(HIDDEN))
FOUND: Routes = {NOWHERE: answer(body=report(HIDDEN))}
RSS = f"<rss><channel><item><title>{titled(HIDDEN)}</title><link>{NOWHERE}</link></item></channel></rss>"
URLSET = f"<urlset><url><loc>{NEAR}</loc><lastmod>2026-01-19</lastmod></url></urlset>"
SITEMAP = answer(body=URLSET, Content_Type="text/xml")
ANOTHER = answer(body=report(HIDDEN + 1, 2023))
FORBIDS = answer(body="User-agent: *\nDisallow: /search\n", Content_Type="text/plain")

SITES: dict[str, tuple[dict[str, Behaviour | list[Behaviour]], str]] = {
    "no witness": (site(), "not_published"),
    "search finds it": (site({**results(HIDDEN, NAMED), **results(MISSING), **FOUND}, FORM), "found"),
    "search names what is gone": (site({**results(HIDDEN, NAMED), **results(MISSING)}, FORM), "named_by_witness"),
    "search names others": (site({**results(HIDDEN, NAMED), NOWHERE: ANOTHER}, FORM), "not_published"),
    "feed finds it": (site({"/rss.xml": answer(body=RSS, Content_Type="text/xml"), **FOUND}, head=FEED), "found"),
    "sitemap finds it": (site({"/sitemap.xml": SITEMAP, NEAR: answer(body=report(HIDDEN))}), "found"),
    "search by the home page": (
        site({"/": answer(body=page(FORM, "岚皋县人民政府")), **results(HIDDEN, NAMED), **FOUND}),
        "found",
    ),
    "search is forbidden": (site({"/robots.txt": FORBIDS}, FORM), "not_published"),
    "collection finds it": (site(FOUND), "found"),
}
"""By name what the site serves, and what is known of the hidden report in the end."""


@pytest.fixture(scope="module")
def played() -> Iterator[dict[str, Seen]]:
    with ExitStack() as stack:
        province = stack.enter_context(Outpost("127.0.0.2"))
        cases = []
        for name, (routes, _) in SITES.items():
            outpost = stack.enter_context(Outpost("127.0.0.1"))
            outpost.routes |= routes
            row: dict[str, object] = {"private_addresses": True, "render": "never"}
            if name == "collection finds it":
                there = f"{outpost.url}{NOWHERE}"
                province.routes["/nb.html"] = answer(body=page(f"<ul>{item(there, titled(HIDDEN))}</ul>", "全省年报"))
                row["collections"] = [f"{province.url}/nb.html"]
            cases.append(Case(f"{outpost.url}/nb/index.html", row, settings=PATIENT, nights=NIGHTS.get(name, 3)))
        yield dict(zip(SITES, fetch(cases), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
def test_what_a_second_witness_names_is_read_before_anybody_is_accused(name: str, played: dict[str, Seen]) -> None:
    seen, expected = played[name], SITES[name][1]
    assert set(seen.outcomes) == {"ok"}, seen.details
    hidden, missing = (seen.verdicts[TOWNS[n]] for n in (HIDDEN, MISSING))
    assert missing["verdict"] == "not_published", missing["evidence"]["why"]
    if expected == "found":
        assert hidden["evidence"]["report"] is not None, hidden["evidence"]["why"]
        assert hidden["verdict"] not in ("not_published", "late")
    else:
        assert expected in (hidden["verdict"], hidden["reason"]), hidden["evidence"]["why"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("no witness", {"sitemap": "none", "feed": "none", "search": "none"}),
        ("search finds it", {"sitemap": "none", "feed": "none", "search": "shows_nothing"}),
        ("feed finds it", {"sitemap": "none", "feed": "named_others", "search": "none"}),
        ("sitemap finds it", {"sitemap": "named_others", "feed": "none", "search": "none"}),
        ("search is forbidden", {"sitemap": "none", "feed": "none", "search": "not_allowed"}),
        (
            "collection finds it",
            {"sitemap": "none", "feed": "none", "search": "none", "collection": "named_others"},
        ),
    ],
)
def test_the_evidence_says_which_witnesses_there_are(
    name: str, answers: dict[str, str], played: dict[str, Seen]
) -> None:
    witnesses = played[name].verdicts[TOWNS[MISSING]]["evidence"]["witnesses"]
    assert {one["witness"]: one["answer"] for one in witnesses} == answers


@pytest.mark.slow
def test_witnesses_are_asked_on_the_night_that_may_accuse_and_not_again(played: dict[str, Seen]) -> None:
    asked = {name: [one["url"] for one in seen.captures if one["kind"] == "portal"] for name, seen in played.items()}
    assert len(asked["search is forbidden"]) == 3, "the sitemap, and a search for each of two townships"
    assert not asked["no witness"], "the fourth night accuses nobody for the first time"
