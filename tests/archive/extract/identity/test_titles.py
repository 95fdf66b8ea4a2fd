"""Titles as they are printed, with what they say: `titles.txt` for the words alone, `links.txt` with the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import gazetteer
from archive.extract.identity.identify import identify_link, to_json
from archive.extract.identity.title import read_title

HERE = Path(__file__).parent


def rows(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield [field.strip() for field in line.split(" | ")]


@pytest.mark.parametrize("row", list(rows("titles.txt")), ids=lambda row: str(row[-1]))
def test_title(row: list[str]) -> None:
    kind, year, cover, issuer, text = row
    title = read_title(text.replace("\\n", "\n"))
    assert (title.kind, str(title.year or "-")) == (kind, year)
    assert (title.reason is None) == (kind == "report")
    if kind == "report":
        assert ("cover" if title.cover else "-", title.issuer_text or "-") == (cover, issuer)


@pytest.mark.parametrize("row", list(rows("links.txt")), ids=lambda row: f"{row[0]}-{row[1]}")
def test_link(row: list[str]) -> None:
    county, text, *expected = row
    said = identify_link(text, url=None, county_code=None if county == "-" else county, gazetteer=gazetteer.load())
    issuer = said.issuer
    findings = " ".join(finding.rule.removeprefix("identity.") for finding in said.findings)
    seen = (said.kind, said.year, issuer.level, issuer.township_code, issuer.county_code, issuer.match)
    assert [*(str(each or "-") for each in seen), str(len(issuer.candidates)), findings or "-"] == expected


def test_a_column_gives_an_unqualified_title_its_meaning() -> None:
    assert read_title("冢头镇2023年年度报告").kind == "other"
    assert read_title("冢头镇2023年年度报告", context="政府信息公开年报").kind == "report"


def test_the_address_names_the_year_where_the_title_does_not() -> None:
    said = identify_link(
        "唐村镇政府信息公开工作年度报告",
        url="http://www.zoucheng.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11370883004325769B&fbtime=2010",
        county_code="370883",
        gazetteer=gazetteer.load(),
    )
    assert (said.year, said.issuer.township_code) == (2010, "370883106")


def test_candidates_are_printed_with_code_name_and_county() -> None:
    said = to_json(
        identify_link("胡集乡2024年政府信息公开工作年度报告", url=None, county_code=None, gazetteer=gazetteer.load())
    )
    assert said["issuer"]["candidates"] == [
        {"township_code": "411421207", "name": "胡集乡", "county": "河南省商丘市民权县"},
        {"township_code": "411625210", "name": "胡集乡", "county": "河南省周口市郸城县"},
    ]
    assert said["why"] == [
        "report: 胡集乡2024年政府信息公开工作年度报告",
        "胡集乡: 2 townships of this name",
        "year 2024 from the title 胡集乡2024年政府信息公开工作年度报告",
    ]


def test_what_contradicts_the_year_is_said_in_both_languages() -> None:
    title, url = "郏县冢头镇2024年政府信息公开工作年度报告", "http://www.jiaxian.gov.cn/2020n/x.html?fbtime=2021"
    found = identify_link(title, url=url, county_code=None, gazetteer=gazetteer.load())
    taken = f"taken as 2024 from the title {title}"
    assert [finding.detail for finding in found.findings] == [f"{taken}; against it: the address fbtime=2021 (2021)"]
    assert [reason.in_language("zh") for reason in found.reasons] == [
        f"依标题“{title}”认定为报告",
        "“郏县冢头镇”：写明了县（市、区）和乡镇、街道",
        f"2024 年度，依据：标题“{title}”",
    ]


def test_no_report_is_said_with_its_cause() -> None:
    found = identify_link("年度报告的通知", url=None, county_code=None, gazetteer=gazetteer.load())
    assert found.why[0] == f"{found.kind}: 年度报告的通知: {found.reason}"
    untitled = identify_link("", url=None, county_code=None, gazetteer=gazetteer.load())
    assert untitled.why == ("other by its text: it has no title",)
    assert [reason.in_language("zh") for reason in untitled.reasons] == ["依正文认定为其他：没有年度报告那样的标题"]


@pytest.mark.parametrize(
    ("names", "issuers"),
    [
        ("天台山镇、大寺上镇", ["130407101", "130407103"]),
        ("天台山镇，大寺上镇", ["130407101", "130407103"]),
        ("天台山镇和大寺上镇人民政府", ["130407101", "130407103"]),
        ("天台山镇人民政府、大寺上镇人民政府", ["130407101", "130407103"]),
        ("天台山镇大寺上镇", ["130407101", "130407103"]),
        ("天台山/大寺上", ["130407101", "130407103"]),
        ("天台山、大寺上镇、肥乡镇", ["130407101", "130407103", "130407100"]),
        ("天台山镇、天台山镇人民政府", ["130407101"]),
        ("天台山镇、财政局", []),
        ("中共天台山镇委员会天台山镇人民政府", ["130407101"]),
    ],
)
def test_a_joint_report_has_several_issuers(names: str, issuers: list[str]) -> None:
    title = f"{names}2025年政府信息公开工作年度报告"
    issuer = identify_link(title, url=None, county_code="130407", gazetteer=gazetteer.load()).issuer
    first = [issuer.township_code] if issuer.township_code else []
    assert [*first, *(each.township_code for each in issuer.joint_with)] == issuers


@pytest.mark.parametrize(("name", "code"), [("和平镇", "141034103"), ("永和镇", "230321105")])
def test_a_name_that_contains_a_word_for_and_is_one_name(name: str, code: str) -> None:
    issuer = identify_link(
        f"{name}2025年信息公开年报", url=None, county_code=code[:6], gazetteer=gazetteer.load()
    ).issuer
    assert (issuer.township_code, issuer.joint_with) == (code, ())
