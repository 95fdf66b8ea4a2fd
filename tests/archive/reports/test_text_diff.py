"""Differences by characters, read back both ways."""

from hypothesis import given
from hypothesis import strategies as st

from archive.reports.text_diff import by_section, pieces, shown

words = st.text(alphabet="年度报告公开条。；0123 ", max_size=80)


def test_a_change_is_shown_between_unchanged_text() -> None:
    assert (
        shown(pieces("本镇主动公开政府信息213条。", "本镇主动公开政府信息231条。"))
        == "本镇主动公开政府信息2{+3+}1[-3-]条。"
    )


def test_long_unchanged_runs_are_cut_short() -> None:
    told = shown(pieces("甲" * 100 + "一", "甲" * 100 + "二"))
    assert told == "…" + "甲" * 12 + "[-一-]{+二+}"


def test_white_space_is_no_difference() -> None:
    assert by_section({"1": "主动 公开"}, {"1": "主动\n公开"}) == {}


def test_sections_that_came_and_went() -> None:
    found = by_section({"1": "甲", "2": "乙"}, {"1": "甲", "3": "丙"})
    assert {heading: shown(parts) for heading, parts in found.items()} == {"3": "{+丙+}", "2": "[-乙-]"}


@given(words, words)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(p.text for p in found if p.op != "added") == "".join(before.split())
    assert "".join(p.text for p in found if p.op != "removed") == "".join(after.split())


def test_long_texts_are_compared_by_sentences() -> None:
    long = "".join(f"第{number}句话说的是同一件事。" for number in range(600))
    found = pieces(long, long.replace("第300句", "第三百句"))
    assert [(p.op, p.text) for p in found if p.op != "same"] == [("removed", "300"), ("added", "三百")]
