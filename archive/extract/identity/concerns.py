"""Whom a row of a list may concern, as far as its title tells: the county's units that it names, or anybody.

A title names a unit by its name, an alias or their stem, in simplified or traditional characters. Where a title says
nothing, says it illegibly or names nobody, the row may be anybody's. Decides nothing: what a row is, its page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from archive import patterns
from archive.extract.identity.title import Title
from archive.gazetteer import Gazetteer
from archive.gazetteer.naming import kind, normalise, stem
from archive.gazetteer.traditional import simplified


class Doubt(StrEnum):
    """Why a title does not tell whose report the row is, or for which year."""

    SAYS_NOTHING = "says_nothing"
    """It is empty, a number, or only words such as 查看 or 附件."""
    GARBLED = "garbled"
    """Its characters were lost or decoded by the wrong table: question marks, replacement characters, mojibake."""
    IMPOSSIBLE_YEAR = "impossible_year"
    """It names a year that nobody can mean: 2052, 205, 20225."""
    UNKNOWN_ISSUER = "unknown_issuer"
    """It is a report's and names no issuer, or one that is no unit of the county."""


# such as 查看 or 点击下载 or 附件1.pdf or 2025年
_SAYS_NOTHING = patterns.lazy(
    r"(?:点击|此处|这里|在线|查看|浏览|打开|下载|预览|详情|详细|阅读|全文|正文|原文|附件|文件|文档|链接|内容|信息|标题|"
    r"无标题|暂无|年度?|pdf|word|docx?|html?|wps|ofd|view|more|click|here|download|untitled|[\W\d_])*",
    re.IGNORECASE,
)
_LOST = patterns.lazy(r"\?{2,}|�|[\ue000-\uf8ff]|锟斤拷|烫烫|屯屯")
_LETTER = patterns.lazy(r"[^\W\d_]")
_WESTERN = patterns.lazy(r"[\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")
_EXPECTED = patterns.lazy(r"政府|信息|公开|年度|报告|街道|人民")
"""Words of titles, by which a text is known to have been decoded by the wrong table."""


def concerned(title: str, county_code: str | None, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The codes of the county's units whose name or stem stands in a title, in their order; none without a county.

    A unit whose name is only seen within the longer name of another is not concerned: 双桥镇 in 小双桥镇.
    """
    text = simplified(normalise(title))
    if not county_code or not text:
        return ()
    named = [(code, name, at) for code, name in _names(county_code, gazetteer) if (at := text.find(name)) >= 0]
    whole = [(at, at + len(name)) for _, name, at in named if kind(name)]
    return tuple(sorted({code for code, name, at in named if not _is_within_another(at, at + len(name), whole)}))


def _is_within_another(start: int, end: int, names: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last and last - first > end - start for first, last in names)


@lru_cache(maxsize=256)
def _names(county_code: str, gazetteer: Gazetteer) -> tuple[tuple[str, str], ...]:
    """The names by which a title may mean a unit, each with its code; a stem of a single character means nobody."""
    return tuple(
        (code, spelling)
        for code in gazetteer.codes_of(county_code)
        for name in gazetteer.names(code)
        for spelling in dict.fromkeys((name, stem(name)))
        if len(spelling) > 1
    )


def doubt_about(title: Title, *, named: bool) -> Doubt | None:
    """Why a title leaves in doubt whom it concerns or which year; `named` says whether it names units of the county."""
    return next(_doubts(title, named=named), None)


def _doubts(title: Title, *, named: bool) -> Iterator[Doubt]:
    if is_garbled(title.text):
        yield Doubt.GARBLED
    if _SAYS_NOTHING.fullmatch(title.text):
        yield Doubt.SAYS_NOTHING
    if title.impossible_year:
        yield Doubt.IMPOSSIBLE_YEAR
    if title.annual and not named:
        yield Doubt.UNKNOWN_ISSUER


def is_garbled(text: str) -> bool:
    """Whether characters of a text were lost or decoded by the wrong table, as 鏀垮簻淇℃伅 is 政府信息."""
    return bool(_LOST.search(text)) or _is_western(text) or bool(_EXPECTED.search(_by_the_other_table(text)))


def _is_western(text: str) -> bool:
    """Whether Chinese text was decoded by a Western table: letters with accents, and hardly any other."""
    return len(_WESTERN.findall(text)) > max(2, len(_LETTER.findall(text)) // 3)


def _by_the_other_table(text: str) -> str:
    """UTF-8 that was decoded as GB 18030 as what it was."""
    return text.encode("gb18030", "ignore").decode("utf-8", "ignore")
