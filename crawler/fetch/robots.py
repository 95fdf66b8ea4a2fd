"""What robots.txt says, failing closed: no rules are read out of a page that has none. Pure (RFC 9309)."""

from __future__ import annotations

import re

from protego import Protego

from archive.captures.record import CaptureVerdict

_RULE = re.compile(r"^[ \t]*(?:user-agent|disallow|allow|sitemap|crawl-delay)[ \t]*:", re.IGNORECASE | re.MULTILINE)


def shows_rules(text: str) -> bool:
    """Whether a text is a robots.txt: it has a rule, or nothing but comments. A page of HTML is none."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return not lines or (not lines[0].lstrip().startswith("<") and bool(_RULE.search(text)))


def rules(verdict: CaptureVerdict, status: int, text: str) -> Protego | str:
    """A host's rules, or in words why they could not be had, so that nothing may be fetched.

    A host that says that there is no such file allows everything: by 404 or 410, by a page that says so, or by sending
    to its home page. Everything else that is not rules forbids.
    """
    if verdict in ("gone", "soft_404"):
        return Protego.parse("")
    if verdict in ("ok", "same"):
        return Protego.parse(text)
    return f"{verdict}, HTTP {status}"
