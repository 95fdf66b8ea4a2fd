"""What an OpenDocument file's styles say of text: hidden, struck out, raised.

Knows the styles of `styles.xml` and of the content, their families, parents and defaults (OpenDocument 1.3, part 3,
16.29 and 20); refuses every other property.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from archive.extract.layout import xml

Look = dict[str, bool]
"""`hidden`, `struck` and `raised`, those of them that are said."""

_DEEPEST: Final = 30
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}style-name"


class Styles:
    """The styles of a document by family and name."""

    def __init__(self, roots: Iterable[xml.Element]) -> None:
        self._said: dict[tuple[str, str], tuple[str, Look]] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        for root in roots:
            for element in root.iter("{*}style", "{*}default-style"):
                if family := xml.attribute(element, "family"):
                    name = xml.attribute(element, "name") or ""
                    parent = xml.attribute(element, "parent-style-name") or ""
                    self._said[family, name] = parent, _said(xml.child(element, "text-properties"))

    def look(self, element: xml.Element, outer: Look) -> Look:
        """How the text of a paragraph or span is printed, inside of what looks like `outer`."""
        family = "paragraph" if xml.name(element) in ("p", "h") else "text"
        own = self._look(family, element.get(_STYLE) or "")
        return {**outer, **own} if own else outer

    def _look(self, family: str, name: str) -> Look:
        """What a style says, and for what it does not say its parents; a paragraph's last one is the default."""
        known = self._looks.get((family, name))
        if known is not None:
            return known
        chain: list[Look] = []
        at = name
        while at and len(chain) < _DEEPEST:
            at, said = self._said.get((family, at), ("", {}))
            chain.append(said)
        if family == "paragraph":
            chain.append(self._said.get((family, ""), ("", {}))[1])
        look = {key: value for said in reversed(chain) for key, value in said.items()}
        self._looks[family, name] = look
        return look


def is_hidden(element: xml.Element) -> bool:
    """Whether a section, a text or a mark in a paragraph says that it hides what it stands for."""
    shown = xml.attribute(element, "display")
    return shown == "none" or (shown != "true" and xml.attribute(element, "is-hidden") == "true")


def _said(properties: xml.Element | None) -> Look:
    if properties is None:
        return {}
    look = {}
    if shown := xml.attribute(properties, "display"):
        look["hidden"] = shown == "none"
    lines = [xml.attribute(properties, f"text-line-through-{what}") for what in ("style", "type")]
    if any(lines):
        look["struck"] = "none" not in lines
    if position := xml.attribute(properties, "text-position"):
        look["raised"] = position.startswith("super") or (position[:1].isdigit() and not position.startswith("0%"))
    return look
