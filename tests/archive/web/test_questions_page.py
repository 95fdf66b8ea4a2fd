"""The page of open questions, and the facts of a proof on a report's page."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from archive.web.data.routes import SCHEMAS
from tests.archive.web.conftest import Site
from tests.support.archives import doubts
from tests.support.archives.doubts import END, ENDS_UNCLEAR, ROW_URL, say
from tests.support.archives.samples import COUNTY, LIST, TOWNSHIP


@pytest.fixture
def waiting(tmp_path: Path, runner: asyncio.Runner) -> Site:
    return Site(doubts.archive(tmp_path, doubts.hostile_row(), ENDS_UNCLEAR).path, runner)


def test_what_is_open_is_told_as_json(waiting: Site) -> None:
    content = waiting.get("/-/questions.json").json()
    described = json.loads((SCHEMAS / "questions.json").read_text("utf-8"))
    jsonschema.validate(content, described)
    assert set(content) == set(described["properties"])
    assert content["count"] == len(content["questions"]) > 0
    assert waiting.get("/-/questions.json?county=110101").json()["questions"] == []
    assert waiting.get("/-/questions.json?county=x").status_code == 404


def test_what_is_open_is_listed_with_its_links_and_what_an_answer_does(waiting: Site) -> None:
    page = waiting.get("/-/questions")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert f'href="{LIST}"' in page.text
    assert "does this list end where reading ended?" in page.text
    assert "列表是否到此为止" not in page.text
    assert "列表是否到此为止" in waiting.get("/-/questions", accept_language="zh").text
    assert "The list counts as ended" in page.text
    assert "nianbao review import FILE" in page.text


def test_a_county_narrows_the_questions(waiting: Site) -> None:
    assert LIST in waiting.get(f"/-/questions?county={COUNTY}").text
    assert "No question is open" in waiting.get("/-/questions?county=110101").text
    assert waiting.get("/-/questions?county=<b>").status_code == 404


def test_a_reports_page_says_fact_by_fact_what_the_check_proves(waiting: Site) -> None:
    page = waiting.get(f"/-/report/{TOWNSHIP}/2025").text
    assert page.count('<li class="holds">') == 7
    assert page.count('<li class="lacks">') == 2
    assert "a pager does not say that the list ends there: 下一页" in page
    assert "confirm its end by `nianbao review`" in page
    assert f'href="/-/questions?county={COUNTY}"' in page
    assert ROW_URL in page


def test_words_of_a_row_are_never_markup(waiting: Site) -> None:
    for path in ("/-/questions", f"/-/report/{TOWNSHIP}/2025"):
        assert "<script>alert" not in waiting.get(path).text


def test_who_confirmed_a_fact_is_named(tmp_path: Path, runner: asyncio.Runner) -> None:
    nights = doubts.archive(tmp_path, ENDS_UNCLEAR)
    say(nights, END, shape="s1", note="seen in a browser")
    page = Site(nights.path, runner).get(f"/-/report/{TOWNSHIP}/2025").text
    assert "a person confirmed it" in page
    assert "Li Hua, 2026-02-09, seen in a browser" in page
    assert '<li class="lacks">' not in page
