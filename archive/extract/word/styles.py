"""Word's style sheet: which styles hide, strike out or raise text, make headings, and put paragraphs in lists.

Reads `styles.xml`, or the styles of the XML of 2003, and resolves inheritance (`basedOn`). Properties that do not
decide what is printed are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from archive import patterns
from archive.extract.layout import xml
from archive.extract.layout.marks import Appearance

_HEADING: Final = patterns.lazy(r"(?:heading|标题)\s*([1-6])|^([1-6])$", re.IGNORECASE)
_DEEPEST: Final = 30
_TOGGLES: Final = ("vanish", "strike")
"""Toggle properties: set in both the paragraph's and the character's style they cancel out (ECMA-376-1, 17.7.3)."""
_SWITCHES: Final = (*_TOGGLES, "dstrike")
_OFF: Final = ("0", "false", "off", "none")

RunProperties = Mapping[str, bool]
"""The values of `vanish`, `strike`, `dstrike` and `raised` as far as they are set."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style: its parent, its character properties, its heading level (0 for none), and its list and level."""

    based_on: str
    properties: RunProperties
    heading: int
    list_id: str | None
    level: str | None


@dataclass(slots=True)
class Styles:
    """The styles of a document by their ids; `defaults` are its `docDefaults`."""

    styles: dict[str, Style] = field(default_factory=dict)
    defaults: RunProperties = field(default_factory=dict)
    default_paragraph_style: str = ""
    """The id of the style of a paragraph that names none."""
    _appearances: dict[tuple[str, str, tuple[tuple[str, bool], ...]], Appearance] = field(default_factory=dict)

    def heading(self, style_id: str | None) -> int:
        """The heading level of a style, 1 to 6; 0 for a style that makes no heading."""
        known = self.styles.get(style_id or "")
        return known.heading if known else 0

    def list_and_level(self, style_id: str | None) -> tuple[str, str | None]:
        """The id of the list that a style or its nearest ancestor puts paragraphs in ("" for none), and the level."""
        chain = list(self._chain(style_id or self.default_paragraph_style))
        list_id = next((style.list_id for style in chain if style.list_id is not None), "")
        return list_id, next((style.level for style in chain if style.level is not None), None)

    def appearance(self, paragraph: str | None, run: xml.Element | None) -> Appearance:
        """How a run is printed in a paragraph of this style; `run` is its `rPr` element."""
        direct = tuple(run_properties(run).items()) if run is not None else ()
        character = xml.value(run, "rStyle") or ""
        key = paragraph or self.default_paragraph_style, character, direct
        if key not in self._appearances:
            self._appearances[key] = self._resolve(*key)
        return self._appearances[key]

    def _resolve(self, paragraph: str, character: str, direct: tuple[tuple[str, bool], ...]) -> Appearance:
        of_paragraph, of_character = self._inherited_properties(paragraph), self._inherited_properties(character)
        effective = {**self.defaults, **of_paragraph, **of_character}
        for toggle in _TOGGLES:
            toggled = of_paragraph.get(toggle, False) != of_character.get(toggle, False)
            effective[toggle] = self.defaults.get(toggle, False) or toggled
        effective |= dict(direct)
        if any(effective.get(name) for name in _SWITCHES):
            return "unseen"
        return "raised" if effective.get("raised") else ""

    def _inherited_properties(self, style_id: str) -> dict[str, bool]:
        inherited: dict[str, bool] = {}
        for style in self._chain(style_id):
            inherited = {**style.properties, **inherited}
        return inherited

    def _chain(self, style_id: str) -> Iterator[Style]:
        """A style and its ancestors, nearest first."""
        for _ in range(_DEEPEST):
            known = self.styles.get(style_id)
            if known is None:
                return
            yield known
            style_id = known.based_on


def load(root: xml.Element | None) -> Styles:
    """The styles below the root of a styles part; none where there is no such part."""
    found = Styles()
    if root is None:
        return found
    for element in root:
        name = xml.name(element)
        if name == "docDefaults":
            default = xml.child(element, "rPrDefault")
            found.defaults = run_properties(xml.child(default, "rPr")) if default is not None else {}
        elif name == "style":
            style_id = xml.attribute(element, "styleId") or ""
            found.styles[style_id] = _style(element)
            if xml.attribute(element, "type") == "paragraph" and xml.attribute(element, "default") in (
                "1",
                "true",
                "on",
            ):
                found.default_paragraph_style = style_id
    return found


def is_on(properties: xml.Element | None, name: str) -> bool:
    """Whether a switch is set and not off (`val` of 0, false, off or none)."""
    switch = xml.child(properties, name) if properties is not None else None
    return switch is not None and xml.attribute(switch, "val") not in _OFF


def run_properties(properties: xml.Element | None) -> dict[str, bool]:
    """The properties that an `rPr` element sets."""
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
        run_properties(xml.child(element, "rPr")),
        int(heading[1] or heading[2]) if heading else 0,
        xml.value(numbered, "numId"),
        xml.value(numbered, "ilvl"),
    )
