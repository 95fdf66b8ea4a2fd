"""What is a report, and what only explains one or how to fill one in, under a report's title or none."""

from __future__ import annotations

import pytest

from archive import gazetteer
from archive.extract.interpret import interpret
from archive.extract.layout import plain_text
from archive.extract.layout.document import Document
from archive.extract.report.model import Context, Report

TITLE = "湖口县大垅乡2023年政府信息公开工作年度报告\n"
SECTIONS = """一、总体情况
我乡全年主动公开政府信息31条。
二、主动公开政府信息情况
无
三、收到和处理政府信息公开申请情况
全年收到政府信息公开申请0件。
四、政府信息公开行政复议、行政诉讼情况
无。
五、存在的主要问题及改进情况
宣传力度不够。
六、其他需要报告的事项
无。
"""

EXPLANATIONS = [
    "《大垅乡2023年政府信息公开工作年度报告》已编制完成，现就年报内容解读如下。\n一、背景\n报告包括收到和处理政府信息公开申请情况等六项。\n",
    "现将报告有关内容解读如下：\n" + SECTIONS,
    "为便于公众了解年报内容，现对报告作如下解读。\n" + SECTIONS,
    "为方便群众理解，特就年报编制情况作如下说明。\n一、背景\n条例。\n",
    "下面对《年度报告》进行解读。\n" + SECTIONS,
    "《大垅乡2023年政府信息公开工作年度报告》政策解读\n一、总体情况\n31条。\n",
    "年报编制说明\n一、过程\n条例。\n",
    "一、编制背景\n这是条例规定的制度。\n二、主要内容\n收到和处理政府信息公开申请情况等六项。\n",
    "一、编制依据\n《条例》。\n二、主要内容\n共六部分。\n",
    "（一）编制背景及依据\n条例。\n（二）主要亮点\n公开31条。\n",
    "一、政策背景\n条例。\n二、主要内容\n共六部分。\n",
    "一、什么是政府信息公开年度报告\n条例。\n二、为什么要编制年报\n共六部分。\n",
    "1.起草背景\n条例。\n2.起草过程\n征求意见。\n",
    "政策依据：\n条例。\n主要亮点：\n公开31条。\n",
    "根据《条例》要求，我乡编制了年报。现将主要内容解读如下。\n一、主动公开\n31条。\n",
    "为了让社会公众更好地了解我乡年报，现从以下几个方面进行解读。\n一、总体情况\n31条。\n",
    "《报告》主要内容解读\n一、总体情况\n31条。\n",
    "编制背景：根据条例。\n主要内容：共六部分。\n",
    "（一）编制背景。根据条例要求。\n（二）主要内容。共六部分。\n",
    "解读人：张三\n一、总体情况\n31条。\n",
    "本解读旨在帮助公众理解大垅乡2023年政府信息公开工作年度报告。\n" + SECTIONS,
    "大垅乡公布了年度报告。为便于理解，现对有关内容作出说明。\n" + SECTIONS,
    "以下是对大垅乡2023年政府信息公开年报的图文解读。\n" + SECTIONS,
    "下面用一张图带您看懂大垅乡2023年政府信息公开工作年度报告\n" + SECTIONS,
    "大垅乡党政办负责人就年度报告答记者问\n" + SECTIONS,
    "一图读懂\n" + SECTIONS,
    "【图解】\n" + SECTIONS,
    "一张图看懂政府信息公开\n" + SECTIONS,
    "图文解读：\n" + SECTIONS,
    "长图解读\n一、总体情况\n31条。\n",
    "问：年报的编制背景是什么？\n答：条例。\n问：主要内容？\n答：六项。\n",
]

