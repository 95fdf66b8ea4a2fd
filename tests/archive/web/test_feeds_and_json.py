from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import jsonschema  # type: ignore[import-untyped]
import pytest

from archive.storage.database import Archive
from archive.web.data.routes import SCHEMAS
from tests.archive.web.conftest import Site
from tests.support.web import sample


def read(site: Site, path: str) -> Any:
    answer = site.get(path)
    assert answer.status_code == 200, answer.text
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    assert answer.headers["access-control-allow-origin"] == "*"
    return found


@pytest.mark.parametrize(
    ("area", "subjects"),
    [
        ("", {"999901", "999902"}),
        ("/99", {"999901", "999902"}),
        ("/999902", {"999902"}),
        ("/999901003", {"999901"}),
    ],
)
def test_a_feed_tells_of_its_place_the_latest_first(site: Site, area: str, subjects: set[str]) -> None:
    feed = read(site, f"/-/feed{area}.atom")
    assert {entry.link.split("/-/report/")[1][:6] for entry in feed.entries} == subjects
    updated = [entry.updated_parsed for entry in feed.entries]
    assert updated == sorted(updated, reverse=True)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert feed.feed.updated_parsed == updated[0]


def test_what_is_missing_is_an_entry_and_says_so_in_both_languages(site: Site) -> None:
    feed = read(site, "/-/feed/999901003.atom?lang=zh")
    missed = [entry for entry in feed.entries if entry.tags[0].term == "missed"]
    assert [entry.title for entry in missed] == ["青溪县河口街道 2023 年度年报：应公开未见"]
    english = read(site, "/-/feed/999901003.atom?lang=en")
    assert any("missing after its due day" in entry.title for entry in english.entries)
    assert english.entries[0].id == feed.entries[0].id


def test_a_missing_report_that_came_after_all_says_when(
    archive: Path, tmp_path: Path, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.without_gazetteer(monkeypatch)
    copy = sample.copied(archive, tmp_path / "alerts.db")
    with Archive.open(copy) as opened, opened.transaction() as db:
        db.execute(
            "INSERT INTO alerts VALUES ('a', 'missed_deadline', 'township:999901002/2023',"
            " '2024-02-02T13:00:00.000Z', '2024-02-03T13:00:00.000Z', NULL, NULL, '{}', 'not_found_after_deadline')"
        )
    feed = read(Site(copy, runner), "/-/feed/999901002.atom")
    (missed,) = [entry for entry in feed.entries if entry.tags[0].term == "missed"]
    assert missed.published == "2024-02-02T13:00:00.000Z"
    assert missed.updated == "2024-02-03T13:00:00.000Z"
    assert "2024-02-03 21:00" in missed.summary


def test_a_change_that_no_later_day_confirms_is_no_news(
    archive: Path, tmp_path: Path, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.without_gazetteer(monkeypatch)
    copy = sample.copied(archive, tmp_path / "accident.db")

    def kinds() -> list[str]:
        return [entry.tags[0].term for entry in read(Site(copy, runner), "/-/feed/999901002.atom").entries]

    assert kinds().count("changed") == 1
    with Archive.open(copy) as opened, opened.transaction() as db:
        db.execute("UPDATE changes SET at = '2999-01-01T00:00:00.000Z' WHERE kind = 'figures'")
    assert "changed" not in kinds()


@pytest.mark.parametrize("path", ["/-/feed/12.atom", "/-/feed/123456.atom", "/-/feed/123456789.atom"])
def test_a_place_that_is_not_there_has_no_feed(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/-/overview.json", "overview"),
        ("/-/overview.json?year=2022", "overview"),
        ("/-/county/999901.json", "county"),
        ("/-/county/999902.json", "county"),
        ("/-/report/999901001/2023.json", "report"),
        ("/-/report/999901002/2022.json", "report"),
        ("/-/report/999901003/2023.json", "report"),
        ("/-/report/999901004/2023.json", "report"),
        ("/-/search.json?q=如下", "search"),
        ("/-/search.json?q=row_sum", "search"),
        ("/-/search.json?q=青溪", "search"),
    ],
)
def test_pages_as_json_are_as_their_schema_says(site: Site, path: str, schema: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    described = json.loads((SCHEMAS / f"{schema}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(described)
    content = answer.json()
    jsonschema.validate(content, described)
    assert set(content) == set(described["properties"]), "nothing is left undescribed"
    assert site.get(f"/-/schema/{schema}.json").json() == described


def test_json_says_what_the_page_says(site: Site) -> None:
    report = site.get("/-/report/999901002/2022.json").json()
    assert report["status"]["verdict"] == "on_time"
    assert [version["seq"] for version in report["versions"]] == [1, 2]
    assert report["shown"]["payload"] in report["citation"]
    assert report["shown"]["url"] in report["citation"]
    totals = site.get("/-/overview.json?year=2023").json()["counties"]
    assert {county["county"]: sum(county["verdicts"].values()) for county in totals}["青溪县"] == 5


@pytest.mark.parametrize(
    "path",
    [
        "/-/overview.json?year=1999",
        "/-/overview.json?year=x",
        "/-/county/110000.json",
        "/-/report/999901001/1999.json",
        "/-/search.json?q=x&year=abc",
        "/-/schema/nothing.json",
    ],
)
def test_what_is_not_there_is_not_found_as_json_either(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404
