"""Text that was cut every few characters says what the whole text says; whole text is left as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive import gazetteer
from archive.extract.dispatch import formats
from archive.extract.interpret import interpret
from archive.extract.layout.document import Block, Document, Paragraph
from archive.extract.report.model import Context, Report
from archive.extract.text import hard_wraps
from tests.support.paths import SAMPLE_PAGE

PAGE = SAMPLE_PAGE


def whole() -> Document:
    document = formats.read(PAGE.read_bytes())
    assert isinstance(document, Document)
    return document


def said(document: Document) -> Report:
    return interpret(document, Context(), gazetteer.load())


def cut(document: Document, width: int) -> Document:
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Paragraph) and len(block.text) > width:
            blocks += [Paragraph(block.text[at : at + width]) for at in range(0, len(block.text), width)]
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


@pytest.mark.parametrize("width", [28, 35, 40, 46])
def test_figures_are_found_across_the_ends_of_lines(width: int) -> None:
    one, other = said(whole()), said(cut(whole(), width))
    assert one.narrative
    told = {(figure.indicator, figure.value) for figure in one.narrative}
    assert {(figure.indicator, figure.value) for figure in other.narrative} == told
    assert [section.number for section in other.sections] == [section.number for section in one.sections]
    assert other.findings == one.findings
    assert other.tables == one.tables


@pytest.mark.parametrize("ending", ["<br>", "\n"])
def test_lines_of_pages_and_of_text_are_joined(ending: str) -> None:
    text = (
        "2023年，我镇通过各类渠道主动公开政府信息213条，其中县政府门户网站发布100条，微信公众号发布80条，"
        "其余在政务公开栏公开。"
    )
    lines = [text[at : at + 16] for at in range(0, len(text), 16)]
    title = "冢头镇2023年政府信息公开工作年度报告"
    page = ending.join(
        [title, "一、总体情况", *lines, "二、主动公开政府信息情况", "无。", "六、其他需要报告的事项", "无。"]
    )
    data = f"<html><body><div id=zoom>{page}</div></body></html>" if ending == "<br>" else page
    document = formats.read(data.encode())
    assert isinstance(document, Document)
    assert ("items_disclosed", 213) in {(figure.indicator, figure.value) for figure in said(document).narrative}


def test_whole_paragraphs_stay_as_they_are() -> None:
    assert hard_wraps.join_lines(whole().blocks) == whole().blocks
