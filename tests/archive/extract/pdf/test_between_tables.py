"""Short lines between tables, and tables of one block each that a page end joins, in whole PDFs."""

from __future__ import annotations

import pytest

from archive.extract.parser import Order, parse
from archive.extract.report.application_sums import lines
from archive.extract.report.model import Context, Report
from tests.support.sites import pdf
from tests.support.sites.blocks import Block, Box, Grid, Prose, Rows

RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
NAMES = ("行政复议", "未经复议直接起诉", "复议后起诉")
VALUES = ((1, 2, 0, 3, 6), (4, 0, 1, 0, 5), (0, 2, 0, 0, 2))


def read(opening: int, *tables: Grid) -> Report:
    """A report with so many lines in section one, and the tables in section four."""
    before = ["一、总体情况", *["全年主动公开政府信息31条。"] * opening, "四、政府信息公开行政复议、行政诉讼情况"]
    behind = ["五、存在的主要问题及改进情况", "宣传力度不够。", "六、其他需要报告的事项", "无。"]
    text: list[Block] = [*map(Prose, before), *tables, *map(Prose, behind)]
    data = pdf.write("湖口县大垅乡2023年政府信息公开工作年度报告", text)
    return parse(Order(data, Context(), name="report.pdf"))


def _row(*texts: object) -> tuple[Box, ...]:
    return tuple(Box(str(text)) for text in texts)


def _named(name: str, values: tuple[int, ...]) -> Rows:
    return ((Box(name, columns=5),), _row(*RESULTS), _row(*values))


def _name_alone(name: str, values: tuple[int, ...]) -> Rows:
    return (_row(name, "", "", "", ""), _row(*RESULTS), _row(*values))


def _total_first(name: str, values: tuple[int, ...]) -> Rows:
    return ((Box(name, columns=5),), _row(RESULTS[4], *RESULTS[:4]), _row(values[4], *values[:4]))


def _name_beside(name: str, values: tuple[int, ...]) -> Rows:
    return ((Box(name, rows=2), *_row(*RESULTS)), _row(*values))


@pytest.mark.parametrize("opening", [27, 30, 32])
@pytest.mark.parametrize("layout", [_named, _name_alone, _total_first, _name_beside])
def test_a_table_for_each_block_over_a_page_end(opening: int, layout: object) -> None:
    assert callable(layout)
    report = read(opening, *(Grid(layout(name, row)) for name, row in zip(NAMES, VALUES, strict=True)))
    assert [tuple(block.values()) for block in lines(report.tables["review"]).values()] == [*VALUES]


def test_short_lines_behind_a_table_are_lines_of_their_own() -> None:
    report = read(1, Grid(_named(NAMES[0], VALUES[0])))
    assert [(section.number, section.text) for section in report.sections][2:] == [(5, "宣传力度不够。"), (6, "无。")]
