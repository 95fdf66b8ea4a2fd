"""What Word's styles say of a document's text: hidden, struck out or raised, headings, and lists.

Knows `styles.xml`, or the part of the XML of 2003 that is alike, and how styles rest on one another; refuses every
property that does not decide what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from archive.extract.layout import xml
from archive.extract.layout.marks import Appearance

_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-6])|^([1-6])$", re.IGNORECASE)
_DEEPEST: Final = 30
_TOGGLES: Final = ("vanish", "strike")
"""Switches that a paragraph's style and a character's style turn against one another (ECMA-376 part 1, 17.7.3)."""
_SWITCHES: Final = (*_TOGGLES, "dstrike")
_OFF: Final = ("0", "false", "off", "none")

Said = Mapping[str, bool]
"""`vanish`, `strike`, `dstrike` and `raised`, those of them that are said."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style: what it rests on, what it says of characters, and the list and level that it puts a paragraph in."""

    based_on: str
    said: Said
    heading: int
    list_id: str | None
    level: str | None


@dataclass(slots=True)
class Styles:
    """The styles of a document by their ids; `defaults` hold where no style says anything."""

    styles: dict[str, Style] = field(default_factory=dict)
    defaults: Said = field(default_factory=dict)
    usual: str = ""
    """The style of a paragraph that names none."""
    _looks: dict[tuple[str, str, tuple[tuple[str, bool], ...]], Appearance] = field(default_factory=dict)

    def heading(self, style: str | None) -> int:
        """The level of a heading of this style; 0 where it is none."""
        known = self.styles.get(style or "")
        return known.heading if known else 0

    def listed(self, style: str | None) -> tuple[str, str | None]:
        """The list that a paragraph of this style, or a style that it rests on, stands in, and its level there."""
        chain = list(self._chain(style or self.usual))
        list_id = next((each.list_id for each in chain if each.list_id is not None), "")
        return list_id, next((each.level for each in chain if each.level is not None), None)

    def look(self, paragraph: str | None, run: xml.Element | None) -> Appearance:
        """How characters are printed in a paragraph of this style; `run` holds the properties of the characters."""
        own = tuple(said(run).items()) if run is not None else ()
        character = xml.value(run, "rStyle") or ""
        key = paragraph or self.usual, character, own
        if key not in self._looks:
            self._looks[key] = self._look(*key)
        return self._looks[key]

    def _look(self, paragraph: str, character: str, own: tuple[tuple[str, bool], ...]) -> Appearance:
        of_paragraph, of_character = self._said(paragraph), self._said(character)
        effective = {**self.defaults, **of_paragraph, **of_character}
        for toggle in _TOGGLES:
            turned = of_paragraph.get(toggle, False) != of_character.get(toggle, False)
            effective[toggle] = self.defaults.get(toggle, False) or turned
        effective |= dict(own)
        if any(effective.get(name) for name in _SWITCHES):
            return "unseen"
        return "raised" if effective.get("raised") else ""

    def _said(self, style: str) -> dict[str, bool]:
        said: dict[str, bool] = {}
        for each in self._chain(style):
            said = {**each.said, **said}
        return said

    def _chain(self, style: str) -> Iterator[Style]:
        """A style and those that it rests on."""
        for _ in range(_DEEPEST):
            known = self.styles.get(style)
            if known is None:
                return
            yield known
            style = known.based_on


def load(root: xml.Element | None) -> Styles:
    """The styles below an element; none where there is no such element."""
    found = Styles()
    if root is None:
        return found
    for element in root:
        name = xml.name(element)
        if name == "docDefaults":
            default = xml.child(element, "rPrDefault")
            found.defaults = said(xml.child(default, "rPr")) if default is not None else {}
        elif name == "style":
            style_id = xml.attribute(element, "styleId") or ""
            found.styles[style_id] = _style(element)
            if xml.attribute(element, "type") == "paragraph" and xml.attribute(element, "default") in (
                "1",
                "true",
                "on",
            ):
                found.usual = style_id
    return found


def is_on(properties: xml.Element | None, name: str) -> bool:
    """Whether properties switch something on."""
    switch = xml.child(properties, name) if properties is not None else None
    return switch is not None and xml.attribute(switch, "val") not in _OFF


def said(properties: xml.Element | None) -> dict[str, bool]:
    """What properties of characters say themselves."""
    found: dict[str, bool] = {}
    for element in properties if properties is not None else ():
        name = xml.name(element)
        if name in _SWITCHES:
            found[name] = xml.attribute(element, "val") not in _OFF
        elif name == "vertAlign":
            found["raised"] = xml.attribute(element, "val") == "superscript"
    return found


def _style(element: xml.Element) -> Style:
    properties = xml.child(element, "pPr")
    numbered = xml.child(properties, "numPr") if properties is not None else None
    heading = (
        _HEADING.search(xml.value(element, "name") or "") if xml.attribute(element, "type") == "paragraph" else None
    )
    return Style(
        xml.value(element, "basedOn") or "",
        said(xml.child(element, "rPr")),
        int(heading[1] or heading[2]) if heading else 0,
        xml.value(numbered, "numId"),
        xml.value(numbered, "ilvl"),
    )
