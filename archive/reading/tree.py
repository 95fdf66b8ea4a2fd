"""The few things that reading a page needs of an HTML parser, over two parsers.

`fast` is lexbor by selectolax, `tolerant` is BeautifulSoup over libxml2: independent of one another, so that two equal
answers mean something. Nothing in here knows what a page is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from selectolax.lexbor import LexborHTMLParser, LexborNode

if TYPE_CHECKING:
    from bs4 import Tag


class Node(Protocol):
    """An element of a parsed page."""

    @property
    def tag(self) -> str:
        """Its name in lower case."""

    @property
    def key(self) -> int:
        """A number that is this element's own as long as the page lives."""

    def attribute(self, name: str) -> str:
        """An attribute's value; "" where there is none."""

    def cells(self) -> Iterator[tuple[str, str, str, str]]:
        """The rows and cells of a table, tables inside it gone: ("tr", style, "", "") for a row, and for each of its
        cells its name, its text, and the attributes `rowspan` and `colspan` as they are written."""

    def text(self) -> str:
        """All text below, nothing put between the pieces."""

    def select(self, selector: str) -> Sequence[Node]:
        """The elements below that a CSS selector names, in the order of the page."""

    def children(self) -> Sequence[Node]:
        """The elements right below."""

    def parent(self) -> Node | None:
        """The element around this one."""

    def replace(self, text: str) -> None:
        """Put text in the place of the element."""

    def before(self, text: str) -> None:
        """Put text in front of the element."""

    def after(self, text: str) -> None:
        """Put text behind the element."""

    def remove(self) -> None:
        """Take the element out."""


class _Fast:
    __slots__ = ("_node",)

    def __init__(self, node: LexborNode) -> None:
        self._node = node

    @property
    def tag(self) -> str:
        return self._node.tag or ""

    @property
    def key(self) -> int:
        return self._node.mem_id

    def attribute(self, name: str) -> str:
        return self._node.attributes.get(name) or ""

    def cells(self) -> Iterator[tuple[str, str, str, str]]:
        for node in self._node.css("tr, td, th"):
            tag, attributes = node.tag or "", node.attributes
            if tag == "tr":
                yield tag, attributes.get("style") or "", "", ""
            else:
                yield (
                    tag,
                    node.text(deep=True),
                    attributes.get("rowspan") or "",
                    attributes.get("colspan") or "",
                )

    def text(self) -> str:
        return self._node.text(deep=True)

    def select(self, selector: str) -> Sequence[Node]:
        return [_Fast(node) for node in self._node.css(selector)]

    def children(self) -> Sequence[Node]:
        return [_Fast(node) for node in self._node.iter(include_text=False)]

    def parent(self) -> Node | None:
        parent = self._node.parent
        return _Fast(parent) if parent is not None else None

    def replace(self, text: str) -> None:
        self._node.replace_with(text)

    def before(self, text: str) -> None:
        self._node.insert_before(text)

    def after(self, text: str) -> None:
        self._node.insert_after(text)

    def remove(self) -> None:
        self._node.decompose()


class _Tolerant:
    __slots__ = ("_node",)

    def __init__(self, node: Tag) -> None:
        self._node = node

    @property
    def tag(self) -> str:
        return self._node.name.lower()

    @property
    def key(self) -> int:
        return id(self._node)

    def attribute(self, name: str) -> str:
        value = self._node.get(name) or ""
        return value if isinstance(value, str) else " ".join(value)

    def cells(self) -> Iterator[tuple[str, str, str, str]]:
        for node in self.select("tr, td, th"):
            if node.tag == "tr":
                yield node.tag, node.attribute("style"), "", ""
            else:
                yield node.tag, node.text(), node.attribute("rowspan"), node.attribute("colspan")

    def text(self) -> str:
        return self._node.get_text()

    def select(self, selector: str) -> Sequence[Node]:
        return [_Tolerant(node) for node in self._node.select(selector)]

    def children(self) -> Sequence[Node]:
        return [_Tolerant(node) for node in self._node.find_all(recursive=False)]

    def parent(self) -> Node | None:
        parent = self._node.parent
        return _Tolerant(parent) if parent is not None and parent.name != "[document]" else None

    def replace(self, text: str) -> None:
        self._node.replace_with(text)

    def before(self, text: str) -> None:
        self._node.insert_before(text)

    def after(self, text: str) -> None:
        self._node.insert_after(text)

    def remove(self) -> None:
        self._node.extract()


def fast(html: bytes) -> Node | None:
    """The root of a page in UTF-8 by lexbor; None where there is no element at all."""
    root = LexborHTMLParser(html).root
    return _Fast(root) if root is not None else None


# libxml2 takes any letter for the beginning of a tag's name; the standard and browsers take ASCII letters only.
_NO_TAG: Final = re.compile(r"<(?![A-Za-z/!?])")


def tolerant(html: bytes) -> Node | None:
    """The root of a page in UTF-8 by BeautifulSoup; None where there is no element at all."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(_NO_TAG.sub("&lt;", html.decode()), "lxml")
    root = soup.find()
    return _Tolerant(root) if root is not None else None
