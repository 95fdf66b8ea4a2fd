"""The numbers that Word puts before paragraphs without writing them: 一、（一）1. and the like.

Knows `numbering.xml` and the numbers that the XML of 2003 writes out; bullets have no number and print nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

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
_PLACE: Final = re.compile(r"%(\d)")
_LEVELS: Final = 9
_LONGEST: Final = 80
"""Characters of a number, which stands before every paragraph of its list."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    style: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One use of an abstract list: its levels, and the numbers at which it begins anew."""

    abstract: str
    levels: Mapping[int, Level]
    restarts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counting on as paragraphs ask for their numbers."""

    lists: dict[str, Listed] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def prefix(self, properties: xml.Element | None) -> str:
        """What is printed before a paragraph with these properties; "" where it has no number."""
        if properties is None:
            return ""
        printed = xml.child(properties, "listPr")
        if printed is not None:
            return label(xml.value(printed, "t") or "")
        list_id, level = self.styles.listed(xml.value(properties, "pStyle"))
        number = xml.child(properties, "numPr")
        if number is not None:
            list_id = xml.value(number, "numId") or list_id
            level = xml.value(number, "ilvl") or level
        return self.number(list_id, _int(level, 0))

    def number(self, list_id: str, level: int) -> str:
        """The next number of a list's level; "" where there is no such list or level."""
        known = self.lists.get(list_id)
        if known is None or level not in known.levels:
            return ""
        counts = self._counts.setdefault(known.abstract, [None] * _LEVELS)
        before = counts[level]
        if level in known.restarts and (list_id, level) not in self._begun:
            counts[level] = known.restarts[level]
        else:
            counts[level] = known.levels[level].start if before is None else before + 1
        self._begun.add((list_id, level))
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return numbered(known.levels, counts, level)


def load(numbering: xml.Element | None, styles: Styles) -> Numbering:
    """The lists that the part describes, those of the styles among them; none where it is missing."""
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
            found.lists[list_id] = Listed(abstract, {**abstracts[abstract], **levels}, restarts)
    return found


def numbered(levels: Mapping[int, Level], counts: Sequence[int | None], level: int) -> str:
    """The number of a paragraph as its level prints it, with those of the levels above; "" for a bullet."""
    if levels[level].style in ("bullet", "none"):
        return ""

    def printed(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at not in levels:
            return ""
        count = counts[at]
        return spelled(levels[at].start if count is None else count, levels[at].style)

    return _PLACE.sub(printed, levels[level].text[:_LONGEST])


def label(text: str) -> str:
    """A number as it is written out before a paragraph, without white space; "" for a bullet."""
    said = "".join(text.split())
    return said if any(map(str.isnumeric, said)) or (len(said) > 1 and any(map(str.isalpha, said))) else ""


def spelled(number: int, style: str) -> str:
    """A number in one of Word's styles; decimal where the style is not known."""
    if style in _CHINESE:
        return chinese(number)
    if style == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if style in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((97 if style == "lowerLetter" else 65) + number - 1)
    return str(number)


def chinese(number: int) -> str:
    """A number from 0 to 99 as one counts in Chinese, above that digit by digit."""
    if not 0 < number < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(max(number, 0)))
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


def _levels(described: Iterable[xml.Element]) -> dict[int, Level]:
    levels = {}
    for level in described:
        at = _int(xml.attribute(level, "ilvl"), 0)
        if 0 <= at < _LEVELS:
            levels[at] = Level(
                xml.value(level, "numFmt") or "decimal",
                xml.value(level, "lvlText") or "",
                _int(xml.value(level, "start"), 1),
            )
    return levels


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdigit() and len(text) < 7 else default
