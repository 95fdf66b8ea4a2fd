"""Markup wrapped in a JSON answer or an XML document.

Unwraps it without knowing its content, except that `landmarks` identify a text that is split into several values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from archive import patterns
from archive.extract.html import embedded, landmarks
from archive.extract.layout.document import Meta

_HAN: Final = patterns.lazy(r"[\u4e00-\u9fff]")
_TITLES: Final = ("title", "articleTitle", "infoTitle", "name", "subTitle")
_CDATA: Final = patterns.lazy(r"<!\[CDATA\[(?:(.*?)\]\]>|.*)", re.DOTALL)
_RECORDS: Final = patterns.lazy(r"<(?:datastore|recordset|records?|xml)\b", re.IGNORECASE)
_PAGE: Final = patterns.lazy(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ELEMENT: Final = patterns.lazy(
    r"<([\w:.-]+)(?:\s[^<>]*)?>(?:\s*<!\[CDATA\[((?:(?!<!\[CDATA\[).)*?)\]\]>\s*|([^<]+))</\1\s*>", re.DOTALL
)
_CALLBACK: Final = patterns.lazy(r"^\s*[\w.$]{1,60}\s*\((?=\s*[\[{])")
_DEEPEST: Final = 12
_LEAST: Final = 8
_SHORT: Final = 300
_HEAD: Final = 2000

Found = tuple[str, dict[str, Any]]
"""A text, and the object that contains it: sibling values by name."""


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The markup that was wrapped, and its title and metadata from the sibling values."""

    html: str
    title: str | None = None
    metadata: tuple[Meta, ...] = ()


def of_json(text: str) -> Unwrapped | None:
    """The text in a JSON answer (or JSONP) with its sibling values; None if the text is no JSON.

    It is the longest text with markup or Chinese characters, or several texts that are the sections of a report.
    """
    stripped = text.strip()
    match = _CALLBACK.match(stripped)
    if match:
        stripped = stripped[match.end() :].rstrip("; \n\r").removesuffix(")")
    if not stripped.startswith(("{", "[")):
        return None
    try:
        value = json.loads(stripped, strict=False)
    except (ValueError, RecursionError):
        return None
    return _unwrapped(list(_texts(value, {}, 0)), value if isinstance(value, dict) else {})


def of_xml(text: str) -> Unwrapped | None:
    """The records of an XML answer, or the longest text of an element in other XML; None for a page."""
    head = text[:_HEAD]
    if _PAGE.search(head):
        return None
    if _RECORDS.search(head) and (parts := [found[1] for found in _CDATA.finditer(text) if found[1] is not None]):
        return Unwrapped("\n".join(parts))
    if not head.lstrip().startswith("<?xml"):
        return None
    siblings = {name: cdata or unescape(characters) for name, cdata, characters in _ELEMENT.findall(text)}
    found = _unwrapped(list(_texts(siblings, {}, 0)), siblings)
    return found if found.html else None


def _unwrapped(texts: Sequence[Found], outer: dict[str, Any]) -> Unwrapped:
    """Choose the text; its siblings give the title and the metadata."""
    if not texts:
        return Unwrapped("")
    whole = embedded.joined([text for text, _ in texts])
    html, siblings = max(texts, key=lambda pair: embedded.weight(pair[0])) if whole is None else (whole, outer)
    metadata = tuple(
        Meta(key, text, "meta") for key, inner in siblings.items() if inner is not html and (text := _short_text(inner))
    )
    title = next((text for key in _TITLES if (text := _short_text(siblings.get(key))) and _HAN.search(text)), None)
    return Unwrapped(html, title, metadata)


def _texts(value: Any, siblings: dict[str, Any], depth: int) -> Iterator[Found]:
    if isinstance(value, str):
        if (len(value) >= _LEAST and ("<" in value or _HAN.search(value))) or landmarks.any_in(value):
            yield embedded.unescape_again(value), siblings
    elif depth < _DEEPEST and isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner, value, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for inner in value[:1000]:
            yield from _texts(inner, siblings, depth + 1)


def _short_text(value: Any) -> str | None:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        text = str(value).strip()
        return text if text and len(text) <= _SHORT else None
    return None
