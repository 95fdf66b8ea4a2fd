"""The whole text is read wherever its container ends: cut short, in several pieces, or without a name."""

from __future__ import annotations

import pytest

from tests.support.documents.webpage import (
    HEADINGS,
    OPENING,
    PROBLEMS,
    SIGNED,
    TABLES,
    grids,
    inside,
    page,
    plain,
    read,
    rows,
    sections,
)

_ALL = "".join(sections()) + SIGNED
_IN_BOTH = '<div class="content"><div id="zoom">{}</div></div>'


def test_the_page_that_gives_no_trouble_is_read_without_findings() -> None:
    got = read(plain())
    assert got["findings"] == []
    assert list(got["sections"]) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("end", ["</div>", "</td></tr></table></div>", "</div></div>"])
@pytest.mark.parametrize("behind", [TABLES[0], TABLES[1], TABLES[2], OPENING])
@pytest.mark.parametrize("wrap", ['<div id="zoom">{}</div>', _IN_BOTH, _IN_BOTH.replace("content", "article_con")])
def test_an_end_too_many_does_not_end_the_text(end: str, behind: str, wrap: str) -> None:
    assert read(page(_ALL.replace(behind, behind + end, 1), wrap=wrap)) == read(plain())


def test_an_opening_that_lists_the_headings_does_not_stand_for_them() -> None:
    listing = OPENING + "本报告由总体情况、存在的主要问题及改进情况、其他需要报告的事项等六部分组成。"
    whole = page("".join(sections(inside(opening=listing))) + SIGNED)
    cut = page("".join(sections(inside(opening=listing, problems=PROBLEMS + "</p></div><p>"))) + SIGNED)
    assert read(cut)["sections"] == read(whole)["sections"]


@pytest.mark.parametrize("name", ["TRS_Editor", "con_txt"])
def test_a_text_in_several_containers_of_one_name_is_one(name: str) -> None:
    parts = "".join(f'<div class="{name}">{part}</div>' for part in sections())
    assert read(page(parts + SIGNED, wrap='<div class="con">{}</div>')) == read(plain())


def test_the_text_of_a_report_that_is_one_table_is_told_by_its_sections() -> None:
    def wide(text: str) -> str:
        return f"<tr><td colspan=15>{text}</td></tr>"

    first, *_, problems, other = inside()
    middle = zip(HEADINGS[1:4], grids(), strict=True)
    body = wide(HEADINGS[0]) + wide(first) + "".join(wide(h) + "".join(rows(grid)) for h, grid in middle)
    body += wide(HEADINGS[4]) + wide(problems) + wide(HEADINGS[5]) + wide(other)
    assert read(page(f"<table>{body}</table>{SIGNED}")) == read(plain())


def test_a_long_first_section_is_not_taken_for_the_text() -> None:
    first, *rest = sections(inside(opening=OPENING * 30))
    apart = page(f'<div class="wrap"><div class="txt">{first}</div>{"".join(rest)}{SIGNED}</div>', wrap="{}")
    got = read(apart)
    assert (got["tables"], list(got["sections"])) == (read(plain())["tables"], [1, 2, 3, 4, 5, 6])


def test_what_menus_say_is_no_part_of_the_text() -> None:
    menu = '<div class="m"><a>依申请公开</a> <a>行政复议</a> <a>政府信息公开年报</a></div>'
    assert read(page(_ALL, before=menu, after=menu)) == read(plain())


@pytest.mark.parametrize("name", ["page", "table-tools", "print", "related"])
@pytest.mark.parametrize("behind", range(6))
def test_a_part_of_the_text_named_like_furniture_is_text(name: str, behind: int) -> None:
    parts = sections()
    parts[behind] = f'<div class="{name}">{parts[behind]}</div>'
    assert read(page("".join(parts) + SIGNED)) == read(plain())


@pytest.mark.parametrize("table", TABLES)
def test_a_table_alone_in_what_is_named_like_furniture_is_text(table: str) -> None:
    assert read(page(_ALL.replace(table, f'<div class="search-tools">{table}</div>'))) == read(plain())


@pytest.mark.parametrize(("name", "sentence"), [("page", PROBLEMS), ("links", "详见政策文件公开情况一览")])
def test_a_sentence_in_what_is_named_like_furniture_is_text(name: str, sentence: str) -> None:
    more = f'</p><div class="{name}">{sentence}</div><p>'
    got = read(page("".join(sections(inside(problems=PROBLEMS + more)))))
    assert got["sections"][5] == f"{PROBLEMS}\n{sentence}"


def test_furniture_inside_the_container_is_none_of_the_text() -> None:
    furniture = """<div class="share">分享到：<a>微信</a></div><div class="page"><a href=1>上一页</a></div>
<div class="relate"><a href=3>冢头镇2022年政府信息公开工作年度报告</a></div><footer>主办：郏县人民政府办公室</footer>"""
    assert read(page(_ALL + furniture)) == read(plain())


def test_a_page_cut_by_an_end_too_many_and_called_furniture_behind_it_is_whole() -> None:
    cut = _ALL.replace(f"<p>{HEADINGS[5]}", f'</div><div class="page"><p>{HEADINGS[5]}')
    assert read(page(cut)) == read(plain())


@pytest.mark.parametrize("tag", ["aside", "header", "section"])
def test_a_text_in_an_element_that_is_furniture_elsewhere_is_read(tag: str) -> None:
    assert read(page(_ALL, wrap=f"<{tag}>{{}}</{tag}>")) == read(plain())
