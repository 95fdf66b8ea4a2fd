"""Years as Chinese texts print them: 2023年, ２０２３年度, 二〇二三年, 二零二三年, 贰零贰叁年."""

from __future__ import annotations

import unicodedata

from archive import patterns

EARLIEST, LATEST = 2007, 2099

_ZEROS = "〇○ОO0零Ｏ"
_ONES = "一二三四五六七八九"
_FORMAL = "壹贰叁肆伍陆柒捌玖"
_DIGITS = str.maketrans(
    dict.fromkeys(_ZEROS, "0") | {digit: str(at) for row in (_ONES, _FORMAL) for at, digit in enumerate(row, 1)}
)
# such as 二○二四年 or 二零二三年 or 贰零贰肆年
_CHINESE = patterns.lazy(rf"[二贰][{_ZEROS}][{_ZEROS}{_ONES}{_FORMAL}]{{2}}(?=年)")


def arabic(text: str) -> str:
    """The text in compatibility form, with years in Chinese digits written in Arabic ones."""
    return arabic_years(unicodedata.normalize("NFKC", text))


def arabic_years(text: str) -> str:
    """The text with years in Chinese digits written in Arabic ones, and nothing else changed."""
    return _CHINESE.sub(lambda found: found[0].translate(_DIGITS), text)


def plausible(year: int) -> bool:
    """Whether a report can be about this year: the regulation on open government took effect in May 2008."""
    return EARLIEST <= year <= LATEST
