"""Flatten markup to text with markers for line ends.

Expects markup in the normal form that `tree` writes: every element closed, every attribute quoted, `>` only at the end
of a tag. In that form two substitutions flatten any page.
"""

from __future__ import annotations

import re
from typing import Final

from archive import patterns
from archive.extract.html import inline_styles
from archive.extract.layout.marks import BREAK, SLOT, slot, visible

_LINE_ENDS: Final = patterns.lazy(r"</?(?:p|div|h[1-4]|ul|center|section|dd)(?=[\s>])[^>]*>|<br[^>]*>|</li>")
# such as <h1 class="newstitle">
_HEADING: Final = patterns.lazy(r"<h([1-4])(?=[\s>])[^>]*>")
_CELL: Final = patterns.lazy(r"<t[dh](?=[\s>])[^>]*>")
_TAG: Final = patterns.lazy(r"<[^>]*+(?:>|\Z)")
# not the attribute that <p<!-- 注 --> has, whose tag lacks its end
_COMMENT: Final = patterns.lazy(r'<!--(?!="").*?(?:-->|\Z)', re.DOTALL)
_ENTITIES: Final = (
    ("&nbsp;", "\xa0"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&#x27;", "'"),
    ("&amp;", "&"),
)
"""All entities of the normal form; the ampersand last, so that nothing is unescaped twice."""


def text(markup: str) -> str:
    """The text of markup without comments, as its styles print it.

    `BREAK` marks the line ends, a placeholder `H1` to `H4` the rank of a heading.
    """
    if "<" in markup:
        markup = inline_styles.printed(markup)
    return lines(_HEADING.sub(_heading_mark, markup) if "<h" in markup else markup)


def lines(markup: str) -> str:
    """The text of markup without comments, with `BREAK` where an element ends a line."""
    if "<" in markup:
        markup = _TAG.sub("", _LINE_ENDS.sub(BREAK, markup))
    if "&" in markup:
        for entity, char in _ENTITIES:
            markup = markup.replace(entity, char)
    return markup


def line(markup: str) -> str:
    """The text of markup as one line."""
    return visible(lines(without_comments(markup))).replace(BREAK, " ")


def with_cells(markup: str) -> str:
    """The text of markup, with `BREAK` where an element ends a line and `SLOT` where a table's cell begins."""
    return visible(lines(_CELL.sub(SLOT, without_comments(markup))))


def without_comments(markup: str) -> str:
    """The markup without comments, which may contain anything."""
    return _COMMENT.sub("", markup) if "<!--" in markup else markup


def _heading_mark(match: re.Match[str]) -> str:
    return BREAK + slot(f"H{match[1]}")
