"""Where on a page its text stands.

Looks for the containers that site makers name, and where there is none for the element that gathers the text. What a
report says matters only as a tie-breaker: statutory wording pulls, link lists push.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from archive.extract.html import landmarks
from archive.extract.html.page_parts import FURNITURE, FURNITURE_TAGS, LINKING, NAMES, STARTS, TAGS
from archive.extract.html.tree import Node

ROLES: Final = "div, td[class], section, article, ucapcontent, h1, h2, h3"
"""Elements that may hold the text or a title."""
_WORDS: Final = ("总体情况", "第二十条", "主动公开政府信息", "本年新收", "行政复议", "其他需要报告", "依申请公开")
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
"""Characters from which on words may be a sentence."""
_FIGURE: Final = re.compile(r"\d+")
_FIGURES: Final = 6
_INSIDE: Final = frozenset({"tbody", "thead", "tfoot", "tr"})
_LEAVES: Final = frozenset(
    {"p", "span", "a", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "font", "ul", "ol", "li"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """An element that may have a role on the page, and its class and id."""

    node: Node
    named: str


def parts(nodes: Iterable[Node]) -> list[Part]:
    """Elements that may have a role, with their names."""
    return [Part(node, node.named()) for node in nodes]


def of(root: Node) -> Node:
    """The body of a page; the root where it has none."""
    return next((child for child in root.children() if child.tag == "body"), root)


def find(root: Node, parts: Sequence[Part]) -> tuple[Node, bool]:
    """The element that holds the text, and whether it is a container known by name."""
    page = of(root)
    known = _known(parts)
    chosen = known if known is not None else _gathered(page)
    whole = _whole(page, chosen)
    return whole, known is not None if whole is chosen else _is_named(whole.named())


def prune(container: Node, *, thoroughly: bool) -> None:
    """Take what is no text out of a container: furniture by its names and, if `thoroughly`, lists of links."""
    for node in container.select(
        "div, ul, nav, footer" if not thoroughly else "div, ul, dl, section, nav, aside, footer, header"
    ):
        if (node.tag in FURNITURE_TAGS or _is_furniture(node.named())) and not _says_something(node, thoroughly):
            node.remove()
    if thoroughly:
        for node in container.select("ul, ol, dl, div"):
            text = len(node.text())
            if text and _linked(node) > 0.5 * text and not _telling(node.text()):
                node.remove()


def _says_something(node: Node, anywhere: bool) -> bool:
    """Whether what is named furniture is a part of the text all the same: some sites call the pages of a text so.

    Inside a known container sentences, a table with figures, and what has no links though its name promises them, are
    text; `anywhere` else only sentences under a heading of a report.
    """
    text = node.text()
    if _telling(text):
        return True
    if 5 * _linked(node) > len(text):
        return False
    sentences = "。" in text and len(text) >= _FEW
    if anywhere:
        return sentences and landmarks.any_in(text)
    promises = len(text) >= _FEW and bool(LINKING.search(node.named()))
    return sentences or promises or landmarks.any_in(text) or _has_figures(node, text)


def _has_figures(node: Node, text: str) -> bool:
    return len(_FIGURE.findall(text)) >= _FIGURES and bool(node.select("table"))


def _known(parts: Sequence[Part]) -> Node | None:
    """Of the named containers the smallest one that holds nearly all that the largest one does."""
    named = [part.node for part in parts if _is_container(part)]
    if not named:
        return None
    if len(named) == 1:
        sizes = [len(named[0].text().strip())]
    else:
        sizes = [len(node.text().strip()) + 50 * len(node.select("img, table")) for node in named]
    most = max(sizes)
    if most < _ENOUGH and not _only_files(named[sizes.index(most)]):
        return None
    chosen = min((size, at) for at, size in enumerate(sizes) if size >= _MOST * most)[1]
    return named[chosen]


def _whole(page: Node, chosen: Node) -> Node:
    """The element itself, or the one above it that holds the landmarks of a report which stand beside the element.

    A stray `</div>` ends a container early, and some pages cut their text over several of one name.
    """
    inside = chosen.text()
    beside = _without(page.text(), inside)
    if not landmarks.any_in(beside):
        return chosen
    lacking = landmarks.of(beside) - landmarks.of(inside)
    node: Node | None = chosen
    for _ in range(_DEEPEST if lacking else 0):
        node = node.above() if node is not None else None
        if node is None:
            break
        if lacking <= landmarks.of(node.text()):
            return node
    return chosen


def _without(text: str, part: str) -> str:
    """A text without a part of it; the whole text where the part is not found soon."""
    at = -1
    for _ in range(_TRIES):
        at = text.find(part[:_SIGN], at + 1)
        if at < 0 or text.startswith(part, at):
            break
    return text[:at] + text[at + len(part) :] if at >= 0 and text.startswith(part, at) else text


def _is_container(part: Part) -> bool:
    if part.node.tag in TAGS:
        return True
    return _is_named(part.named)


@lru_cache(maxsize=4096)
def _is_named(names: str) -> bool:
    return any(name in NAMES or name.startswith(STARTS) for name in names.split())


@lru_cache(maxsize=4096)
def _is_furniture(names: str) -> bool:
    return bool(FURNITURE.search(names))


def _only_files(node: Node) -> bool:
    """Whether a short container is an article all the same: it links or shows a file."""
    return bool(node.select("a[href], img, iframe"))


def _gathered(body: Node) -> Node:
    """Go down as long as one element holds most of the text."""
    node = body
    for _ in range(_DEEPEST):
        scored = [(_score(child), child) for child in _parts(node)]
        whole = sum(score for score, _ in scored if score > 0)
        best, child = max(scored, key=lambda pair: pair[0], default=(0, node))
        if whole <= 0 or best < _PULL * whole or child.tag in _LEAVES:
            return node
        node = child
    return node


def _parts(node: Node) -> Sequence[Node]:
    """The elements below, looking through tables to their cells."""
    parts: list[Node] = []
    for child in node.children():
        if child.tag == "table":
            cells = list(islice(_cells(child), _LAYOUT_CELLS))
            parts.extend(cells if len(cells) < _LAYOUT_CELLS and _laid_out(cells) else [])
        elif child.tag not in FURNITURE_TAGS or _telling(child.text()):
            parts.append(child)
    return parts


def _cells(part: Node, depth: int = len(_INSIDE)) -> Iterator[Node]:
    """The cells of a table, or of a part of one."""
    for child in part.children():
        if child.tag in _INSIDE and depth:
            yield from _cells(child, depth - 1)
        elif child.tag in ("td", "th"):
            yield child


def _laid_out(cells: Sequence[Node]) -> bool:
    return any(len(cell.text()) > _LONG for cell in cells)


def _score(node: Node) -> int:
    text = node.text()
    if not text or (_is_furniture(node.named()) and not _telling(text)):
        return 0
    return len(text) - 2 * _linked(node) + _WEIGHT * sum(1 for word in _WORDS if word in text)


def _linked(node: Node) -> int:
    return sum(len(link.text()) for link in node.select("a"))


def _telling(text: str) -> bool:
    return sum(1 for word in _WORDS if word in text) > 1
