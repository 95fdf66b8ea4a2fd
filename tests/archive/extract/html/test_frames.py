"""Frames of ruled lines that are no table, or several tables."""

from __future__ import annotations

from archive.extract import parser
from archive.extract.parser import Order
from archive.extract.report.model import Context
from tests.support.documents import drawn
from tests.support.documents.drawn import ROWS


def test_a_frame_around_tables_is_no_table() -> None:
    frame = "50 300 400 500 re S 50 740 400 60 re S"
    second = (("行政许可", "7"), ("行政处罚", "0"))
    content = f"{frame} {drawn.say('索引号：1234', 60, 760)} {drawn.table()} {drawn.table(second, y=500)}"
    data = drawn.write(f"{content} {drawn.say('三、申请情况', 60, 560)}")
    assert drawn.cells(data) == [ROWS, second]
    assert drawn.lines(data) == ["索引号：1234", "三、申请情况"]


def test_a_full_width_heading_with_text_separates_tables() -> None:
    text = " ".join(drawn.say(line, 66, y) for line, y in (("三、申请情况", 625), ("本年收到申请1件。", 610)))
    below = (("自然人", "1", "2"), ("总计", "1", "2"))
    data = drawn.write(f"{drawn.table()} 60 600 360 40 re S {text} {drawn.table(below, y=600)}")
    assert drawn.cells(data) == [ROWS, below]
    assert drawn.lines(data) == ["三、申请情况", "本年收到申请1件。"]


def _level(rows: int) -> str:
    """Lines over the whole width, in a box."""
    lines = " ".join(f"60 {700 - 20 * row} m 420 {700 - 20 * row} l S" for row in range(rows + 1))
    return f"{lines} 60 {700 - 20 * rows} 360 {20 * rows} re S"


def test_level_lines_alone_separate_rows_but_not_cells() -> None:
    (rows,) = drawn.cells(drawn.write(f"{_level(3)} {drawn.table(frames=False)}"))
    assert rows == ROWS


def test_upright_lines_alone_do_not_merge_rows() -> None:
    uprights = " ".join(f"{60 + 120 * column} 700 m {60 + 120 * column} 640 l S" for column in range(4))
    around = "60 700 m 420 700 l S 60 640 m 420 640 l S"
    (rows,) = drawn.cells(drawn.write(f"{uprights} {around} {drawn.table(frames=False)}"))
    assert rows == ROWS


def test_undrawn_lines_are_not_blamed_on_the_township() -> None:
    title = drawn.say("郏县冢头镇人民政府2023年政府信息公开工作年度报告", 60, 780, 14)
    heads = " ".join(
        drawn.say(f"{ordinal}、{heading}", 60, y)
        for ordinal, heading, y in (("一", "总体情况", 760), ("二", "主动公开政府信息情况", 740))
    )
    applications = drawn.say("三、收到和处理政府信息公开申请情况", 60, 600)
    rows = (("一、本年新收政府信息公开申请数量", "1", "0", "0"), ("总计", "1", "0", "0"))
    lines = "60 560 m 540 560 l S 60 540 480 40 re S"
    review = drawn.say("四、政府信息公开行政复议、行政诉讼情况", 60, 500)
    data = drawn.write(
        f"{title} {heads} {drawn.table()} {applications} {lines} {drawn.table(rows, y=580, frames=False)} {review}"
    )
    report = parser.parse(Order(data, Context()))
    assert not any("applications" in finding.detail for finding in report.findings if finding.rule == "tables.missing")
