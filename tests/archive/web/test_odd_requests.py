"""Addresses and methods that nobody means: each is answered as what it is, and none fails inside."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlencode

import pytest

from archive.web.served import FOR_DEVELOPERS
from tests.archive.web.conftest import Site

PAGES = (
    "/",
    "/-/map",
    "/-/map.csv",
    "/-/county/999901",
    "/-/county/999901.json",
    "/-/report/999901001/2023",
    "/-/search?q=x",
    "/-/questions",
    "/-/feed.atom",
    "/-/payload/" + "0" * 64,
    "/-/archived/000000000000000/file",
    "/-/nianbao/style.css",
    "/nianbao",
    "/nianbao/status",
    "/nianbao/status.csv",
    "/nianbao/site_health.json",
)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "DISPATCH_REQUEST", "FOO"])
def test_pages_are_only_read(site: Site, method: str) -> None:
    answers = {path: site.request(method, path) for path in PAGES}
    assert {path: (found.status_code, found.headers["allow"]) for path, found in answers.items()} == dict.fromkeys(
        PAGES, (405, "GET, HEAD")
    )


@pytest.mark.parametrize("method", ["TRACE", "DISPATCH_REQUEST", "FOO"])
@pytest.mark.parametrize("path", ["/nope", "/-/versions", "/-/logout"])
def test_no_page_takes_an_unknown_method(site: Site, method: str, path: str) -> None:
    assert site.request(method, path).status_code == 405


@pytest.mark.parametrize("name", FOR_DEVELOPERS)
def test_datasettes_pages_for_developers_are_no_pages_of_an_archive(site: Site, name: str) -> None:
    answer = site.get(f"/-/{name}", accept_language="zh")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


@pytest.mark.parametrize("name", ["metadata", "versions", "plugins", "settings", "threads", "databases", "actor"])
def test_scripts_still_have_their_json(site: Site, name: str) -> None:
    assert site.get(f"/-/{name}.json").status_code == 200


@pytest.mark.parametrize(
    ("path", "said"),
    [("/nianbao/status?_where=nope", "no such column: nope"), ("/nianbao?sql=select+nope", "no such column: nope")],
)
def test_what_the_database_says_is_quoted(site: Site, path: str, said: str) -> None:
    answer = site.get(path, accept_language="zh")
    assert answer.status_code == 400
    quoted = answer.text.split("以下为数据库程序的原始提示（英文）：")[1]
    assert quoted.index(f'<code lang="en">{said}</code>') < 40


@pytest.mark.parametrize("path", ["/\\evil.example/", "/%5Cevil.example/", "/%5c%5cevil.example/?a=1"])
def test_no_redirect_leads_to_another_host(site: Site, path: str) -> None:
    to = site.get(path).headers.get("location", "")
    assert "\\" not in to, "browsers read a backslash as a slash"
    assert not to.startswith("//")


def test_a_browser_may_ask_before_a_script_of_another_site_reads(site: Site) -> None:
    answer = site.request("OPTIONS", "/-/county/999901.json", origin="https://example.org")
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"


@pytest.mark.parametrize("path", PAGES)
def test_heads_are_those_of_the_page_without_it(site: Site, path: str) -> None:
    read, head = site.get(path), site.request("HEAD", path)
    assert head.status_code == read.status_code
    assert head.headers["content-type"] == read.headers["content-type"]
    assert head.headers.get("etag") == read.headers.get("etag")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/?year=0000", 404),
        ("/?year=9999", 404),
        ("/?year=-1", 404),
        ("/?year=20x3", 404),
        ("/?province=%00", 404),
        ("/-/overview.json?year=0000", 404),
        ("/-/map?year=0000", 404),
        ("/-/map?by=nope", 404),
        ("/-/province/00", 404),
        ("/-/province/99?order=up", 404),
        ("/-/rankings?of=nope", 404),
        ("/-/rankings?year=0000", 404),
        ("/-/county/000000", 404),
        ("/-/county/99990", 404),
        ("/-/county/999901/townships?year=0000", 404),
        ("/-/township/000000000", 404),
        ("/-/township/999901001/0000/9999", 404),
        ("/-/report/999901001/0000", 404),
        ("/-/report/000000000/2023", 404),
        ("/-/report/999901001/2023?version='", 404),
        ("/-/compare/999901001/2023", 404),
        ("/-/copied/999901001/0000", 404),
        ("/-/copies/00", 404),
        ("/-/feed/00.atom", 404),
        ("/-/schema/nope.json", 404),
        ("/-/archived/000000000000000", 404),
        ("/-/archived/000000000000000.json", 404),
        ("/-/search?q=x&year=abc", 404),
        ("/-/search?q=x&after=99999999999999999", 404),
        ("/-/questions?county=%00", 404),
        ("/nianbao/nope", 404),
        ("/nianbao/status/nope", 404),
        ("/nianbao/status/a,b,c,d", 404),
        ("/nianbao/status/~FF", 404),
        ("/nianbao/status?_sort=nope", 400),
        ("/nianbao/status?_sort=year&_sort_desc=verdict", 400),
        ("/nianbao/status?_next=nope", 400),
        ("/nianbao/status?_size=-1", 400),
        ("/nianbao/status?_facet=nope", 400),
        ("/nianbao/status?_col=nope", 400),
        ("/nianbao/status?_where=nope", 400),
        ("/nianbao/status?_where=zeroblob(99999999)", 400),
        ("/nianbao/status?_where=printf('%25.999999999c','x')", 400),
        ("/nianbao/status?_search='", 200),
        ("/nianbao/status?conty_code=999901", 400),
        ("/nianbao/status.json?conty_code=999901", 400),
        ("/nianbao/status.csv?conty_code=999901", 400),
        ("/nianbao/status?year__gtt=2022", 400),
        ("/nianbao/status?_x__exact=1", 400),
        ("/nianbao/status?=1", 400),
        ("/nianbao/sound_looks?nope=1", 400),
        ("/nianbao/findings?rowid=1", 200),
        ("/nianbao/status?year__gte=2022&verdict__in=late,on_time&claimed_on__notnull=1", 200),
        ("/nianbao/status.json?_shape=nope", 400),
        ("/nianbao/late_by_county?county=%00&year=abc", 200),
        ("/nianbao/search_sections?q=%22&county=&year=", 200),
        ("/nianbao?sql=select+1;select+2", 400),
        ("/nianbao?sql=drop+table+status", 400),
        ("/nianbao?sql=attach+':memory:'+as+x", 400),
        ("/nianbao?sql=select+hex(zeroblob(400000000))", 400),
        ("/nianbao.json?sql=select+zeroblob(400000000)", 400),
        ("/?lang=xx", 200),
        ("/?lang=en&lang=zh", 200),
        ("/-/search?q=%00", 200),
        ("/-/search?q=%FF%FE", 200),
        ("/-/search?q=%22%27%28*", 200),
        ("/-/search?q=AND+OR+NEAR(", 200),
    ],
)
def test_an_odd_address_is_answered_as_what_it_is(site: Site, path: str, status: int) -> None:
    answer = site.get(path)
    assert answer.status_code == status, answer.text[:500]


def test_a_question_of_any_length_is_answered_shortly(site: Site) -> None:
    question = "a" * 30_000
    answer = site.get(f"/-/search?q={question}")
    assert answer.status_code == 200
    assert len(answer.content) < 1.5 * len(question)  # the way to the other language repeats the address


def test_a_query_that_takes_too_long_is_said_so_in_the_visitors_language(archive: Path, runner: asyncio.Runner) -> None:
    served = Site(archive, runner)
    served.datasette.sql_time_limit_ms = 20
    endless = "with recursive n (a) as (select 1 union all select a + 1 from n) select count(*) from n"
    answer = served.get(f"/nianbao?{urlencode({'sql': endless})}", accept_language="zh")
    assert answer.status_code == 400
    assert "查询所需的时间超过上限" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("query", "english", "chinese"),
    [
        ("conty_code=999901", "This table has no column conty_code to filter by.", "此表没有列“conty_code”"),
        ("year__gtt=2022", "There is no comparison gtt.", "没有“gtt”这种比较方式"),
        ("<b>=1", "This table has no column &lt;b&gt;", "此表没有列“&lt;b&gt;”"),
    ],
)
def test_a_misspelt_filter_is_no_answer_without_rows(site: Site, query: str, english: str, chinese: str) -> None:
    assert english in site.get(f"/nianbao/status?{query}").text
    assert chinese in site.get(f"/nianbao/status?{query}", accept_language="zh").text


@pytest.mark.parametrize("path", ["/nianbao", "/nianbao.json"])
def test_a_query_that_needs_too_much_memory_is_no_failure_of_the_program(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    async def without_memory(*_: object, **__: object) -> None:
        raise MemoryError  # as sqlite3 does where its heap is bounded; the bound holds for the whole process

    monkeypatch.setattr(site.datasette.get_database("nianbao"), "_asked_for", without_memory)
    answer = site.get(f"{path}?sql=select+1", accept_language="zh")
    assert answer.status_code == 400
    assert ("needed more memory" if path.endswith(".json") else "所需的内存超过上限") in answer.text


def test_pages_wait_for_no_visitors_query(archive: Path, runner: asyncio.Runner) -> None:
    """However many queries are asked for at once, a thread is left to the project's own pages."""
    served = Site(archive, runner)
    database = served.datasette.get_database("nianbao")
    most, running = served.datasette.setting("num_sql_threads"), 0
    at_once: list[int] = []

    async def slow(*_: object, **__: object) -> None:
        nonlocal running
        running += 1
        at_once.append(running)
        await asyncio.sleep(0)
        running -= 1

    async def asked() -> None:
        database._asked_for = slow
        await asyncio.gather(*(database.execute("select 1", truncate=True) for _ in range(3 * most)))

    runner.run(asked())
    assert max(at_once) == most - 1
