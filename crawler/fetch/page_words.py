"""What a page without its content says of itself: that it is gone, or that something stands in its way. Pure.

That a page is gone is a claim, and needs words that say it of the page itself. The signs of firewalls, caches and
maintenance only explain why a page does not show what was asked for: no list of them is ever complete, and a page with
none of these words is not thereby gone. The words are data: `page_words.toml` beside this module.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from html import unescape
from pathlib import Path
from typing import Literal

from archive.captures.reasons import CaptureReason

LONGEST_NOTICE = 20_000
"""Characters of a page from which words of trouble no longer count: they may be part of an article."""

_LONGEST_STATEMENT = 3_000
"""Characters of visible text from which only the title can say that the page is gone."""

_LONGEST_NUMBER = 200
"""Characters of visible text up to which a bare 404 is the page's statement."""

Meaning = Literal["challenge", "firewall", "login", "maintenance", "error", "for_sale", "gone", "missing"]

_WORDS = Path(__file__).with_suffix(".toml")
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|noscript)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*+>|(<[^>]*+)")
_TITLE = re.compile(r"<title[^>]*+(?:>(?:(.*?)</title>|.*)|\Z)", re.IGNORECASE | re.DOTALL)
_PASSWORD = re.compile(r"<input[^>]{1,999}type\s*+=\s*+[\"']?password", re.IGNORECASE)
_BARE_404 = re.compile(r"(?<![\w#.])404(?![\w.])")


def says(meaning: Meaning, text: str) -> bool:
    """Whether a text has words of this meaning."""
    return bool(_patterns()[meaning].search(text))


def visible(page: str) -> str:
    """The text that a page shows, its title first, without what scripts and comments say."""
    return " ".join(unescape(_TAG.sub(r"\1 ", _HIDDEN.sub(" ", page))).split())


def title(page: str) -> str:
    """The page's title; empty where it has none."""
    found = _TITLE.search(page)
    return unescape(found[1] or "").strip() if found else ""


def refusal(page: str) -> CaptureReason | None:
    """Why a page refuses: a challenge, a firewall or a login; None where nothing of it says so."""
    if len(page) >= LONGEST_NOTICE:
        return CaptureReason.FIREWALL_PAGE if says("firewall", title(page)) else None
    if says("challenge", page):
        return CaptureReason.CHALLENGE_PAGE
    text = visible(page)
    if says("firewall", text):
        return CaptureReason.FIREWALL_PAGE
    return CaptureReason.LOGIN_PAGE if _PASSWORD.search(page) or says("login", text) else None


def outage(page: str) -> CaptureReason | None:
    """What keeps a page from being shown: a sale, maintenance or an error; None where nothing of it says so."""
    if says("for_sale", page):
        return CaptureReason.DOMAIN_FOR_SALE
    text = visible(page) if len(page) < LONGEST_NOTICE else ""
    if says("maintenance", text):
        return CaptureReason.MAINTENANCE_PAGE
    return CaptureReason.ERROR_PAGE if says("error", text) else None


def says_gone(page: str) -> bool:
    """Whether a page says of itself that it is not there: in its title, or in what it shows where that is little."""
    heading, text = title(page), visible(page)
    if _BARE_404.search(heading) or (len(text) <= _LONGEST_NUMBER and _BARE_404.search(text)):
        return True
    return says("gone", text if len(text) < _LONGEST_STATEMENT else heading)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {meaning: re.compile("|".join(patterns), re.IGNORECASE) for meaning, patterns in words.items()}
