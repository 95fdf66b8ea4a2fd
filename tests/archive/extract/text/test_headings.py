"""Headings by how they are numbered: Ⅰ、 and I. open sections as 一、 does."""

from __future__ import annotations

import pytest

from archive import gazetteer
from archive.extract.interpret import interpret
from archive.extract.layout import plain_text
from archive.extract.layout.document import Document
from archive.extract.report.model import Context, Report
from archive.extract.text import signature
from archive.extract.text.headings import Level, number_of, ordinal_of

HEADINGS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


def read(numbers: list[str], first: str = "公开66条。") -> Report:
    texts = [first, "见附件。", "收到申请0件。", "没有。", "人手不足，将加强培训。", "没有其他事项。"]
    lines = [f"{number}{heading}\n{text}" for number, heading, text in zip(numbers, HEADINGS, texts, strict=True)]
    document = plain_text.read(("大垅乡2023年政府信息公开工作年度报告\n" + "\n".join(lines)).encode())
    assert isinstance(document, Document)
    return interpret(document, Context(), gazetteer.load())


@pytest.mark.parametrize(
    "numbers",
    [
        [f"{number}、" for number in "ⅠⅡⅢⅣⅤⅥ"],
        [f"{number}." for number in "ⅠⅡⅢⅣⅤⅥ"],
        [f"{number}. " for number in ("I", "II", "III", "IV", "V", "VI")],
        [f"{number}、" for number in ("I", "II", "III", "IV", "V", "VI")],
        ["I、", "Ⅱ、", "III、", "Ⅳ、", "V、", "Ⅵ、"],
        [f"第{number}章 " for number in "一二三四五六"],
        [f"{number} " for number in "一二三四五六"],
        [f"{number}、" for number in "壹贰叁肆伍陆"],
        [f"{number}、" for number in "甲乙丙丁戊己"],
        [f"{number}." for number in "ABCDEF"],
        [f"{number}）" for number in "一二三四五六"],
        [f"{number}丶" for number in "一二三四五六"],
        [f"〔{number}〕" for number in "一二三四五六"],
        [f"第{number}节 " for number in "一二三四五六"],
        [f"第{number}部分 " for number in "123456"],
        [f"第{number}部分" for number in "一二三四五六"],
        [f"第{number}，" for number in "一二三四五六"],
        [f"Part{number} " for number in "123456"],
        [f"PART 0{number} " for number in "123456"],
        [f"{number}。" for number in "一二三四五六"],
        [f"{number}. " for number in "abcdef"],
        [*"①②③④⑤⑥"],
        [*"❶❷❸❹❺❻"],
        [f"（{number}）" for number in "123456"],
        [f"{number}是" for number in "一二三四五六"],
    ],
)
def test_other_numbers_open_sections(numbers: list[str]) -> None:
    report = read(numbers)
    assert [(section.number, section.heading) for section in report.sections] == list(enumerate(HEADINGS, 1))
    assert not any(finding.rule == "sections.ordinals" for finding in report.findings)


def test_headings_inside_a_roman_section_are_sub_headings() -> None:
    inside = (
        "（一）主动公开政府信息情况\n公开66条。\n（二）依申请公开情况\n0件。\n1.收到和处理政府信息公开申请情况\n没有。"
    )
    report = read([f"{number}、" for number in "ⅠⅡⅢⅣⅤⅥ"], inside)
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
    assert "（二）依申请公开情况" in report.sections[0].text


@pytest.mark.parametrize(
    ("text", "level", "value"),
    [("Ⅳ、其他", Level.ROMAN, 4), ("IV. 其他", Level.ROMAN, 4), ("IP地址", Level.UNNUMBERED, None)],
)
def test_the_number_before_a_heading(text: str, level: Level, value: int | None) -> None:
    assert number_of(text) == (level, value)
    assert ordinal_of(text) == value


def test_an_enumeration_inside_a_section_is_no_heading() -> None:
    inside = "第一，主动公开政府信息情况\n公开66条。\n第二，收到和处理政府信息公开申请情况\n0件。"
    report = read([f"{number}、" for number in "一二三四五六"], inside)
    assert report.sections[0].text == inside


def test_chapters_with_formal_numbers_hold_sub_headings() -> None:
    inside = "一、主动公开政府信息情况\n公开66条。\n二、收到和处理政府信息公开申请情况\n0件。"
    report = read([f"{number}、" for number in "壹贰叁肆伍陆"], inside)
    assert report.sections[0].text == inside


