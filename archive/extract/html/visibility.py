"""Markup as printed: without hidden and deleted elements, and with the values of input fields.

Expects markup in normal form (see `flatten`). A hidden copy of a table, most often last year's, must not be read in
place of the visible one; a page whose figures are all hidden until a script shows them is read as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive import patterns
from archive.extract.html import landmarks
from archive.extract.html.inline_styles import TAG, VOID
from archive.extract.layout.marks import BREAK, lowered, raised

ELEMENTS: Final = "del, s, strike, input, sup, sub, pre"
"""Elements that are printed differently from their text in the markup, or not at all."""
_SIGNS: Final = ("isplay", "ISPLAY", "idden", "IDDEN")
"""All markup that hides anything contains one of these; a substring search is faster than the pattern."""
# such as style="width:1px; DISPLAY: none or HIDDEN="hidden"
_HIDDEN: Final = patterns.lazy(
    r'\sstyle="[^"]*(?:display\s*:\s*none|visibility\s*:\s*hidden)|\shidden="(?:hidden|true)?"',
    re.IGNORECASE,
)
_DELETED: Final = frozenset({"del", "s", "strike"})
_FIELD: Final = patterns.lazy(r"<input([^>]*+)(?:>|\Z)")
_VALUE: Final = patterns.lazy(r'\svalue="([^"]*)"')
_NO_TEXT_FIELD: Final = patterns.lazy(
    r'\stype="(?:hidden|button|submit|reset|image|checkbox|radio|file|password)"', re.IGNORECASE
)
# such as <sup>1,2</sup> or <sup><i>1</i>、<i>2</i></sup>
_RAISED: Final = patterns.lazy(
    r"<su([pb])(?:\s[^>]{0,999}+)?>((?:</?(?:span|font|a|b|strong|em|i|u)(?:\s[^>]{0,999}+)?>|[\d\s,，、])*+)</su\1>"
)
_PREFORMATTED: Final = patterns.lazy(r"<pre(?=[\s>]).*?(?:</pre>|\Z)", re.DOTALL)
_LEAST_TEXT: Final = 100

Span = tuple[int, int]


def may_hide(markup: str) -> bool:
    """Whether a style or an attribute in the markup can hide an element."""
    return any(sign in markup for sign in _SIGNS)


def seen(markup: str) -> str:
    """The markup as printed: without hidden and deleted elements, and with the text of input fields.

    Raised digits (the marks of notes) become superscripts and lowered ones subscripts, so that they do not join a
    number before them; line ends in `<pre>` become `BREAK`.
    """
    deleted, hidden = _deleted_and_hidden(markup)
    markup = _without_hidden(markup, deleted, hidden)
    markup = _FIELD.sub(_field_value, markup) if "<input" in markup else markup
    markup = _RAISED.sub(_raised, markup) if "<su" in markup else markup
    return _PREFORMATTED.sub(lambda typed: typed[0].replace("\n", BREAK), markup) if "<pre" in markup else markup


def _without_hidden(markup: str, deleted: list[Span], hidden: list[Span]) -> str:
    """The markup without deleted elements, and without hidden ones unless hardly any text remains."""
    shown = _without(markup, deleted + hidden)
    if needed := _needed(markup, shown, hidden):
        hidden = [span for span in hidden if _opening(markup, span) not in needed]
        shown = _without(markup, deleted + hidden)
    if len(TAG.sub("", shown).strip()) < _LEAST_TEXT:
        return _without(markup, deleted)
    return shown


def _needed(markup: str, shown: str, hidden: list[Span]) -> set[str]:
    """The opening tags of hidden elements that hold the page's only tables or a part of the report.

    They are panes that a click opens; elements with equal opening tags belong together.
    """
    parts = [markup[start:end] for start, end in hidden]
    missing = landmarks.of("".join(parts)) - landmarks.of(shown)
    without_tables = "<table" not in shown
    return {
        _opening(part, (0, 0))
        for part in parts
        if (without_tables and "<table" in part) or (missing and not missing.isdisjoint(landmarks.of(part)))
    }


def _opening(markup: str, span: Span) -> str:
    return markup[span[0] : markup.find(">", span[0]) + 1]


def _deleted_and_hidden(markup: str) -> tuple[list[Span], list[Span]]:
    """The spans of deleted and of hidden elements, outermost ones only."""
    deleted: list[Span] = []
    hidden: list[Span] = []
    tags = TAG.finditer(markup)
    for tag in tags:
        if tag[1] or not (tag[2] in _DELETED or (tag[3] and _HIDDEN.search(tag[3]))):
            continue
        end = tag.end() if tag[2] in VOID else _end(tags, tag[2], len(markup))
        (deleted if tag[2] in _DELETED else hidden).append((tag.start(), end))
    return deleted, hidden


def _end(tags: Iterator[re.Match[str]], name: str, last: int) -> int:
    """The end of the element that was just opened."""
    depth = 1
    for tag in tags:
        if tag[2] == name:
            depth += -1 if tag[1] else 1
            if not depth:
                return tag.end()
    return last


def _without(markup: str, spans: list[Span]) -> str:
    retained, last = [], 0
    for start, end in sorted(spans):
        retained.append(markup[last:start])
        last = end
    return "".join((*retained, markup[last:]))


def _field_value(field: re.Match[str]) -> str:
    value = _VALUE.search(field[1])
    return value[1] if value and not _NO_TEXT_FIELD.search(field[1]) else ""


def _raised(note: re.Match[str]) -> str:
    digits = TAG.sub("", note[2])
    return raised(digits) if note[1] == "p" else lowered(digits)
