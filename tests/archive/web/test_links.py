"""Every link within the served pages leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin, urlsplit

from tests.archive.web.conftest import Site

HREF = re.compile(r'<(?:a|link)\b[^>]*\bhref="([^"]*)"|<form\b[^>]*\baction="([^"]*)"')
KIND = re.compile(r"[0-9a-f]{64}|[0-9][0-9a-z]{14}\b|\d+|%[0-9A-Fa-f]{2}|(?<==)[^&#]*")
ALIKE = 2
"""Addresses of one kind that are asked for: they differ in codes, years and values only."""
MOST = 250
"""Pages that are asked for in all."""


def _internal(page: str, at: str) -> list[str]:
    """The addresses of the same server that a page links, without fragments."""
    found = []
    for link, action in HREF.findall(page):
        target = urlsplit(urljoin(f"http://localhost{at}", unescape(link or action)))
        if target.netloc == "localhost" and target.scheme == "http":
            found.append(target.path + (f"?{target.query}" if target.query else ""))
    return found


def test_every_link_leads_somewhere(site: Site) -> None:
    waiting, broken = ["/", "/nianbao/backdating"], {}
    asked: set[str] = set()
    kinds = Counter[str]()
    while waiting and len(asked) < MOST:
        address = waiting.pop(0)
        kind = KIND.sub("*", address)
        if address in asked or kinds[kind] >= ALIKE:
            continue
        asked.add(address)
        kinds[kind] += 1
        answer = site.get(address)
        if answer.status_code >= 400:
            broken[address] = answer.status_code
        if answer.headers.get("content-type", "").startswith("text/html"):
            waiting += _internal(answer.text, address)
    assert broken == {}
    assert len(asked) > 100


def test_a_broken_link_is_seen() -> None:
    page = '<a class="x" href="/a?b=1&amp;c=2#d">x</a> <a href="https://example.org/">y</a> <form action="?q=1">'
    assert _internal(page, "/start?z") == ["/a?b=1&c=2", "/start?q=1"]
