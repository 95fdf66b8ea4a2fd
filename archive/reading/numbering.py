"""The numbers that Word puts before paragraphs without writing them: 一、（一）1. and the like.

Knows `numbering.xml` and `styles.xml`; bullets have no number and print nothing here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from archive.reading import xml

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


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    style: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counting on as paragraphs ask for their numbers."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def prefix(self, paragraph: xml.Element) -> str:
        """What is printed before this paragraph; "" where it has no number."""
        properties = xml.child(paragraph, "pPr")
        if properties is None:
            return ""
        number = xml.child(properties, "numPr")
        list_id, level = self.styles.get(xml.value(properties, "pStyle") or "", ("", 0))
        if number is not None:
            list_id = xml.value(number, "numId") or list_id
            level = _int(xml.value(number, "ilvl"), level)
        abstract = self.lists.get(list_id, "")
        known = self.levels.get(abstract, {})
        return self._next(abstract, known, level) if level in known else ""

    def _next(self, abstract: str, known: dict[int, Level], level: int) -> str:
        counts = self._counts.setdefault(abstract, [0] * _LEVELS)
        counts[level] = counts[level] + 1 if counts[level] else known[level].start
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        if known[level].style in ("bullet", "none"):
            return ""

        def printed(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            if at not in known:
                return ""
            return spelled(counts[at] or known[at].start, known[at].style)

        return _PLACE.sub(printed, known[level].text)


def load(numbering: bytes | None, styles: bytes | None) -> Numbering:
    """The lists that the two parts describe; none where they are missing."""
    found = Numbering()
    if numbering is not None:
        root = xml.parse(numbering)
        for abstract in xml.children(root, "abstractNum"):
            found.levels[xml.attribute(abstract, "abstractNumId") or ""] = _levels(abstract)
        for number in xml.children(root, "num"):
            found.lists[xml.attribute(number, "numId") or ""] = xml.value(number, "abstractNumId") or ""
    if styles is not None:
        for style in xml.children(xml.parse(styles), "style"):
            properties = xml.child(style, "pPr")
            of_style = xml.child(properties, "numPr") if properties is not None else None
            if of_style is not None and (list_id := xml.value(of_style, "numId")):
                found.styles[xml.attribute(style, "styleId") or ""] = (list_id, _int(xml.value(of_style, "ilvl"), 0))
    return found


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


def _levels(abstract: xml.Element) -> dict[int, Level]:
    levels = {}
    for level in xml.children(abstract, "lvl"):
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
