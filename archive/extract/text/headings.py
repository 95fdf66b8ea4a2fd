"""The headings that may open a section: how they are numbered, and which of the six sections their words name.

Knows the wordings in `sections.toml`; which of the headings do open sections is decided in `heading_levels`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from archive import patterns
from archive.extract.layout.document import Block, Cell, Paragraph, Table
from archive.extract.report.labels import distance, key
from archive.extract.report.numbers import chinese

_ROMAN: Final = {numeral: at for at, numeral in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", 1)} | {
    letters: at for at, letters in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"), 1)
}
_NUMERALS: Final = "一二三四五六七八九十"
_SIGNS: Final = {
    sign: at
    for row in ("①②③④⑤⑥⑦⑧⑨⑩", "❶❷❸❹❺❻❼❽❾❿", "➊➋➌➍➎➏➐➑➒➓", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩")
    for at, sign in enumerate(row, 1)
}
# such as 第一部分 or 第1章 or Part1; not 第一部分是主动公开政府信息情况
_PART: Final = (
    rf"(?:第\s*(?P<part>[{_NUMERALS}]{{1,2}}|\d{{1,2}})\s*(?:部分|[章节条块篇])|(?i:part)\s*+(?:[.．]\s*+)?0?(?P<english>\d{{1,2}}))"
    r"(?!是|为|由|主要|内容)\s*[、.．,，:：]?"
)
# such as 第一， or 第一、
_FIRST: Final = rf"第\s*(?P<first>[{_NUMERALS}]{{1,2}})\s*[、.．,，:：]"
# such as 一、 or 一） or 壹、 or 甲、 or （一） or 1. or （1） or ① or Ⅱ、 or A.
_ORDINAL: Final = patterns.lazy(
    rf"\s*(?:{_PART}|{_FIRST}|(?P<chinese>[{_NUMERALS}]{{1,2}})\s*[、.．。,，:：丶﹑､)）\s]|"
    rf"[(（〔［\[](?P<bracket>[{_NUMERALS}]{{1,2}})[)）〕］\]]|(?P<arabic>\d{{1,2}})\s*[、.．,，丶﹑､]|"
    rf"[(（〔［\[](?P<digits>\d{{1,2}})[)）〕］\]]|(?P<sign>[{''.join(_SIGNS)}])\s*[、.．,，]?|"
    r"(?P<roman>[Ⅰ-Ⅹ]|[IVX]{1,4}|[ivx]{1,4})\s*[、.．,，:：]|"
    r"(?P<formal>[壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊己庚辛壬癸A-HJa-hj])\s*[、.．,，:：])\s*"
)
# such as 一是总体情况, where nothing but a title stands behind
_POINT: Final = patterns.lazy(rf"\s*(?P<point>[{_NUMERALS}]{{1,2}})是")
_FORMAL_ROWS: Final = ("壹贰叁肆伍陆柒捌玖拾", "甲乙丙丁戊己庚辛壬癸", "ABCDEFGHJ")
_FORMAL: Final = {numeral: at for row in _FORMAL_ROWS for at, numeral in enumerate(row, 1)}
# such as the year of 一、2023年总体情况
_YEAR_IN_FRONT: Final = patterns.lazy(r"^\s*20\d\d\s*年度?")
_WORDS: Final = patterns.lazy(r"\s*(?![第一二三四五六七八九十])[\u4e00-\u9fff]")
LONGEST: Final = 40
_LONGEST_TITLE: Final = 100
STRONG: Final = 10
_WEAK: Final = 2
_LONG_ENOUGH: Final = 6
NO_ROW: Final = -1
NUMBER_IN_LINE: Final = r"(?:[一二三四五六七八1-8][、.．]|第[一二三四五六七八1-8]部分[、：:]?)"
"""A number that opens a heading in the middle of a line."""
_INSIDE: Final = frozenset("、,，")
_ENDS: Final = frozenset("。.:：；;")
UNNUMBERED: Final = 0
"""The ordinal of a heading whose own words open its line."""


class Level(StrEnum):
    """How a heading is numbered. Headings of one level are on a par; those inside another level are sub-headings."""

    PART = "第一部分"
    FIRST = "第一，"
    CHINESE = "一、"
    BRACKET = "（一）"
    ARABIC = "1."
    DIGITS = "（1）"
    SIGN = "①"
    POINT = "一是"
    ROMAN = "Ⅰ、"
    FORMAL = "壹、"
    UNNUMBERED = ""


class Heading(NamedTuple):
    """A heading that may open a section: index of its block, number of the section, wording, text after it on its line.

    `ordinal` is the number printed before it; None for something else than a number, and for one in brackets, which
    `value` holds as well. `row` is the row of a table that it fills; `NO_ROW` for a heading that is a paragraph.
    """

    block: int
    number: int
    heading: str
    rest: str
    weight: int
    ordinal: int | None = None
    row: int = NO_ROW
    level: Level = Level.UNNUMBERED
    value: int | None = None

    @property
    def strong(self) -> bool:
        """Whether its wording certainly names a section."""
        return self.weight >= STRONG


@dataclass(frozen=True, slots=True)
class _Title:
    number: int
    wording: str
    weight: int


@cache
def _titles() -> dict[str, _Title]:
    data = tomllib.loads((Path(__file__).parent / "sections.toml").read_text(encoding="utf-8"))
    titles: dict[str, _Title] = {}
    for section in data["statutory"]:
        for weight, wordings in ((_WEAK, section["weak"]), (STRONG, section["strong"])):
            titles |= {key(wording): _Title(section["number"], wording, weight) for wording in wordings}
    return titles


@cache
def _strong_lengths() -> tuple[int, ...]:
    """The lengths of the strong wordings, longest first."""
    lengths = {len(wording) for wording, title in _titles().items() if title.weight == STRONG}
    return tuple(sorted(lengths, reverse=True))


@cache
def _strong_beginnings() -> frozenset[str]:
    """The characters with which the strong wordings begin."""
    return frozenset(wording[0] for wording, title in _titles().items() if title.weight == STRONG)


def strong_words() -> str:
    """A regular expression for the strong wordings, longest first, with punctuation and spaces optional."""
    strong = sorted((wording for wording, t in _titles().items() if t.weight == STRONG), key=len, reverse=True)
    return "|".join(r"[\s、,，]*".join(wording) for wording in strong)


@cache
def may_open() -> re.Pattern[str]:
    """A number before a character with which some strong wording begins: quick to compile, where they are not."""
    return re.compile(rf"{NUMBER_IN_LINE}\s*[{''.join(sorted(_strong_beginnings()))}]")


def candidates(at: int, block: Block) -> list[Heading]:
    """The headings that a block holds: a paragraph one at most, a table one in each row with a single text."""
    if isinstance(block, Paragraph):
        return _statutory(at, block.text)
    if not isinstance(block, Table):
        return []
    single = [
        (row, text) for row, cells in enumerate(block.grid) if (text := only_text(cells)) and len(text) <= LONGEST
    ]
    return [h._replace(row=row) for row, text in single for h in _statutory(at, text) if h.weight >= STRONG]


def only_text(row: Sequence[Cell | None]) -> str:
    """The one text of a row; "" where it has none or several."""
    found = ""
    for cell in row:
        if cell is not None and cell.text and cell.text != found:
            if found:
                return ""
            found = cell.text
    return found


def _statutory(at: int, text: str) -> list[Heading]:
    """The statutory heading that a paragraph is or begins with, if any."""
    if (point := _POINT.match(text)) and (title := _titles().get(key(text[point.end() :]))):
        words = text[point.end() :].strip().rstrip("。:：")
        return [Heading(at, title.number, words, "", title.weight, None, NO_ROW, Level.POINT, chinese(point["point"]))]
    ordinal = _ordinal(text)
    if len(text) > LONGEST and not ordinal:
        return []
    label = key(_without_year(text[ordinal.end() :]) if ordinal else text)
    if len(text) <= _LONGEST_TITLE and (title := _titles().get(label)):
        return [_heading(at, text, title, without_ordinal(text), weight=title.weight + bool(ordinal))]
    if ordinal and (opening := _strong_title_in_front(text[ordinal.end() :])):
        title, words, rest = opening
        return [_heading(at, text, title, words, rest)]
    if ordinal and len(text) <= LONGEST and (title := _misprinted_title(label)):
        return [_heading(at, text, title, without_ordinal(text))]
    return []


@lru_cache(maxsize=256)
def _ordinal(text: str) -> re.Match[str] | None:
    """The number that opens a line; several steps ask for that of each line."""
    return _ORDINAL.match(text)


def _without_year(title: str) -> str:
    return _YEAR_IN_FRONT.sub("", title, count=1) if "20" in title else title


def _strong_title_in_front(text: str) -> tuple[_Title, str, str] | None:
    """The longest strong title in front of a text, its wording as printed, and what follows it, if anything does.

    Spaces, commas and enumeration commas may stand inside the wording; punctuation or a space ends it.
    """
    letters: list[str] = []
    ends: list[int] = []
    for at, letter in enumerate(text):
        if not (letter.isspace() or letter in _INSIDE):
            if not letters and letter not in _strong_beginnings():
                return None
            letters.append(letter)
            ends.append(at + 1)
        if len(letters) in (0, _strong_lengths()[0]):
            break
    for length in _strong_lengths():
        title = _titles().get("".join(letters[:length])) if length <= len(letters) else None
        if title and title.weight == STRONG:
            behind = text[ends[length - 1] :]
            rest = behind.strip()
            if not rest:
                return None
            if rest[0] in _ENDS or behind[0].isspace():
                return title, text[: ends[length - 1]], rest[rest[0] in _ENDS :].lstrip()
    return None


def _heading(at: int, text: str, title: _Title, words: str, rest: str = "", *, weight: int | None = None) -> Heading:
    level, value = number_of(text)
    weight = (title.weight if weight is None else weight) + (value == title.number)
    return Heading(at, title.number, words, rest, weight, ordinal_of(text), NO_ROW, level, value)


@lru_cache(maxsize=256)
def number_of(text: str) -> tuple[Level, int | None]:
    """The level of the number that opens a line, and the number; None without one."""
    ordinal = _ordinal(text)
    if ordinal is None:
        return Level.UNNUMBERED, None
    if part := ordinal["part"] or ordinal["english"]:
        return Level.PART, int(part) if part.isdecimal() else chinese(part)
    if ordinal["first"]:
        return Level.FIRST, chinese(ordinal["first"])
    if ordinal["chinese"]:
        return Level.CHINESE, chinese(ordinal["chinese"])
    if ordinal["bracket"]:
        return Level.BRACKET, chinese(ordinal["bracket"])
    if ordinal["digits"]:
        return Level.DIGITS, int(ordinal["digits"])
    if ordinal["sign"]:
        return Level.SIGN, _SIGNS[ordinal["sign"]]
    if ordinal["roman"]:
        return Level.ROMAN, _ROMAN.get(ordinal["roman"].upper())
    if ordinal["formal"]:
        return Level.FORMAL, _FORMAL[ordinal["formal"].upper()]
    return Level.ARABIC, int(ordinal["arabic"])


def ordinal_of(text: str) -> int | None:
    """The number without brackets that opens a line: 二、 and 2. and Ⅱ、 and 第二部分 are 2.

    `UNNUMBERED` where words open it; None where something else does, a number in brackets or a sign misread.
    """
    ordinal = _ordinal(text)
    if ordinal:
        level, value = number_of(text)
        return None if level in (Level.BRACKET, Level.DIGITS, Level.SIGN) else value or None
    return UNNUMBERED if _WORDS.match(text) else None


@lru_cache(maxsize=4096)
def _misprinted_title(label: str) -> _Title | None:
    """The title that a heading misprints."""
    if len(label) < _LONG_ENOUGH:
        return None
    candidates = [
        (edits, title)
        for wording, title in _titles().items()
        if abs(len(wording) - len(label)) <= 2
        and len(wording) >= _LONG_ENOUGH
        and (edits := distance(wording, label)) <= 2
    ]
    return min(candidates, key=lambda pair: pair[0])[1] if candidates else None


def without_ordinal(text: str) -> str:
    """A heading without its number and the punctuation behind it."""
    ordinal = _ordinal(text)
    return text[ordinal.end() if ordinal else 0 :].strip().rstrip("。:：")
