"""A small common interface to two HTML parsers.

`fast` is lexbor by selectolax, `tolerant` is libxml2 by lxml. They are independent, so that equal results
confirm each other. Nothing here knows what a page is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol, cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive import patterns
from archive.extract.html import nesting
from archive.extract.layout import limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAME: Final = patterns.lazy(rb"<([a-z][a-z0-9]*)")
_CONTROL: Final = patterns.lazy(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BRACKET: Final = "\ufdd3"
"""Stands for `>` in an attribute while markup is written: a noncharacter, which pages do not have."""


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


class _LibxmlNode:
    __slots__ = ("_node",)

    def __init__(self, node: _Element) -> None:
        self._node = node

    @property
    def element(self) -> _Element:
        """The element of libxml2's tree."""
        return self._node

    @property
    def tag(self) -> str:
        return str(self._node.tag)

    def attribute(self, name: str) -> str:
        return self._node.get(name) or ""

    def class_and_id(self) -> str:
        return f"{self.attribute('class')} {self.attribute('id')}"

    def text(self) -> str:
        from lxml import etree

        return etree.tostring(self._node, method="text", encoding="unicode", with_tail=False)

    def markup(self) -> str:
        return _markup_of(self._node)

    def select(self, names: str) -> Sequence[Node]:
        wanted = _wanted(names)
        return [
            _LibxmlNode(node)
            for node in self._node.iterdescendants(*wanted)
            if (needed := wanted[str(node.tag)]) is None or node.get(needed) is not None
        ]

    def may_hold(self, names: str) -> bool:
        return next(self._node.iterdescendants(*_wanted(names)), None) is not None

    def children(self) -> Sequence[Node]:
        return [_LibxmlNode(node) for node in self._node if isinstance(node.tag, str)]

    def parent(self) -> Node | None:
        node = self._node.getparent()
        return _LibxmlNode(node) if node is not None else None

    def texts(self) -> Texts:
        return _LibxmlTexts(self._node)

    def replace(self, text: str) -> None:
        _cut(self._node, text)

    def remove(self) -> None:
        _cut(self._node, "")


class _LibxmlTexts:
    """Links of one walk: asked of each element, those of a thousand elements in one another took minutes."""

    def __init__(self, root: _Element) -> None:
        from lxml import etree

        self._links: dict[_Element, int] = {}
        under_way: list[tuple[int, int]] = []
        length = links = 0
        for event, element in etree.iterwalk(root, ("start", "end", "comment", "pi")):
            if event == "start":
                under_way.append((length, links))
                length += len(element.text or "")
                continue
            if event == "end":
                length_before, links_before = under_way.pop()
                self._links[element] = links - links_before
                links += length - length_before if element.tag == "a" else 0
            length += len(element.tail or "")

    def of(self, node: Node) -> str:
        return node.text()

    def length_of_links(self, node: Node) -> int:
        return self._links[cast("_LibxmlNode", node).element]


def _markup_of(node: _Element) -> str:
    """An element as canonical XML (C14N 1.0) writes it, and `>` in attributes escaped as well."""
    from lxml import etree

    for part in node.iter():
        for name, value in part.items():
            if ">" in value:
                part.set(name, _CONTROL.sub("", str(value).replace(">", _BRACKET)))
    written = etree.tostring(node, method="c14n", with_comments=False, with_tail=False).decode()
    return written.replace(_BRACKET, "&gt;")


def _cut(node: _Element, text: str) -> None:
    """Put a text in the place of an element."""
    above, before = node.getparent(), node.getprevious()
    if above is None:
        return
    text += node.tail or ""
    node.tail = None
    above.remove(node)
    if before is None:
        above.text = _joined(above.text, text)
    else:
        before.tail = _joined(before.tail, text)


def _joined(front: str | None, behind: str) -> str:
    """Two texts as one; without control characters, of which lxml takes none, though pages may have them."""
    return _CONTROL.sub("", f"{front or ''}{behind}")


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
    """The root of a page by libxml2; None if there is no element at all.

    Content after the page's end, for which libxml2 opens a second root, is moved to the body. Raises `TooMuchError`
    for a deep page.
    """
    _refuse_deep(html)
    from lxml import etree

    parser = etree.HTMLParser()
    parser.feed(_STRAY_BRACKET.sub("&lt;", html.encode("utf-8", "replace").decode()))
    try:
        root: _Element | None = parser.close()
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    found = root.find("body")
    body = root if found is None else found
    for trailing in [part for part in root.itersiblings() if isinstance(part.tag, str)]:
        if len(body):
            body[-1].tail = _joined(body[-1].tail, trailing.text or "")
        else:
            body.text = _joined(body.text, trailing.text or "")
        body.extend(list(trailing))
    return _LibxmlNode(root)


def _refuse_deep(html: str) -> None:
    if nesting.is_too_deep(html):
        raise limits.TooMuchError(f"its elements lie more than {nesting.DEEPEST} deep in one another")
    if nesting.has_too_many_attributes(html):
        raise limits.TooMuchError(f"an element has more than {nesting.MOST_ATTRIBUTES} attributes")
    if nesting.has_too_many_options(html):
        raise limits.TooMuchError(f"it has more than {nesting.MOST_OPTIONS} choices")
