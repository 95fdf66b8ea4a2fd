"""Figures of pages that browsers take otherwise than they were meant are where they are said to stand."""

from __future__ import annotations

import pytest

from archive.extract.layout.document import Document, Table
from archive.extract.parser import Order, parse_document
from archive.extract.report.model import Context
from tests.support.paths import FORM_CASES

PAGE = (FORM_CASES / "bases" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("astray", ["<svg>", "<colgroup>", "<template>"])
def test_figures_stand_in_the_document_of_the_reader_that_is_believed(astray: str) -> None:
    cells = PAGE.split("<td>")
    page = "<td>".join([*cells[:30], f"{cells[30]}{astray}", *cells[31:]])
    report, document = parse_document(Order(page.encode(), Context()))
    assert isinstance(document, Document)
    assert document.reader == "html-tolerant"
    values = dict(report.values())
    for cell_ref, spot in report.positions.cells.items():
        block = document.blocks[spot.block]
        assert isinstance(block, Table)
        printed = block.grid[spot.row][spot.column]
        assert printed is not None
        assert printed.text == str(values[cell_ref])


def test_a_page_of_which_nothing_is_shown_has_no_elements() -> None:
    title = "某镇2023年政府信息公开工作年度报告"
    text = (
        "一、总体情况。2023年，我镇主动公开政府信息12条。二、主动公开政府信息情况 无。"
        "三、收到和处理政府信息公开申请情况 无。"
        "四、政府信息公开行政复议、行政诉讼情况。无。五、存在的主要问题及改进情况：一是公开深度不够。"
    )
    page = f"<x><title>{title}</head><body><h1>{title}</h1><div><p>{text}</p></div></body></html>"
    report, _ = parse_document(Order(page.encode(), Context()))
    assert {spot.path for spot in report.positions.figures if spot} == {""}
