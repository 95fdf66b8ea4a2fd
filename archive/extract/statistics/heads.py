"""Which column of a statistics sheet holds the numbers of the reporting year, by what its head says.

Sheets print the year's numbers beside those of all years (历年累计), of the year before or of a part of the year
(本期实际), in any order. A column that merely stands first or last says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from archive import patterns

_NUMERALS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_UNIT: Final = patterns.lazy(r"(?:计量|计算|统计)?单位(?:名称)?")
_REMARK: Final = patterns.lazy(r"备注|说明")
_ASIDE: Final = patterns.lazy(
    r"计划|目标|任务|预算|代码|序号|行次|行号|编号|增减|增长|同比|环比|比上年|占比|比例|比重|百分比|%"
)
_OTHER_YEARS: Final = patterns.lazy(r"上1?个?(?:报告|统计)?[年期](?!度?结转)|去年|往年|前年|同期")
_DAY: Final = r"(?:\d{1,2}月(?:\d{1,2}日)?)?"
# such as 2008—2012年 or 2008年5月1日至2012年12月31日
_SEVERAL_YEARS: Final = patterns.lazy(rf"历年|历史|以来|截至|截止|(20\d\d)(?:年度?|[.])?{_DAY}[-—–~至到]+(?!\1)20\d\d")
# such as 1-12月, 1月1日至12月31日, 1-4季度 or 年初至报告期末
_WHOLE_YEAR: Final = patterns.lazy(
    r"本年|年初|(?<!\d)1[-—–~至到]4季度|(?:本|^)(?:报告|统计)期|当年|今年|全年|该年|(?<!\d)1月?(?:1日)?[-—–~至到]+(?:20\d\d年)?12月"
)
_PART_OF_YEAR: Final = patterns.lazy(r"[本当]期|[本当上]月|季|半年|\d月")
_YEAR: Final = patterns.lazy(r"20\d\d")
# such as 12年 of 2012
_SHORT_YEAR: Final = patterns.lazy(r"(?<!\d)([012]\d)(?=年)")
# such as （不含往年）
_LEFT_OUT: Final = patterns.lazy(r"[(（]不(?:含|包括|计)[^()（）]*[)）]")
_COUNT: Final = patterns.lazy(r"统计数|数量|数值|数据|数字|件数|条数|总数|合计|总计|实际数|公开数|实绩|统计结果")
_LABELS: Final = patterns.lazy(
    r"(?:统计|工作|考核|主要|公开|信息公开)?(?:指标|项目|内容|类别|事项)(?:名称|内容|类别)?(?:[(（](?:计量)?单位[)）])?|名称|统计指标名称"
)
_WIDEST: Final = 14


class Role(Enum):
    """What the column under a head holds."""

    LABELS = auto()
    UNIT = auto()
    ASIDE = auto()
    """Codes, or how numbers changed."""
    REMARK = auto()
    """Words, on most rows none."""
    OTHER_YEAR = auto()
    ALL_YEARS = auto()
    PART_OF_YEAR = auto()
    YEAR = auto()
    COUNT = auto()
    """Numbers of which the head does not say what time they are for."""
    UNKNOWN = auto()
    BLANK = auto()


NOT_VALUES: Final = frozenset({Role.LABELS, Role.UNIT, Role.ASIDE, Role.REMARK, Role.OTHER_YEAR})
"""Roles of columns that hold no number of the year, whatever else the sheet has."""


def role(head: str, year: int | None) -> Role:
    """What a head says of its column, in a report for `year` (None: not known)."""
    text = _LEFT_OUT.sub("", "".join(head.split()))
    if not text:
        return Role.BLANK
    if len(text) <= _WIDEST and _LABELS.fullmatch(text):
        return Role.LABELS
    if _UNIT.fullmatch(text):
        return Role.UNIT
    return _role_of_values(_SHORT_YEAR.sub(r"20\1", text.translate(_NUMERALS)), year)


def _role_of_values(text: str, year: int | None) -> Role:
    named = {int(found) for found in _YEAR.findall(text)}
    if _REMARK.search(text):
        return Role.REMARK
    if _ASIDE.search(text):
        return Role.ASIDE
    if _SEVERAL_YEARS.search(text):
        return Role.ALL_YEARS
    if _OTHER_YEARS.search(text) or (year is not None and named and year not in named):
        return Role.OTHER_YEAR
    if _WHOLE_YEAR.search(text):
        return Role.YEAR
    if _PART_OF_YEAR.search(text):
        return Role.PART_OF_YEAR
    if named or text.startswith("年度"):
        return Role.YEAR
    if "累计" in text or "累积" in text:
        return Role.ALL_YEARS
    return Role.COUNT if _COUNT.search(text) else Role.UNKNOWN


OF_YEARS: Final = frozenset({Role.YEAR, Role.ALL_YEARS, Role.OTHER_YEAR, Role.PART_OF_YEAR})
"""Roles of columns of numbers of which the head says what time they are for."""


def of_year(heads: Mapping[int, Role]) -> int | None:
    """The column that holds the year's numbers; None where the heads do not say which.

    A column of the whole year comes first; then the only one that says nothing of its time; then, where no other column
    may hold them, the only one of the current period (本期实际), which in an annual report is the year.
    """
    for wanted in (Role.YEAR, Role.COUNT, Role.UNKNOWN, Role.BLANK):
        columns = [column for column, found in heads.items() if found is wanted]
        if columns:
            return columns[0] if len(columns) == 1 else None
    values = [column for column, found in heads.items() if found not in NOT_VALUES]
    return values[0] if len(values) == 1 and heads[values[0]] is Role.PART_OF_YEAR else None
