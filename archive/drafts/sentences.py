"""Sentences of a paragraph, and short quotes out of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from archive import patterns

_END: Final = patterns.lazy(r"(?<=[。！？；;!?])")
_WIDTH: Final = 14
"""Characters of a quote on either side of what it is about."""


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph with their ends, blanks at either side removed."""
    yield from (sentence.strip() for sentence in _END.split(paragraph) if sentence.strip())


def around(text: str, words: str, start: int | None = None) -> str:
    """The words with a little of what stands around them, word for word."""
    at = text.find(words) if start is None else start
    return text[max(0, at - _WIDTH) : at + len(words) + _WIDTH] if at >= 0 else text[: 2 * _WIDTH]
