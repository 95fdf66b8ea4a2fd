"""Figures told in the text of a report, with the words that tell them.

Knows the patterns in `narrative.toml`. Precision goes before completeness: what is told of another year, of a part, or
twice with different values is left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from archive.form.numbers import number
from archive.form.reading import Figure, Number, Section

_UNIT: Final = "条次|条|件次|件|份|篇|期次|期|场次|场|人次|次|轮|起|例|宗|万元|元|个|项"
_FIGURE: Final = re.compile(
    rf"(?P<number>\d[\d,，]*(?:\.\d+)?|[一二三四五六七八九十百千两]+)\s*(?P<myriad>万(?!元))?\s*(?P<vague>余|多|几)?\s*(?P<unit>{_UNIT})"
)
_STOP: Final = re.compile(r"[。；;！!？?\n]")
_YEAR: Final = re.compile(r"20(?<!\d20)\d\d(?=\s*年)")
_TURNED: Final = re.compile(r"(?:案件|案|申请)?(?:被|维持|纠正|败诉|应诉)")
_SHORTEST, _LONGEST = 2, 80


@dataclass(frozen=True, slots=True)
class _Indicator:
    name: str
    units: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    zero: re.Pattern[str] | None
    never: re.Pattern[str]
    zero_never: re.Pattern[str] | None
    channelled: bool
    needs: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    indicators: tuple[_Indicator, ...]
    by_unit: dict[str, tuple[_Indicator, ...]]
    channels: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _patterns() -> _Patterns:
    data = tomllib.loads((Path(__file__).parent / "narrative.toml").read_text(encoding="utf-8"))
    indicators = tuple(_indicator(entry, data["never"]) for entry in data["indicator"])
    by_unit = {unit: tuple(each for each in indicators if unit in each.units) for unit in _UNIT.split("|")}
    return _Patterns(indicators, by_unit, tuple((name, _any(words)) for name, words in data["channels"].items()))


def _indicator(entry: dict[str, object], never: list[str]) -> _Indicator:
    def words(name: str) -> list[str]:
        value = entry.get(name, [])
        return [str(word) for word in value] if isinstance(value, list) else []

    before, after = words("before"), words("after")
    zero, zero_never = words("zero"), words("zero_never")
    return _Indicator(
        name=str(entry["name"]),
        units=frozenset(str(entry["unit"]).split("|")),
        before=re.compile(rf"(?:{'|'.join(before)})\s*[:：]?\s*$") if before else None,
        after=_both(after),
        zero=re.compile("|".join(zero)) if zero else None,
        never=_any([*never, *words("never")]),
        zero_never=_any(zero_never) if zero_never else None,
        channelled=bool(entry.get("channelled")),
        needs=str(entry.get("needs", "")),
    )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in words))


def _both(after: list[str]) -> re.Pattern[str] | None:
    return re.compile(rf"\s*{after[-1]}") if after else None


def figures(sections: Iterable[Section], year: int | None = None) -> tuple[Figure, ...]:
    """The figures told in these sections of the report for a year.

    What is told of other years only, or of one thing with different values, is left out.
    """
    found = [figure for section in sections for figure in (*_counted(section, year), *_none(section))]
    values: dict[str, set[Number]] = {}
    for figure in found:
        values.setdefault(figure.indicator, set()).add(figure.value)
    return tuple(
        sorted((f for f in found if len(values[f.indicator]) == 1), key=lambda f: (f.section, f.start, f.indicator))
    )


def _counted(section: Section, year: int | None) -> Iterator[Figure]:
    text, last = section.text, 0
    for match in _FIGURE.finditer(text):
        start = max(last, match.start() - _LONGEST)
        for stop in _STOP.finditer(text, start, match.start()):
            start = stop.end()
        last = match.end()
        head = text[start : match.start()]
        if len(head) < _SHORTEST:
            continue
        tail = text[match.end() : match.end() + 20]
        for indicator in _patterns().by_unit[match["unit"]]:
            if (name := _told(indicator, head, tail)) and not _of_another_year(head, year):
                yield from _figure(section, name, match, start)


def _of_another_year(head: str, year: int | None) -> bool:
    named = {int(found) for found in _YEAR.findall(head)}
    return bool(year and named and year not in named)


def _told(indicator: _Indicator, head: str, tail: str) -> str | None:
    """The name of the indicator that a number between these words tells."""
    if not (indicator.before and indicator.before.search(head)) and not (
        indicator.after and _opens(indicator, head, tail)
    ):
        return None
    if indicator.never.search(head):
        return None
    if not indicator.channelled:
        return indicator.name
    channels = [name for name, words in _patterns().channels if words.search(head)]
    return indicator.name if not channels else f"{indicator.name}_{channels[0]}" if len(channels) == 1 else None


def _opens(indicator: _Indicator, head: str, tail: str) -> bool:
    verbs = (
        "收到",
        "受理",
        "接收",
        "接到",
        "收办",
        "新收",
        "举办",
        "组织",
        "开展",
        "召开",
        "组织开展",
        "开展了",
        "举办了",
        "召开了",
        "组织了",
    )
    return head.rstrip("共计约").endswith(verbs) and bool(indicator.after and indicator.after.match(tail))


def _figure(section: Section, name: str, match: re.Match[str], start: int) -> Iterator[Figure]:
    value = number(match["number"].replace("，", "").replace(",", ""))
    if value is not None:
        head = section.text[start : match.start()]
        clause = max(head.rfind(mark) for mark in "，,：:") + 1
        begin = start + clause + len(head[clause:]) - len(head[clause:].lstrip())
        scaled = value * 10_000 if match["myriad"] else value
        yield Figure(name, scaled, match["unit"], section.text[begin : match.end()], section.number, begin, match.end())


def _none(section: Section) -> Iterator[Figure]:
    """Phrases that say “none”."""
    for indicator in _patterns().indicators:
        sought = indicator.zero if indicator.needs in section.text else None
        for match in sought.finditer(section.text) if sought else ():
            turned = _TURNED.match(section.text, match.end())
            if not turned and not (indicator.zero_never and indicator.zero_never.search(match[0])):
                unit = "元" if "元" in indicator.units else "件"
                yield Figure(indicator.name, 0, unit, match[0], section.number, match.start(), match.end())
