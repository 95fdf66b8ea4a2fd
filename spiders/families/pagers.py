"""Pagers that are drawn as links and words: the next page, and what is said of the whole list. For any CMS."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from spiders.links import absolute, anchors, base, squeeze
from spiders.page import Fetch, Page

ITEMS = re.compile(r"(?:共有?|总计|总共|合计)\s*(?:有\s*)?(\d+)\s*(?:条|篇|个记录|项|记录)")
PAGES = re.compile(r"共\s*(\d+)\s*页|(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})(?![\d/])")
CURRENT = re.compile(r"第\s*(\d+)\s*页|(?<![\d/])(\d{1,4})\s*/\s*\d{1,4}(?![\d/])")
_PAGER = re.compile(r"pag(?:e|ing|ination|er)|fanye|turn", re.IGNORECASE)
_NEXT = ("下一页", "下页", "后一页", "后页", "下一页>", "下一页>>", "下页>", ">", "›", "»", "next")
_WORDS = re.compile(r"下一?页|后一页|页次|共\s*\d+\s*页")
_LONGEST = 200
"""Characters that a pager has at most."""

TURNED = re.compile(r"#page-(\d+)$")
"""How the address of a page ends to which only a click leads, in a browser, from the list's first page."""

TURNERS = "a, button, li[title], [onclick]"
"""Elements that may turn a list's pages by script."""

_OFF = re.compile(r"disab|no-?link|no-?more|gray|grey|(?:^|[\s_-])off(?:$|[\s_-])", re.IGNORECASE)

_ACTIVE = ".current, .active, .on, .cur, .now, .selected, strong, b, span, em"


def pager(page: Page) -> LexborNode | None:
    """The element that holds the pager, by its class or id; else the shortest one with a pager's words."""
    worded: list[tuple[int, LexborNode]] = []
    for node in page.tree.css("div, ul, td, p, nav, table, span"):
        text = node.text(deep=True)
        named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if _PAGER.search(named) and re.search(r"页|\d", text):
            return node
        if len(text) < _LONGEST and _WORDS.search(text):
            worded.append((len(text), node))
    return min(worded, key=lambda one: one[0])[1] if worded else None


def declared(text: str) -> tuple[int | None, int | None, int | None]:
    """Items in all, pages in all, and the number of this page, as far as the text says them."""
    items, pages, current = ITEMS.search(text), PAGES.search(text), CURRENT.search(text)
    return (
        int(items[1]) if items else None,
        int(pages[1] or pages[2]) if pages else None,
        int(current[1] or current[2]) if current else None,
    )


def next_by_link(page: Page) -> Fetch | None:
    """The page that a link named 下一页 leads to, or the link whose number follows the current one."""
    here = base(page)
    for anchor, url in anchors(page):
        words = squeeze(anchor.text(deep=True)).lower()
        if (words in _NEXT or anchor.attributes.get("rel") == "next") and url not in (here, page.url):
            return Fetch(url, "listing")
    return _next_number(page)


def next_by_script(page: Page) -> Fetch | None:
    """The page that only a click leads to: a 下一页 without an address, unless it is switched off."""
    if turner(page) is None:
        return None
    turned = TURNED.search(page.url)
    return Fetch(f"{TURNED.sub('', page.url)}#page-{int(turned[1]) + 1 if turned else 2}", "listing")


def turner(page: Page) -> int | None:
    """Which of the page's `TURNERS`, in its order, leads to the next page by script; None where none does."""
    for place, node in enumerate(page.tree.css(TURNERS)):
        words = {
            squeeze(node.text(deep=True)).lower(),
            *(node.attributes.get(name) or "" for name in ("title", "aria-label")),
        }
        if words & set(_NEXT) and absolute(page, node.attributes.get("href")) is None and not _is_off(node):
            return place
    return None


def _is_off(node: LexborNode) -> bool:
    around = [one for one in (node, node.parent) if one is not None]
    marked = any(_OFF.search(one.attributes.get("class") or "") for one in around)
    return marked or "disabled" in node.attributes or node.attributes.get("aria-disabled") == "true"


def _next_number(page: Page) -> Fetch | None:
    node = pager(page)
    if node is None:
        return None
    numbered = {squeeze(anchor.text(deep=True)): url for anchor, url in anchors(page, node)}
    for mark in node.css(_ACTIVE):
        number = squeeze(mark.text(deep=True))
        following = numbered.get(str(int(number) + 1)) if number.isdigit() else None
        if following and following != page.url:
            return Fetch(following, "listing")
    return None
