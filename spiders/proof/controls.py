"""Controls of a page in the browser that may load more of its list, and whether one state of it shows more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from spiders.pages.links import anchors, collapse_whitespace, leads_to
from spiders.pages.page import Page
from spiders.pages.parts import is_widget
from spiders.proof import signs

SELECTOR = "a, button, li, span, div, p, em, i, b, input, img, td"
"""The elements among which a control is counted."""


@dataclass(frozen=True, slots=True)
class Control:
    """An element by its index among those of `SELECTOR`, and the name by which it is known to have been used."""

    index: int
    name: str


def unused(page: Page, used: Collection[str], in_vain: Collection[str] = ()) -> Control | None:
    """The next control that may load more: of a pager, or one that offers more.

    Each name is used once; a 下一页 again and again, unless its use was `in_vain`. Links with an address are no
    controls: what they lead to is requested by itself.
    """
    for index, node in enumerate(page.tree.css(SELECTOR)):
        name = collapse_whitespace(node.text(deep=True))[:_LONGEST_NAME] or signs.name_of(node)
        if not _may_load(page, node) or is_widget(node):
            continue
        if name not in used or (
            _may_turn_again(node, name) and name not in in_vain and _times(used, name) < _MOST_TURNS
        ):
            return Control(index, name)
    return None


_LONGEST_NAME = 40
_MOST_TURNS = 20


def _may_turn_again(node: LexborNode, name: str) -> bool:
    return not signs.is_off(node) and (signs.turns_on(name) or bool(signs.offers_by_words(name)))


def _times(used: Collection[str], name: str) -> int:
    return sum(known == name for known in used)


def _may_load(page: Page, node: LexborNode) -> bool:
    """Whether an element is a control of a pager beyond the current page, or offers more, and has no address."""
    return leads_to(page, node) is None and (signs.is_offer(page, node) or signs.is_pager_control(node))


def shows_more(after: Page, before: Page) -> bool:
    """Whether a state of the page has links that an earlier one had not."""
    return bool({url for _, url in anchors(after)} - {url for _, url in anchors(before)})
