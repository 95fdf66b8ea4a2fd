"""A crawl of the served pages along their own links: what answers with an error, and how much was asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final, TypeAlias
from urllib.parse import urljoin, urlsplit

Answer: TypeAlias = tuple[int, str, str]
"""Status, content type and text."""

_LINKED = re.compile(
    r'<(?:a|link)\b[^>]*\bhref="([^"]*)"|<form\b[^>]*\baction="([^"]*)"|<(?:img|iframe|image)\b[^>]*\b(?:src|href)="([^"]*)"'
)
_VARYING = re.compile(r"[0-9a-f]{64}|[0-9][0-9a-z]{14}\b|\d+|%[0-9A-Fa-f]{2}|(?<==)[^&#]*")
_HERE: Final = "http://localhost"


@dataclass(frozen=True, slots=True)
class Crawl:
    """The addresses that were asked for, and the status of each that is none of success."""

    asked: frozenset[str]
    broken: Mapping[str, int]


def internal(page: str, at: str) -> list[str]:
    """The addresses of the same server that a page at `at` links or shows, without fragments."""
    found = []
    for address in filter(None, (part for parts in _LINKED.findall(page) for part in parts)):
        target = urlsplit(urljoin(f"{_HERE}{at}", unescape(address)))
        if target.netloc == "localhost" and target.scheme == "http":
            found.append(target.path + (f"?{target.query}" if target.query else ""))
    return found


def crawl(get: Callable[[str], Answer], starts: Iterable[str], *, alike: int, most: int) -> Crawl:
    """Ask for each page at `starts` and for what they link, at most `most` in all.

    Of linked addresses of one kind, which differ in codes, years and values only, `alike` are asked for.
    """
    first = frozenset(starts)
    waiting, kinds = sorted(first), Counter[str]()
    asked: set[str] = set()
    broken = {}
    while waiting and len(asked) < most:
        address = waiting.pop(0)
        kind = _VARYING.sub("*", address)
        if address in asked or (kinds[kind] >= alike and address not in first):
            continue
        asked.add(address)
        kinds[kind] += 1
        status, content_type, text = get(address)
        if status >= 400:
            broken[address] = status
        if content_type.startswith("text/html"):
            waiting += internal(text, address)
    return Crawl(frozenset(asked), broken)
