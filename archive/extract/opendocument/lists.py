"""The labels that an OpenDocument text prints before list items and headings.

Reads list styles, the outline style, and which lists continue an earlier one (OpenDocument 1.3, part 3, 5.3 and 16.30
to 16.34). Bullets are not printed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from archive import patterns
from archive.extract.layout import xml
from archive.extract.word import numbering
from archive.extract.word.numbering import Level

_LEVELS: Final = 10
_LEVEL_PLACEHOLDER: Final = patterns.lazy(r"%(\d{1,2})%")
_FORMATS: Final = {
    "一": "chineseCounting",
    "①": "decimalEnclosedCircle",
    "１": "decimalFullWidth",
    "a": "lowerLetter",
    "A": "upperLetter",
}
"""Number formats by the first character of `num-format`; all others are decimal."""

Counts = list[int | None]


@dataclass(frozen=True, slots=True)
class OpenList:
    """An open list: its style, its level (0 for the outermost list), and its counters by level."""

    style: str
    level: int
    counts: Counts


class OdfLists:
    """The lists of a document and their counters, which advance with each item and heading."""

    def __init__(self, roots: Iterable[xml.Element]) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        self._outline: dict[int, Level] = {}
        self._heading_counts: Counts = [None] * _LEVELS
        self._counts_by_id: dict[str, Counts] = {}
        self._counts_by_style: dict[str, Counts] = {}
        for root in roots:
            for style in root.iter("{*}list-style", "{*}outline-style"):
                if xml.name(style) == "list-style":
                    self._styles[xml.attribute(style, "name") or ""] = _levels(style)
                else:
                    self._outline = _levels(style)

    def enter(self, element: xml.Element, outer: OpenList | None) -> OpenList:
        """Open a list, inside of `outer` or as an outermost list."""
        style = xml.attribute(element, "style-name") or (outer.style if outer else "")
        if outer is not None:
            return OpenList(style, min(outer.level + 1, _LEVELS - 1), outer.counts)
        counts = self._counts_by_id.get(xml.attribute(element, "continue-list") or "")
        if counts is None and xml.attribute(element, "continue-numbering") == "true":
            counts = self._counts_by_style.get(style)
        if counts is None:
            counts = [None] * _LEVELS
        self._counts_by_style[style] = counts
        if list_id := xml.attribute(element, "id"):
            self._counts_by_id[list_id] = counts
        return OpenList(style, 0, counts)

    def item(self, item: xml.Element, open_list: OpenList) -> str:
        """The label of the next item; "" where it has none."""
        stored = xml.child(item, "number")
        start = xml.attribute(item, "start-value")
        number = _next(self._styles.get(open_list.style, {}), open_list.counts, open_list.level, start)
        return numbering.stored_label(xml.text(stored)) if stored is not None else number

    def heading(self, heading: xml.Element) -> str:
        """The label of the next heading outside of lists; "" where it has none, or where its text includes it."""
        level = xml.attribute(heading, "outline-level") or ""
        if not level.isdigit() or xml.attribute(heading, "is-list-header") == "true":
            return ""
        number = _next(self._outline, self._heading_counts, int(level[:3]) - 1, xml.attribute(heading, "start-value"))
        return "" if xml.child(heading, "number") is not None else number


def _next(levels: dict[int, Level], counts: Counts, level: int, start: str | None) -> str:
    if level not in levels:
        return ""
    previous = counts[level]
    if start is not None and start.isdigit():
        counts[level] = int(start[:6])
    else:
        counts[level] = levels[level].start if previous is None else previous + 1
    counts[level + 1 :] = [None] * (_LEVELS - level - 1)
    return numbering.format_label(levels, counts, level)


def _levels(style: xml.Element) -> dict[int, Level]:
    levels = {}
    for element in style:
        level = xml.attribute(element, "level") or ""
        if level.isdigit() and 0 < int(level[:3]) <= _LEVELS:
            levels[int(level[:3]) - 1] = _level(element, int(level[:3]))
    return levels


def _level(element: xml.Element, level: int) -> Level:
    number_format = xml.attribute(element, "num-format") or ""
    display_levels = xml.whole(xml.attribute(element, "display-levels"), 1, 6)
    placeholders = ".".join(f"%{at}" for at in range(max(level - display_levels, 0) + 1, level + 1))
    text = f"{xml.attribute(element, 'num-prefix') or ''}{placeholders}{xml.attribute(element, 'num-suffix') or ''}"
    stored = xml.attribute(element, "num-list-format")
    style = (
        _FORMATS.get(number_format[:1], "decimal") if number_format and "bullet" not in xml.name(element) else "none"
    )
    return Level(
        style,
        _LEVEL_PLACEHOLDER.sub(r"%\1", stored) if stored else text,
        xml.whole(xml.attribute(element, "start-value"), 1, 6),
    )