INSIDE = "一、主动公开政府信息情况\n公开66条。\n二、收到和处理政府信息公开申请情况\n0件。"


@pytest.mark.parametrize(
    ("numbers", "like_sections"),
    [
        ([f"{number}、" for number in "一二三四五六"], True),
        ([f"第{number}部分 " for number in "一二三四五六"], False),
        ([f"第{number}章 " for number in "一二三四五六"], False),
    ],
)
def test_sub_headings_named_like_sections_stay_inside(numbers: list[str], like_sections: bool) -> None:
    report = read(numbers, INSIDE)
    assert report.sections[0].text == INSIDE
    assert [section.text for section in report.sections][1:3] == ["见附件。", "收到申请0件。"]
    assert ("sections.1.subheadings" in {finding.rule for finding in report.findings}) is like_sections


@pytest.mark.parametrize(
    ("opening", "told"),
    [
        ("一、主动公开\n公开31条。\n二、依申请公开\n0件。\n三、监督保障\n加强。", True),
        ("（一）主动公开\n公开31条。\n（二）依申请公开\n0件。", False),
        ("1.主动公开\n公开31条。\n2.依申请公开\n0件。", False),
        ("一、主动公开\n公开31条。", False),
        ("公开31条。\n二、依申请公开\n三、监督保障", False),
    ],
)
def test_subheadings_numbered_like_sections_are_told(opening: str, told: bool) -> None:
    rules = {finding.rule for finding in read([f"{number}、" for number in "一二三四五六"], opening).findings}
    assert ("sections.1.subheadings" in rules) is told


def test_a_number_repeated_before_a_short_title_is_told() -> None:
    titles = [*HEADINGS[:4], "存在的问题"]
    text = "\n".join(f"{number}、{title}\n没有。" for number, title in zip("一二三四四", titles, strict=True))
    document = plain_text.read(f"大垅乡2023年政府信息公开工作年度报告\n{text}".encode())
    assert isinstance(document, Document)
    report = interpret(document, Context(), gazetteer.load())
    assert "sections.ordinals" in {finding.rule for finding in report.findings}


def test_parts_named_in_an_opening_open_no_section() -> None:
    listed = "\n".join(f"第{number}部分是{heading}" for number, heading in zip("一二三", HEADINGS, strict=False))
    numbers = [f"{listed}\n一、", *(f"{number}、" for number in "二三四五六")]
    assert [section.text for section in read(numbers).sections][:2] == ["公开66条。", "见附件。"]


def test_applications_under_the_heading_of_section_three_are_for_disclosure() -> None:
    stated = {figure.indicator: figure.value for figure in read([f"{number}、" for number in "一二三四五六"]).narrative}
    assert stated["applications_received"] == 0


@pytest.mark.parametrize(
    "printed",
    [
        "（2024年1月20日）",
        "２０２４年１月２０日",
        "二0二四年一月二十日",
        "2024年元月20日",
        "日期：2024年1月20日",
        "2024年1月20日（盖章）",
        "2024年1月20号",
        "2024年1月20日。",
        "20240120",
        "贰零贰肆年壹月贰拾日",
        "二〇二四年一月廿日",
        "2024、1、20",
        "2024. 01. 20",
        "2024年1月20日印发",
        "2024年1月20日 10:20",
    ],
)
def test_a_date_alone_under_the_text_is_signed(printed: str) -> None:
    text, signed = signature.split(f"没有其他事项。\n{printed}\n附件：统计表")
    assert (text, signed) == ("没有其他事项。\n附件：统计表", (printed,))


def test_a_list_of_contents_opens_no_section() -> None:
    contents = "\n".join(f"{number}、{heading}" for number, heading in zip("一二三四五六", HEADINGS, strict=True))
    numbers = [f"目录\n{contents}\n一、", *(f"{number}、" for number in "二三四五六")]
    assert [section.text for section in read(numbers).sections][:4] == [
        "公开66条。",
        "见附件。",
        "收到申请0件。",
        "没有。",
    ]


def test_a_number_on_a_line_of_its_own_is_no_text() -> None:
    sections = read([f"{number}、\n" for number in "一二三四五六"]).sections
    assert [section.text for section in sections][:4] == ["公开66条。", "见附件。", "收到申请0件。", "没有。"]
