"""Sheets before 2019 in text that lost its rulings: a cell a line, blanks between cells, all in a line, or nothing."""

from __future__ import annotations

import pytest

from archive import gazetteer
from archive.extract.interpret import interpret
from archive.extract.layout import plain_text
from archive.extract.layout.document import Document
from archive.extract.report.model import Context, Report

HEAD = ("统计指标", "单位", "统计数")
ROWS = (
    ("一、主动公开情况", "——", "——"),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "31"),
    ("其中：主动公开规范性文件数", "条", "2"),
    ("制发规范性文件总数", "件", "2"),
    ("（二）通过不同渠道和方式公开政府信息的情况", "——", "——"),
    ("1.政府公报公开政府信息数", "条", "0"),
    ("2.政府网站公开政府信息数", "条", "31"),
    ("二、依申请公开情况", "——", "——"),
    ("（一）收到申请数", "件", "3"),
    ("1.当面申请数", "件", "1"),
    ("2.传真申请数", "件", "0"),
    ("3.网络申请数", "件", "2"),
    ("4.信函申请数", "件", "0"),
)
EXPECTED = {
    "disclosed": 31,
    "normative_documents_disclosed": 2,
    "normative_documents_issued": 2,
    "disclosed_gazette": 0,
    "disclosed_website": 31,
    "received": 3,
    "received_in_person": 1,
    "received_fax": 0,
    "received_online": 2,
    "received_letter": 0,
}
TITLE = "湖口县大垅乡2016年政府信息公开工作年度报告\n一、概述\n全年工作顺利。\n二、主动公开政府信息情况\n附件：统计表\n"


def read(text: str) -> Report:
    document = plain_text.read((TITLE + text).encode())
    assert isinstance(document, Document)
    return interpret(document, Context(), gazetteer.load())


@pytest.mark.parametrize("dashes", [0, 1, 2])
@pytest.mark.parametrize("with_head", [True, False])
@pytest.mark.parametrize(("cells", "lines"), [("\n", "\n"), (" ", "\n"), (" ", " ")])
def test_a_sheet_in_text(cells: str, lines: str, *, with_head: bool, dashes: int) -> None:
    rows = [row[: 1 + dashes] if row[-1] == "——" else row for row in ROWS]
    printed = [cells.join(row) for row in ([HEAD] if with_head else []) + rows]
    assert read(lines.join(printed)).tables["statistics"] == EXPECTED


@pytest.mark.parametrize("lines", ["\n", ""])
def test_labels_that_run_into_their_numbers_are_named(lines: str) -> None:
    found = read(lines.join("".join(row) for row in ROWS if row[-1] != "——"))
    assert "statistics" not in found.tables
    assert [f.blame for f in found.findings if f.rule == "tables.run_together"] == ["reading"]


def test_sentences_are_no_sheet() -> None:
    text = "，".join(f"{row[0]}{row[2]}{row[1]}" for row in ROWS if row[-1] != "——")
    assert "tables.run_together" not in {f.rule for f in read(f"{text}。").findings}
