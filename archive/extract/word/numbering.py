"""The list numbers that Word prints before paragraphs without storing them as text: 一、（一）1. and the like.

Reads `numbering.xml` and the numbers that the XML of 2003 writes out. Bullets are not printed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive import patterns
from archive.extract.layout import xml
from archive.extract.word.styles import Styles

_DIGITS: Final = "〇一二三四五六七八九"
_CHINESE: Final = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographTraditional",
        "chineseLegalSimplified",
        "ideographDigital",
        "koreanCounting",
    }
)
_LEVEL_PLACEHOLDER: Final = patterns.lazy(r"%(\d)")
_LEVELS: Final = 9
_MAX_LABEL: Final = 80
"""Characters of a label at most, as it is repeated before every paragraph of its list."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered: number format, label text such as `第%1条`, first number."""

    style: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class ListInstance:
    """An instance of an abstract list (`w:num`): its levels, and the numbers at which its levels restart."""

    abstract: str
    levels: Mapping[int, Level]
    restarts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document and their counters, which advance with each paragraph."""

    lists: dict[str, ListInstance] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def prefix(self, properties: xml.Element | None) -> str:
        """The label of the next paragraph, by its `pPr` element; "" where it has none. Advances the counter."""
        if properties is None:
            return ""
        written = xml.child(properties, "listPr")
        if written is not None:
            return stored_label(xml.value(written, "t") or "")
        list_id, level = self.styles.list_and_level(xml.value(properties, "pStyle"))
        number = xml.child(properties, "numPr")
        if number is not None:
            list_id = xml.value(number, "numId") or list_id
            level = xml.value(number, "ilvl") or level
        return self.number(list_id, _int(level, 0))

    def number(self, list_id: str, level: int) -> str:
        """The next label of a list's level (0 to 8); "" where there is no such list or level."""
        instance = self.lists.get(list_id)
        if instance is None or level not in instance.levels:
            return ""
        counts = self._counts.setdefault(instance.abstract, [None] * _LEVELS)
        previous = counts[level]
        if level in instance.restarts and (list_id, level) not in self._started:
            counts[level] = instance.restarts[level]
        else:
            counts[level] = instance.levels[level].start if previous is None else previous + 1
        self._started.add((list_id, level))
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return format_label(instance.levels, counts, level)


def load(numbering: xml.Element | None, styles: Styles) -> Numbering:
    """The lists of a numbering part; none where the part is missing."""
    found = Numbering(styles=styles)
    if numbering is None:
        return found
    abstracts = {
        xml.attribute(abstract, "abstractNumId") or "": _levels(xml.children(abstract, "lvl"))
        for abstract in xml.children(numbering, "abstractNum")
    }
    for number in xml.children(numbering, "num"):
        abstract = xml.value(number, "abstractNumId") or ""
        overrides = list(xml.children(number, "lvlOverride"))
        levels = _levels(level for override in overrides for level in xml.children(override, "lvl"))
        restarts = {
            _int(xml.attribute(override, "ilvl"), 0): _int(start, 1)
            for override in overrides
            if (start := xml.value(override, "startOverride")) is not None
        }
        if abstract in abstracts:
            list_id = xml.attribute(number, "numId") or ""
            found.lists[list_id] = ListInstance(abstract, {**abstracts[abstract], **levels}, restarts)
    return found


def format_label(levels: Mapping[int, Level], counts: Sequence[int | None], level: int) -> str:
    """A label with the numbers of its level and the levels above filled in; "" for a bullet."""
    if levels[level].style in ("bullet", "none"):
        return ""

    def level_number(match: re.Match[str]) -> str:
        above = int(match[1]) - 1
        if above not in levels:
            return ""
        count = counts[above]
        return format_number(levels[above].start if count is None else count, levels[above].style)

    return _LEVEL_PLACEHOLDER.sub(level_number, levels[level].text[:_MAX_LABEL])


def stored_label(text: str) -> str:
    """A label that the file stores as text, without white space; "" for a bullet."""
    label = "".join(text.split())
    return label if any(map(str.isnumeric, label)) or (len(label) > 1 and any(map(str.isalpha, label))) else ""


def format_number(number: int, style: str) -> str:
    """A number in one of Word's number formats; decimal where the format is unknown."""
    if style in _CHINESE:
        return chinese_numeral(number)
    if style == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if style in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((97 if style == "lowerLetter" else 65) + number - 1)
    return str(number)


def chinese_numeral(number: int) -> str:
    """A number in Chinese numerals: 1 to 99 with 十, all others digit by digit."""
    if not 0 < number < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(max(number, 0)))
    tens, units = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[units] if units else "")


def _levels(elements: Iterable[xml.Element]) -> dict[int, Level]:
    levels = {}
    for level in elements:
        number = _int(xml.attribute(level, "ilvl"), 0)
        if 0 <= number < _LEVELS:
            levels[number] = Level(
                xml.value(level, "numFmt") or "decimal",
                xml.value(level, "lvlText") or "",
                _int(xml.value(level, "start"), 1),
            )
    return levels


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdigit() and len(text) < 7 else default
