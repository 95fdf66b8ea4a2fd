"""Find the element of a page that holds its text.

A container with a known class or id is preferred; without one, the element that gathers most of the text is chosen.
The content is only a tie-breaker: statutory phrases count for an element, lists of links against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from archive import patterns
from archive.extract.html import landmarks
from archive.extract.html.page_parts import FURNITURE, FURNITURE_TAGS, LINKING, NAMES, STARTS, TAGS
from archive.extract.html.tree import Node, Texts

ROLES: Final = "div, td[class], section, article, ucapcontent, h1, h2, h3"
"""Elements that may hold the text or a title."""
_PHRASES: Final = ("总体情况", "第二十条", "主动公开政府信息", "本年新收", "行政复议", "其他需要报告", "依申请公开")
_WEIGHT: Final = 120
_ENOUGH: Final = 30
_MOST: Final = 0.8
_PULL: Final = 0.75
_DEEPEST: Final = 60
_LAYOUT_CELLS: Final = 40
_LONG: Final = 400
_SIGN: Final = 64
_TRIES: Final = 20
_FEW: Final = 12
"""Characters from which on a text may be a sentence."""
_FIGURE: Final = patterns.lazy(r"\d+")
_FIGURES: Final = 6
_INSIDE: Final = frozenset({"tbody", "thead", "tfoot", "tr"})
_LEAVES: Final = frozenset(
    {"p", "span", "a", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "font", "ul", "ol", "li"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """An element that may have a role on the page, and its class and id."""

    node: Node
    class_and_id: str


def parts(nodes: Iterable[Node]) -> list[Part]:
    """Elements that may have a role, with their class and id."""
    return [Part(node, node.class_and_id()) for node in nodes]


def element_of(root: Node) -> Node:
    """The body of a page; the root where it has none."""
    return next((child for child in root.children() if child.tag == "body"), root)


def find(root: Node, parts: Sequence[Part]) -> tuple[Node, bool]:
    """The element that holds the text, and whether it is a known container by its class or id."""
    page = element_of(root)
    named = _named_container(parts)
    container = named if named is not None else _densest_element(page)
    complete = _complete(page, container)
    return complete, named is not None if complete is container else _is_named(complete.class_and_id())


def prune(container: Node, *, thoroughly: bool) -> None:
    """Remove what is no text from a container: furniture by class and id and, if `thoroughly`, lists of links."""
    texts = container.texts()
    for node in container.select(
        "div, ul, nav, footer" if not thoroughly else "div, ul, dl, section, nav, aside, footer, header"
    ):
        if (node.tag in FURNITURE_TAGS or _is_furniture(node.class_and_id())) and not _is_content(
            node, texts, thoroughly
        ):
            node.remove()
    if thoroughly:
        texts = container.texts()
        for node in container.select("ul, ol, dl, div"):
            text = texts.of(node)
            if text and texts.length_of_links(node) > 0.5 * len(text) and not _is_report_text(text):
                node.remove()


def _is_content(node: Node, texts: Texts, in_unknown_container: bool) -> bool:
    """Whether an element with the name of furniture is part of the text: some sites name the pages of a text so.

    Inside a known container, sentences, a table with figures, and an element without the links that its name suggests
    are text; in an unknown container only sentences with a landmark of a report.
    """
    text = texts.of(node)
    if _is_report_text(text):
        return True
    if 5 * texts.length_of_links(node) > len(text):
        return False
    sentences = "。" in text and len(text) >= _FEW
    if in_unknown_container:
        return sentences and landmarks.any_in(text)
    is_misnamed = len(text) >= _FEW and bool(LINKING.search(node.class_and_id()))
    return sentences or is_misnamed or landmarks.any_in(text) or _has_figures(node, text)


def _has_figures(node: Node, text: str) -> bool:
    return len(_FIGURE.findall(text)) >= _FIGURES and bool(node.select("table"))


def _named_container(parts: Sequence[Part]) -> Node | None:
    """The smallest named container that holds nearly as much as the largest one; None if there is none."""
    containers = [part.node for part in parts if _is_container(part)]
    if not containers:
        return None
    if len(containers) == 1:
        sizes = [len(containers[0].text().strip())]
    else:
        sizes = [len(node.text().strip()) + 50 * len(node.select("img, table")) for node in containers]
    largest = max(sizes)
    if largest < _ENOUGH and not _only_files(containers[sizes.index(largest)]):
        return None
    chosen = min((size, number) for number, size in enumerate(sizes) if size >= _MOST * largest)[1]
    return containers[chosen]


def _complete(page: Node, chosen: Node) -> Node:
    """The element, or the ancestor that also holds the landmarks of a report found outside of the element.

    A stray `</div>` ends a container early, and some pages split their text over several containers of one name.
    """
    text_inside = chosen.text()
    text_beside = _without(page.text(), text_inside)
    if not landmarks.any_in(text_beside):
        return chosen
    missing = landmarks.of(text_beside) - landmarks.of(text_inside)
    node: Node | None = chosen
    for _ in range(_DEEPEST if missing else 0):
        node = node.parent() if node is not None else None
        if node is None:
            break
        if missing <= landmarks.of(node.text()):
            return node
    return chosen


def _without(text: str, part: str) -> str:
    """A text without a part of it; the whole text if the part is not among the first matches of its beginning."""
    start = -1
    for _ in range(_TRIES):
        start = text.find(part[:_SIGN], start + 1)
        if start < 0 or text.startswith(part, start):
            break
    return text[:start] + text[start + len(part) :] if start >= 0 and text.startswith(part, start) else text


def _is_container(part: Part) -> bool:
    if part.node.tag in TAGS:
        return True
    return _is_named(part.class_and_id)


@lru_cache(maxsize=4096)
def _is_named(names: str) -> bool:
    return any(name in NAMES or name.startswith(STARTS) for name in names.split())


@lru_cache(maxsize=4096)
def _is_furniture(names: str) -> bool:
    return bool(FURNITURE.search(names))


def _only_files(node: Node) -> bool:
    """Whether a short container is an article that only links or shows a file."""
    return bool(node.select("a[href], img, iframe"))


def _densest_element(body: Node) -> Node:
    """Descend as long as one child holds most of the text."""
    node = body
    for _ in range(_DEEPEST):
        scored = [(_score(child), child) for child in _candidates(node)]
        total = sum(score for score, _ in scored if score > 0)
        best, child = max(scored, key=lambda pair: pair[0], default=(0, node))
        if total <= 0 or best < _PULL * total or child.tag in _LEAVES:
            return node
        node = child
    return node


def _candidates(node: Node) -> Sequence[Node]:
    """The child elements, with layout tables replaced by their cells."""
    candidates: list[Node] = []
    for child in node.children():
        if child.tag == "table":
            cells = list(islice(_cells(child), _LAYOUT_CELLS))
            candidates.extend(cells if len(cells) < _LAYOUT_CELLS and _holds_text(cells) else [])
        elif child.tag not in FURNITURE_TAGS or _is_report_text(child.text()):
            candidates.append(child)
    return candidates


def _cells(part: Node, depth: int = len(_INSIDE)) -> Iterator[Node]:
    """The cells of a table, or of a part of one."""
    for child in part.children():
        if child.tag in _INSIDE and depth:
            yield from _cells(child, depth - 1)
        elif child.tag in ("td", "th"):
            yield child


def _holds_text(cells: Sequence[Node]) -> bool:
    return any(len(cell.text()) > _LONG for cell in cells)


def _score(node: Node) -> int:
    text = node.text()
    if not text or (_is_furniture(node.class_and_id()) and not _is_report_text(text)):
        return 0
    return len(text) - 2 * _link_length(node) + _WEIGHT * sum(1 for phrase in _PHRASES if phrase in text)


def _link_length(node: Node) -> int:
    return sum(len(link.text()) for link in node.select("a"))


def _is_report_text(text: str) -> bool:
    return sum(1 for phrase in _PHRASES if phrase in text) > 1
