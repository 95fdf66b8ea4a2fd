"""Whose report it is where its title names nobody and its page a township: by the first words of the text."""

from __future__ import annotations

import pytest

from archive import gazetteer
from archive.extract.identity.evidence import gather
from archive.extract.identity.identify import identify
from archive.extract.layout.document import Document, Meta, Paragraph
from archive.extract.report.model import Context, Issuer

TITLE = "2023年政府信息公开工作年度报告"
DALONG = "360429200"
OFFICES = [
    "2023年，湖口县水利局认真贯彻落实条例。",
    "2023年，县财政局在县委、县政府的正确领导下，公开信息31条。",
    "一年来，湖口县民政局坚持以公开为常态。",
    "湖口县交通运输局高度重视政府信息公开工作。",
    "2023年度，县城管局严格按照条例公开信息。",
    "县卫健委积极推进政务公开。",
    "2023年湖口县司法局紧紧围绕中心工作。",
    "湖口县第一中学认真贯彻条例。",
    "本年度报告由湖口县大垅中心小学编制。",
    "现将湖口县教育体育局2023年政府信息公开工作情况报告如下：",
    "湖口县自然资源局大垅所编制本报告。",
]
TOWNSHIPS = [
    "2023年，县委、县政府高度重视政务公开工作，我乡认真落实。",
    "县政府办公室高度重视，2023年大垅乡认真落实条例。",
    "2023年，在县政务公开办指导下，我乡公开信息31条。",
    "湖口县大垅乡政府办公室认真落实条例。",
    "2023年，大垅乡党委、政府高度重视。",
    "大垅乡便民服务中心负责编制本报告。",
    "2023年，乡党委政府高度重视政府信息公开工作。",
    "2023年，县委办坚持高位推动，大垅乡认真贯彻。",
]
NAMED_ONLY_IN_THE_TEXT = [
    "现将大垅乡2023年政府信息公开工作情况报告如下：",
    "大垅乡人民政府按照湖口县人民政府办公室要求，编制本报告。",
    "本报告由大垅乡人民政府编制。",
]


def issuer(opening: str, *metadata: Meta, title: str = TITLE) -> Issuer:
    lines = (title, "一、总体情况", opening, "二、主动公开政府信息情况", "无。")
    document = Document("text/html", "test", metadata=metadata, blocks=tuple(map(Paragraph, lines)))
    return identify(gather(document, Context("360429")), gazetteer.load()).issuer


@pytest.mark.parametrize("opening", OFFICES)
def test_an_office_that_the_first_words_name_is_no_township(opening: str) -> None:
    assert issuer(opening, Meta("来源", "湖口县大垅乡人民政府", "label")).township_code is None


@pytest.mark.parametrize("opening", TOWNSHIPS)
def test_those_above_a_township_leave_its_report_to_it(opening: str) -> None:
    assert issuer(opening, Meta("来源", "大垅乡", "label")).township_code == DALONG


@pytest.mark.parametrize("opening", NAMED_ONLY_IN_THE_TEXT)
def test_a_township_that_only_the_text_names(opening: str) -> None:
    assert issuer(opening).township_code == DALONG


@pytest.mark.parametrize("name", ["中共湖口县大垅乡委员会", "中国共产党湖口县大垅乡委员会", "湖口县大垅乡党委政府"])
def test_a_committee_of_the_party_behind_its_county(name: str) -> None:
    assert issuer("公开信息31条。", title=name + TITLE).township_code == DALONG
