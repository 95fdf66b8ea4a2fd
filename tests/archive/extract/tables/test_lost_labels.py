"""Values without their grid: read where names before them or sums prove them, else named, and nobody blamed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive import gazetteer
from archive.extract.interpret import interpret
from archive.extract.layout import plain_text
from archive.extract.layout.document import Document
from archive.extract.report.application_sums import lines
from archive.extract.report.model import Context, Report
from archive.extract.sheets import xlsx
from archive.extract.tables.line_values import RESULTS
from tests.support.documents import report
from tests.support.proof import writers

NAMES = {
    "reconsideration": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
}
DIRECT, AFTER, RECONSIDERED = [1, 0, 0, 0, 1], [0, 2, 0, 0, 2], [0, 0, 3, 0, 3]
ORDER = ("litigation_direct", "litigation_after_reconsideration", "reconsideration")
HEADS = [NAMES[block] for block in ORDER]
VALUES = [" ".join(map(str, row)) for row in (DIRECT, AFTER, RECONSIDERED)]


def read(review: list[str], *, applications: str = "收到申请0件。", disclosure: str = "见附件。") -> Report:
    text = "\n".join(
        [
            "大垅乡2023年政府信息公开工作年度报告",
            *("一、总体情况", "公开66条。", "二、主动公开政府信息情况", disclosure),
            *("三、收到和处理政府信息公开申请情况", applications),
            *("四、政府信息公开行政复议、行政诉讼情况", *review),
            *("五、存在的主要问题及改进情况", "人手不足。", "六、其他需要报告的事项", "没有。"),
        ]
    )
    document = plain_text.read(text.encode())
    assert isinstance(document, Document)
    return interpret(document, Context(), gazetteer.load())


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([" ".join(HEADS), " ".join(VALUES)], id="all in two lines"),
        pytest.param([*HEADS, *" ".join(VALUES).split()], id="one a line"),
        pytest.param([" ".join(HEADS), *VALUES], id="heads, then a row each"),
        pytest.param([line for pair in zip(HEADS, VALUES, strict=True) for line in pair], id="each before its values"),
    ],
)
def test_blocks_in_another_order_are_read_by_their_names(lines: list[str]) -> None:
    printed = dict(read(lines).values())
    found = [[printed["review", block, result] for result in RESULTS] for block in ORDER]
    assert found == [DIRECT, AFTER, RECONSIDERED]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([HEADS[0], " ".join(VALUES)], id="only one that the form has not first"),
        pytest.param([line for pair in zip(VALUES, HEADS, strict=True) for line in pair], id="each behind its values"),
    ],
)
def test_names_that_do_not_tell_the_order_place_nothing(lines: list[str]) -> None:
    report = read(lines)
    assert "review" not in report.tables
    blames = {finding.rule: finding.blame for finding in report.findings}
    assert (blames["tables.unlabelled_values"], blames["tables.missing"]) == ("reading", "reading")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["1、0、0、0、1、0、2、0、0、2、0、0、3、0、3"], id="parted by 、"),
        pytest.param(["1，0，0，0，1，0，2，0，0，2，0，0，3，0，3"], id="parted by commas"),
        pytest.param(["1/0/0/0/1/0/2/0/0/2/0/0/3/0/3"], id="parted by strokes"),
        pytest.param(["1/0/0/0/1", "0/2/0/0/2", "0/0/3/0/3"], id="parted by strokes, a block a line"),
        pytest.param(["（1）（0）（0）（0）（1）（0）（2）（0）（0）（2）（0）（0）（3）（0）（3）"], id="in brackets"),
    ],
)
def test_values_in_a_list_are_read_in_the_form_s_order(lines: list[str]) -> None:
    review = read(lines).tables["review"]
    assert review["litigation_after_reconsideration"] == dict(zip(RESULTS, RECONSIDERED, strict=True))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["100010200200303"], id="digits run together"),
        pytest.param(
            ["行政复议结果维持结果纠正其他结果尚未审结总计100010200200303"], id="labels and digits run together"
        ),
        pytest.param(["1 0 0 0 1 0 2 0 0 2 0 0 3 0"], id="one too few"),
    ],
)
def test_values_that_nothing_proves_are_named_and_blame_nobody(lines: list[str]) -> None:
    report = read(lines)
    rules = {finding.rule for finding in report.findings if finding.blame == "reading"}
    assert "tables.missing" in rules
    assert rules & {"tables.unlabelled_values", "tables.run_together"}


@pytest.mark.parametrize(
    "disclosure", ["0 0 0\n1 0 4\n6390\n303\n64\n292.81", "0\n0\n0\n1\n0\n4\n6390\n303\n64\n292.81"]
)
def test_values_of_table_two_are_not_forgotten_when_the_review_is_placed(disclosure: str) -> None:
    found = read([" ".join(VALUES)], disclosure=disclosure).findings
    assert {one.blame for one in found if one.rule.startswith("tables.")} == {"reading"}


ROWS = {
    "一、本年新收政府信息公开申请数量": [4, 0, 1, 0, 0, 2, 7],
    "二、上年结转政府信息公开申请数量": [1, 1, 0, 0, 0, 0, 2],
    "（一）予以公开": [2, 1, 0, 0, 0, 2, 5],
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": [1, 0, 1, 0, 0, 0, 2],
    "（七）总计": [3, 1, 1, 0, 0, 2, 7],
    "四、结转下年度继续办理": [2, 0, 0, 0, 0, 0, 2],
}


def applications(*, first: bool, behind: bool = False) -> str:
    """Rows without heads: the total first or last, the label before the values or behind."""
    rows = []
    for label, (*values, total) in ROWS.items():
        numbers = " ".join(map(str, [total, *values] if first else [*values, total]))
        rows.append(f"|{numbers.replace(' ', '|')}|{label}|" if behind else f"{label} {numbers}")
    return "\n".join(rows)


@pytest.mark.parametrize(
    ("first", "behind"), [(False, False), (True, False), (False, True)], ids=["plain", "total first", "label behind"]
)
def test_rows_in_another_order_are_read_by_their_sums(first: bool, behind: bool) -> None:
    report = read(["没有。"], applications=applications(first=first, behind=behind))
    assert [list(line.values()) for line in lines(report.tables["applications"]).values()] == list(ROWS.values())
    told = any(finding.rule.endswith(".heads_ignored") for finding in report.findings)
    assert told == first


def test_labels_before_all_values_take_none_of_them() -> None:
    values = [" ".join(map(str, row)) for row in ROWS.values()]
    report = read(["没有。"], applications="\n".join([*ROWS, *values]))
    numbers = [cell for line in lines(report.tables.get("applications", {})).values() for cell in line.values()]
    assert not any(numbers)
    assert any(finding.rule == "applications.unlabelled_rows" for finding in report.findings)


FORM = """郏县冢头镇人民政府2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容	本年制发件数	本年废止件数	现行有效件数
规章	0	0	0
行政规范性文件	1	0	5
第二十条第（五）项
信息内容	本年处理决定数量
行政许可	12
第二十条第（八）项
信息内容	本年收费金额（单位：万元）
行政事业性收费	{fees}
三、收到和处理政府信息公开申请情况
申请人情况
自然人	法人或其他组织	总计
商业企业	科研机构	社会公益组织	法律服务机构	其他
一、本年新收政府信息公开申请数量	3	1	0	0	0	0	4
"""


@pytest.mark.parametrize("values", ["0\n5", "0\n0", "3\n0"])
def test_a_value_on_a_line_behind_the_last_row_is_not_lost_before_the_next_heading(values: str) -> None:
    document = plain_text.read(FORM.format(fees=values).encode())
    assert isinstance(document, Document)
    found = interpret(document, Context(), gazetteer.load())
    assert dict(found.values()).get(("disclosure", "fees", "")) is None
    assert "disclosure.fees.unplaced" in {finding.rule for finding in found.findings}


_RESULTS = ("1", "4", "3", "1", "9", "5", "4", "4", "0", "13", "3", "1", "2", "0", "6")


_LAWSUITS = [("未经复议直接起诉", "复议后起诉"), ("行政诉讼（未经复议直接起诉）", "经行政复议后起诉")]
_BELOW = [
    [[" ".join(_RESULTS)]],
    *([["行政复议"], _RESULTS[:5], [direct], _RESULTS[5:10], [after], _RESULTS[10:]] for direct, after in _LAWSUITS),
]


@pytest.mark.parametrize("rows", _BELOW)
def test_results_of_the_review_below_a_heading_in_a_row_of_a_sheet(rows: list[Sequence[str]]) -> None:
    below = [[(text, 1, 1) for text in row] for row in rows]
    before = [report.BLOCKS[0], "一、总体情况", "无。", "三、收到和处理政府信息公开申请情况", report.APPLICATIONS]
    behind = ["五、存在的主要问题及改进情况", "不足。"]
    document = xlsx.read(writers.xlsx([*before, "四、政府信息公开行政复议、行政诉讼情况", below, *behind]))
    assert isinstance(document, Document)
    found = dict(interpret(document, Context(), gazetteer.load()).values())
    assert [cell for place, cell in found.items() if place[0] == "review"] == [int(result) for result in _RESULTS]


@pytest.mark.parametrize("sign", ["/", "／", "、", "，", "·", "-"])
@pytest.mark.parametrize("between", ["：", " ", "\n"])
def test_values_parted_by_signs_behind_their_labels(sign: str, between: str) -> None:
    rows = "\n".join(f"{label}{between}{sign.join(map(str, values))}" for label, values in ROWS.items())
    review = [
        f"{NAMES[block]}{between}{sign.join(map(str, row))}"
        for block, row in zip(ORDER, (DIRECT, AFTER, RECONSIDERED), strict=True)
    ]
    report = read(review, applications=rows)
    assert [list(line.values()) for line in lines(report.tables["applications"]).values()] == list(ROWS.values())
    assert dict(report.values())["review", "litigation_direct", "total"] == 1


def test_values_of_a_line_in_one_cell() -> None:
    rows = "\n".join(f"{label}\t{'/'.join(map(str, values))}" for label, values in ROWS.items())
    table = read(VALUES, applications=rows).tables["applications"]
    assert [list(line.values()) for line in lines(table).values()] == list(ROWS.values())


DISCLOSURE = "规章 0 0 0\n行政规范性文件 1 0 4\n行政许可 6390\n行政处罚 303\n行政强制 64\n行政事业性收费 292.81"


@pytest.mark.parametrize(
    "heads",
    [
        "",
        "信息内容 本年制 本年废 现行有\n发件数 止件数 效件数\n",
        "信息\n内容\n本年制\n发件数\n本年废\n止件数\n现行有\n效件数\n",
        "信息内容本年制发件数本年废止件数现行有效件数\n",
    ],
)
def test_lines_of_table_two_under_lost_heads(heads: str) -> None:
    report = read(VALUES, disclosure=heads + DISCLOSURE)
    assert lines(report.tables["disclosure"])["normative_documents"] == {"issued": 1, "repealed": 0, "in_force": 4}
    assert "disclosure.placed_by_order" in {finding.rule for finding in report.findings}


def test_labels_and_digits_run_together_line_by_line_are_named() -> None:
    rows = "\n".join(f"{label}{''.join(map(str, values))}" for label, values in ROWS.items())
    told = [finding for finding in read(VALUES, applications=rows).findings if finding.rule == "tables.run_together"]
    assert len(told) == 1
    assert "4010027" in told[0].detail


@pytest.mark.parametrize("values", ["（1）（2）", "2024/1/20", "1/2"])
def test_a_date_or_two_numbers_are_no_values_of_a_table(values: str) -> None:
    blames = {finding.rule: finding.blame for finding in read([values]).findings}
    assert blames["tables.missing"] != "reading"


def test_a_block_and_its_values_on_a_line_behind_another_table() -> None:
    rows = "\n".join(f"{label} {' '.join(map(str, values))}" for label, values in ROWS.items())
    names = list(NAMES.values())
    report = read([f"{name} {row}" for name, row in zip(names, VALUES, strict=True)], applications=rows)
    assert list(lines(report.tables["review"])["reconsideration"].values()) == DIRECT


def test_values_alone_under_a_heading_are_none_of_the_ruled_table_above_it() -> None:
    rows = "\n".join(f"{cell}" for values in ROWS.values() for cell in values)
    ruled = "信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t3.2"
    review = ["\t".join(("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")), "0\t0\t0\t0\t0"]
    report = read(review, disclosure=ruled, applications=rows)
    assert report.tables["disclosure"]["fees"] == 3.2
