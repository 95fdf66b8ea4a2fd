from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.identity.dates import dates, parse_date, published, signed_on
from archive.extract.layout.document import Meta


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-19 11:04", "2024-01-19"),
        ("2024-01-29 15:04:18", "2024-01-29"),
        ("2024年01月26日", "2024-01-26"),
        ("2023年1月10日", "2023-01-10"),
        ("2015-01-06 00:00", "2015-01-06"),
        ("2024.1.5", "2024-01-05"),
        ("2024/1/5", "2024-01-05"),
        ("20240126", "2024-01-26"),
        ("二〇二四年一月二十日", "2024-01-20"),
        ("二○二四年十二月三十一日", "2024-12-31"),
        ("二零二四年十月十日", "2024-10-10"),
        ("２０２４年１月５日", "2024-01-05"),
        ("2 0 2 4 年 1 月 1 5 日", "2024-01-15"),
        ("2024 年 1 月 5 日", "2024-01-05"),
        ("2024-01-1911:04", "2024-01-19"),
        ("2024年元月20日", "2024-01-20"),
        ("2024-01-30T16:00:00.000Z", "2024-01-31"),
        ("2024-01-30T15:59:00Z", "2024-01-30"),
        ("2024-01-30T16:00:00+08:00", "2024-01-30"),
        ("贰零贰肆年壹月贰拾日", "2024-01-20"),
        ("二〇二四年一月廿一日", "2024-01-21"),
        ("2024、1、20", "2024-01-20"),
        ("2024. 01. 20", "2024-01-20"),
        ("2024年13月5日", None),
        ("2023年2月30日", None),
        ("2024年1月", None),
        ("优政〔2024〕5号", None),
        ("0517-87222589", None),
    ],
)
def test_printed_forms(text: str, expected: str | None) -> None:
    found = parse_date(text)
    assert (str(found) if found else None) == expected


_TENS = ("", "十", "二十", "三十")
_ONES = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    return _TENS[number // 10] + (_ONES[number % 10] if number % 10 else "")


@given(st.dates(date(2008, 1, 1), date(2060, 12, 31)))
def test_every_day_in_every_form(day: date) -> None:
    written = "".join(_ONES[int(digit)] for digit in str(day.year)) + f"年{chinese(day.month)}月{chinese(day.day)}日"
    forms = (
        f"{day:%Y-%m-%d} 09:30",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
    )
    assert [parse_date(text) for text in (*forms, written)] == [day] * 5
    assert dates("，".join(forms)) == (day,) * 4


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["冢头镇人民政府", "2024年1月5日"], "2024-01-05"),
        (["冢头镇人民政府办公室（盖章）", "2024年1月5日"], "2024-01-05"),
        (["冢头镇人民政府 2024年1月5日"], "2024-01-05"),
        (["解放街道办事处", "", "二〇二四年一月五日"], "2024-01-05"),
        (["截至2023年12月31日，共公开92条。"], None),
        (["2024年1月5日"], None),
        (["来源：冢头镇人民政府", "2024-01-19"], None),
        (["冢头镇人民政府", "2019年12月3日 星期二"], None),
        (["冢头镇人民政府", "2020年1月1日", "冢头镇2023年政府信息公开工作年度报告"], None),
        (["冢头镇人民政府", "2042年1月5日"], None),
    ],
)
def test_signing_date(lines: list[str], expected: str | None) -> None:
    found = signed_on(lines, today=date(2026, 11, 21))
    assert (str(found) if found else None) == expected


def label(key: str, value: str) -> Meta:
    return Meta(key, value, "label")


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ([label("成文日期", "2024-01-08"), label("发布日期", "2024-02-06")], ("2024-02-06", "发布日期", "strong")),
        ([label("公文生成日期", "2024-01-03"), label("时间", "2024-01-05")], ("2024-01-05", "时间", "weak")),
        ([label("成文日期", "2024-01-08")], ("2024-01-08", "成文日期", "weak")),
        ([label("发布日时间：", "2024-01-30")], ("2024-01-30", "发布日时间", "strong")),
        (
            [Meta("PubDate", "2024-01-19 11:04", "meta"), label("时间", "2024-01-20")],
            ("2024-01-19", "PubDate", "strong"),
        ),
        ([label("发布日期", "1970-01-01")], (None, None, None)),
        ([label("时间", "2017-08-20")], (None, None, None)),
        ([label("更新时间", "2024-01-20")], (None, None, None)),
        ([label("发布日期", "")], (None, None, None)),
        ([Meta("CreationDate", "2024-01-20", "property")], (None, None, None)),
    ],
)
def test_publication_date(metadata: list[Meta], expected: tuple[str | None, str | None, str | None]) -> None:
    found = published(metadata, year=2023, today=date(2026, 11, 21))
    assert (str(found.on) if found.on else None, found.label, found.trust) == expected
