"""Markup that is embedded in a page for a script to show: in strings of scripts, in fields and in templates.

Knows where such markup is and how scripts escape it; `landmarks` decide which of it is the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from archive import patterns
from archive.extract.html import landmarks
from archive.extract.html.tree import Node

ELEMENTS: Final = "script, textarea, input, template"
"""Elements that may contain it."""
_HAN: Final = patterns.lazy(r"[\u4e00-\u9fff]")
_LEAST: Final = 60
_SAMPLE: Final = 20_000
_OVERLAP: Final = 1.5
"""The mean number of texts per landmark above which the texts are several reports."""
_LONG: Final = patterns.lazy(
    r"(?<!\\)(?:\"((?:[^\"\\\n]|\\.){120,})\"|'((?:[^'\\\n]|\\.){120,})'|`((?:[^`\\]|\\.){120,})`)", re.DOTALL
)
"""Strings so long that a quotation mark in a comment or a pattern is not mistaken for their beginning."""
_STRING: Final = patterns.lazy(
    r"\"((?:[^\"\\\n]|\\.)*)(?:\"|(?=\n)|\Z)|'((?:[^'\\\n]|\\.)*)(?:'|(?=\n)|\Z)|`((?:[^`\\]|\\.)*)(?:`|\Z)", re.DOTALL
)
"""Any string; an unterminated one ends with its line, so that the search stays linear."""
_ESCAPE: Final = patterns.lazy(r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CHARS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_PERCENT: Final = patterns.lazy(r"%u([0-9a-fA-F]{4})")
_OUTER: Final = patterns.lazy(r"^<template[^>]*>|</template>$")


def find(root: Node, *, reports_only: bool) -> str | None:
    """The marked-up Chinese text in one of the page's scripts, fields or templates; None if there is none.

    With `reports_only` the text must have several landmarks of a report. Strings that a script concatenates are joined.
    """
    found = [text for node in root.select(ELEMENTS) for text in _of_element(node) if _has_markup(text)]
    best = max(found, key=lambda text: (len(landmarks.of(text)), weight(text)), default=None)
    return best if best is None or not reports_only or len(landmarks.of(best)) > 1 else None


def weight(text: str) -> int:
    """The rank of a text among several: its length, and a bonus for markup."""
    return len(text) + (1000 if "<" in text else 0)


def joined(texts: Sequence[str]) -> str | None:
    """Join texts that have the landmarks of a report between them, in order.

    None if one text has all of them, if none has any, or if several are separate reports.
    """
    texts = [text for text, after in pairwise([*texts, ""]) if not _opens(text, after)]
    landmarks_of = [landmarks.of(text) for text in texts]
    with_landmarks = [number for number, marks in enumerate(landmarks_of) if marks]
    union = frozenset[str]().union(*landmarks_of)
    if not with_landmarks or union in landmarks_of or sum(map(len, landmarks_of)) > _OVERLAP * len(union):
        return None
    end = next((number for number in range(with_landmarks[-1] + 1, len(texts)) if "<" not in texts[number]), len(texts))
    return "".join(texts[with_landmarks[0] : end])


def unescape_again(text: str) -> str:
    """Markup unescaped once more, if it was escaped twice."""
    return unescape(text) if "&lt;" in text and "<" not in text else text


def _opens(text: str, after: str) -> bool:
    """Whether a text without markup is a heading that the following text repeats at its beginning."""
    return "<" not in text and text in after[: len(text) + 200]


def _of_element(node: Node) -> Iterator[str]:
    if node.tag == "input":
        if node.attribute("type").lower() == "hidden":
            yield unescape_again(node.attribute("value"))
    elif node.tag == "template":
        yield _OUTER.sub("", node.markup())
    elif node.tag == "textarea":
        yield unescape_again(node.text())
    elif not node.attribute("src"):
        yield from _of_script(node.text())


def _of_script(script: str) -> Iterator[str]:
    if script.lstrip().startswith("<"):
        yield script
        return
    yield from (_unescape(match) for match in _LONG.finditer(script))
    pieces = [piece for match in _STRING.finditer(script) if "<" in (piece := _unescape(match))]
    if (whole := joined(pieces)) is not None:
        yield whole


def _has_markup(text: str) -> bool:
    return "<" in text and len(_HAN.findall(text[:_SAMPLE])) > _LEAST


def _unescape(match: re.Match[str]) -> str:
    text = _ESCAPE.sub(_char, match[1] or match[2] or match[3] or "")
    if "%3C" in text or "%3c" in text or "%u" in text:
        text = unquote(_PERCENT.sub(lambda hit: chr(int(hit[1], 16)), text))
    return unescape_again(text)


def _char(match: re.Match[str]) -> str:
    number = match[1] or match[2] or match[3]
    if number:
        code = int(number, 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return _CHARS.get(match[4], match[4])
