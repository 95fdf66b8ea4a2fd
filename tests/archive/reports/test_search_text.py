from __future__ import annotations

import pytest

from archive.reports import search_index
from archive.reports.search_text import expression, fold, pairs, passage, tokens, words


@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        ("雙橋鎮政府信息公開", "双桥镇政府信息公开"),
        ("ＡＢＣ１２３", "abc123"),
        ("政府 信息\n公开\u3000年报", "政府信息公开年报"),
        ("优政〔2021〕30号", "优政(2021)30号"),
        ("㎡", "m2"),
        ("①", "1"),
    ],
)
def test_forms_of_the_same_are_one(printed: str, asked: str) -> None:
    assert fold(printed) == fold(asked)


def test_punctuation_parts_words() -> None:
    assert "的他" not in set(pairs(fold("好的。他们")))
    assert fold("好的。他们") != fold("好的他们")


def test_words_are_folded_distinct_and_few() -> None:
    assert words('  政府　公開 政府 "。 ') == ("政府", "公开")
    assert len(words(" ".join(f"词{n}" for n in range(50)))) == 8


def test_a_question_names_pairs_of_text_or_place() -> None:
    assert expression(words("政府信息")) == '("政府" AND "府信" AND "信息")'
    assert expression(words("湖口 申请")) == '(("湖口") OR ("@湖口")) AND (("申请") OR ("@申请"))'
    assert expression(words("申请"), "410425") == '("申请") AND "@c410425"'
    assert expression(words("年")) is None
    assert expression(words("申请"), '4" OR "x') == '("申请")', "a county is digits"


def test_nothing_typed_is_syntax() -> None:
    for typed in ('" OR "', "* NEAR(", "a:b AND", "'; DROP", "--", "\0\0"):
        found = expression(words(typed))
        assert found is None or found.count('"') % 2 == 0


def test_a_document_has_its_pairs_and_those_of_its_place() -> None:
    made = set(tokens(["申请公开"], ["双桥镇"]).split())
    assert made == {"申请", "请公", "公开", "@双桥", "@桥镇"}


def test_a_passage_marks_what_was_asked_in_the_printed_form() -> None:
    found = passage("本镇 雙 橋的信息公開工作", words("双桥 信息"))
    assert found
    assert [run for marked, run in found.runs if marked] == ["雙 橋", "信息"]
    assert str(found) == "本镇 雙 橋的信息公開工作"
    assert passage("本镇", words("双桥")) is None


def test_a_long_text_is_cut_around_the_first_word() -> None:
    found = passage("前" * 500 + "申请" + "后" * 500, words("申请"))
    assert found
    assert str(found).startswith("…前")
    assert str(found).endswith("后…")
    assert len(str(found)) < 120


def test_numbers_stand_for_documents_from_late_to_early() -> None:
    for report, section in (("410425101/2023", None), ("999901001/2008", 0), ("110101001/1999", 6)):
        entry = search_index.Found(report, section)
        assert search_index.found(entry.number) == entry
    newer, older = search_index.Found("999999999/2023", 6), search_index.Found("110101001/2022", None)
    assert newer.number < older.number
