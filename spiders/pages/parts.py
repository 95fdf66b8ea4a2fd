"""Parts of a page by the names that their markup gives them: pagers, and widgets that are none."""

from __future__ import annotations

import re
from itertools import islice

from selectolax.lexbor import LexborNode

from spiders.pages.links import ancestors

WIDGET = re.compile(
    r"swiper|slick|carousel|slide|banner|owl-|focus|flex-|marquee|scroll-?news|ui-state|weather", re.IGNORECASE
)
"""Classes and ids of boxes that move pictures or news, whose numbers and arrows are no pager."""

PAGER_NAMED = re.compile(
    r"(?:^|[\s_-])(?:fenye|fanye|fy|pageul|pagenum|turnpage|laypage|kkpager|page|pages|pager|paging)(?:$|[\s_\d-])"
    r"|paginat|pagebar|page[-_]?(?:div|box|nav|list|area|wrap|con|turn|num|link)|(?:list|el|ui|new|c)[-_]?pag(?:e|er|ing)\b",
    re.IGNORECASE,
)
"""Classes and ids of pagers."""


def is_widget(node: LexborNode) -> bool:
    """Whether an element belongs to a box that moves what it shows, such as a carousel."""
    return any(WIDGET.search(named(element)) for element in (node, *islice(ancestors(node), 4)))


def has(node: LexborNode, selector: str) -> bool:
    """Whether an element has others inside that match."""
    return any(found.mem_id != node.mem_id for found in node.css(selector))


def named(node: LexborNode) -> str:
    """An element's classes and id."""
    return f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".strip()
