"""Metadata of a page is distinguished from sentences of the text, and from the metadata of other articles in lists."""

from __future__ import annotations

import pytest

from tests.support.documents.webpage import DATED, OPENING, page, plain_page, read, section_texts, sections


@pytest.mark.parametrize(
    "sentence",
    [
        "时间：2024年3月5日，地点：镇会议室，召开政务公开培训会。",
        "公开时间：2023年12月30日前完成。",
        "来源：群众来信。",
    ],
)
def test_a_sentence_of_a_section_is_no_label(sentence: str) -> None:
    result = read(page("".join(sections(section_texts(opening=f"{OPENING}</p><p>{sentence}")))))
    assert result["sections"][1] == f"{OPENING}\n{sentence}"
    assert result["published_on"] == "2024-01-18"


def test_a_sentence_before_the_first_heading_is_no_label() -> None:
    sentence = "时间：2024年3月5日，地点：镇会议室，召开政务公开培训会。"
    data = page(f"<p>{sentence}</p>{''.join(sections())}").replace(DATED.encode(), b"")
    assert read(data)["published_on"] is None


def test_labels_before_the_first_heading_are_metadata_of_the_page() -> None:
    data = page(f"<p>发布日期：2024-01-19 来源：冢头镇</p>{''.join(sections())}").replace(DATED.encode(), b"")
    assert read(data)["published_on"] == "2024-01-19"
    assert read(data)["sections"] == read(plain_page())["sections"]


@pytest.mark.parametrize(
    "before",
    [
        "<ul><li><a>冢头镇2023年财政决算</a> <span>发布时间：2024-03-05</span></li></ul>",
        "<div>最新公开</div><div><a>冢头镇2023年财政决算</a> <em>发布时间：2024-03-05</em></div>",
        "<ul><li>发布时间：2024-03-05</li><li>发布时间：2024-02-25</li></ul>",
    ],
)
def test_of_several_dates_above_the_text_the_nearest_counts(before: str) -> None:
    result = read(page("".join(sections()), before=before))
    assert result["published_on"] == "2024-01-18"
