"""Indicators stated in the text of a report, with their quotes.

The patterns are in `stated_indicators.toml`. Precision goes before recall: figures of another year, of a part, or
stated twice with different values are left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from archive import patterns
from archive.extract.report.model import Figure, Level, Number, Section
from archive.extract.report.numbers import number

_UNIT: Final = "条次|条|件次|件|份|篇|期次|期|场次|场|人次|次|轮|起|例|宗|万元|元|个|项"
# such as 1.13万条 or 92余条 or 二十条
_FIGURE: Final = patterns.lazy(
    r"(?P<number>[\d一二三四五六七八九十百千两](?:(?<=\d)(?<!\d\d)(?<!\d[,，]\d)[\d,，]*(?:\.\d+)?|(?<!\d)(?<![一二三四五六七八九十百千两]{2})[一二三四五六七八九十百千两]*))"
    rf"\s*+(?P<myriad>万(?!元))?\s*+(?P<vague>余|多|几)?\s*+(?P<unit>{_UNIT})"
)
_STOP: Final = patterns.lazy(r"[。；;！!？?\n]")
_CLAUSE: Final = patterns.lazy(r"[，,：:]")
_YEAR: Final = patterns.lazy(r"20(?<!\d20)\d\d(?=\s*年)")
# such as 下一步，一是举办政务公开培训2次，二是召开政务公开工作会议4次。
_AHEAD: Final = patterns.lazy(r"(?:下一?步|今后|明年|来年|下一阶段)[^\n]*")
_LAST_YEAR: Final = patterns.lazy(r"[去上前]一?年")
_ONE: Final = patterns.lazy(r"\s*(?:[，,。；;、）)\n]|$)")
"""What follows a 一 that counts something; 一件一档 and 一次性 do not."""
_BOUND_OR_RATE: Final = patterns.lazy(r"(?:[（(][^）)]{0,8}[）)])?(?:以上|[/／](?:年|季|月|周))")
"""What follows a number that is a bound or a rate: 300条以上, 1次/季度."""
_NONE: Final = patterns.lazy("[未没无尚从行]")
"""What a phrase of `zero` begins with: 未, 没有, 无, 尚未, 从未, 行政复议."""
_SHORTEST, _LONGEST, _TAIL, _NEAR = 2, 80, 20, 100
_DISCLOSURE: Final = "公开"
# such as ，予以公开8件 or ，上年结转1件 behind 收到申请9件
_OUTCOME: Final = patterns.lazy("予以公开|部分公开|不予公开|无法提供|不予处理|上年度?结转|结转下")
_APPLICATIONS: Final = "公开申请"
"""What the heading of section three names: every 申请 below it is one for disclosure."""


@dataclass(frozen=True, slots=True)
class _Indicator:
    name: str
    units: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    near: re.Pattern[str] | None
    not_all: re.Pattern[str] | None
    zero: re.Pattern[str] | None
    zero_then: re.Pattern[str]
    zero_never: re.Pattern[str] | None
    never: re.Pattern[str]
    loose: re.Pattern[str] | None
    bare: re.Pattern[str] | None
    alone: re.Pattern[str] | None
    verbs: re.Pattern[str] | None
    topics: bool
    channelled: bool
    needs: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    indicators: tuple[_Indicator, ...]
    by_unit: dict[str, tuple[_Indicator, ...]]
    channels: tuple[tuple[str, re.Pattern[str]], ...]
    via: re.Pattern[str]
    ways: re.Pattern[str]
    others: dict[str, re.Pattern[str]]
    topics: tuple[re.Pattern[str], re.Pattern[str]]
    opening: dict[str, re.Pattern[str]]
    verbs: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = tomllib.loads((Path(__file__).parent / "stated_indicators.toml").read_text(encoding="utf-8"))
    never = [*data["never"], *data["plans"], *data["parts"]]
    indicators = tuple(_indicator(entry, never) for entry in data["indicator"])
    return _Patterns(
        indicators=indicators,
        by_unit={
            unit: tuple(indicator for indicator in indicators if unit in indicator.units) for unit in _UNIT.split("|")
        },
        channels=tuple((name, patterns.lazy("|".join(words))) for name, words in data["channels"].items()),
        via=patterns.lazy(data["elsewhere"]["via"]),
        ways=patterns.lazy(data["elsewhere"]["ways"]),
        others={level: patterns.lazy("|".join(words)) for level, words in data["others"].items()},
        topics=(patterns.lazy(data["topics"]["ahead"]), patterns.lazy(data["topics"]["behind"])),
        opening={name: patterns.lazy(pattern, re.MULTILINE) for name, pattern in data["opening"].items()},
        verbs=patterns.lazy(data["verbs"]),
    )


def _indicator(entry: dict[str, Any], never: list[str]) -> _Indicator:
    before, zero, loose = ("|".join(entry.get(key, ())) for key in ("before", "zero", "loose"))
    return _Indicator(
        name=entry["name"],
        units=frozenset(entry["unit"].split("|")),
        before=_compiled(before and rf"(?:{before})\s*+[:：]?\s*+$"),
        after=_compiled(entry.get("after", "")),
        near=_compiled(entry.get("near", "")),
        not_all=_compiled(entry.get("not_all", "")),
        zero=_compiled(zero),
        zero_then=patterns.lazy(entry.get("zero_then", "")),
        zero_never=_compiled("|".join(entry.get("zero_never", ()))),
        never=patterns.lazy("|".join([*never, *entry.get("never", ())])),
        loose=_compiled(loose and rf"(?:{loose})\s*+[:：]?\s*+$"),
        bare=_compiled(entry.get("bare", "")),
        alone=_compiled(rf"{entry['alone']}\s*$" if "alone" in entry else ""),
        verbs=_compiled(entry.get("verbs", "")),
        topics=entry.get("topics", False),
        channelled=entry.get("channelled", False),
        needs=entry.get("needs", ""),
    )


def _compiled(pattern: str) -> re.Pattern[str] | None:
    return patterns.lazy(pattern) if pattern else None


def figures(sections: Iterable[Section], year: int | None = None, *, of: Level = "unknown") -> tuple[Figure, ...]:
    """The figures stated in the sections of the report for a year; in a township's or county's, none of other bodies.

    Figures of other years only, of a plan, of a part, or with different values for one indicator are left out.
    """
    found = [figure for section in sections for figure in stated(section, year, of=of)]
    values: dict[str, set[Number]] = {}
    for figure in found:
        values.setdefault(figure.indicator, set()).add(figure.value)
    return tuple(
        sorted((f for f in found if len(values[f.indicator]) == 1), key=lambda f: (f.section, f.start, f.indicator))
    )


def stated(section: Section, year: int | None = None, *, of: Level = "unknown") -> Iterator[Figure]:
    """The figures that a section states, those that contradict one another included."""
    yield from _find_counts(section, year, of)
    yield from _find_bare(section, year)
    yield from _find_none(section, year)


def _find_counts(section: Section, year: int | None, of: Level) -> Iterator[Figure]:
    text, last = section.text, 0
    about = f"{section.heading}\n" if _APPLICATIONS in section.heading else ""
    for match in _FIGURE.finditer(text):
        start = max(last, match.start() - _LONGEST)
        for stop in _STOP.finditer(text, start, match.start()):
            start = stop.end()
        last = match.end()
        head, tail = text[start : match.start()], text[match.end() : match.end() + _TAIL]
        if len(head) < _SHORTEST or _is_inexact(match, tail):
            continue
        near = f"{about}{text[max(match.start() - _NEAR, 0) : match.start()]}"[-_NEAR:]
        for indicator in _patterns().by_unit[match["unit"]]:
            name = _indicator_of(indicator, head, tail, of, near)
            if name and not _of_another_year(head, year) and not _is_plan(text, match.start()):
                yield from _figure(section, name, match, start)


def _is_inexact(match: re.Match[str], tail: str) -> bool:
    """Whether a number is no exact count: 几十条, 300条以上, and the 一 of 一件一档."""
    return (
        match["vague"] == "几" or bool(_BOUND_OR_RATE.match(tail)) or (match["number"] == "一" and not _ONE.match(tail))
    )


def _of_another_year(head: str, year: int | None) -> bool:
    named = {int(found) for found in _YEAR.findall(head)}
    return bool(year and named and (year not in named or (len(named) > 1 and "分别" in head)))


def _is_plan(text: str, at: int) -> bool:
    """Whether a position follows words for future work in the same paragraph."""
    return any(ahead.start() < at < ahead.end() for ahead in _AHEAD.finditer(text))


def _find_bare(section: Section, year: int | None) -> Iterator[Figure]:
    """Numbers without a unit in sentences on applications: 受理申请150件，办结148，结转6."""
    text = section.text
    for indicator in _patterns().indicators:
        for match in indicator.bare.finditer(text) if indicator.bare else ():
            head = _STOP.split(text[: match.start()])[-1]
            told_of = (
                "申请" in head + match[0] and not indicator.never.search(head) and not _of_another_year(head, year)
            )
            if told_of and not _is_plan(text, match.start()):
                quote, start, end = match[0], match.start(), match.end()
                yield Figure(indicator.name, int(match["number"]), "件", quote, section.number, start, end)


def _is_stated(indicator: _Indicator, head: str, tail: str, near: str) -> bool:
    """Whether the words of an indicator stand before a number, or behind its unit; `near` is the text before it."""
    if indicator.before and indicator.before.search(head):
        return True
    if (_DISCLOSURE in near or _OUTCOME.search(tail)) and indicator.loose and indicator.loose.search(head):
        return True
    if indicator.alone and indicator.alone.search(head) and _opens_with_it(near, tail):
        return True
    verbs = indicator.verbs or _patterns().verbs
    return bool(indicator.after and indicator.after.match(tail.lstrip()) and verbs.search(head))


def _opens_with_it(near: str, tail: str) -> bool:
    """Whether the paragraph or the heading above begins with applications, and nothing else is counted: 共收到4件。"""
    opening = _patterns().opening
    *_, last = (None, *opening["opens"].finditer(near))
    if last is None or not opening["tail"].match(tail):
        return False
    between = near[last.end() :]
    return between.count("\n") <= 1 and not opening["matters"].search(between)


def _counts_topics(head: str, tail: str) -> bool:
    """Whether a number between these texts counts what the sentence lists: 收到和处理…申请情况等六项."""
    ahead, behind = _patterns().topics
    return bool(ahead.search(head) or behind.match(tail.lstrip()))


def _indicator_of(indicator: _Indicator, head: str, tail: str, of: Level, near: str) -> str | None:
    """The name of the indicator that a number between these texts states; None for none."""
    if not _is_stated(indicator, head, tail, near):
        return None
    if indicator.topics and _counts_topics(head, tail):
        return None
    clause = _CLAUSE.split(head)[-1]
    if indicator.never.search(head) or (indicator.near and indicator.near.search(clause)):
        return None
    if indicator.not_all and indicator.not_all.match(tail):
        return None
    if of in _patterns().others and _patterns().others[of].search(clause):
        return None
    return _by_channel(indicator.name, head, clause) if indicator.channelled else indicator.name


def _by_channel(name: str, head: str, clause: str) -> str | None:
    """The indicator of the one channel that is named, or of all channels where none is."""
    channels = [channel for channel, words in _patterns().channels if words.search(head)]
    if channels:
        return f"{name}_{channels[0]}" if len(channels) == 1 else None
    return name if not _patterns().via.search(clause) or _patterns().ways.search(clause) else None


def _figure(section: Section, name: str, match: re.Match[str], start: int) -> Iterator[Figure]:
    value = number(match["number"].replace("，", "").replace(",", ""))
    if value is not None:
        head = section.text[start : match.start()]
        clause = max(head.rfind(mark) for mark in "，,") + 1
        quote_start = start + clause + len(head[clause:]) - len(head[clause:].lstrip("、 \u3000\xa0\t"))
        scaled = _without_rounding_error(value * 10_000) if match["myriad"] else value
        yield Figure(
            name,
            scaled,
            match["unit"],
            section.text[quote_start : match.end()],
            section.number,
            quote_start,
            match.end(),
        )


def _without_rounding_error(value: Number) -> Number:
    """A number of 万 without what binary fractions add: 1.13万 is 11300."""
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def _phrases(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern for “none”, looked for only where one can begin."""
    end = 0
    for sign in _NONE.finditer(text):
        if sign.start() >= end and (match := pattern.match(text, sign.start())):
            end = match.end()
            yield match


def _find_none(section: Section, year: int | None) -> Iterator[Figure]:
    """Phrases that say “none”."""
    text = section.text
    for indicator in _patterns().indicators:
        pattern = indicator.zero if indicator.needs in text else None
        for match in _phrases(pattern, text) if pattern else ():
            head = _STOP.split(text[: match.start()])[-1]
            if (
                indicator.zero_then.match(text, match.end())
                and not (indicator.zero_never and indicator.zero_never.search(match[0]))
                and not _LAST_YEAR.search(_CLAUSE.split(head)[-1])
                and not _of_another_year(head, year)
            ):
                unit = "元" if "元" in indicator.units else "件"
                yield Figure(indicator.name, 0, unit, match[0], section.number, match.start(), match.end())
