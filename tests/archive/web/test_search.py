from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from archive.reports import search_index
from archive.storage.database import Archive
from tests.archive.web.conftest import Site
from tests.support.web import sample


def reports(page: str) -> list[str]:
    return re.findall(r'<p class="hit"><a href="/-/report/([0-9]{9}/[0-9]{4})"', page)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("城关镇 如下", {"999901001/2023", "999901001/2022"}),
        ("城關鎮 如下", {"999901001/2023", "999901001/2022"}),
        ("青溪县 城关镇 申请 如下", {"999901001/2023", "999901001/2022"}),
        ("row_sum", {"999901004/2023"}),
        ("青溪县 城关镇 政府 信息 报告 申请 如下", {"999901001/2023", "999901001/2022"}),
        ("青溪县 城关镇 政府 信息 报告 申请 没有这样的话", set()),
        ("类申请人之和", {"999901004/2023"}),
        ("没有这样的话", set()),
        ("镇关城", set()),
        ('" OR "如下', set()),
    ],
)
def test_reports_are_found_by_all_their_words(site: Site, asked: str, found: set[str]) -> None:
    answer = site.get(f"/-/search?q={asked}")
    assert answer.status_code == 200
    assert set(reports(answer.text)) == found


def test_the_latest_year_comes_first_and_a_year_narrows(site: Site) -> None:
    years = [report[-4:] for report in reports(site.get("/-/search?q=如下").text)]
    assert years == sorted(years, reverse=True)
    assert set(years) == {"2022", "2023"}
    assert {report[-4:] for report in reports(site.get("/-/search?q=如下&year=2022").text)} == {"2022"}
    assert {report[:6] for report in reports(site.get("/-/search?q=如下&county=999902").text)} == {"999902"}
    assert len(reports(site.get("/-/search?q=如下&county=99").text)) == len(years)


def test_what_was_found_is_marked(site: Site) -> None:
    assert "<mark>如下</mark>" in site.get("/-/search?q=如下").text


@pytest.mark.parametrize("asked", ["row_sum", "类申请人之和", "申请 如下"])
def test_a_finding_is_shown_in_the_visitors_language_only(site: Site, asked: str) -> None:
    """It is found by its rule's name in Chinese, by its code and by its English detail, whoever asks."""
    for lang, name in (("zh", "一行各类申请人之和与总计不符"), ("en", "a line does not add up to its total")):
        page = site.get(f"/-/search?q={asked}", accept_language=lang).text
        shown = [re.sub("<[^>]*>", "", part) for part in re.findall('<p class="passage">(.*)</p>', page)]
        findings = [part for part in shown if "row_sum" in part]
        assert findings or asked == "申请 如下"
        assert all(name in part for part in findings)
        assert not any("add up" in part for part in shown if lang == "zh")


def test_places_are_found_by_part_of_their_name(site: Site) -> None:
    page = site.get("/-/search?q=河口").text
    assert "河口街道" in page
    page = site.get("/-/search?q=青溪").text
    assert '<a href="/-/county/999901">青溪县</a>' in page


def test_one_character_finds_places_and_says_what_it_does_not(site: Site) -> None:
    page = site.get("/-/search?q=河").text
    assert "河口街道" in page
    assert not reports(page)
    assert 'class="absent"' in page


@pytest.mark.parametrize("query", ["county=12345", "year=abc", "after=x", "county=99%27"])
def test_what_narrows_is_digits(site: Site, query: str) -> None:
    assert site.get(f"/-/search?q=如下&{query}").status_code == 404


def test_a_page_goes_on_where_the_last_one_ended(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = reports(site.get("/-/search?q=如下").text)
    monkeypatch.setattr("archive.web.pages.search.HITS", 2)
    seen: list[str] = []
    path: str | None = "/-/search?q=如下"
    while path:
        page = site.get(path).text
        seen += reports(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else None
    assert seen == everything


def test_an_older_archive_is_searched_once_its_index_is_complete(
    archive: Path, tmp_path: Path, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.without_gazetteer(monkeypatch)
    copy = sample.copied(archive, tmp_path / "old.db")
    with Archive.open(copy) as old, old.transaction() as db:
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")
        db.execute("INSERT INTO unsearched SELECT report FROM reports")
    assert not reports(Site(copy, runner).get("/-/search?q=如下").text)
    assert "nianbao reparse" in Site(copy, runner).get("/-/search?q=如下").text
    done: list[tuple[int, int]] = []
    with Archive.open(copy) as old:
        count = search_index.complete(old, lambda *step: done.append(step))
        assert search_index.complete(old) == 0
    assert done[-1] == (count, count)
    page = Site(copy, runner).get("/-/search?q=如下").text
    assert reports(page)
    assert "nianbao reparse" not in page


def test_a_changed_text_is_found_and_the_former_one_is_not(
    archive: Path, tmp_path: Path, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index keeps the pairs of what was there before: they are candidates, and no findings."""
    sample.without_gazetteer(monkeypatch)
    copy = sample.copied(archive, tmp_path / "changed.db")
    with Archive.open(copy) as changed:
        with changed.rebuild() as db:
            version = db.execute("SELECT version FROM reports WHERE report = '999901001/2023'").fetchone()[0]
            db.execute("DELETE FROM sections WHERE version = ?", (version,))
            db.execute("INSERT INTO sections VALUES (?, 1, '一、总体情况', '改写之后另有说法')", (version,))
        assert search_index.complete(changed) == 1
    served = Site(copy, runner)
    assert reports(served.get("/-/search?q=另有说法").text) == ["999901001/2023"]
    assert "999901001/2023" not in reports(served.get("/-/search?q=如下").text)


def test_every_page_has_the_box(site: Site) -> None:
    for path in (
        "/",
        "/-/county/999901",
        "/-/report/999901001/2023",
        "/-/questions",
        "/-/search",
        "/nianbao/status",
        "/nope",
    ):
        assert 'action="/-/search"' in site.get(path).text
