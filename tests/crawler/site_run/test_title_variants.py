"""Every way in which titles were seen printed, put together anew: the link is taken for the report it leads to.

Core, year and issuer vary as on 122 real pages; a look-alike stays one whatever it is about.
"""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import gazetteer
from crawler.site_run.identify import link

COUNTY, URL = "410425", "http://www.jiaxian.gov.cn/t.html"
TOWNS = {"冢头镇": "410425101", "冢头镇人民政府": "410425101", "郏县冢头镇人民政府": "410425101"}
CORES = [
    "政府信息公开工作年度报告",
    "政府信息公开年度报告",
    "政府信息公开年度工作年度报告",
    "政府信息公开年度工作报告",
    "政府信息公开工作年报",
    "政府信息公开年报",
    "政府信息公开工作报告",
    "政府信息公开的报告",
    "信息公开工作年度报告",
    "信息公开年度报告",
    "信息公开年报",
    "信息公开的报告",
    "政务公开工作年度报告",
    "政务公开年度报告",
    "年度信息年度公开报告",
]
YEARS = ["{year}年", "{year}年度", "{year} 年", "二〇二三年", "２０２３年"]
ORDERS = [
    "{town}{when}{core}",
    "{when}{town}{core}",
    "{town}关于{when}{core}",
    "{town}{when}\u3000{core}",
    "{town}\n{when}\n{core}",
]
NOT_REPORTS = [
    "《{report}》解读",
    "{report}文字解读",
    "图解：{report}",
    "一图读懂{report}",
    "关于做好{report}编制工作的通知",
    "关于报送{report}的通知",
]


@pytest.mark.parametrize("core", CORES)
def test_each_core_with_each_year_and_order(core: str) -> None:
    missed = []
    for town, when, order in product(TOWNS, YEARS, ORDERS):
        title = order.format(town=town, when=when.format(year=2023), core=core)
        said = link(title, URL, COUNTY)
        if (said.kind, said.year, said.issuer.township_code) != ("report", 2023, TOWNS[town]):
            missed.append((title, said.kind, said.year, said.issuer.township_code))
    assert missed == []


@pytest.mark.parametrize(
    "title",
    [wrapped.format(report=f"{town}2023年{core}") for wrapped, town, core in product(NOT_REPORTS, TOWNS, CORES[:3])],
)
def test_what_only_speaks_of_a_report_is_none(title: str) -> None:
    assert link(title, URL, COUNTY).kind == "lookalike"


@pytest.mark.parametrize(
    "title",
    [
        "湘乡市2024年政府信息公开指南",
        "冢头镇政府信息公开工作年度报告制度",
        "固镇县召开2023年度政府信息公开年报编制工作部署会",
        "2023年度政府信息公开社会评议调查问卷",
    ],
)
def test_guides_rules_news_and_surveys_are_none(title: str) -> None:
    assert link(title, URL, COUNTY).kind != "report"


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("郏县人民政府2023年政府信息公开工作年度报告", "county"),
        ("郏县财政局2023年政府信息公开工作年度报告", "department"),
        ("互助县政务服务中心2023年政府信息公开工作年度报告", "department"),
    ],
)
def test_reports_of_others_are_no_townships(title: str, level: str) -> None:
    said = link(title, URL, COUNTY)
    assert (said.issuer.level, said.issuer.township_code) == (level, None)


def test_a_report_without_a_name_is_a_report_of_nobody_known() -> None:
    said = link("2023年政府信息公开工作年度报告", URL, COUNTY)
    assert (said.kind, said.year, said.issuer.township_code) == ("report", 2023, None)


UNITS = gazetteer.load().units(COUNTY)


@given(
    unit=st.sampled_from(UNITS),
    year=st.integers(2008, 2025),
    core=st.sampled_from(CORES),
    order=st.sampled_from(ORDERS),
    government=st.booleans(),
)
def test_every_unit_of_a_county_is_told_by_its_title(
    unit: gazetteer.Unit, year: int, core: str, order: str, *, government: bool
) -> None:
    title = order.format(town=unit.name + ("人民政府" if government else ""), when=f"{year}年", core=core)
    said = link(title, URL, COUNTY)
    assert (said.kind, said.year, said.issuer.township_code) == ("report", year, unit.code)
