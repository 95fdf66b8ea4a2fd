"""Years and days in the text of a draft: last year's left standing, periods, days that the calendar does not have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from archive import patterns
from archive.drafts.draft import Draft, Passage
from archive.drafts.registry import drafting, remark
from archive.drafts.remark import Place, Remark
from archive.drafts.sentences import around, sentences
from archive.extract.identity.dates import parse_date
from archive.extract.identity.years import arabic_years

# such as 2023年1月1日至2023年12月31日 or 2023年1月1日起到12月31日止
_PERIOD: Final = patterns.lazy(
    r"(20\d\d)\s*年\s*1\s*月\s*1\s*日\s*+起?+\s*+(?:至|到|—+|-+|－+|~|～)\s*(?:(20\d\d)\s*年)?\s*12\s*月\s*31\s*日"
)
# such as 统计期限为2025年1月1日至2025年11月30日
_STATED_PERIOD: Final = patterns.lazy(
    r"统计(?:期限|期间|时间|区间|周期|时段)[^。；;\d]{0,12}"
    r"(?P<period>(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*+起?+\s*+(?:至|到|—+|-+|－+|~|～)\s*(?:(20\d\d)\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日)"
)
_WHOLE_YEAR: Final = ("1", "1", "12", "31")
# such as 2025年13月
_MONTH: Final = patterns.lazy(r"(?<!\d)20\d\d\s*年\s*(?:1[3-9]|[2-9]\d|00?)\s*月")
# such as 2026年1月 alone on the last line
_MONTH_ALONE: Final = patterns.lazy(r"\s*20\d\d\s*年\s*\d{1,2}\s*月\s*")
_DAY: Final = patterns.lazy(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_YEAR: Final = patterns.lazy(r"(?<!\d)(20\d\d)\s*年(?!代)")
_NAMED: Final = patterns.lazy(r"《[^》]{0,200}》|[〔\[【（(]\s*20\d\d\s*[〕\]】）)]")
_ABOUT_OTHER_YEARS: Final = patterns.lazy(
    r"比|较|同期|去年|上年|上一年|往年|历年|以来|[自从].{0,12}起|截至|截止|累计|修订|修正|印发|颁布|出台|制定|发布的|施行|实施|生效|结转"
    r"|增长|下降|减少|增加|上升|持平|整改|反馈|指出|规划|十[三四五]五"
)
"""Words of a sentence that may rightly tell of a year before: comparisons, what was issued then, what goes on since."""
_PLANNED: Final = patterns.lazy(
    r"将|下一步|下步|计划|打算|继续|明年|来年|今后|要|结转|努力|力争|进一步|规划|前完成|之前|拟|十[四五]五"
)
_YEARS_BACK: Final = 3
_COMPARES: Final = patterns.lazy(r"比|较|同期|增长|下降|减少|增加|上升|持平|累计")
"""Words that compare with a year, and do not explain why a sentence begins with another one."""
# such as 2024年，我镇主动公开…，较2023年增加20条 in the report for 2025
_BEGINS_WITH_YEAR: Final = patterns.lazy(
    r"(20\d\d)\s*年度?\s*[，,]\s*(?:我|全[镇乡县区市]|本[镇乡]|[\u4e00-\u9fff]{2,4}[镇乡])"
)
# such as 截至2024年12月31日
_YEAR_END: Final = patterns.lazy(r"截[至止到]\s*(20\d\d)\s*年\s*12\s*月")
# such as 2025年，我镇将加强 in the report for 2025
_PLAN_FOR: Final = patterns.lazy(
    r"(20\d\d)\s*+年度?+\s*+[，,]?+\s*+(?:我[镇乡]|我们|本[镇乡]|街道|我街道|[\u4e00-\u9fff]{2,4}[镇乡])?(?:将|计划|拟)"
)
# such as 结转2025年 in the report for 2025
_CARRIED_INTO: Final = patterns.lazy(r"(?<!上年)结转(?:至|到|入)?\s*(20\d\d)\s*年(?:度)?(?:继续|办理|\s*\d|$|[，。；])")
_PROBLEMS: Final = 5


@drafting("unsigned")
def _unsigned(draft: Draft) -> Iterator[Remark]:
    report = draft.report
    # a writer may date ahead of the day, or by a day that there is not
    dated = report.claimed_on is not None or any(parse_date(line) or _MONTH.search(line) for line in draft.closing)
    if report.kind == "report" and report.sections and not dated:
        yield remark()


@drafting("signed_early")
def _signed_early(draft: Draft) -> Iterator[Remark]:
    """Signed before the next year, or after it: a date ahead of the day is read from the lines under the text."""
    under = next(filter(None, map(parse_date, draft.closing)), None)
    signed, year = draft.report.signed_on or under, draft.year
    if signed is not None and year is not None and signed.year != year + 1:
        yield remark(signed=f"{signed.year}年{signed.month}月{signed.day}日", year=year, next=year + 1)


@drafting("period")
def _period(draft: Draft) -> Iterator[Remark]:
    year = draft.year
    for passage in draft.passages() if year else ():
        for match in _PERIOD.finditer(arabic_years(passage.text)):
            if {int(match[1]), int(match[2] or match[1])} != {year}:
                yield remark(Place(passage.section, quotes=(match[0],)), quote=match[0], year=year or "")
        for match in _STATED_PERIOD.finditer(arabic_years(passage.text)):
            if tuple(str(int(match[part])) for part in (3, 4, 6, 7)) != _WHOLE_YEAR:
                quote = match["period"]
                yield remark(Place(passage.section, quotes=(quote,)), quote=quote, year=year or "")


@drafting("other_year")
def _other_year(draft: Draft) -> Iterator[Remark]:
    year = draft.year
    for passage in draft.passages() if year else ():
        if passage.section and year and not _MONTH_ALONE.fullmatch(passage.text):
            yield from _other_years(passage, year)
            yield from _years_of_the_future(passage, year)


def _years_of_the_future(passage: Passage, year: int) -> Iterator[Remark]:
    """What comes after the reporting year and names that year: plans, and applications carried over."""
    plans = _PLAN_FOR.finditer(passage.text) if passage.section == _PROBLEMS else ()
    for match in (*plans, *_CARRIED_INTO.finditer(passage.text)):
        if int(match[1]) == year:
            quote = around(passage.text, match[0], match.start())
            yield remark(Place(passage.section, quotes=(match[0],)), quote=quote, other=year, year=year + 1)


def _other_years(passage: Passage, year: int) -> Iterator[Remark]:
    for sentence in sentences(passage.text):
        text = _NAMED.sub("", arabic_years(sentence))
        if _PERIOD.search(text):
            continue
        years = {int(found) for found in _YEAR.findall(text)}
        before = {other for other in years if year - _YEARS_BACK <= other < year} if year not in years else set()
        later = {other for other in years if other == year + 1}
        wrong = (
            (before if not _ABOUT_OTHER_YEARS.search(text) else set())
            | (later if not _PLANNED.search(text) else set())
            | {other for other in _taken_for_this_year(text) if other == year - 1 and year not in years}
        )
        for other in sorted(wrong):
            quote = around(sentence, str(other))
            yield remark(Place(passage.section, quotes=(quote,)), quote=quote, other=other, year=year)


def _taken_for_this_year(sentence: str) -> Iterator[int]:
    """The years that a sentence treats as the reporting year: at its beginning, or as the end of the period."""
    begins = _BEGINS_WITH_YEAR.match(sentence)
    if begins and not _ABOUT_OTHER_YEARS.search(_COMPARES.sub("", sentence)):
        yield int(begins[1])
    yield from (int(match[1]) for match in _YEAR_END.finditer(sentence))


@drafting("no_such_day")
def _no_such_day(draft: Draft) -> Iterator[Remark]:
    for section, text in draft.places():
        for match in _DAY.finditer(text):
            if not _is_day(int(match[1]), int(match[2]), int(match[3])) and not _MONTH.match(match[0]):
                yield remark(Place(section, quotes=(match[0],)), quote=match[0])
        for match in _MONTH.finditer(text):
            yield remark(Place(section, quotes=(match[0],)), quote=match[0])


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
