"""Titles that run over several lines, with the year or the county on a line of its own."""

from __future__ import annotations

import pytest

from archive import gazetteer
from archive.extract.identity.evidence import gather
from archive.extract.identity.identify import identify
from archive.extract.layout.document import Document, Paragraph
from archive.extract.report.model import Context

WHOLE = "湖口县大垅乡2022年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("湖口县大垅乡2022年|政府信息公开工作年度报告", WHOLE),
        ("湖口县大垅乡|2022年政府信息公开工作|年度报告", WHOLE),
        ("湖口县大|垅乡2022年政府信息公开工作年度报告", WHOLE),
        ("湖口县|大垅乡2022年政府信息公开工作年度报告", WHOLE),
        ("湖口县大垅乡人民政府文件|大政发〔2023〕3号|" + WHOLE, WHOLE),
        ("湖口县大垅乡|政府信息公开工作年度报告|（2022年度）", "湖口县大垅乡政府信息公开工作年度报告（2022年度）"),
        ("湖口县大垅乡政府信息公开工作年度报告|2022年", "湖口县大垅乡政府信息公开工作年度报告（2022年）"),
        ("湖口县大垅乡政府信息公开工作年度报告|二〇二二年度", "湖口县大垅乡政府信息公开工作年度报告（二〇二二年度）"),
    ],
)
def test_a_title_over_several_lines_is_read_whole(printed: str, title: str) -> None:
    lines = (*printed.split("|"), "一、总体情况", "全年主动公开政府信息31条。")
    document = Document("text/plain", "test", blocks=tuple(map(Paragraph, lines)))
    evidence = gather(document, Context())
    found = identify(evidence, gazetteer.load())
    assert (evidence.titles[0], found.year, found.issuer.township_code) == (title, 2022, "360429200")


@pytest.mark.parametrize(
    "author", ["中共湖口县委宣传部", "国家税务总局湖口县税务局", "湖口县高新技术产业园区管理委员会"]
)
def test_an_office_with_words_before_its_county_is_the_author(author: str) -> None:
    lines = (
        "2023年政府信息公开工作年度报告",
        f"根据《政府信息公开条例》，现将{author}2023年政府信息公开工作情况报告如下：",
    )
    evidence = gather(Document("text/plain", "test", blocks=tuple(map(Paragraph, lines))), Context("360429"))
    assert identify(evidence, gazetteer.load()).issuer.name == author
