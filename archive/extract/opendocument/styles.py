"""The styles of an OpenDocument file, as far as they hide, strike out or raise text.

Resolves families, parents and defaults of the styles in `styles.xml` and in the content (OpenDocument 1.3, part 3,
16.29 and 20). Other properties are ignored.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from archive.extract.layout import xml

TextProperties = dict[str, bool]
"""The values of `hidden`, `struck` and `raised` as far as they are set."""

_DEEPEST: Final = 30
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}style-name"


class OdfStyles:
    """The styles of a document by family and name."""

    def __init__(self, roots: Iterable[xml.Element]) -> None:
        self._set_by_style: dict[tuple[str, str], tuple[str, TextProperties]] = {}
        self._resolved: dict[tuple[str, str], TextProperties] = {}
        for root in roots:
            for element in root.iter("{*}style", "{*}default-style"):
                if family := xml.attribute(element, "family"):
                    name = xml.attribute(element, "name") or ""
                    parent = xml.attribute(element, "parent-style-name") or ""
                    self._set_by_style[family, name] = parent, _text_properties(xml.child(element, "text-properties"))

    def text_properties(self, element: xml.Element, outer: TextProperties) -> TextProperties:
        """The properties of the text of a paragraph or span inside of text with the properties `outer`."""
        family = "paragraph" if xml.name(element) in ("p", "h") else "text"
        direct = self._resolve(family, element.get(_STYLE) or "")
        return {**outer, **direct} if direct else outer

    def _resolve(self, family: str, name: str) -> TextProperties:
        """The properties that a style sets or inherits; for a paragraph the default style is the last ancestor."""
        resolved = self._resolved.get((family, name))
        if resolved is not None:
            return resolved
        chain: list[TextProperties] = []
        ancestor = name
        while ancestor and len(chain) < _DEEPEST:
            ancestor, properties = self._set_by_style.get((family, ancestor), ("", {}))
            chain.append(properties)
        if family == "paragraph":
            chain.append(self._set_by_style.get((family, ""), ("", {}))[1])
        properties = {key: value for inherited in reversed(chain) for key, value in inherited.items()}
        self._resolved[family, name] = properties
        return properties


def is_hidden(element: xml.Element) -> bool:
    """Whether a section, a hidden text or a hidden-paragraph field is hidden."""
    shown = xml.attribute(element, "display")
    return shown == "none" or (shown != "true" and xml.attribute(element, "is-hidden") == "true")


def _text_properties(properties: xml.Element | None) -> TextProperties:
    if properties is None:
        return {}
    found = {}
    if shown := xml.attribute(properties, "display"):
        found["hidden"] = shown == "none"
    lines = [xml.attribute(properties, f"text-line-through-{what}") for what in ("style", "type")]
    if any(lines):
        found["struck"] = "none" not in lines
    if position := xml.attribute(properties, "text-position"):
        found["raised"] = position.startswith("super") or (position[:1].isdigit() and not position.startswith("0%"))
    return found
