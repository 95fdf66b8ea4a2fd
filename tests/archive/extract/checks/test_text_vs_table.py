"""What a text counts beside the table: outcomes together, applications handled, carried over, all of them settled."""

from __future__ import annotations

import pytest

from archive.extract.checks import rules
from archive.extract.report import forms
from archive.extract.report.model import Report, Section, TableName, TableValues
from archive.extract.text.stated_indicators import figures

FORM = forms.load("2021").tables["applications"]
TOTALS = {"new": 9, "granted": 5, "partly_granted": 3, "outcome_total": 8, "carried_out": 1}


def report(opening: str, *, six: str = "无。", fees: float | None = None) -> Report:
    """A report of 2024 that says this in section one; five applications were granted, three in part, one is left."""
    table = {line.key: _line(TOTALS.get(line.key, 0)) for line in FORM.lines}
    tables: dict[TableName, TableValues] = {"applications": table}
    if fees is not None:
        tables["disclosure"] = {"fees": fees}
    texts = (opening, "", "", "", "宣传力度不够，需要改进。", six)
    sections = tuple(Section(number, "", text) for number, text in enumerate(texts, 1))
    stated = figures(sections, 2024, of="township")
    return Report("report", year=2024, form="2021", sections=sections, tables=tables, narrative=stated)


def _line(number: int) -> dict[str, int]:
    return {column.key: number if column.key in ("natural_person", "total") else 0 for column in FORM.columns}


def broken(said: Report) -> list[str]:
    ignored = ("text.accountability", "text.year", "sections.")
    return sorted({found.rule for found in rules.evaluate(said) if not found.rule.startswith(ignored)})


TOGETHER = [
    "予以公开及部分公开",
    "予以公开和部分公开",
    "予以公开、部分公开",
    "予以公开与部分公开共",
    "予以公开或部分公开",
    "予以公开（含部分公开）",
    "予以公开以及部分公开合计",
    "予以公开、部分公开的",
    "全部或部分公开",
    "全部公开及部分公开",
    "予以公开（部分公开）",
    "予以公开/部分公开",
    "予以公开和部分予以公开的共计",
    "予以公开、部分公开、不予公开共",
    "予以公开+部分公开",
    "同意公开及同意部分公开",
    "予以公开及依法部分公开",
]


@pytest.mark.parametrize("words", TOGETHER)
def test_outcomes_that_are_counted_together_are_compared_with_their_sum(words: str) -> None:
    opening = "2024年，我乡办结政府信息公开申请8件，其中{}件。"
    assert broken(report(opening.format(f"{words}8"))) == []
    assert broken(report(opening.format(f"{words}7"))) == ["text.outcomes.together"]


@pytest.mark.parametrize(
    "words",
    [
        "予以公开8件（含部分公开3件）",
        "予以公开8件，其中部分公开3件",
        "予以公开、部分公开等8件",
        "予以公开、部分公开分别为5件、3件",
        "告知及部分公开8件",
        "公开或部分公开8件",
        "（部分）公开8件",
        "予以公开5件、部分公开3件",
        "予以公开5件和部分公开3件",
        "予以公开，部分公开共8件",
        "予以公开和予以部分公开共8件",
        "予以公开及区分处理部分公开8件",
        "予以公开（含部分公开3件）8件",
        "予以公开8件（其中3件为部分公开）",
        "予以公开8件（部分公开3件）",
        "予以公开政府信息20条",
        "对应予以公开的政府信息予以公开3条",
        "结转的1件予以公开1件，新收的予以公开4件",
    ],
)
def test_other_ways_to_count_outcomes_are_no_contradiction(words: str) -> None:
    assert broken(report(f"2024年，我乡办结政府信息公开申请8件，其中{words}。")) == []


@pytest.mark.parametrize(
    ("words", "group"), [("予以公开4件", "granted"), ("予以公开5件，部分公开2件", "partly_granted")]
)
def test_a_single_outcome_is_compared_with_its_line(words: str, group: str) -> None:
    assert broken(report(f"2024年，我乡办结政府信息公开申请8件，{words}。")) == [f"text.outcomes.{group}"]


