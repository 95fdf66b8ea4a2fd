"""Fifteen review values without their grid: in the order of the blocks named before them, or not placed."""

from __future__ import annotations

import pytest

from archive import gazetteer
from archive.extract.interpret import interpret
from archive.extract.layout import plain_text
from archive.extract.layout.document import Document
from archive.extract.report.model import Context, Report
from archive.extract.tables.line_values import RESULTS

NAMES = {
    "reconsideration": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
}
DIRECT, AFTER, RECONSIDERED = [1, 0, 0, 0, 1], [0, 2, 0, 0, 2], [0, 0, 3, 0, 3]
ORDER = ("litigation_direct", "litigation_after_reconsideration", "reconsideration")
HEADS = [NAMES[block] for block in ORDER]
VALUES = [" ".join(map(str, row)) for row in (DIRECT, AFTER, RECONSIDERED)]


def read(lines: list[str]) -> Report:
    text = "\n".join(
        [
            "大垅乡2023年政府信息公开工作年度报告",
            *("一、总体情况", "公开66条。", "二、主动公开政府信息情况", "见附件。"),
            *("三、收到和处理政府信息公开申请情况", "收到申请0件。"),
            *("四、政府信息公开行政复议、行政诉讼情况", *lines),
            *("五、存在的主要问题及改进情况", "人手不足。", "六、其他需要报告的事项", "没有。"),
        ]
    )
    document = plain_text.read(text.encode())
    assert isinstance(document, Document)
    return interpret(document, Context(), gazetteer.load())


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([" ".join(HEADS), " ".join(VALUES)], id="all in two lines"),
        pytest.param([*HEADS, *" ".join(VALUES).split()], id="one a line"),
        pytest.param([" ".join(HEADS), *VALUES], id="heads, then a row each"),
        pytest.param([line for pair in zip(HEADS, VALUES, strict=True) for line in pair], id="each before its values"),
    ],
)
def test_blocks_in_another_order_are_read_by_their_names(lines: list[str]) -> None:
    printed = dict(read(lines).values())
    found = [[printed["review", block, result] for result in RESULTS] for block in ORDER]
    assert found == [DIRECT, AFTER, RECONSIDERED]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([HEADS[0], " ".join(VALUES)], id="only one that the form has not first"),
        pytest.param([line for pair in zip(VALUES, HEADS, strict=True) for line in pair], id="each behind its values"),
    ],
)
def test_names_that_do_not_tell_the_order_place_nothing(lines: list[str]) -> None:
    report = read(lines)
    assert "review" not in report.tables
    blames = {finding.rule: finding.blame for finding in report.findings}
    assert (blames["tables.unlabelled_values"], blames["tables.missing"]) == ("reading", "reading")
