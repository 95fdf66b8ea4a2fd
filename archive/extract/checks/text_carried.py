"""Applications that the text says were carried over, against the table of applications."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from archive import patterns
from archive.extract.checks.counts_in_text import COUNT, UNIT, differing, sentence_before
from archive.extract.report.model import Line
from archive.extract.report.violation import Violation

_NEXT_YEAR: Final = r"(?:[下次翌]一?年度?|明年|20\d\d年度?)"
# such as 上年结转2件, 上年结转至本年2件, 上年结转政府信息公开申请2件, 去年结转而来2件 or 2022年结转2件
_IN: Final = patterns.lazy(
    rf"(?:(?:上一?年度?|去年|往年|20\d\d年度?)结转(?:而来|过来|来|(?:[至到入])?(?:本年度?|今年))?|结转(?:上一?年度?)){COUNT}"
)
# such as 结转下年度继续办理1件 or 结转6, or 2件转入下年度办理, 2件跨年度办理 or 2件尚在办理中，结转下年,
# or 2件未到答复期限，结转下年
_OUT: Final = patterns.lazy(
    rf"结转(?:到|至|入|转)?{_NEXT_YEAR}?(?:继续)?(?:办理|处理)?{COUNT}|"
    rf"(?<!\d)(\d{{1,6}})\s*{UNIT}(?:申请|需|将|须|因[^，,。；;\d]{{1,8}}(?=结转|转)|未办结|尚未办结|的|按规定|按要求|按程序|依法|正常)*(?:结转|转|顺延|延续|跨年)(?:到|至|入)?{_NEXT_YEAR}|"
    rf"(?<!\d)(\d{{1,6}})\s*{UNIT}(?:申请)?(?:跨年度?(?:办理|处理|答复)|(?:[尚仍正还]在(?:办理|处理)(?:之?中)?|(?:尚)?未(?:到|届|满)(?:法定)?(?:答复|办理)?(?:期限?|时限|时间))[，,]?(?:需|将|已|拟)?结转(?:到|至|入)?{_NEXT_YEAR})|"
    rf"(?<!结)转(?:到|至|入)?(?:[下次翌]一?年度?|20\d\d年度?)(?:继续)?(?:办理|处理)?{COUNT}"
)
# such as 无结转下年度申请 or 没有结转
_NONE_OUT: Final = patterns.lazy(
    rf"(?:没有|未有|(?<![毫并有])无)(?:申请)?(?:需要?)?结转(?!率|[^，,。；;\n]{{0,3}}上)(?:(?:到|至|入)?{_NEXT_YEAR}|(?=的?申请|件|事项|情况|[，,。；;\n]|$))()"
)
# such as 上年无结转, 上年度没有结转申请, 没有上年结转的申请 or 无上年度结转件
_NONE_IN: Final = patterns.lazy(
    r"(?:上一?年度?|去年|往年)(?:没有|未有|(?<![毫并有])无)(?:申请|需要)?结转(?=的?申请|件|事项|情况|至|到|[，,。；;\n]|$)()|"
    r"(?:没有|未有|(?<![毫并有])无)(?:上一?年度?|往年|去年)结转(?=的?申请|件|事项|情况|[，,。；;\n]|$)()"
)
_CARRIED_IN_WORDS: Final = patterns.lazy(r"(?:上一?年度?|往年|去年)[^，,。；;]{0,6}$")
_YEAR: Final = patterns.lazy(r"20\d\d(?=年)")
_YEAR_AT_END: Final = patterns.lazy(r"(20\d\d)年度?$")
_OF_REVIEWS: Final = patterns.lazy(r"复议|诉讼")


def against_table(table: Mapping[str, Line], text: str, year: int | None) -> Iterator[Violation]:
    """Applications carried in and out that the text counts otherwise than the table."""
    for line, counts in (("carried_in", _carried_in(text, year)), ("carried_out", _carried_out(text, year))):
        printed = {table.get(line, {}).get("total")}
        yield from differing(f"text.carried.{line}", counts, printed, (line,))
    for line, denied in (("carried_in", _NONE_IN), ("carried_out", _NONE_OUT)):
        yield from _denied(line, denied, table, text)


def _denied(line: str, pattern: re.Pattern[str], table: Mapping[str, Line], text: str) -> Iterator[Violation]:
    """That nothing was carried in or out, as the text says, while the table has a number."""
    printed = table.get(line, {}).get("total")
    none = next((match for match in pattern.finditer(text) if _is_of_applications(match, text, line)), None)
    if printed and none:
        detail = f"The text says “{none[0]}”, the table {printed}."
        rule = f"text.carried.{line}"
        yield Violation("text.carried.<what>", rule, detail, (("applications", line),), certain=False)


def _carried_in(text: str, year: int | None) -> Iterator[re.Match[str]]:
    """The counts of applications carried in; 2022年结转4件 is carried into 2023 and into no other year."""
    for match in _IN.finditer(text):
        named = _YEAR.search(match[0])
        of_another_year = named and year is not None and int(named[0]) != year - 1
        if not (of_another_year or _OF_REVIEWS.search(sentence_before(text, match.start()))):
            yield match


def _carried_out(text: str, year: int | None) -> Iterator[re.Match[str]]:
    """The counts of applications carried out; 结转2025年4件 is carried out of 2024 and into nothing else."""
    for match in _OUT.finditer(text):
        sentence = sentence_before(text, match.start())
        if _OF_REVIEWS.search(sentence) or _is_of_another_year(match, sentence, year):
            continue
        bare = not re.search(r"[下次翌明]|20\d\d|继续|跨年", match[0])
        if not bare or ("申请" in sentence and not re.search(r"上一?年|往年", sentence)):
            yield match


def _is_of_another_year(match: re.Match[str], sentence: str, year: int | None) -> bool:
    """Whether applications were carried into or out of another year: 上年结转至2024年4件, 2022年结转4件."""
    into, out_of = _YEAR.search(match[0]), _YEAR_AT_END.search(sentence)
    if _CARRIED_IN_WORDS.search(sentence):
        return True
    return year is not None and bool((into and int(into[0]) != year + 1) or (out_of and int(out_of[1]) != year))


def _is_of_applications(match: re.Match[str], text: str, line: str) -> bool:
    sentence = sentence_before(text, match.start()) + re.split(r"[。；;\n]", text[match.start() :])[0]
    return "申请" in sentence and not _OF_REVIEWS.search(sentence) and (line == "carried_in" or "上年" not in sentence)
