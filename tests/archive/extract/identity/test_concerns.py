"""Whom a row of a list may concern, by its title alone. The county is 肥乡区 (130407), which has a 肥乡镇."""

from __future__ import annotations

from datetime import date

import pytest

from archive import messages
from archive.extract.identity.concerns import Doubt, is_garbled
from archive.extract.identity.identify import Identity, identify_link
from archive.gazetteer import load

FEIXIANG, TIANTAISHAN, DASISHANG = "130407100", "130407101", "130407103"


def seen(title: str, county: str = "130407") -> Identity:
    return identify_link(title, url=None, county_code=county, gazetteer=load(), today=date(2026, 2, 1))


@pytest.mark.parametrize(
    ("title", "concerns"),
    [
        ("天台山镇2025年政府信息公开工作年度报告", [TIANTAISHAN]),
        ("天台山镇2025年政府信息公开工作年度报告解读", [TIANTAISHAN]),
        ("天台山2025年政府信息公开", [TIANTAISHAN]),
        ("天臺山鎮2025年政府信息公開工作年度報告解讀", [TIANTAISHAN]),
        ("肥乡区2025年政府信息公开工作年度报告", [FEIXIANG]),
        ("肥乡2025年政府信息公开工作年度报告", [FEIXIANG]),
        ("肥乡区财政局2025年政府信息公开工作年度报告", []),
        ("肥乡镇财政所2025年政府信息公开工作年度报告", [FEIXIANG]),
        ("天台山镇、大寺上镇2025年政府信息公开工作年度报告", [TIANTAISHAN, DASISHANG]),
        ("县委召开会议", []),
    ],
)
def test_the_units_of_the_county_that_a_title_names(title: str, concerns: list[str]) -> None:
    said = seen(title)
    assert (list(said.concerns), said.doubt) == (concerns, None)


@pytest.mark.parametrize(
    ("title", "doubt"),
    [
        ("", "says_nothing"),
        ("查看", "says_nothing"),
        ("附件1.pdf", "says_nothing"),
        ("2025年", "says_nothing"),
        ("????2025????????????", "garbled"),
        ("\ufffd\ufffd2025\ufffd\ufffd", "garbled"),
        ("澶╁彴灞遍晣2025骞存斂搴滀俊鎭叕寮€", "garbled"),
        ("Ìį̀ɽÕò2025ÄêÕþ¸®ÐÅÏ¢¹«¿ª", "garbled"),
        ("2025年政府信息公开工作年度报告", "unknown_issuer"),
        ("政府信息公开年报", "unknown_issuer"),
        ("年度报告", "unknown_issuer"),
        ("某某镇2025年政府信息公开工作年度报告", "unknown_issuer"),
        ("2052年政府信息公开工作年度报告", "impossible_year"),
    ],
)
def test_a_title_that_does_not_tell_may_concern_anybody(title: str, doubt: str) -> None:
    said = seen(title)
    assert (said.concerns, said.doubt) == ((), doubt)


def test_an_impossible_year_leaves_the_unit_known() -> None:
    said = seen("天台山镇2052年政府信息公开工作年度报告")
    assert (said.kind, said.year, said.concerns, said.doubt) == ("report", None, (TIANTAISHAN,), "impossible_year")


def test_a_year_later_than_the_day_of_the_look_is_impossible() -> None:
    assert seen("天台山镇2027年政府信息公开工作年度报告").doubt == "impossible_year"
    assert seen("天台山镇2026年政府信息公开工作年度报告").year == 2026


def test_a_unit_within_a_longer_name_is_not_meant() -> None:
    assert seen("小二台镇2025年政府信息公开工作年度报告解读", "130722").concerns == ("130722104",)
    assert seen("二台镇2025年政府信息公开工作年度报告解读", "130722").concerns == ("130722102",)


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("doubt", Doubt)
def test_each_doubt_has_a_sentence(doubt: Doubt, lang: str) -> None:
    assert messages.text(f"doubt_{doubt}", lang)


@pytest.mark.parametrize("title", ["天台山镇2025年政府信息公开工作年度报告", "Annual report 2025", "（2025）", "Café"])
def test_what_can_be_read_is_not_garbled(title: str) -> None:
    assert not is_garbled(title)
