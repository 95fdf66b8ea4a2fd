"""Markup that comes wrapped: in a JSON answer, in an XML document.

Knows how to unwrap and nothing of what is inside, but that a text which lies in several pieces is known by `landmarks`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from archive.extract.html import embedded, landmarks
from archive.extract.layout.document import Meta

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_TITLES: Final = ("title", "articleTitle", "infoTitle", "name", "subTitle")
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_RECORDS: Final = re.compile(r"<(?:datastore|recordset|records?|xml)\b", re.IGNORECASE)
_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ELEMENT: Final = re.compile(
    r"<([\w:.-]+)(?:\s[^<>]*)?>(?:\s*<!\[CDATA\[((?:(?!<!\[CDATA\[).)*?)\]\]>\s*|([^<]+))</\1\s*>", re.DOTALL
)
_CALLBACK: Final = re.compile(r"^\s*[\w.$]{1,60}\s*\((?=\s*[\[{])")
_DEEPEST: Final = 12
_LEAST: Final = 8
_SHORT: Final = 300
_HEAD: Final = 2000

Told = tuple[str, dict[str, Any]]
"""A text, and the values that stand beside it under their names."""


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The markup that was inside, the title told beside it, and the values told beside it."""

    html: str
    title: str | None = None
    metadata: tuple[Meta, ...] = ()


def of_json(text: str) -> Unwrapped | None:
    """The text in a JSON answer (JSONP too) with its neighbours; None for no JSON.

    It is the longest marked-up or Chinese one, or several that are the sections of a report.
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
    """The records of an XML answer, or the longest text of an element of another XML document; None for a page."""
    head = text[:_HEAD]
    if _PAGE.search(head):
        return None
    if _RECORDS.search(head) and (parts := _CDATA.findall(text)):
        return Unwrapped("\n".join(parts))
    if not head.lstrip().startswith("<?xml"):
        return None
    beside = {name: cdata or unescape(plain) for name, cdata, plain in _ELEMENT.findall(text)}
    found = _unwrapped(list(_texts(beside, {}, 0)), beside)
    return found if found.html else None


def _unwrapped(texts: Sequence[Told], outer: dict[str, Any]) -> Unwrapped:
    """The text among others, with the title and the values beside it."""
    if not texts:
        return Unwrapped("")
    whole = embedded.joined([text for text, _ in texts])
    html, beside = max(texts, key=lambda pair: embedded.weight(pair[0])) if whole is None else (whole, outer)
    metadata = tuple(
        Meta(key, told, "meta") for key, inner in beside.items() if inner is not html and (told := _told(inner))
    )
    title = next((told for key in _TITLES if (told := _told(beside.get(key))) and _HAN.search(told)), None)
    return Unwrapped(html, title, metadata)


def _texts(value: Any, beside: dict[str, Any], depth: int) -> Iterator[Told]:
    if isinstance(value, str):
        if (len(value) >= _LEAST and ("<" in value or _HAN.search(value))) or landmarks.any_in(value):
            yield embedded.bare(value), beside
    elif depth < _DEEPEST and isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner, value, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for inner in value[:1000]:
            yield from _texts(inner, beside, depth + 1)


def _told(value: Any) -> str | None:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        text = str(value).strip()
        return text if text and len(text) <= _SHORT else None
    return None
