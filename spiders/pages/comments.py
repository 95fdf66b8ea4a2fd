"""Comments of pages and of their scripts, and how pages end behind their closing tags; in time that grows with them."""

from __future__ import annotations

import re
from typing import Final

_BEGINS: Final = re.compile(r"<!--|/\*|(?<!:)//")
_ENDS: Final = {"<!--": "-->", "/*": "*/"}
_TAIL: Final = 20_000
"""Characters before the end of a page among which its closing tags are sought."""
_CLOSING: Final = re.compile(r"</(?:html|body)>\s*+(<!--|<script\b|\Z)", re.IGNORECASE)
_LAST: Final = {"<!--": "-->", "<script": "</script>"}
_THEN: Final = {
    "<!--": re.compile(r"</script>\s*+<!--", re.IGNORECASE),
    "<script": re.compile(r"-->\s*+<script\b", re.IGNORECASE),
}
"""What has to stand somewhere before a last comment or script where the first is one of the other."""


def without_comments(text: str) -> str:
    """A page's text without `<!-- … -->`, `/* … */` and `// …`; what is never closed is no comment."""
    kept: list[str] = []
    done = at = 0
    unclosed: set[str] = set()
    while begin := _BEGINS.search(text, at):
        at = -1 if begin[0] in unclosed else _end(text, begin)
        if at < 0:
            unclosed.add(begin[0])
            at = begin.end()
        else:
            kept.append(text[done : begin.start()])
            done = at
    return "".join((*kept, text[done:]))


def _end(text: str, begin: re.Match[str]) -> int:
    """Where the comment ends that begins there; -1 where it is not closed."""
    if begin[0] == "//":
        found = text.find("\n", begin.end())
        return found if found >= 0 else len(text)
    found = text.find(_ENDS[begin[0]], begin.end())
    return found + len(_ENDS[begin[0]]) if found >= 0 else -1


def is_closed(text: str) -> bool:
    """Whether a page ends with its closing tags, and with nothing but comments and scripts behind them."""
    tail = text[-_TAIL:].rstrip()
    last = next((kind for kind, end in _LAST.items() if tail.lower().endswith(end)), "")
    before = len(tail) - len(_LAST.get(last, ""))
    begun = {found[1].lower(): found.end() for found in reversed([*_CLOSING.finditer(tail)])}
    if last in begun and begun[last] <= before:
        return True
    other = begun.get("<script" if last == "<!--" else "<!--")
    return last in _THEN and other is not None and bool(_THEN[last].search(tail, other, before))
