"""How deeply the elements of a page lie in one another, and how long its tags are, before any tree is built.

HTML's rules for building a tree look through all open elements at nearly every tag, so that a parser's time grows with
the square of the depth. This follows the plain ones of these rules (WHATWG HTML 13.2.6): elements that are closed as
they should be, and those whose end tag people leave out. Everything else counts as still open, so that only a page
with very many broken tags is found deeper than it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from archive import patterns

DEEPEST: Final = 1000
"""Elements in one another that are read; browsers build no deeper tree than about 500."""

_HARMLESS: Final = 2000
"""Tags up to which no page can be so deep that its depth costs anything."""

MOST_ATTRIBUTES: Final = 1000
"""Attributes of one tag that are read: parsers compare each with all others."""

MOST_OPTIONS: Final = 10_000
"""Choices of a page's boxes: 10,000 in one take a second, twice as many six."""
_OPTION: Final = patterns.lazy(r"<option\b", re.IGNORECASE)

_SHORT_PAGE: Final = 20_000
_SHORT_TAG: Final = 2 * MOST_ATTRIBUTES
"""Characters in which no tag can have more attributes than are read, as each takes one and a space."""

# Each repetition takes all that it can and gives nothing back, so that the time grows with the text.
_ATTRIBUTES: Final = r"""(?:[\s/]++|=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?+|=)*+"""
_OPENING: Final = patterns.lazy(r"<[a-z]", re.IGNORECASE)
_TAG: Final = patterns.lazy(rf"<!--(?:-?>)?|<(/?[a-z][^\s/>]*+){_ATTRIBUTES}>?", re.IGNORECASE)
_ATTRIBUTE: Final = patterns.lazy(r"""[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?+""")
# such as the first > of title="1>0"
_QUOTED_END: Final = patterns.lazy(r"""=\s*+(?:"[^">]*+>|'[^'>]*+>)""")
_COMMENT_END: Final = patterns.lazy("--!?>")
_SCRIPT_END: Final = patterns.lazy(r"</script(?=[\s/>])", re.IGNORECASE)
_FOREIGN: Final = patterns.lazy("<(?:svg|math)", re.IGNORECASE)
_ESCAPED: Final = patterns.lazy(r"\\u003c|&lt;", re.IGNORECASE)
_ESCAPED_SIGNS: Final = ((r"\"", '"'), (r"\/", "/"), ("&quot;", '"'), ("&gt;", ">"), (r"\u003e", ">"), (r"\u003E", ">"))

_VOID: Final = frozenset(
    (
        "script",
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"),
        *("track", "wbr", "frame"),
    )
)
"""Elements that hold no others; a script's text is passed over."""
_VOID_IN_FOREIGN: Final = frozenset(["br", "embed", "hr", "img", "meta"])
_SHAPES: Final = frozenset(
    (
        *("circle", "ellipse", "g", "image", "line", "path", "polygon", "polyline", "rect", "stop"),
        *("use",),
    )
)
"""Elements of pictures (SVG), which end themselves where they are written `<path … />`."""
_TABLE_PARTS: Final = frozenset(["tbody", "td", "tfoot", "th", "thead", "tr"])
_LEFT_OPEN: Final = frozenset(
    (
        *("a", "b", "big", "code", "dd", "dt", "em", "font", "i", "li", "nobr", "o:p", "option", "p"),
        *("s", "small", "span", "strong", "tt", "u"),
    )
)
"""Elements that people forget to close, and that are closed with what is around them."""
_CLOSING: Final = _TABLE_PARTS | frozenset(
    (
        *("article", "body", "center", "div", "dl", "form", "html", "main", "nav", "ol", "section"),
        *("table", "ul"),
    )
)
"""Elements whose end closes all of those that are open in them."""
_FOLLOWING: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(("p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4"), frozenset({"p"})),
    "li": frozenset({"li", "p"}),
    **dict.fromkeys(("dd", "dt"), frozenset({"dd", "dt", "p"})),
    "option": frozenset({"option"}),
    **dict.fromkeys(("td", "th"), _LEFT_OPEN | {"td", "th"}),
    "tr": _LEFT_OPEN | {"td", "th", "tr"},
    **dict.fromkeys(("tbody", "tfoot"), _LEFT_OPEN | _TABLE_PARTS),
}
"""Start tags, each with the innermost open elements that it ends."""


