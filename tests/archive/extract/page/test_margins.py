"""Text in the margins of pages: left out, and no obstacle to tables that continue on the next page."""

from __future__ import annotations

import pytest

from archive.extract.layout.document import Document, Paragraph, Table
from tests.support.documents import drawn
from tests.support.documents.drawn import ROWS

_TITLE = "郏县冢头镇人民政府2023年政府信息公开工作年度报告"


@pytest.mark.parametrize("head", ["2024/1/20 10:23", "11/26/26, 7:08 PM", "2024/1/20 上午10:23", "2024-01-20 10:23:05"])
def test_header_and_footer_of_a_browser_are_no_text(head: str) -> None:
    content = "\n".join(
        (
            drawn.say(head, 30, 820, 8),
            drawn.say(_TITLE, 250, 820, 8),
            drawn.say(_TITLE, 60, 780, 14),
            drawn.say("https://www.jiaxian.gov.cn/a/1.html", 30, 20, 8),
            drawn.say("1/1", 560, 20, 8),
        )
    )
    assert drawn.lines(drawn.write(content)) == [_TITLE]


def test_a_running_head_on_two_pages_is_no_text() -> None:
    pages = [
        f"{drawn.say('冢头镇年度报告', 60, 810)} {drawn.say(f'党政办 第{number}页', 60, 30)} {drawn.say(text, 60, 700)}"
        for number, text in enumerate(("一、总体情况。", "二、主动公开。"), 1)
    ]
    assert drawn.lines(drawn.write(*pages)) == ["一、总体情况。二、主动公开。"]


def test_titles_of_two_years_and_rows_of_figures_stay() -> None:
    pages = [
        f"{drawn.say(f'冢头镇{year}年度报告', 60, 790)} "
        + " ".join(drawn.say(str(year - 2000 + at), 60 + 120 * at, 40) for at in range(3))
        for year in (2022, 2023)
    ]
    document = drawn.read(drawn.write(*pages))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "冢头镇2022年度报告",
        "冢头镇2023年度报告",
    ]
    assert sum(len(block.grid) for block in document.blocks if isinstance(block, Table)) == 2


def _cut(foot: str) -> Document:
    first = f"{drawn.table(y=130)} {drawn.say(foot, 60, 30)}"
    second = f"{drawn.say('第二页', 60, 815)} {drawn.table((('（三）其他', '1', '2'), ('合计', '69', '41')), y=790)}"
    return drawn.read(drawn.write(first, second))


def test_a_line_in_the_margin_does_not_split_a_table() -> None:
    tables = [block for block in _cut("冢头镇党政办印发").blocks if isinstance(block, Table)]
    assert [len(table.grid) for table in tables] == [len(ROWS) + 2]


def test_a_heading_in_the_margin_separates_tables() -> None:
    tables = [block for block in _cut("三、收到和处理政府信息公开申请情况").blocks if isinstance(block, Table)]
    assert [len(table.grid) for table in tables] == [len(ROWS), 2]
