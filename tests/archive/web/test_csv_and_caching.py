from __future__ import annotations

import asyncio
import csv
import io
import os
from pathlib import Path
from typing import Any

import pytest

from archive.web import caching
from archive.web.data.csv_for_people import _Rows
from archive.web.pages import overview
from tests.archive.web.conftest import Site
from tests.support.web import sample

SHEET = "/nianbao.csv?sql=select+%27=1%2B1%27+as+a,+%27@x%0Ay%27+as+b,+-5+as+c,+%27%22q%22,%27+as+d"


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv_opens_in_a_spreadsheet_as_what_it_is(site: Site) -> None:
    answer = site.get(SHEET)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, row = rows(answer.content.decode("utf-8-sig"))
    assert head == ["a", "b", "c", "d"]
    assert row == ["'=1+1", "'@x\ny", "-5", '"q",']
    assert rows(site.get(f"{SHEET}&_raw=1").text)[1] == ["=1+1", "@x\ny", "-5", '"q",']


def test_tables_and_queries_have_it_too(site: Site) -> None:
    for path in ("/nianbao/status.csv?_size=max&_labels=on", "/nianbao/late_by_county.csv?year=&county="):
        answer = site.get(path)
        assert answer.status_code == 200
        found = rows(answer.content.decode("utf-8-sig"))
        assert len(found) > 1
        assert {len(row) for row in found} == {len(found[0])}
    assert "county_code_label" in rows(site.get("/nianbao/status.csv?_labels=on").text)[0]


def test_names_stand_beside_codes(site: Site) -> None:
    def first(path: str) -> dict[str, str]:
        head, row, *_ = rows(site.get(path).content.decode("utf-8-sig"))
        return dict(zip(head, row, strict=True))

    status = first("/nianbao/status.csv?verdict=late")
    assert (status["verdict"], status["verdict_name"]) == ("late", "逾期公开")
    assert status["reason_name"].startswith("逾期："), status["reason_name"]
    number = first("/nianbao/numbers.csv?table=applications&line=new&column=total")
    assert (number["table_name"], number["column_name"]) == ("收到和处理政府信息公开申请情况", "总计")
    assert "本年新收政府信息公开申请数量" in number["line_name"]
    assert first("/nianbao/applications.csv?line=new")["line_name"] == number["line_name"]
    health = first("/nianbao/site_health.csv")
    assert (health["last_outcome_name"], list(health)[-1]) == ("被拦截", "last_outcome_name")
    assert "verdict_name" not in first("/nianbao/status.csv?_col=year")
    assert "reason_name" not in first("/nianbao/status.csv?_col=reason")
    assert "verdict_name" not in rows(site.get("/nianbao/status.csv?_raw=1").text)[0]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_rows_are_whole_wherever_the_pieces_are_cut(size: int) -> None:
    text = 'a,b\r\n"x\r\n""=1""",=1+1\r\n"年,报","\n"\r\n'
    made = _Rows()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    written = "".join(made.take(piece, last=False) for piece in pieces) + made.take("", last=True)
    assert rows(written.removeprefix("\ufeff")) == [["a", "b"], ['x\r\n"=1"', "'=1+1"], ["年,报", "'\n"]]


def ask(site: Site, runner: asyncio.Runner, path: str, **headers: str) -> Any:
    return runner.run(site.datasette.client.get(path, headers=headers))


@pytest.mark.parametrize("path", ["/", "/-/county/999901", "/-/feed.atom", "/-/overview.json", "/nianbao/status"])
def test_what_did_not_change_is_not_sent_again(site: Site, runner: asyncio.Runner, path: str) -> None:
    tag = ask(site, runner, path).headers["etag"]
    again = ask(site, runner, path, **{"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert ask(site, runner, f"{path}?lang=en").headers.get("etag") != tag
    assert ask(site, runner, path, **{"If-None-Match": tag, "Accept-Language": "en"}).status_code == 200


def test_a_publication_changes_every_tag(
    archive: Path, tmp_path: Path, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.without_gazetteer(monkeypatch)
    copy = sample.copied(archive, tmp_path / "public.db")
    served = Site(copy, runner)
    tag = ask(served, runner, "/").headers["etag"]
    os.utime(copy, (1, 1))
    assert ask(served, runner, "/", **{"If-None-Match": tag}).status_code == 200


def test_what_somebody_logged_in_for_and_what_is_not_there_have_no_tag(site: Site, runner: asyncio.Runner) -> None:
    assert "etag" not in ask(site, runner, "/", Authorization="Bearer x").headers
    assert "etag" not in ask(site, runner, "/", Cookie="ds_actor=x").headers
    assert "etag" not in ask(site, runner, "/-/county/110000").headers


async def _at_once(site: Site, path: str, count: int, **headers: str) -> list[Any]:
    return await asyncio.gather(*(site.datasette.client.get(path, headers=headers) for _ in range(count)))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each front page that is made."""
    found: list[str] = []
    real = overview.gather

    async def noted(*given: Any) -> Any:
        found.append("made")
        return await real(*given)

    monkeypatch.setattr(overview, "gather", noted)
    return found


def test_a_page_that_many_ask_for_at_once_is_made_once(site: Site, runner: asyncio.Runner, made: list[str]) -> None:
    answers = runner.run(_at_once(site, "/?year=2022&a=b", 9))
    assert len(made) == 1
    assert len({answer.content for answer in answers}) == 1
    assert {answer.headers["etag"] for answer in answers} == {answers[0].headers["etag"]}
    ask(site, runner, "/?year=2022&a=b", **{"Accept-Language": "en"})
    ask(site, runner, "/?year=2022&a=b", Host="elsewhere.example")
    ask(site, runner, "/?year=2022&a=b", **{"Cache-Control": "no-cache"})
    assert len(made) == 4


def test_what_somebody_logged_in_for_is_made_for_each(site: Site, runner: asyncio.Runner, made: list[str]) -> None:
    runner.run(_at_once(site, "/?year=2021", 3, Authorization="Bearer x"))
    assert len(made) == 3


def test_answers_are_forgotten_when_they_are_old_or_too_many(
    site: Site, runner: asyncio.Runner, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "SECONDS", 0)
    for _ in range(2):
        ask(site, runner, "/?year=2020")
    assert len(made) == 2
    monkeypatch.setattr(caching, "SECONDS", 60)
    monkeypatch.setattr(caching, "MOST_BYTES", 10)
    for _ in range(2):
        ask(site, runner, "/?year=2019")
    assert len(made) == 4