def is_too_deep(markup: str, *, in_data: bool = False) -> bool:
    """Whether elements of this markup lie more than `DEEPEST` deep in one another.

    `in_data`: the markup may stand escaped in an interface's answer or in fields of the page.
    """
    if in_data and _ESCAPED.search(markup):
        plain = _ESCAPED.sub("<", markup)
        for escaped, sign in _ESCAPED_SIGNS:
            plain = plain.replace(escaped, sign)
        if is_too_deep(plain):
            return True
    if markup.count("<") <= _HARMLESS or len(_OPENING.findall(markup)) <= _HARMLESS:
        return False
    elements = _OpenElements(foreign=bool(_FOREIGN.search(markup)))
    return any(elements.follow(name) > DEEPEST for name in _names(markup))


def has_too_many_attributes(markup: str) -> bool:
    """Whether a tag of this markup has more than `MOST_ATTRIBUTES`."""
    if len(markup) < _SHORT_PAGE or not _may_hold_a_long_tag(markup):
        return False
    if not any(len(tag[0]) > _SHORT_TAG for tag in _TAG.finditer(markup)):
        return False
    return any(
        len(tag[0]) > _SHORT_TAG and sum(1 for _ in _ATTRIBUTE.finditer(tag[0])) > MOST_ATTRIBUTES
        for tag in _tags(markup)
    )


def _may_hold_a_long_tag(markup: str) -> bool:
    """Whether a tag may have more than `_SHORT_TAG` characters; False is certain, and quick to find.

    A tag ends at the first `>` behind its beginning, unless a quoted value of an attribute has one.
    """
    if _QUOTED_END.search(markup):
        return True
    long = (piece for piece in markup.split(">") if len(piece) >= _SHORT_TAG)
    return any(len(piece) - piece.find("<") >= _SHORT_TAG for piece in long if "<" in piece)


def has_too_many_options(markup: str) -> bool:
    """Whether this markup has more than `MOST_OPTIONS` choices: lexbor goes through all of a box for each of them."""
    return markup.count("<") > MOST_OPTIONS and sum(1 for _ in _OPTION.finditer(markup)) > MOST_OPTIONS


def _names(markup: str) -> Iterator[str]:
    """The name of each tag, with `/` before that of an end tag; without shapes that end themselves."""
    for tag in _tags(markup):
        name = tag[1].lower()
        if not (name in _SHAPES and tag[0].endswith("/>")):
            yield name


def _tags(markup: str) -> Iterator[re.Match[str]]:
    """Each tag that stands neither in a comment nor in a script."""
    ends = {"<!--": _COMMENT_END} if _FOREIGN.search(markup) else {"<!--": _COMMENT_END, "script": _SCRIPT_END}
    at = 0
    while tag := _TAG.search(markup, at):
        name = (tag[1] or tag[0]).lower()
        at = tag.end()
        if end := ends.get(name):
            closed = end.search(markup, at)
            at = closed.end() if closed else len(markup)
        if tag[1]:
            yield tag


class _OpenElements:
    """The open elements, from the outermost. In `foreign` markup (SVG, MathML) only the innermost can be ended."""

    def __init__(self, *, foreign: bool = False) -> None:
        self._foreign = foreign
        self._void = _VOID_IN_FOREIGN if foreign else _VOID
        self._stack: list[str] = []
        self._open: Counter[str] = Counter()

    def follow(self, name: str) -> int:
        """Follow a tag; the depth after it."""
        if name[0] == "/":
            self._close(name[1:])
        elif name not in self._void and (name not in _TABLE_PARTS or self._open["table"] or self._foreign):
            if (ended := _FOLLOWING.get(name)) and not self._foreign:
                self._end_innermost(ended)
            self._stack.append(name)
            self._open[name] += 1
        return len(self._stack)

    def _end_innermost(self, ended: frozenset[str]) -> None:
        while self._stack and self._stack[-1] in ended:
            self._open[self._stack.pop()] -= 1

    def _close(self, name: str) -> None:
        if not self._open[name]:
            return
        ended: frozenset[str] = frozenset()
        if name in _CLOSING and not self._foreign:
            ended = (_LEFT_OPEN | (_TABLE_PARTS if name == "table" else frozenset())) - {name}
        at = len(self._stack) - 1
        while at and self._stack[at] in ended:
            at -= 1
        if self._stack[at] == name:
            self._open.subtract(self._stack[at:])
            del self._stack[at:]
