"""Titles that a list shows only in part, and rows that are open until their page is read."""

from types import SimpleNamespace

import pytest

from spiders.pages.items import IdentifiedLink
from spiders.pages.page import Link
from spiders.walk.identity import completed_title, identified_link

A, B = "350627100", "350627101"


@pytest.mark.parametrize(
    ("shown", "whole"),
    [
        ("城关镇2025年政府信…", "城关镇2025年政府信息公开工作年度报告"),
        ("城关镇2025年政府信息公开工作年...", "城关镇2025年政府信息公开工作年度报告"),
        ("城关镇2025年信息公开…", "城关镇2025年信息公开工作年度报告"),
        ("城关镇人民政府2025年度…", "城关镇人民政府2025年度政府信息公开工作年度报告"),
        ("城关镇召开防汛…", None),
        ("城关镇2025年政府信息公开工作年度报告", None),
        ("城关镇2025年政府信", None),
    ],
)
def test_a_cut_title_is_completed_where_it_breaks_off_in_a_report_s(shown: str, whole: str | None) -> None:
    assert completed_title(shown) == whole


def identified(title: str, **found: object) -> IdentifiedLink:
    """The row with this title, which the identification finds to be so."""
    told = {"kind": "other", "year": None, "issuer": None, "concerns": (), "doubt": None, **found}
    return identified_link(Link("http://a.gov.cn/1.html", title), lambda *_: SimpleNamespace(**told), "350627")


def issued_by(code: str | None) -> SimpleNamespace:
    return SimpleNamespace(level="township", township_code=code, name="山城镇")


def test_a_report_of_one_unit_and_year_is_settled() -> None:
    row = identified("山城镇2025年年报", kind="report", year=2025, issuer=issued_by(A), concerns=(A,))
    assert row.is_settled
    assert not row.concerns_anybody


def test_what_names_nobody_and_is_not_in_doubt_is_settled() -> None:
    assert identified("县委召开会议").is_settled


@pytest.mark.parametrize(
    "found",
    [
        {"kind": "report", "year": 2025, "issuer": issued_by(A), "concerns": (A, B)},
        {"kind": "report", "issuer": issued_by(A), "concerns": (A,), "doubt": "impossible_year"},
        {"kind": "report", "issuer": issued_by(A), "concerns": (A,)},
        {"kind": "lookalike", "year": 2025, "issuer": issued_by(A), "concerns": (A,)},
        {
            "kind": "report",
            "year": 2025,
            "issuer": SimpleNamespace(level="county", township_code=None, name="南靖"),
            "concerns": (A,),
        },
    ],
)
def test_a_row_that_may_be_some_units_report_is_open_for_these(found: dict[str, object]) -> None:
    row = identified("山城镇", **found)
    assert not row.is_settled
    assert row.concerns
    assert not row.concerns_anybody


@pytest.mark.parametrize("doubt", ["says_nothing", "garbled", "unknown_issuer", "impossible_year"])
def test_a_row_in_doubt_that_names_nobody_may_concern_anybody(doubt: str) -> None:
    row = identified("????", doubt=doubt)
    assert not row.is_settled
    assert row.concerns_anybody


def test_a_row_of_an_impossible_year_is_no_column() -> None:
    assert identified("山城镇2052年年报", kind="report", issuer=issued_by(A), doubt="impossible_year").dated


def test_a_cut_title_is_open_for_whom_it_names() -> None:
    row = identified("山城镇关于…", concerns=(A,))
    assert (row.doubt, row.concerns, row.is_settled) == ("cut_off", (A,), False)
    assert identified("关于印发…").concerns_anybody
