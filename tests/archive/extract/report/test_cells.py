"""What single cells and labels say."""

from __future__ import annotations

import pytest

from archive.extract.report import cells, labels
from archive.extract.report.cells import read
from archive.extract.report.numbers import chinese, number
from archive.extract.tables import column_order, line_values, numeral_one, value_placement
from archive.extract.tables.sheet import Sheet


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        (" 12 ", 12),
        ("１２", 12),
        ("1,808,595", 1808595),
        ("１，２３４", 1234),
        ("+7", 7),
        ("-3", -3),
        ("－3", -3),
        ("4068.208", 4068.208),
        ("0.00", 0),
    ],
)
def test_numbers(text: str, value: float) -> None:
    assert read(text).number == value
    assert read(text).state is None
    assert isinstance(read(text).number, type(value))


@pytest.mark.parametrize("text", ["/", "-", "—", "--", "－", "无", "空", "不适用", "N/A", " — ", "一", "一一"])
def test_dashes(text: str) -> None:
    assert (read(text).number, read(text).state, read(text).raw) == (None, "dash", text.strip())


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0", "\u200b"])
def test_blanks(text: str) -> None:
    assert (read(text).number, read(text).state) == (None, "blank")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("22（其中修订16件）", 22, ""),
        ("55(含自然失效29件)", 55, ""),
        ("251000元", 251000, "元"),
        ("25.1万元", 25.1, "万元"),
        ("0件", 0, "件"),
        ("十二件", 12, "件"),
        ("3万件", 30000, "件"),
        ("十二", 12, ""),
        ("〇", 0, ""),
        ("一百零三", 103, ""),
        ("两千", 2000, ""),
        ("一万二千", 12000, ""),
        ("(5)", -5, ""),
        ("7。", 7, ""),
    ],
)
def test_annotated_numbers(text: str, value: float, unit: str) -> None:
    assert read(text) == cells.CellValue(value, "annotated", text, unit)


@pytest.mark.parametrize(
    ("values", "numbers", "states"),
    [
        ("3 一 一 0 0 0 3", [3, None, None, 0, 0, 0, 3], {"dash", None}),
        ("一 0 0 0 0 0 1", [1, 0, 0, 0, 0, 0, 1], {"annotated", None}),
        ("0 0 0 0 0 一 一", [0, 0, 0, 0, 0, 1, 1], {"annotated", None}),
        ("5 一一 0 0 0 0 16", [5, 11, 0, 0, 0, 0, 16], {"annotated", None}),
        ("一 一 一 一 一 一 一", [None] * 7, {"dash"}),
        ("3 一 一 0 0 0 4", [3, None, None, 0, 0, 0, 4], {"unreadable", None}),
    ],
)
def test_the_numeral_one_is_a_dash_unless_the_line_counts_it(
    values: str, numbers: list[int | None], states: set[str | None]
) -> None:
    resolved = numeral_one.resolve(dict(zip(line_values.APPLICANTS, map(read, values.split()), strict=True))).values()
    assert [cell.number for cell in resolved] == numbers
    assert {cell.state for cell in resolved} == states


@pytest.mark.parametrize("text", ["***", "2 0", "0 0 0", "见附件", "1-2", "1,23", "？", "3/4", "O"])
def test_what_is_no_number(text: str) -> None:
    assert (read(text).number, read(text).state, read(text).raw) == (None, "unreadable", text)


def test_a_count_has_no_fraction() -> None:
    assert cells.as_count(read("1.5")) == cells.unreadable("1.5")
    assert cells.as_count(read("2.0")).number == 2


@pytest.mark.parametrize("text", ["十十十万", "二三十", "百", "万"])
def test_chinese_numerals_never_raise(text: str) -> None:
    assert chinese(text) is None or isinstance(chinese(text), int)
    assert number(text) == chinese(text)


@pytest.mark.parametrize(
    ("printed", "line"),
    [
        ("（一）予以公开", "granted"),
        ("㈠予以公开", "granted"),
        ("1、属于国家秘密", "denied_state_secret"),
        ("2.其他法律行政止公开", "denied_prohibited_by_law"),
        ("3.危及三安全一稳定", "denied_security_stability"),
        ("四、结转下年度继续辨理", "carried_out"),
        ("1.逾期不补正", "other_not_corrected"),
        ("（七）总 计", "outcome_total"),
        ("（二）部分公开\n（区分处理的，只计这一情形，不计其他情形）", "partly_granted"),
        ("行政事业性收费", "fees"),
    ],
)
def test_labels(printed: str, line: str) -> None:
    found = labels.lexicon().find(labels.key(printed), "")
    assert found is not None
    assert found.line.key == line


