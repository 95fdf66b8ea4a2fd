"""Which column of a statistics sheet holds the year's numbers, by the heads alone."""

from __future__ import annotations

import pytest

from archive.extract.report import labels, statistics_forms
from archive.extract.statistics import heads


@pytest.mark.parametrize(
    ("printed", "column"),
    [
        ("2012年度|历年累计", 0),
        ("历年累计|2012年度", 1),
        ("年 度|历年累计", 0),
        ("本期实际|本年累计", 1),
        ("代码|本年累计|本期实际", 1),
        ("计量单位|数量|备注", 1),
        ("数量|历年累计", 0),
        ("上年数|本年数|增减", 1),
        ("2011年|2012年", 1),
        ("二〇一一年|二○一二年", 1),
        ("2008-2012年累计|2012年", 1),
        ("2008年5月以来累计|本年度", 1),
        ("1-12月累计|12月", 0),
        ("2012年1月1日至12月31日|2008年5月1日至2012年12月31日", 0),
        ("2008年5月至2012年12月|2012年1月1日至2012年12月31日", 1),
        ("指标名称（单位）|历年累计|2012年", 2),
        ("第四季度|1—4季度累计", 1),
        ("自年初累计|本月数", 0),
        ("本报告期|上一报告期", 0),
        ("上一年度|实际完成数", 1),
        ("计划数|完成数", 1),
        ("11年|12年", 1),
        ("单位|", 1),
        ("本期实际", 0),
        ("2011年度|历年累计", None),
        ("历年累计", None),
        ("累计", None),
        ("本期实际|累计", None),
        ("镇统计数|村统计数", None),
        ("一季度|二季度|三季度|四季度", None),
    ],
)
def test_the_heads_say_which_column_is_that_of_2012(printed: str, column: int | None) -> None:
    roles = {at: heads.role(head, 2012) for at, head in enumerate(printed.split("|"))}
    assert heads.of_year(roles) == column


def test_without_a_year_of_the_report_a_single_year_in_the_heads_counts() -> None:
    assert heads.of_year({0: heads.role("历年累计", None), 1: heads.role("2011年", None)}) == 1
    assert heads.of_year({0: heads.role("2010年", None), 1: heads.role("2011年", None)}) is None


def test_no_wording_of_the_sheets_means_two_lines_outside_of_groups() -> None:
    for sheet in statistics_forms.every():
        for line in sheet.lines:
            for wording in line.wordings if not line.only_in_group else ():
                found = statistics_forms.lines_of(labels.key(wording))
                assert {known.key for known in found if not known.only_in_group} == {line.key}, wording


def test_sums_count_every_printed_part() -> None:
    online_only = dict.fromkeys(("received_in_person", "received_fax", "received_online", "received_letter"), 1)
    assert statistics_forms.parts_of("received", online_only) == tuple(online_only)
    with_email = statistics_forms.parts_of("received", online_only | {"received_email": 3, "received_other": 1})
    assert {"received_email", "received_other"} <= set(with_email)
    assert statistics_forms.parts_of("received", {"received_in_person": 1}) == ()


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("历年主动公开政府信息总数", None),
        ("累计主动公开信息数", None),
        ("受理公民申请数", None),
        ("企业申请数", None),
        ("部门网站公开信息条数", None),
        ("主动公开村务信息数", None),
        ("主动公开政府信总数", "disclosed"),
        ("同意部份公开答复数", "answered_partly_granted"),
        ("主动公开的各类政府信息数", "disclosed"),
    ],
)
def test_a_word_more_is_no_misprint(label: str, line: str | None) -> None:
    found = statistics_forms.lines_of(label) or statistics_forms.misprinted(label)
    assert [one.key for one in found] == ([line] if line else [])