ON_FILLING_IN = [
    "关于政府信息公开工作年度报告有关项目填报问题的解释\n",
    "有关项目填报问题的解释\n国务院办公厅政府信息与政务公开办公室\n",
    "政府信息公开工作年度报告填报口径\n",
    "大垅乡政府信息公开工作年度报告填报口径\n",
    "2023年度政府信息公开工作年度报告填报问题解答\n",
    "政府信息公开年报常见问题解答\n",
    "《政府信息公开工作年度报告》表格勾稽关系说明\n",
    "湖口县2023年政府信息公开年度报告有关填报问题的答疑\n",
    "政府信息公开工作年度报告数据填报说明\n",
    "湖口县2023年政府信息公开工作年度报告指标释义\n",
    "年度报告格式问答\n",
]

PAPERS_ON_REPORTS = [
    "关于做好2023年政府信息公开工作年度报告编制工作的通知\n",
    "关于征求2023年政府信息公开工作年度报告意见的公告\n",
    "湖口县2023年政府信息公开工作年度报告评估情况通报\n",
    "湖口县2023年政府信息公开工作年度报告模板\n",
    "2023年政府信息公开工作年度报告编制工作方案\n",
]

ANNOUNCED = [
    "湖口县大垅乡2023年政府信息公开工作年度报告的公告\n",
    "关于公布湖口县大垅乡2023年政府信息公开工作年度报告的通知\n",
]

REPORTS = [
    "",
    "根据《条例》编制本报告。\n",
    "现将我乡2023年政府信息公开工作情况报告如下。\n",
    "本报告由六部分组成，如有疑问请联系，或查阅政策解读。\n",
    "本报告根据条例编制，现将数据说明如下。\n",
    "按照县政府办公室关于做好年报编制的通知要求，现将有关情况说明如下。\n",
    "为便于公众监督，现将2023年度报告公布如下，欢迎查阅。\n",
    "为便于群众了解政策，现场开展政策解读3场。\n",
    "我乡填报了报告中的各项数据。\n",
    "相关链接：大垅乡2023年政府信息公开工作年度报告解读\n",
    "问：对本报告有疑问怎么办？答：请与党政办联系。\n",
]


def read(text: str) -> Report:
    document = plain_text.read(text.encode())
    assert isinstance(document, Document)
    return interpret(document, Context(), gazetteer.load())


@pytest.mark.parametrize("text", EXPLANATIONS, ids=lambda text: text[:20])
def test_an_explanation_under_the_title_of_a_report_is_none(text: str) -> None:
    found = read(TITLE + text)
    assert (found.kind, found.reason_code, found.narrative) == ("lookalike", "explains_report", ())


@pytest.mark.parametrize("ending", ["解读", "图解", "文字解读", "的政策解读", "》解读", "问答"])
def test_an_explanation_in_the_form_of_the_report_under_its_own_title(ending: str) -> None:
    title = f"大垅乡2023年政府信息公开工作年度报告{ending}\n"
    assert read(title + SECTIONS).kind == "lookalike"
    assert read(TITLE + title + SECTIONS).kind == "report"


@pytest.mark.parametrize("text", ON_FILLING_IN, ids=lambda text: text[:20])
def test_what_explains_the_form_is_nobodys_report(text: str) -> None:
    found = read(text + SECTIONS)
    assert found.kind == "lookalike", found.reason_code


@pytest.mark.parametrize("opening", REPORTS, ids=lambda text: text[:20])
def test_a_report_that_speaks_of_explanations_is_one(opening: str) -> None:
    assert read(TITLE + opening + SECTIONS).kind == "report"


@pytest.mark.parametrize("text", PAPERS_ON_REPORTS, ids=lambda text: text[:20])
def test_a_paper_about_reports_is_none(text: str) -> None:
    assert read(text + SECTIONS).kind == "lookalike"


@pytest.mark.parametrize("text", ANNOUNCED, ids=lambda text: text[:20])
def test_a_notice_that_publishes_the_report_is_one(text: str) -> None:
    found = read(text + SECTIONS)
    assert (found.kind, found.year, found.issuer.township_code) == ("report", 2023, "360429200")
