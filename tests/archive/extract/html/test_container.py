"""The whole text is read even if its container is cut short, split into several, or unnamed."""

from __future__ import annotations

import pytest

from tests.support.documents.webpage import (
    HEADINGS,
    OPENING,
    PROBLEMS,
    SIGNED,
    TABLES,
    grids,
    page,
    plain_page,
    read,
    rows,
    section_texts,
    sections,
)

_ALL = "".join(sections()) + SIGNED
_IN_BOTH = '<div class="content"><div id="zoom">{}</div></div>'


def test_a_page_without_peculiarities_has_no_findings() -> None:
    result = read(plain_page())
    assert result["findings"] == []
    assert list(result["sections"]) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("end", ["</div>", "</td></tr></table></div>", "</div></div>"])
@pytest.mark.parametrize("cut_after", [TABLES[0], TABLES[1], TABLES[2], OPENING])
@pytest.mark.parametrize("wrap", ['<div id="zoom">{}</div>', _IN_BOTH, _IN_BOTH.replace("content", "article_con")])
def test_a_stray_end_tag_does_not_end_the_text(end: str, cut_after: str, wrap: str) -> None:
    assert read(page(_ALL.replace(cut_after, cut_after + end, 1), wrap=wrap)) == read(plain_page())


def test_an_introduction_that_lists_the_headings_does_not_count_as_headings() -> None:
    listing = OPENING + "本报告由总体情况、存在的主要问题及改进情况、其他需要报告的事项等六部分组成。"
    whole = page("".join(sections(section_texts(opening=listing))) + SIGNED)
    cut = page("".join(sections(section_texts(opening=listing, problems=PROBLEMS + "</p></div><p>"))) + SIGNED)
    assert read(cut)["sections"] == read(whole)["sections"]


@pytest.mark.parametrize("name", ["TRS_Editor", "con_txt"])
def test_a_text_split_over_containers_of_one_name_is_joined(name: str) -> None:
    parts = "".join(f'<div class="{name}">{part}</div>' for part in sections())
    assert read(page(parts + SIGNED, wrap='<div class="con">{}</div>')) == read(plain_page())


def test_a_report_laid_out_as_one_table_is_read_by_its_sections() -> None:
    def wide(text: str) -> str:
        return f"<tr><td colspan=15>{text}</td></tr>"

    first, *_, problems, other_matters = section_texts()
    middle = zip(HEADINGS[1:4], grids(), strict=True)
    body = wide(HEADINGS[0]) + wide(first) + "".join(wide(h) + "".join(rows(grid)) for h, grid in middle)
    body += wide(HEADINGS[4]) + wide(problems) + wide(HEADINGS[5]) + wide(other_matters)
    assert read(page(f"<table>{body}</table>{SIGNED}")) == read(plain_page())


def test_a_long_first_section_is_not_mistaken_for_the_whole_text() -> None:
    first, *rest = sections(section_texts(opening=OPENING * 30))
    apart = page(f'<div class="wrap"><div class="txt">{first}</div>{"".join(rest)}{SIGNED}</div>', wrap="{}")
    result = read(apart)
    assert (result["tables"], list(result["sections"])) == (read(plain_page())["tables"], [1, 2, 3, 4, 5, 6])


def test_entries_of_menus_are_not_part_of_the_text() -> None:
    menu = '<div class="m"><a>依申请公开</a> <a>行政复议</a> <a>政府信息公开年报</a></div>'
    assert read(page(_ALL, before=menu, after=menu)) == read(plain_page())


@pytest.mark.parametrize("name", ["page", "table-tools", "print", "related"])
@pytest.mark.parametrize("section", range(6))
def test_a_section_named_like_furniture_is_read(name: str, section: int) -> None:
    parts = sections()
    parts[section] = f'<div class="{name}">{parts[section]}</div>'
    assert read(page("".join(parts) + SIGNED)) == read(plain_page())


@pytest.mark.parametrize("table", TABLES)
def test_a_table_named_like_furniture_is_read(table: str) -> None:
    assert read(page(_ALL.replace(table, f'<div class="search-tools">{table}</div>'))) == read(plain_page())


@pytest.mark.parametrize(("name", "sentence"), [("page", PROBLEMS), ("links", "详见政策文件公开情况一览")])
def test_a_sentence_named_like_furniture_is_read(name: str, sentence: str) -> None:
    more = f'</p><div class="{name}">{sentence}</div><p>'
    result = read(page("".join(sections(section_texts(problems=PROBLEMS + more)))))
    assert result["sections"][5] == f"{PROBLEMS}\n{sentence}"


def test_furniture_inside_the_container_is_removed() -> None:
    furniture = """<div class="share">分享到：<a>微信</a></div><div class="page"><a href=1>上一页</a></div>
<div class="relate"><a href=3>冢头镇2022年政府信息公开工作年度报告</a></div><footer>主办：郏县人民政府办公室</footer>"""
    assert read(page(_ALL + furniture)) == read(plain_page())


def test_a_section_named_like_furniture_after_a_stray_end_tag_is_read() -> None:
    cut = _ALL.replace(f"<p>{HEADINGS[5]}", f'</div><div class="page"><p>{HEADINGS[5]}')
    assert read(page(cut)) == read(plain_page())


@pytest.mark.parametrize("tag", ["aside", "header", "section"])
def test_a_text_inside_a_furniture_element_is_read(tag: str) -> None:
    assert read(page(_ALL, wrap=f"<{tag}>{{}}</{tag}>")) == read(plain_page())
