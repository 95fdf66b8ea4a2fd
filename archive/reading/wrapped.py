"""Markup that comes wrapped: in a JSON answer, in an XML record set, in a string of a script.

Knows how to unwrap and nothing of what is inside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Final
from urllib.parse import unquote

from archive.reading.document import Meta

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_TITLES: Final = ("title", "articleTitle", "infoTitle", "name", "subTitle")
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_RECORDS: Final = re.compile(r"<(?:datastore|recordset|records?|xml)\b", re.IGNORECASE)
_CALLBACK: Final = re.compile(r"^\s*[\w.$]{1,60}\s*\((?=\s*[\[{])")
_STRING: Final = re.compile(
    r"\"((?:[^\"\\\n]|\\.){120,})\"|'((?:[^'\\\n]|\\.){120,})'|`((?:[^`\\]|\\.){120,})`", re.DOTALL
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CHARS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_PERCENT: Final = re.compile(r"%u([0-9a-fA-F]{4})")
_DEEPEST: Final = 12
_LEAST: Final = 8
_SHORT: Final = 300


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The markup that was inside, the title told beside it, and the values told beside it."""

    html: str
    title: str | None = None
    metadata: tuple[Meta, ...] = ()


def of_json(text: str) -> Unwrapped | None:
    """The longest marked-up or Chinese text in a JSON answer (JSONP too) with its neighbours; None for no JSON."""
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
    found = max(_texts(value, {}, 0), key=lambda pair: _weight(pair[0]), default=None)
    if found is None:
        return Unwrapped("")
    html, beside = found
    metadata = tuple(
        Meta(key, told, "meta") for key, inner in beside.items() if inner is not html and (told := _told(inner))
    )
    title = next((told for key in _TITLES if (told := _told(beside.get(key))) and _HAN.search(told)), None)
    return Unwrapped(html, title, metadata)


def of_xml(text: str) -> Unwrapped | None:
    """The records of an XML answer; None where it holds none."""
    if not _RECORDS.search(text[:2000]):
        return None
    parts = _CDATA.findall(text)
    return Unwrapped("\n".join(parts)) if parts else None


def of_scripts(scripts: list[str]) -> str | None:
    """The longest marked-up Chinese text that stands as a string in one of the scripts; None where there is none."""
    found = [
        inner for script in scripts for match in _STRING.finditer(script) if _has_markup(inner := _unescape(match))
    ]
    return max(found, key=_weight, default=None)


def _texts(value: Any, beside: dict[str, Any], depth: int) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, str):
        if len(value) >= _LEAST and ("<" in value or _HAN.search(value)):
            yield value, beside
    elif depth < _DEEPEST and isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner, value, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for inner in value[:1000]:
            yield from _texts(inner, beside, depth + 1)


def _weight(text: str) -> int:
    return len(text) + (1000 if "<" in text else 0)


def _told(value: Any) -> str | None:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        text = str(value).strip()
        return text if text and len(text) <= _SHORT else None
    return None


def _has_markup(text: str) -> bool:
    return "<" in text and len(_HAN.findall(text[:20_000])) > 60


def _unescape(match: re.Match[str]) -> str:
    text = _ESCAPE.sub(_char, match[1] or match[2] or match[3])
    if "%3C" in text or "%3c" in text or "%u" in text:
        text = unquote(_PERCENT.sub(lambda hit: chr(int(hit[1], 16)), text))
    return unescape(text) if "&lt;" in text and "<" not in text else text


def _char(match: re.Match[str]) -> str:
    number = match[1] or match[2] or match[3]
    if number:
        code = int(number, 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return _CHARS.get(match[4], match[4])