@pytest.mark.parametrize(
    "printed", ["3.其他", "本年结转政府信息公开申请数量", "申请人情况", "信息内容", "办理", "属于国家"]
)
def test_labels_that_fit_no_line_or_several(printed: str) -> None:
    found = labels.lexicon().find(labels.key(printed), "")
    assert found is None or found.fit == "short"


def test_other_is_a_line_only_in_its_group() -> None:
    found = labels.lexicon().find("其他", "other")
    assert found is not None
    assert found.line.key == "other_other"


@pytest.mark.parametrize(
    ("values", "how", "numbers"),
    [
        ("1 0 0 0 0 2 3", "in_order", [1, 0, 0, 0, 0, 2, 3]),
        ("1 2 1 0 0 0 1 3", "subtotal_before", [1, 1, 0, 0, 0, 1, 3]),
        ("1 0 0 0 0 2 3 4", "page_number", [1, 0, 0, 0, 0, 2, 3]),
        ("2 0 1 0 0 0 0 21", "merged_digits", [20, 1, 0, 0, 0, 0, 21]),
        ("1.0 0 0 0 0 0 0", "index_joined", [0, 0, 0, 0, 0, 0, 0]),
        ("5 5", "total_only", [None] * 6 + [5]),
        ("5 4", "unplaced", [None] * 7),
        ("1 2 3 4 5 6 7 8 9", "unplaced", [None] * 7),
    ],
)
def test_values_without_columns(values: str, how: str, numbers: list[int | None]) -> None:
    arranged = value_placement.arrange([read(value) for value in values.split()])
    assert (arranged.how, [cell.number for cell in arranged.cells]) == (how, numbers)


@pytest.mark.parametrize(
    ("values", "place", "how", "numbers"),
    [
        ("1 2 0 0 0 0 2 3", 1, "subtotal", [1, 0, 0, 0, 0, 2, 3]),
        ("1 2 0 0 0 0 2 3", 6, "subtotal", [1, 2, 0, 0, 0, 0, 3]),
        ("1 2 2 0 0 0 0 4", 1, "subtotal", [1, 2, 0, 0, 0, 0, 4]),
        ("/ / / / / / / /", 6, "subtotal", [None] * 7),
        ("1 2 0 0 0 0 1 9", 6, "unplaced", [None] * 7),
        ("1 2 0 0 0 0 3", 6, "in_order", [1, 2, 0, 0, 0, 0, 3]),
        ("1 2 0 0 0 0 2", 6, "unplaced", [None] * 7),
        ("8 1 14 19 8 42 50", value_placement.UNKNOWN_POSITION, "unplaced", [None] * 7),
        ("8 1 14 19 8 0 50", value_placement.UNKNOWN_POSITION, "in_order", [8, 1, 14, 19, 8, 0, 50]),
    ],
)
def test_a_sum_of_the_organisations_is_left_out_at_the_position_of_its_head(
    values: str, place: int, how: str, numbers: list[int | None]
) -> None:
    arranged = value_placement.arrange([read(value) for value in values.split()], place)
    assert (arranged.how, [cell.number for cell in arranged.cells]) == (how, numbers)


@pytest.mark.parametrize(
    ("lines", "enterprise"), [(2, 2), (1, None)], ids=["beside a line of one order", "without another line"]
)
def test_a_line_that_fits_two_orders_gets_the_proved_one_or_is_uncertain(lines: int, enterprise: int | None) -> None:
    lone, certain = ([read(value) for value in values.split()] for values in ("0 2 0 0 0 0 2 2", "0 1 0 0 0 1 2 2"))
    new, granted = (labels.lexicon().find(labels.key(label), "") for label in ("本年新收", "予以公开"))
    assert new is not None
    assert granted is not None
    sheet = Sheet()
    for found, values in list(zip((new, granted), (lone, certain), strict=True))[:lines]:
        line_values.put_applicants(sheet, found, values)
    column_order.settle(sheet)
    assert sheet.tables["applications"]["new"]["enterprise"].number == enterprise
    unplaced = [finding.rule for finding in sheet.findings if finding.severity == "error"]
    assert unplaced == ([] if enterprise else ["applications.new.unplaced"])


def test_blanks_assign_values_only_where_one_window_is_left() -> None:
    blank, five = read(""), read("5")
    arranged = value_placement.arrange([blank, five, blank, blank, blank, blank, blank, five])
    assert [cell.number for cell in arranged.cells] == [5, None, None, None, None, None, 5]
    proved = value_placement.arrange([blank, five, blank, blank, blank, blank, five, blank])
    assert [cell.number for cell in proved.cells] == [None, 5, None, None, None, None, 5]
    doubtful = value_placement.arrange([blank, blank, five, blank, blank, blank, blank, blank, blank])
    assert doubtful.how == "unplaced"
