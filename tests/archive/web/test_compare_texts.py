"""Texts side by side: two years, two versions, a copy and its source."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from archive.storage.database import Archive
from archive.web.compare import passages, same_words
from archive.web.data.routes import SCHEMAS
from tests.archive.web.conftest import Site
from tests.support.web import sample


def joined(runs: list[passages.Run], without: str) -> str:
    return "".join(text for kind, text in runs if kind != without)


@pytest.mark.parametrize(
    ("before", "after", "deleted", "inserted"),
    [
        ("全年公开信息12条。", "全年公开信息15条。", ["2"], ["5"]),
        ("一是学习。二是公开。", "一是学习。三是督查到位。二是公开。", [], ["三是督查到位。"]),
        (
            "本镇没有收到申请。",
            "城关街道修建了一所小学，学生众多。",
            ["本镇没有收到申请。"],
            ["城关街道修建了一所小学，学生众多。"],
        ),
        ("", "新增一段。", [], ["新增一段。"]),
        ("一样。", "一样。", [], []),
        ("收到申请甲3乙4件。", "收到申请甲5乙6件。", ["3乙4"], ["5乙6"]),  # one equal character between is a scrap
    ],
)
def test_what_only_one_side_has_is_marked(before: str, after: str, deleted: list[str], inserted: list[str]) -> None:
    left, right = passages.sides(before, after)
    assert [text for kind, text in left if kind == "delete"] == deleted
    assert [text for kind, text in right if kind == "insert"] == inserted
    assert (joined(left, "insert"), joined(right, "delete")) == (before, after)


def test_a_long_passage_that_stayed_is_cut_and_a_long_one_that_changed_is_not_compared_within() -> None:
    stayed = "年" * 400 + "。"
    assert [kind for kind, _ in passages.sides(stayed, stayed)[0]] == ["equal", "cut", "equal"]
    long = "甲" * 4000 + "。"
    left, right = passages.sides(long, long.replace("甲", "乙", 1))
    assert [kind for kind, _ in left] == ["delete"]
    assert [kind for kind, _ in right] == ["insert"]


@pytest.mark.parametrize(
    ("text", "other", "shared"),
    [
        (
            "城关镇全年主动公开信息12条，成效明显。",
            "东风乡全年主动公开信息 345 条，成效明显。",
            "全年主动公开信息条，成效明显。",
        ),
        ("一二三四五六七，", "一二三四五六七。", ""),  # seven characters are too few
        ("前文不同。以下八个字都相同的", "以下八个字都相同的。后文", "以下八个字都相同的"),
        ("", "有文字", ""),
    ],
)
def test_the_same_words_are_marked_past_names_and_numbers(text: str, other: str, shared: str) -> None:
    pieces = same_words.marked(text, other, ["城关镇", "东风乡"])
    assert "".join(words for _, words in pieces) == text
    assert "".join(words for same, words in pieces if same) == shared


@pytest.fixture
def copied(archive: Path, tmp_path: Path, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The sample with one report as a near-copy of another county's."""
    sample.without_gazetteer(monkeypatch)
    copy = sample.copied(archive, tmp_path / "copied.db")
    with Archive.open(copy) as opened, opened.transaction() as db:
        rows = db.execute("SELECT version FROM reports WHERE report IN ('999901001/2022', '999902002/2022')").fetchall()
        mine, source = sorted(row[0] for row in rows)
        db.execute("INSERT INTO copied_from VALUES (?, ?, 0.75, 300, 400)", (mine, source))
    return Site(copy, runner)


def test_a_copy_is_listed_where_it_was_made_and_where_it_was_taken_from(copied: Site) -> None:
    mine = copied.get("/-/copies/999901.json").json()
    theirs = copied.get("/-/copies/999902.json?year=2022").json()
    assert [(row["township_code"], row["source_township_code"], row["share"]) for row in mine["copies"]] == [
        ("999901001", "999902002", 0.75)
    ]
    assert (theirs["copies"], theirs["elsewhere"]) == ([], mine["copies"])
    assert copied.get("/-/copies/99.json").json()["copies"] == mine["copies"]
    assert copied.get("/-/copies/999901.json?year=2023").json()["copies"] == []
    assert "/-/copied/999901001/2022" in copied.get("/-/copies/999901").text


def test_a_copy_stands_beside_its_source_with_the_same_words_marked(copied: Site) -> None:
    page = copied.get("/-/copied/999901001/2022").text
    marked = re.findall(r"<mark>([^<]+)</mark>", page)
    assert any("现将有关情况报告如下。" in words for words in marked)
    assert not any("城关镇" in words for words in marked)
    content = copied.get("/-/copied/999901001/2022.json").json()
    described = json.loads((SCHEMAS / "copied.json").read_text("utf-8"))
    jsonschema.validate(content, described)
    assert set(content) == set(described["properties"])


def test_a_report_leads_to_its_copy_and_to_the_year_before(copied: Site) -> None:
    page = copied.get("/-/report/999901001/2022").text
    assert "/-/copied/999901001/2022" in page
    assert "/-/township/999901001/2021/2022" not in page
    other = copied.get("/-/report/999901001/2023").text
    assert "/-/copied/" not in other
    assert "/-/township/999901001/2022/2023" in other


def test_two_years_show_both_figures_and_mark_the_text(site: Site) -> None:
    page = site.get("/-/township/999901002/2022/2023").text
    turned = site.get("/-/township/999901002/2023/2022.json").json()
    assert (turned["before"]["year"], turned["after"]["year"]) == (2022, 2023), "the earlier year comes first"
    figures = site.get("/-/township/999901002/2022/2023.json").json()["figures"]
    for year, side in ((2022, "before"), (2023, "after")):
        printed = {
            (row["table"], row["line"], row["column"]): row["value"]
            for row in site.rows("township_years?township=999901002")
            if row["year"] == year and row["value"]
        }
        shown = {(f["table"], f["line"], f["column"]): f[side] for f in figures}
        assert {place: float(shown[place]) for place in printed} == printed
    assert "<ins>" in page
    assert "<del>" in page
