"""The few things that reading a page needs of an HTML parser, over two parsers.

`fast` is lexbor by selectolax, `tolerant` is BeautifulSoup over libxml2: independent of one another, so that two equal
answers mean something. Nothing in here knows what a page is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final, Protocol

from selectolax.lexbor import LexborHTMLParser, LexborNode

if TYPE_CHECKING:
    from bs4 import Tag


_NAME: Final = re.compile(rb"<([a-z][a-z0-9]*)")


class Node(Protocol):
    """An element of a parsed page."""

    @property
    def tag(self) -> str:
        """Its name in lower case."""

    def attribute(self, name: str) -> str:
        """An attribute's value; "" where there is none."""

    def named(self) -> str:
        """Its class and its id, with a blank between them."""

    def text(self) -> str:
        """All text below, nothing put between the pieces."""

    def markup(self) -> str:
        """The element in the normal form: every element closed, attributes in double quotes, nothing unescaped."""

    def select(self, names: str) -> Sequence[Node]:
        """The elements below with one of these names (`p, td[class]`: a td with a class), in the order of the page."""

    def may_hold(self, names: str) -> bool:
        """Whether any such element can be below: False where the page is known to have none, which costs nothing."""

    def children(self) -> Sequence[Node]:
        """The elements right below."""

    def above(self) -> Node | None:
        """The element right above; None for the root."""

    def replace(self, text: str) -> None:
        """Put text in the place of the element."""

    def remove(self) -> None:
        """Take the element out."""


class _Printed:
    """Which elements the bytes of a page can hold: not looking for the others is what most of the time is saved by."""

    __slots__ = ("_known", "_names")

    def __init__(self, data: bytes) -> None:
        self._names = frozenset(_NAME.findall(data.lower()))
        self._known: dict[str, str] = {}

    def there(self, names: str) -> str:
        """The names that may be there, written as they came; "" for none."""
        found = self._known.get(names)
        if found is None:
            found = ", ".join(name for name, tags in _tags(names) if not self._names.isdisjoint(tags))
            self._known[names] = found
        return found


@cache
def _tags(names: str) -> tuple[tuple[str, tuple[bytes, ...]], ...]:
    """Names of elements, each with the tags that make one; browsers take `<image>` for `<img>`."""
    split = ((name.strip(), name.strip().partition("[")[0].encode()) for name in names.split(","))
    return tuple((name, (tag, b"image") if tag == b"img" else (tag,)) for name, tag in split)


class _Fast:
    __slots__ = ("_node", "_printed")

    def __init__(self, node: LexborNode, printed: _Printed) -> None:
        self._node = node
        self._printed = printed

    @property
    def tag(self) -> str:
        return self._node.tag or ""

    def attribute(self, name: str) -> str:
        return self._node.attributes.get(name) or ""

    def named(self) -> str:
        attributes = self._node.attributes
        return f"{attributes.get('class') or ''} {attributes.get('id') or ''}" if attributes else " "

    def text(self) -> str:
        return self._node.text_lexbor()

    def markup(self) -> str:
        return self._node.html or ""

    def select(self, names: str) -> Sequence[Node]:
        there = self._printed.there(names)
        return [_Fast(node, self._printed) for node in self._node.css(there)] if there else []

    def may_hold(self, names: str) -> bool:
        return bool(self._printed.there(names))

    def children(self) -> Sequence[Node]:
        return [_Fast(node, self._printed) for node in self._node.iter(include_text=False)]

    def above(self) -> Node | None:
        node = self._node.parent
        return _Fast(node, self._printed) if node is not None and node.is_element_node else None

    def replace(self, text: str) -> None:
        self._node.replace_with(text)

    def remove(self) -> None:
        self._node.decompose()


class _Tolerant:
    __slots__ = ("_node",)

    def __init__(self, node: Tag) -> None:
        self._node = node

    @property
    def tag(self) -> str:
        return self._node.name.lower()

    def attribute(self, name: str) -> str:
        value = self._node.get(name) or ""
        return value if isinstance(value, str) else " ".join(value)

    def named(self) -> str:
        return f"{self.attribute('class')} {self.attribute('id')}"

    def text(self) -> str:
        return self._node.get_text()

    def markup(self) -> str:
        from bs4.formatter import HTMLFormatter

        return self._node.decode(formatter=HTMLFormatter(entity_substitution=escape))

    def select(self, names: str) -> Sequence[Node]:
        wanted = _wanted(names)
        return [
            _Tolerant(node)
            for node in self._node.find_all(list(wanted))
            if (needed := wanted[node.name]) is None or node.has_attr(needed)
        ]

    def may_hold(self, names: str) -> bool:
        return self._node.find(list(_wanted(names))) is not None

    def children(self) -> Sequence[Node]:
        return [_Tolerant(node) for node in self._node.find_all(recursive=False)]

    def above(self) -> Node | None:
        node = self._node.parent
        return _Tolerant(node) if node is not None and node.parent is not None else None

    def replace(self, text: str) -> None:
        self._node.replace_with(text)

    def remove(self) -> None:
        self._node.extract()


@cache
def _wanted(names: str) -> dict[str, str | None]:
    """Names of elements, each with the attribute that it must have."""
    split = (name.strip().rstrip("]").partition("[") for name in names.split(","))
    return {name: attribute or None for name, _, attribute in split}


def fast(html: str) -> Node | None:
    """The root of a page by lexbor; None where there is no element at all."""
    data = html.encode("utf-8", "replace")
    root = LexborHTMLParser(data).root
    return _Fast(root, _Printed(data)) if root is not None else None


# libxml2 takes any letter for the beginning of a tag's name; the standard and browsers take ASCII letters only.
# Scripts write `<\/p>`, which is no tag for either.
_NO_TAG: Final = re.compile(r"<(?![A-Za-z/!?\\])")


def tolerant(html: str) -> Node | None:
    """The root of a page by BeautifulSoup; None where there is no element at all.

    What stands behind the page's end, for which libxml2 opens a second page, belongs to its body.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(_NO_TAG.sub("&lt;", html.encode("utf-8", "replace").decode()), "lxml")
    elements = soup.find_all(recursive=False)
    if not elements:
        return None
    body = elements[0].find("body") or elements[0]
    for behind in elements[1:]:
        body.extend(list(behind.contents))
        behind.extract()
    return _Tolerant(elements[0])
