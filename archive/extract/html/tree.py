"""A small common interface to two HTML parsers.

`fast` is lexbor by selectolax, `tolerant` is BeautifulSoup over libxml2. They are independent, so that equal results
confirm each other. Nothing here knows what a page is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Protocol, cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive import patterns
from archive.extract.html import nesting
from archive.extract.layout import limits

if TYPE_CHECKING:
    from bs4 import Tag


_NAME: Final = patterns.lazy(rb"<([a-z][a-z0-9]*)")


class Node(Protocol):
    """An element of a parsed page."""

    @property
    def tag(self) -> str:
        """Its name in lower case."""

    def attribute(self, name: str) -> str:
        """An attribute's value; "" where there is none."""

    def class_and_id(self) -> str:
        """Its class and its id, separated by a blank."""

    def text(self) -> str:
        """All text in the element, without separators."""

    def markup(self) -> str:
        """The element in normal form: every element closed, attributes in double quotes, everything escaped."""

    def select(self, names: str) -> Sequence[Node]:
        """The descendants with one of these names (`p, td[class]`: a td with a class), in the order of the page."""

    def may_hold(self, names: str) -> bool:
        """Whether there may be such descendants; False is certain. Cheaper than `select`."""

    def children(self) -> Sequence[Node]:
        """The child elements."""

    def parent(self) -> Node | None:
        """The parent element; None for the root."""

    def texts(self) -> Texts:
        """The texts of the elements in it as they are now, for where many of them are asked for."""

    def replace(self, text: str) -> None:
        """Replace the element by text."""

    def remove(self) -> None:
        """Remove the element."""


class Texts(Protocol):
    """What elements of a part of a page said when it was asked for; what is taken out later is still in it."""

    def of(self, node: Node) -> str:
        """All text in an element, without separators."""

    def length_of_links(self, node: Node) -> int:
        """The characters of the links in an element; those of a link within a link count twice."""


class _TagNames:
    """The tag names in the bytes of a page; most of the time is saved by not searching for any others."""

    __slots__ = ("_names", "_selectors")

    def __init__(self, data: bytes) -> None:
        self._names = frozenset(_NAME.findall(data.lower()))
        self._selectors: dict[str, str] = {}

    def selector(self, names: str) -> str:
        """Those of the names that may occur, as a selector; "" for none."""
        found = self._selectors.get(names)
        if found is None:
            found = ", ".join(name for name, tags in _tags_of(names) if not self._names.isdisjoint(tags))
            self._selectors[names] = found
        return found


@cache
def _tags_of(names: str) -> tuple[tuple[str, tuple[bytes, ...]], ...]:
    """Names of elements, each with its tags; browsers parse `<image>` as `<img>`."""
    split = ((name.strip(), name.strip().partition("[")[0].encode()) for name in names.split(","))
    return tuple((name, (tag, b"image") if tag == b"img" else (tag,)) for name, tag in split)


class _LexborNode:
    __slots__ = ("_node", "_tag_names")

    def __init__(self, node: LexborNode, tag_names: _TagNames) -> None:
        self._node = node
        self._tag_names = tag_names

    @property
    def tag(self) -> str:
        return self._node.tag or ""

    def attribute(self, name: str) -> str:
        return self._node.attributes.get(name) or ""

    def class_and_id(self) -> str:
        attributes = self._node.attributes
        return f"{attributes.get('class') or ''} {attributes.get('id') or ''}" if attributes else " "

    def text(self) -> str:
        return self._node.text_lexbor()

    def markup(self) -> str:
        return self._node.html or ""

    def select(self, names: str) -> Sequence[Node]:
        selector = self._tag_names.selector(names)
        return [_LexborNode(node, self._tag_names) for node in self._node.css(selector)] if selector else []

    def may_hold(self, names: str) -> bool:
        return bool(self._tag_names.selector(names))

    def children(self) -> Sequence[Node]:
        return [_LexborNode(node, self._tag_names) for node in self._node.iter(include_text=False)]

    def parent(self) -> Node | None:
        node = self._node.parent
        return _LexborNode(node, self._tag_names) if node is not None and node.is_element_node else None

    def texts(self) -> Texts:
        return _LexborTexts()

    def replace(self, text: str) -> None:
        self._node.replace_with(text)

    def remove(self) -> None:
        self._node.decompose()


class _LexborTexts:
    """Asked of lexbor each time, which is fast."""

    def of(self, node: Node) -> str:
        return node.text()

    def length_of_links(self, node: Node) -> int:
        return sum(len(link.text()) for link in node.select("a"))


