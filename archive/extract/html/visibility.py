"""What stands in the markup of a page and is not printed, hidden and deleted, and what is printed by it alone.

Knows markup in its normal form (`flat`). A copy of a table that a style hides, last year's most often, must not be read
for the one that a visitor sees; a page whose figures all are hidden, until a script shows them, is read as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive.extract.html import landmarks
from archive.extract.html.inline_styles import TAG, VOID
from archive.extract.layout.marks import BREAK, lowered, raised

ELEMENTS: Final = "del, s, strike, input, sup, sub, pre"
"""Elements that are printed otherwise than their text stands in the markup, or not at all."""
_SIGNS: Final = ("isplay", "ISPLAY", "idden", "IDDEN")
"""One of them stands in all markup that hides anything; looking for them is faster than for what they stand for."""
# such as style="width:1px; DISPLAY: none or HIDDEN="hidden"
_HIDDEN: Final = re.compile(
    r'\sstyle="[^"]*(?:display\s*:\s*none|visibility\s*:\s*hidden)|\shidden="(?:hidden|true)?"',
    re.IGNORECASE,
)
_DELETED: Final = frozenset({"del", "s", "strike"})
_FIELD: Final = re.compile(r"<input([^>]*)>")
_VALUE: Final = re.compile(r'\svalue="([^"]*)"')
_NO_TEXT: Final = re.compile(
    r'\stype="(?:hidden|button|submit|reset|image|checkbox|radio|file|password)"', re.IGNORECASE
)
# such as <sup>1,2</sup> or <sup><i>1</i>、<i>2</i></sup>
_RAISED: Final = re.compile(
    r"<su([pb])(?:\s[^>]*)?>((?:</?(?:span|font|a|b|strong|em|i|u)(?:\s[^>]*)?>|[\d\s,，、])*)</su\1>"
)
_TYPED: Final = re.compile(r"<pre(?=[\s>]).*?</pre>", re.DOTALL)
_ENOUGH: Final = 100

Span = tuple[int, int]


def may_hide(markup: str) -> bool:
    """Whether a style or an attribute in the markup can hide an element."""
    return any(sign in markup for sign in _SIGNS)


def seen(markup: str) -> str:
    """The markup with what is printed only: without what is hidden or deleted, and with the text of input fields.

    Raised digits, the marks of notes, become superscripts and lowered ones subscripts, so that they join no number
    before them; line ends in text that is set as it was typed become marks.
    """
    deleted, hidden = _spans(markup)
    markup = _visible(markup, deleted, hidden)
    markup = _FIELD.sub(_told, markup) if "<input" in markup else markup
    markup = _RAISED.sub(_raised, markup) if "<su" in markup else markup
    return _TYPED.sub(lambda typed: typed[0].replace("\n", BREAK), markup) if "<pre" in markup else markup


def _visible(markup: str, deleted: list[Span], hidden: list[Span]) -> str:
    """The markup without what is deleted, and without what is hidden unless most of the page is."""
    shown = _without(markup, deleted + hidden)
    if wanted := _wanted(markup, shown, hidden):
        hidden = [span for span in hidden if _opening(markup, span) not in wanted]
        shown = _without(markup, deleted + hidden)
    if len(TAG.sub("", shown).strip()) < _ENOUGH:
        return _without(markup, deleted)
    return shown


def _wanted(markup: str, shown: str, hidden: list[Span]) -> set[str]:
    """The opening tags of hidden elements without which the page lacks its tables or a part of the report.

    They are panes that a click opens; those that begin alike belong together.
    """
    parts = [markup[start:end] for start, end in hidden]
    lacking = landmarks.of("".join(parts)) - landmarks.of(shown)
    bare = "<table" not in shown
    return {
        _opening(part, (0, 0))
        for part in parts
        if (bare and "<table" in part) or (lacking and not lacking.isdisjoint(landmarks.of(part)))
    }


def _opening(markup: str, span: Span) -> str:
    return markup[span[0] : markup.find(">", span[0]) + 1]


def _spans(markup: str) -> tuple[list[Span], list[Span]]:
    """The places of deleted and of hidden elements, outermost ones only."""
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
    """Where the element that was just opened ends."""
    depth = 1
    for tag in tags:
        if tag[2] == name:
            depth += -1 if tag[1] else 1
            if not depth:
                return tag.end()
    return last


def _without(markup: str, spans: list[Span]) -> str:
    kept, last = [], 0
    for start, end in sorted(spans):
        kept.append(markup[last:start])
        last = end
    return "".join((*kept, markup[last:]))


def _told(field: re.Match[str]) -> str:
    value = _VALUE.search(field[1])
    return value[1] if value and not _NO_TEXT.search(field[1]) else ""


def _raised(note: re.Match[str]) -> str:
    digits = TAG.sub("", note[2])
    return raised(digits) if note[1] == "p" else lowered(digits)
