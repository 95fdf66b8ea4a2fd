"""Ways from a page to others that its links alone do not show: menus of organs, tabs, trees in scripts, frames. Pure.

Knows the names of the county's townships only as they are passed in, and nothing of what a way leads to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from itertools import islice

from selectolax.lexbor import LexborNode

from spiders.pages.links import absolute, ancestors, anchors, collapse_whitespace, whole_title
from spiders.pages.page import Page

TOWNSHIPS = r"乡\W?镇|镇\W?街道?|镇\W?乡|街\W?镇|街\W?乡|乡\W?街道?|镇\W?办|乡\W?办|街\W?办|街道|苏木"
"""How menus call townships together, such as 镇（街道）; part of a regular expression."""

_KIND = re.compile(rf"^(?:各|所属|全[县区市旗])?(?:{TOWNSHIPS})(?:\W?(?:{TOWNSHIPS}|场|办事处))*\W*(?:年报|信息公开)?$")
# such as 回族乡 behind the name of a township
_ENDING = re.compile(r"^(?:[^\W族]{1,5}族)*+(?:镇|乡|街道|街道办|苏木|地区)$")
_ORGAN = re.compile(r"(?:人民政府|街道办事处|办事处|政府)$|（.{0,99}）$|\(.{0,99}\)$")
# such as 某县 before the name of a township; not 县长调研
_PLACE = re.compile(r"^(?:\w{1,8}[省市县区旗州盟])?$")
_FEWEST_ORGANS = 3
"""The fewest townships that make a menu of organs."""

_TABS = re.compile(
    r"(?:^|[\s_-])(?:tabs?|tab(?:nav|menu|list|box|hd|tit|title|con|head|item)s?|qiehuan|xxk)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes and ids of tabs, such as `class="tab"`; xxk is 选项卡, qiehuan 切换."""
_MAX_ANCESTORS = 3
"""How many elements above a link its tabs may begin."""
_MAX_TAB = 12
"""The most characters in the name of a tab."""

_NODE = re.compile(r"\{[^{}]{1,600}\}")
# such as name:"升坊镇"
_NODE_NAME = re.compile(r"['\"]?\b(?:name|title|text|label|orgName|deptName)['\"]?\s*:\s*(['\"])(.{1,60}?)\1")
# such as url:'/c1001/'
_NODE_ADDRESS = re.compile(r"['\"]?\b(?:url|href|link|path|src)['\"]?\s*:\s*(['\"])([^'\"]{1,300})\1")
_HELD = ("data-url", "data-href", "data-link", "data-src")
"""Attributes in which elements that are no links hold an address."""
_SETTING = r"(?:\.src\s*=|(?:attr|prop|setAttribute)\(\s*['\"]src['\"]\s*,)\s*"
"""How a script begins to set the source of a frame; part of a regular expression."""
# such as document.getElementById("f").src="/nb/list.jsp" or $("#f").attr("src","/nb/list.jsp"); not .src="/a?b="+id
_SET_SOURCE = re.compile(rf"{_SETTING}(['\"])([^'\"]+)\1\s*(?!\s*\+)")
# such as document.getElementById("f").src=u;
_SET_VARIABLE = re.compile(rf"{_SETTING}([A-Za-z_$][\w$]{{0,40}})\s*[;),\n]")
_NO_PAGE = re.compile(r"\.(?:js|css|png|jpe?g|gif|svg|ico|mp[34]|swf)(?:$|[?#])", re.IGNORECASE)


def ways_by_script(page: Page) -> list[tuple[str, str]]:
    """(address, title) of what scripts and attributes name: nodes of organ trees, elements that hold an address."""
    named = [*_tree_nodes(page), *((address, whole_title(node)) for node, address in _holding_elements(page))]
    return [(url, title) for address, title in named if (url := absolute(page, address))]


def organs(ways: Iterable[tuple[str, str]], townships: Set[str]) -> dict[str, str]:
    """The townships by the addresses of the page's menu of organs; empty where it has none.

    A menu names several townships, in full or without 镇 or 乡: one name alone may mean anything.
    """
    found = {url: name for url, title in ways if (name := _township(title, townships)) is not None}
    fewest = min(_FEWEST_ORGANS, max(2, len(townships)))
    return found if len(set(found.values())) >= fewest else {}


def tabs(page: Page) -> frozenset[str]:
    """The addresses of the page's tabs, and of links that are named after townships as a kind, such as 镇办."""
    held = ((node, url) for node, address in _holding_elements(page) if (url := absolute(page, address)))
    return frozenset(
        url
        for node, url in (*anchors(page), *held)
        if _KIND.match(title := whole_title(node)) or (1 < len(title) <= _MAX_TAB and _stands_in_tabs(node))
    )


def frames(page: Page) -> list[str]:
    """The addresses of the page's inline frames, those that a script sets included."""
    shown = [address for node in page.tree.css("iframe, object, embed") for address in _sources(node)]
    if page.tree.css_first("iframe, frame") is not None:
        shown += _set_by_scripts(_scripts(page))
    urls = (absolute(page, address) for address in shown if not _NO_PAGE.search(address))
    return list(dict.fromkeys(url for url in urls if url))


def _set_by_scripts(scripts: str) -> list[str]:
    """The addresses that scripts set as a source, as they are or by a variable."""
    variables = sorted({re.escape(found[1]) for found in _SET_VARIABLE.finditer(scripts)})
    values = (re.finditer(rf"(?<![\w$.]){name}\s*=\s*(['\"])([^'\"]+)\1", scripts) for name in variables)
    given = (found for each in values for found in each)
    return [found[2] for found in (*_SET_SOURCE.finditer(scripts), *given)]


def _township(title: str, townships: Set[str]) -> str | None:
    """The township that a link is named after; the longest where a name ends in another's."""
    name = _ORGAN.sub("", collapse_whitespace(title)) or title
    full = [township for township in townships if _PLACE.match(name.removesuffix(township)) and name.endswith(township)]
    if full:
        return max(full, key=len)
    stems = [t for t in townships if len(name) > 1 and t.startswith(name) and _ENDING.match(t[len(name) :])]
    return stems[0] if len(stems) == 1 else None


def _stands_in_tabs(anchor: LexborNode) -> bool:
    return any(
        _TABS.search(f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}")
        for node in islice(ancestors(anchor), _MAX_ANCESTORS)
        if node.tag not in ("body", "html")
    )


def _scripts(page: Page) -> str:
    return "\n".join(node.text(deep=True) for node in page.tree.css("script:not([src])"))


def _tree_nodes(page: Page) -> Iterator[tuple[str, str]]:
    for node in _NODE.finditer(_scripts(page)):
        name, address = _NODE_NAME.search(node[0]), _NODE_ADDRESS.search(node[0])
        if name and address and not _NO_PAGE.search(address[2]):
            yield address[2], name[2]


def _holding_elements(page: Page) -> Iterator[tuple[LexborNode, str]]:
    for node in page.tree.css(", ".join(f"[{name}]" for name in _HELD)):
        if node.tag in ("img", "script", "iframe", "video", "source"):
            continue
        held = next(value for name in _HELD if (value := node.attributes.get(name)) is not None)
        if re.search(r"[/?]|\.\w{3,5}$", held) and not _NO_PAGE.search(held):
            yield node, held


def _sources(node: LexborNode) -> list[str]:
    held = (node.attributes.get(name) for name in ("src", "data", "data-src"))
    return [value for value in held if value and not value.startswith(("about:", "javascript:"))]