SETTLED = [
    "均已按要求办理完成",
    "均已全部办结",
    "均已依法依规办理完毕",
    "全部按程序办结",
    "均已妥善办理完毕",
    "均已答复",
    "全部予以答复",
    "均已规范有序办理完成",
    "均及时办结",
    "均已按时答复，办理完成",
    "全部处理完毕",
    "均已严格按照条例规定办理完结",
    "已全部办结",
    "已全部按照《条例》规定的程序和时限办理完毕",
    "均已规范、高效地办理完毕",
    "均已处理完结",
    "件件办结",
    "均已妥善办理",
    "全部得到办理",
    "已全部处理",
    "都已办妥",
    "没有未办结申请",
    "未办结0件",
    "办理完成率100%",
    "均已按规定答复",
    "100%办结",
    "无一件未办结",
    "均已由党政办牵头办理完毕",
    "均已答复完毕",
    "均已按时限要求予以办结",
    "均按时限要求予以办结",
    "均已在法定期限内办结",
    "全部按法定程序和时限办理完结",
    "已一一办结",
    "悉数办结",
    "已逐件办结",
    "办结率为100%",
    "办结率达到百分之百",
    "均已按流程办理",
    "均已依照《条例》规定处理",
]
IN_TIME = [
    "均在法定期限内答复",
    "均在规定时限内予以答复",
    "均按时答复",
    "均已按期答复",
    "均未办结",
    "将全部办结",
    "均在15个工作日内答复",
    "均依法依规答复",
    "均按规定答复",
    "均已受理",
    "均已办理登记",
    "应办结的均已办结",
    "已答复8件，均已办结",
    "均及时答复",
    "均在法定期限内办结",
    "力争全部办结",
    "其中8件均已办结",
    "逐件按时答复",
    "均为书面答复",
    "均通过邮寄答复",
    "按时办结率100%",
    "办结率90%",
    "应当在年内答复的均已答复",
    "均已转相关科室办理",
    "均已按照《条例》要求进行办理",
]


@pytest.mark.parametrize("words", SETTLED)
def test_all_settled_beside_some_carried_over(words: str) -> None:
    assert broken(report(f"2024年，我乡收到政府信息公开申请9件，所有申请{words}。")) == ["text.all_settled"]


@pytest.mark.parametrize("words", IN_TIME)
def test_answers_in_time_leave_open_what_is_not_due(words: str) -> None:
    assert broken(report(f"2024年，我乡收到政府信息公开申请9件，{words}。")) == []


@pytest.mark.parametrize(
    "said",
    [
        "收到政府信息公开申请9件，8件申请均已办结。",
        "收到政府信息公开申请9件，8件均已办结，1件办理中。",
        "收到政府信息公开申请9件，2025年1月已全部办结。",
        "收到政府信息公开申请9件，1件正在办理，其余均已办结。",
        "收到政府信息公开申请9件。制度要求所有申请全部按时办结。",
        "收到政府信息公开申请9件。各村收到村务公开申请5件，均已答复。",
    ],
)
def test_some_of_the_applications_or_a_later_day(said: str) -> None:
    assert broken(report(f"2024年，{said}")) == []


def test_all_of_them_by_their_number() -> None:
    assert broken(report("2024年，收到政府信息公开申请9件，9件申请均已办结。")) == ["text.all_settled"]


