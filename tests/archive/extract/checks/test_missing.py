"""Tables that a text says are pictures, which did not come with the document: nobody's fault but the reading's."""

from __future__ import annotations

import pytest

from archive import gazetteer
from archive.extract.interpret import interpret
from archive.extract.layout import plain_text
from archive.extract.layout.document import Document
from archive.extract.report.model import Context

REPORT = """大垅乡2023年政府信息公开工作年度报告
一、总体情况
公开66条。
二、主动公开政府信息情况
{0}
三、收到和处理政府信息公开申请情况
收到申请3件，办结3件。{0}
四、政府信息公开行政复议、行政诉讼情况
复议0件。{0}
五、存在的主要问题及改进情况
人手不足，将加强培训。
六、其他需要报告的事项
没有其他事项。
"""


def blame(words: str) -> str:
    document = plain_text.read(REPORT.format(words).encode())
    assert isinstance(document, Document)
    report = interpret(document, Context(), gazetteer.load())
    return next(finding.blame for finding in report.findings if finding.rule == "tables.missing")


@pytest.mark.parametrize(
    "words",
    [
        "具体数据见下图。",
        "详细情况如下图所示：",
        "相关数据以图片形式公开。",
        "各项数据见附图。",
        "如图所示。",
        "该部分以表格形式报告，表格截图如下。",
        "数据如下（图片）：",
        "详见图片。",
        "数据见图1。",
        "主动公开情况统计见下面图表。",
    ],
)
def test_a_table_that_the_text_says_is_a_picture_is_not_the_townships_omission(words: str) -> None:
    assert blame(words) == "reading"


@pytest.mark.parametrize(
    "words",
    [
        "统计数据见下表。",
        "见附件1。",
        "（具体数据见附表）",
        "具体情况如下表：",
        "该部分以表格形式报告，表格如下：",
        "数据另附。",
    ],
)
def test_a_table_that_the_text_says_is_somewhere_else_is_not_known_to_be_left_out(words: str) -> None:
    assert blame(words) == "unknown"


@pytest.mark.parametrize("words", ["与图书馆合作公开。", "附地图服务12次。"])
def test_other_words_excuse_nobody(words: str) -> None:
    assert blame(words) == "source"