class _SoupNode:
    __slots__ = ("_node",)

    def __init__(self, node: Tag) -> None:
        self._node = node

    @property
    def tag(self) -> str:
        return self._node.name.lower()

    @property
    def key(self) -> int:
        """What tells the element from the others of its page."""
        return id(self._node)

    def attribute(self, name: str) -> str:
        value = self._node.get(name) or ""
        return value if isinstance(value, str) else " ".join(value)

    def class_and_id(self) -> str:
        return f"{self.attribute('class')} {self.attribute('id')}"

    def text(self) -> str:
        return self._node.get_text()

    def markup(self) -> str:
        from bs4.formatter import HTMLFormatter

        return self._node.decode(formatter=HTMLFormatter(entity_substitution=escape))

    def select(self, names: str) -> Sequence[Node]:
        wanted = _wanted(names)
        found = (node for node in self._tags() if node.name in wanted)
        return [_SoupNode(node) for node in found if (needed := wanted[node.name]) is None or node.has_attr(needed)]

    def may_hold(self, names: str) -> bool:
        wanted = _wanted(names)
        return any(node.name in wanted for node in self._tags())

    def _tags(self) -> Iterator[Tag]:
        """The descendants in order; `find_all` matches each of them with each name in turn."""
        from bs4 import Tag

        return (node for node in self._node.descendants if isinstance(node, Tag))

    def children(self) -> Sequence[Node]:
        return [_SoupNode(node) for node in self._node.find_all(recursive=False)]

    def parent(self) -> Node | None:
        node = self._node.parent
        return _SoupNode(node) if node is not None and node.parent is not None else None

    def texts(self) -> Texts:
        return _SoupTexts(self._node)

    def replace(self, text: str) -> None:
        self._node.replace_with(text)

    def remove(self) -> None:
        self._node.extract()


class _SoupTexts:
    """Of one walk: BeautifulSoup takes as long for the text of an element as there are strings in it, however deep.

    A page of a thousand elements in one another, with links in the last, was read for minutes.
    """

    def __init__(self, root: Tag) -> None:
        from bs4.element import CData, NavigableString, Tag

        self._begins: dict[int, tuple[int, int]] = {}
        self._ends: dict[int, tuple[int, int]] = {}
        self._links: list[int] = []
        strings: list[str] = []
        length, under_way = 0, [root]
        self._begins[id(root)] = 0, 0
        for element in root.descendants:
            while under_way[-1] is not element.parent:
                self._end(under_way.pop(), length)
            if isinstance(element, Tag):
                self._links += [length] if element.name == "a" else []
                self._begins[id(element)] = length, len(self._links)
                under_way.append(element)
            elif isinstance(element, NavigableString) and type(element) in (NavigableString, CData):
                strings.append(element)
                length += len(element)
        for element in reversed(under_way):
            self._end(element, length)
        self._text = "".join(strings)
        self._links_before = [0, *accumulate(self._links)]

    def _end(self, element: Tag, length: int) -> None:
        self._ends[id(element)] = length, len(self._links)
        if element.name == "a":
            begun, number = self._begins[id(element)]
            self._links[number - 1] = length - begun

    def of(self, node: Node) -> str:
        key = cast("_SoupNode", node).key
        return self._text[self._begins[key][0] : self._ends[key][0]]

    def length_of_links(self, node: Node) -> int:
        key = cast("_SoupNode", node).key
        return self._links_before[self._ends[key][1]] - self._links_before[self._begins[key][1]]


@cache
def _wanted(names: str) -> dict[str, str | None]:
    """Names of elements, each with the attribute that it must have, or None."""
    split = (name.strip().rstrip("]").partition("[") for name in names.split(","))
    return {name: attribute or None for name, _, attribute in split}


def fast(html: str) -> Node | None:
    """The root of a page by lexbor; None if there is no element at all. Raises `TooMuchError` for a deep page."""
    _refuse_deep(html)
    data = html.encode("utf-8", "replace")
    root = LexborHTMLParser(data).root
    return _LexborNode(root, _TagNames(data)) if root is not None else None


# libxml2 accepts any letter at the beginning of a tag's name; the standard and browsers accept ASCII letters only.
# `<\/p>`, as scripts write it, is a tag for neither.
_STRAY_BRACKET: Final = patterns.lazy(r"<(?![A-Za-z/!?\\])")


def tolerant(html: str) -> Node | None:
    """The root of a page by BeautifulSoup; None if there is no element at all.

    Content after the page's end, for which libxml2 opens a second root, is moved to the body. Raises `TooMuchError`
    for a deep page.
    """
    _refuse_deep(html)
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(_STRAY_BRACKET.sub("&lt;", html.encode("utf-8", "replace").decode()), "lxml")
    elements = soup.find_all(recursive=False)
    if not elements:
        return None
    body = elements[0].find("body") or elements[0]
    for trailing in elements[1:]:
        body.extend(list(trailing.contents))
        trailing.extract()
    return _SoupNode(elements[0])


def _refuse_deep(html: str) -> None:
    if nesting.is_too_deep(html):
        raise limits.TooMuchError(f"its elements lie more than {nesting.DEEPEST} deep in one another")
    if nesting.has_too_many_attributes(html):
        raise limits.TooMuchError(f"an element has more than {nesting.MOST_ATTRIBUTES} attributes")
    if nesting.has_too_many_options(html):
        raise limits.TooMuchError(f"it has more than {nesting.MOST_OPTIONS} choices")