def test_other_matters_that_are_settled_are_no_applications() -> None:
    assert broken(report("2024年，我乡收到政府信息公开申请9件，咨询电话30个均已办结。")) == []


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("收到政府信息公开申请9件，办结7，结转1。", "text.applications_answered"),
        ("收到政府信息公开申请9件，办结8，结转2。", "text.carried.carried_out"),
        ("办理申请5件。", "text.applications_answered"),
        ("办理政府信息公开申请5件。", "text.applications_answered"),
        ("收到政府信息公开申请9件，结转2025年4件。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，结转至2025年度4件。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，结转下年4。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，结转下年度继续办理4件。", "text.carried.carried_out"),
        ("政府信息公开方面，共收到申请4件。", "text.applications_received"),
        ("收到政府信息公开申请9件，办结申请6件。", "text.applications_answered"),
        ("收到政府信息公开申请9件，其中2件结转至下年度办理。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，2件转入下年度办理。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，另有2件按规定结转至2025年继续办理。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，转下年办理2件。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，转入2025年办理2件。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，2件跨年度办理。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，2件尚在办理中，结转下年。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，去年结转而来2件。", "text.carried.carried_in"),
        ("收到政府信息公开申请9件，无结转下年度申请。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，2023年结转2件。", "text.carried.carried_in"),
        ("收到政府信息公开申请9件，往年结转2件。", "text.carried.carried_in"),
        ("收到政府信息公开申请9件，2件因未到期结转下一年度。", "text.carried.carried_out"),
        ("收到政府信息公开申请9件，上年结转0件，办结8件，其中予以公开4件，部分公开3件。", "text.outcomes.granted"),
        ("收到政府信息公开申请9件，上年结转0件，已答复8件，予以公开及部分公开7件。", "text.outcomes.together"),
        ("收到政府信息公开申请9件，上年结转政府信息公开申请2件。", "text.carried.carried_in"),
        ("收到政府信息公开申请9件，已办结全部申请。", "text.all_settled"),
        ("收到政府信息公开申请9件，上年结转至本年2件。", "text.carried.carried_in"),
        ("收到政府信息公开申请9件，另有2件未到答复期限，结转下年。", "text.carried.carried_out"),
    ],
)
def test_counts_that_the_table_contradicts(said: str, rule: str) -> None:
    assert broken(report(f"2024年，{said}")) == [rule]


@pytest.mark.parametrize(
    "said",
    [
        "收到政府信息公开申请9件，办结8，结转1。",
        "办理申请9件。",
        "办理政府信息公开申请8件。",
        "收到政府信息公开申请9件，结转2025年1件。",
        "收到政府信息公开申请9件，结转下年1。",
        "政府信息公开方面，共收到申请9件。",
        "上年结转至2024年0件。",
        "办理行政许可申请50件。",
        "办理低保申请50件。",
        "办理建议提案5件。",
        "行政复议结转2025年4件。",
        "收到政府信息公开申请9件，其中1件结转下年。",
        "收到政府信息公开申请9件，1件转入2025年办理。",
        "收到政府信息公开申请9件，没有上年结转申请。",
        "收到政府信息公开申请9件，2022年结转2件。",
        "协助县政府办理政府信息公开申请2件。",
        "收到政府信息公开申请9件，上年结转0件，均已办结，予以公开0件。",
        "收到政府信息公开申请9件，上年结转0件，办结8件，其中予以公开5件，部分公开3件。",
        "收到公民、法人和其他组织的政府信息公开申请9件。",
        "收到公民、法人或者其他组织申请9件。",
        "收到法人和自然人政府信息公开申请9件。",
    ],
)
def test_counts_that_the_table_bears_out(said: str) -> None:
    assert broken(report(f"2024年，{said}")) == []


@pytest.mark.parametrize(
    ("six", "fees", "expected"),
    [
        ("无。", 3.2, ["text.fees"]),
        ("本年度无其他需要报告的事项。", 0.5, ["text.fees"]),
        ("没有其他需要报告的事项。", 3.2, ["text.fees"]),
        ("本年度未收取任何费用。", 3.2, ["text.fees"]),
        ("无收费情况。", 12, ["text.fees"]),
        ("无。", 0, []),
        ("无。", None, []),
        ("本年度未收取信息处理费。", 3.2, []),
        ("本年度依申请公开未收取费用。", 3.2, []),
        ("收取信息处理费32000元。", 3.2, []),
        ("", 3.2, []),
    ],
)
def test_fees_where_section_six_says_none(six: str, fees: float | None, expected: list[str]) -> None:
    found = rules.evaluate(report("2024年，收到政府信息公开申请9件。", six=six, fees=fees))
    assert [one.rule for one in found if one.rule == "text.fees"] == expected


def test_all_settled_behind_a_count_received_that_differs_is_told_as_well() -> None:
    found = broken(report("2024年，我乡收到政府信息公开申请12件，均已按时办结。"))
    assert "text.all_settled" in found
