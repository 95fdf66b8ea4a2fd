"""The numbers that an OpenDocument text prints before paragraphs of lists and before headings.

Knows list styles, the outline style, and which lists go on where another ended (OpenDocument 1.3, part 3, 5.3 and
16.30 to 16.34); bullets print nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from archive.extract.layout import xml
from archive.extract.word import numbering
from archive.extract.word.numbering import Level

_LEVELS: Final = 10
_PLACE: Final = re.compile(r"%(\d{1,2})%")
_FORMATS: Final = {
    "一": "chineseCounting",
    "①": "decimalEnclosedCircle",
    "１": "decimalFullWidth",
    "a": "lowerLetter",
    "A": "upperLetter",
}
"""The styles of numbers by how a list of them begins; any other one counts in digits."""

Counts = list[int | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A list that is being read: its style, how deep it lies in others (0 in none), and the numbers counted in it."""

    style: str
    level: int
    counts: Counts


class Lists:
    """The lists of a document, counting on as paragraphs ask for their numbers."""

    def __init__(self, roots: Iterable[xml.Element]) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        self._outline: dict[int, Level] = {}
        self._headings: Counts = [None] * _LEVELS
        self._ids: dict[str, Counts] = {}
        self._last: dict[str, Counts] = {}
        for root in roots:
            for style in root.iter("{*}list-style", "{*}outline-style"):
                if xml.name(style) == "list-style":
                    self._styles[xml.attribute(style, "name") or ""] = _levels(style)
                else:
                    self._outline = _levels(style)

    def enter(self, element: xml.Element, outer: Place | None) -> Place:
        """A list that begins, inside of another one or of none."""
        style = xml.attribute(element, "style-name") or (outer.style if outer else "")
        if outer is not None:
            return Place(style, min(outer.level + 1, _LEVELS - 1), outer.counts)
        counts = self._ids.get(xml.attribute(element, "continue-list") or "")
        if counts is None and xml.attribute(element, "continue-numbering") == "true":
            counts = self._last.get(style)
        if counts is None:
            counts = [None] * _LEVELS
        self._last[style] = counts
        if list_id := xml.attribute(element, "id"):
            self._ids[list_id] = counts
        return Place(style, 0, counts)

    def item(self, item: xml.Element, place: Place) -> str:
        """The number of an item; "" where it has none."""
        written = xml.child(item, "number")
        start = xml.attribute(item, "start-value")
        number = _next(self._styles.get(place.style, {}), place.counts, place.level, start)
        return numbering.stored_label(xml.text(written)) if written is not None else number

    def heading(self, heading: xml.Element) -> str:
        """The number of a heading that stands in no list; "" where it has none, or where it is written out."""
        level = xml.attribute(heading, "outline-level") or ""
        if not level.isdigit() or xml.attribute(heading, "is-list-header") == "true":
            return ""
        number = _next(self._outline, self._headings, int(level[:3]) - 1, xml.attribute(heading, "start-value"))
        return "" if xml.child(heading, "number") is not None else number


def _next(levels: dict[int, Level], counts: Counts, level: int, start: str | None) -> str:
    if level not in levels:
        return ""
    before = counts[level]
    if start is not None and start.isdigit():
        counts[level] = int(start[:6])
    else:
        counts[level] = levels[level].start if before is None else before + 1
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
    form = xml.attribute(element, "num-format") or ""
    shown = xml.whole(xml.attribute(element, "display-levels"), 1, 6)
    places = ".".join(f"%{at}" for at in range(max(level - shown, 0) + 1, level + 1))
    text = f"{xml.attribute(element, 'num-prefix') or ''}{places}{xml.attribute(element, 'num-suffix') or ''}"
    written = xml.attribute(element, "num-list-format")
    style = _FORMATS.get(form[:1], "decimal") if form and "bullet" not in xml.name(element) else "none"
    return Level(
        style, _PLACE.sub(r"%\1", written) if written else text, xml.whole(xml.attribute(element, "start-value"), 1, 6)
    )
