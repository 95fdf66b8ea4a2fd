"""A table in one line is taken apart behind each row's values, also where the next label begins with a digit."""

from __future__ import annotations

from archive.extract.layout.document import Paragraph
from archive.extract.tables import run_together

ROWS = [
    "一、本年新收政府信息公开申请数量 17 1 0 0 0 0 18",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形） 2 1 0 0 0 0 3",
    "1.属于国家秘密 0 0 0 0 0 0 0",
    "3.危及“三安全一稳定” 0 0 0 0 0 0 0",
    "2、重复申请 3 0 0 0 0 0 3",
    "四、结转下年度继续办理 0 0 - 0 0 0 0",
]


def test_rows_in_one_line() -> None:
    (*rows,) = run_together.split([Paragraph(" ".join(ROWS))])
    assert [row.text for row in rows if isinstance(row, Paragraph)] == ROWS


def test_a_sentence_stays_whole() -> None:
    text = "本年新收 9 件，予以公开 5 件，重复申请 1 件，1.5 万元，行政许可 20 件。"
    assert run_together.split([Paragraph(text)]) == (Paragraph(text),)
