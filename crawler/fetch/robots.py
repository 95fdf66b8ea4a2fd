"""The rules of a robots.txt, failing closed: a page without rules is not read as one. Pure (RFC 9309)."""

from __future__ import annotations

import re

from protego import Protego

from archive.captures.record import CaptureVerdict

_RULE = re.compile(r"^[ \t]*(?:user-agent|disallow|allow|sitemap|crawl-delay)[ \t]*:", re.IGNORECASE | re.MULTILINE)


def shows_rules(text: str) -> bool:
    """Whether a text is a robots.txt: it has a rule, or nothing but comments, and is no HTML.

    A NUL stands in no text; behind one, a reader of rules may see none where others see them.
    """
    if "\0" in text:
        return False
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return not lines or (not lines[0].lstrip().startswith("<") and bool(_RULE.search(text)))


def rules(verdict: CaptureVerdict, status: int, text: str) -> Protego | str:
    """A host's rules, or in words why they could not be fetched, in which case nothing may be fetched.

    A host without the file allows everything: it answers 404 or 410, a page that says so, or a redirect to its home
    page. Any answer besides these and rules forbids everything.
    """
    if verdict in ("gone", "soft_404"):
        return Protego.parse("")
    if verdict in ("ok", "same"):
        return Protego.parse(text)
    return f"{verdict}, HTTP {status}"
