"""Landmarks: phrases that identify the parts of a report anywhere on a page (its headings, and lines of its tables).

The phrases are longer than the entries of menus (依申请公开, 行政复议), so that a page's navigation contains none.
"""

from __future__ import annotations

from typing import Final

from archive import patterns

_TABLES: Final = (
    *("第二十条第", "本年新收", "结转下年度", "结果维持"),
    *("主动公开政府信息数", "申请办结数", "政府信息公开专项经费"),
)
"""Phrases of the statutory tables and of the statistics sheet of 2014 to 2018 that hardly occur in running text."""
_HEADINGS: Final = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请",
    "行政复议、行政诉讼",
    "提起行政诉讼",
    "收费及减免",
    "存在的主要问题",
    "其他需要报告",
)
_ALL: Final = _TABLES + _HEADINGS
# such as 三、收到和处理 or 四、政府信息公开行政复议
_NUMBERED: Final = patterns.lazy(
    r"[一二三四五六]\s*[、.．]\s*"
    r"(?:总体情况|主动公开政府|收到和处理|(?:因)?政府信息公开(?:被)?(?:申请)?行政复议|存在的?(?:主要)?问题|其他需要报告)"
)


def any_in(text: str) -> bool:
    """Whether the text has any landmark."""
    return any(phrase in text for phrase in _ALL)


def of(text: str) -> frozenset[str]:
    """The landmarks of a text.

    A numbered heading counts separately from its bare phrase, which introductions often list: 本报告由总体情况、…组成.
    """
    found = {phrase for phrase in _ALL if phrase in text}
    if found:
        found.update("".join(match.split()) for match in _NUMBERED.findall(text))
    return frozenset(found)
