"""Markup that a page keeps out of sight until a script shows it: in strings of scripts, in fields and in templates.

Knows where such markup lies and how scripts write it; `landmarks` say which of it is the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from archive.extract.html import landmarks
from archive.extract.html.tree import Node

ELEMENTS: Final = "script, textarea, input, template"
"""Elements that may hold it."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_LEAST: Final = 60
_SAMPLE: Final = 20_000
_OVERLAP: Final = 1.5
"""How often texts may have each landmark between them, as a mean, before they are several reports."""
_LONG: Final = re.compile(
    r"(?<!\\)(?:\"((?:[^\"\\\n]|\\.){120,})\"|'((?:[^'\\\n]|\\.){120,})'|`((?:[^`\\]|\\.){120,})`)", re.DOTALL
)
"""Strings so long that no quotation mark in a comment or a pattern can pair with another one by mistake."""
_STRING: Final = re.compile(
    r"\"((?:[^\"\\\n]|\\.)*)(?:\"|(?=\n)|\Z)|'((?:[^'\\\n]|\\.)*)(?:'|(?=\n)|\Z)|`((?:[^`\\]|\\.)*)(?:`|\Z)", re.DOTALL
)
"""Any string; one without an end ends with its line, so that no part of a script is looked at again and again."""
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CHARS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_PERCENT: Final = re.compile(r"%u([0-9a-fA-F]{4})")
_OUTER: Final = re.compile(r"^<template[^>]*>|</template>$")


def find(root: Node, *, telling: bool) -> str | None:
    """The marked-up Chinese text that lies in one of the page's scripts, fields or templates; None where there is none.

    `telling`: only such that has landmarks of a report. What a script puts together of several strings is joined.
    """
    found = [text for node in root.select(ELEMENTS) for text in _of(node) if _has_markup(text)]
    best = max(found, key=lambda text: (len(landmarks.of(text)), weight(text)), default=None)
    return best if best is None or not telling or len(landmarks.of(best)) > 1 else None


def weight(text: str) -> int:
    """How much speaks for a text among others: its length, and that it is marked up."""
    return len(text) + (1000 if "<" in text else 0)


def joined(texts: Sequence[str]) -> str | None:
    """Texts that hold the landmarks of a report between them, in their order.

    None where one has all of them, where none has any, and where several are reports of their own.
    """
    texts = [text for text, after in pairwise([*texts, ""]) if not _opens(text, after)]
    held = [landmarks.of(text) for text in texts]
    told = [at for at, marks in enumerate(held) if marks]
    union = frozenset[str]().union(*held)
    if not told or union in held or sum(map(len, held)) > _OVERLAP * len(union):
        return None
    last = next((at for at in range(told[-1] + 1, len(texts)) if "<" not in texts[at]), len(texts))
    return "".join(texts[told[0] : last])


def bare(text: str) -> str:
    """Markup with its signs as they are, where it was escaped once more."""
    return unescape(text) if "&lt;" in text and "<" not in text else text


def _opens(text: str, after: str) -> bool:
    """Whether a text without markup is the heading that the next one begins with as well."""
    return "<" not in text and text in after[: len(text) + 200]


def _of(node: Node) -> Iterator[str]:
    if node.tag == "input":
        if node.attribute("type").lower() == "hidden":
            yield bare(node.attribute("value"))
    elif node.tag == "template":
        yield _OUTER.sub("", node.markup())
    elif node.tag == "textarea":
        yield bare(node.text())
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
    return bare(text)


def _char(match: re.Match[str]) -> str:
    number = match[1] or match[2] or match[3]
    if number:
        code = int(number, 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return _CHARS.get(match[4], match[4])
