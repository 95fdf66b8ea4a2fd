"""Controls of a page in the browser that may load more of its list, and whether one state of it shows more.

A control is known by what it says, or by the browser, which marks every element on which a script listens.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborNode

from spiders.pages.links import LINKS, ancestors, anchors, collapse_whitespace, leads_to
from spiders.pages.page import Page
from spiders.pages.parts import has, is_widget, named
from spiders.proof import signs

ACTS = "data-nianbao-acts"
"""The attribute by which the browser marks elements on which a script listens for clicks or choices."""

SELECTOR = (
    "a, button, li, span, div, p, em, i, b, u, input, img, td, th, dd, dt, strong, label, font, svg, h1, h2, h3, h4,"
    f" h5, h6, summary, option, [{ACTS}]"
)
"""The elements among which a control is counted."""

_MOST_TURNS = 20
_LONGEST_NAME = 40
_LONGEST_CONTROL = 60
"""The most characters of a control that only the browser knows; longer elements are parts of the page."""

_UNSHOWN = ("noscript", "template")
"""Elements whose content the browser does not count among the page's."""

_ELSE_SAYS = re.compile(
    r"^[\W_]*(?:打印|关闭|收藏|分享|登录|注册|搜索|检索|查询|重置|无障碍\S{0,4}|适老\S{0,4}|长者\S{0,4}|关怀\S{0,4}|繁[体體]?|简体|english|en"
    r"|返回\S{0,4}|回?到?顶部|置顶|top|字[号体]\S{0,8}|[大中小]|a[+-]|微[信博]|客户端|扫一扫|首页|上一?页|前一?页|设为首页|加入收藏|复制\S{0,4}"
    r"|纠错|我要纠错|智能问答|语音\S{0,4}|播放|暂停)[\W_]*$",
    re.IGNORECASE,
)
_ELSE_NAMED = re.compile(
    r"(?:^|[\s_-])(?:header|footer|topbar|navbar|nav|search\w*|share\w*|bds\w*|social\w*|login\w*|wza\w*|toolbar|font-?size|print\w*"
    r"|qr-?code|(?:go|back|to)-?top|copyright|logo|weather|friend-?links?|yqlj|video|audio|player)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
"""Words, and names of parts of a page, whose scripts load nothing of a list."""

_HANDLERS = ("onclick", "onmousedown", "ontouchend", "v-on:click", "@click", "ng-click", "wx:click", "data-action")
"""Attributes by which an element acts on clicks, of HTML and of frameworks."""
# such as 升坊镇 or 东山街道办事处, an entry of a menu
_UNIT = re.compile(r"^[\u4e00-\u9fff]{1,8}(?:镇|乡|街道|办事处|苏木)(?:人民政府|办事处)?$")

_ROW = re.compile(r"(?:19|20)\d\d\D{0,4}.{0,12}(?:年度?报|报告)|年度报告")
"""The title of a report: a row's, which `spiders.proof.rows` accounts for."""


@dataclass(frozen=True, slots=True)
class Control:
    """An element by its index among those of `SELECTOR`, and the name by which it is known to have been used."""

    index: int
    name: str


def unused(page: Page, used: Collection[str], in_vain: Collection[str] = ()) -> Control | None:
    """The next control that may load more: of a pager, one that offers more, a choice, or one that a script heeds.

    Each name is used once; a 下一页 again and again, unless its use was `in_vain`. Links with an address are no
    controls: what they lead to is requested by itself.
    """
    named_alike = Counter[str]()
    for index, node in enumerate(elements(page)):
        if not _may_load(page, node):
            continue
        says = _says(node)
        named_alike[says] += 1
        name = says if named_alike[says] == 1 else f"{says} ({named_alike[says]})"
        if name not in used or (
            _may_turn_again(node, says) and name not in in_vain and _times(used, name) < _MOST_TURNS
        ):
            return Control(index, name)
    return None


def never_turned(page: Page, used: Collection[str], in_vain: Collection[str]) -> str | None:
    """A control for the next page on which a script listens, and which never turned to one: it may not have worked.

    One that turned before and does not any more has come to the last page; one that is off, or dead, says nothing.
    """
    tried = [name for name in in_vain if signs.turns_on(name) and _times(used, name) == 1]
    acting = (node for node in elements(page) if _acts(node) and leads_to(page, node) is None)
    return next((_says(node) for node in acting if _says(node) in tried and not signs.is_off(node)), None)


def _acts(node: LexborNode) -> bool:
    return ACTS in node.attributes or any(name in node.attributes for name in _HANDLERS)


def elements(page: Page) -> Iterator[LexborNode]:
    """The elements as the browser counts them: each once, although the parser gives it once for each selector."""
    seen: set[int] = set()
    for node in page.tree.css(SELECTOR):
        if node.mem_id in seen:
            continue
        seen.add(node.mem_id)
        if not any(outer.tag in _UNSHOWN for outer in ancestors(node)):
            yield node


def _says(node: LexborNode) -> str:
    return collapse_whitespace(node.text(deep=True))[:_LONGEST_NAME] or signs.name_of(node)


def _may_turn_again(node: LexborNode, says: str) -> bool:
    return not signs.is_off(node) and (signs.turns_on(says) or signs.offers_by_words(says))


def _times(used: Collection[str], name: str) -> int:
    return sum(known == name for known in used)


def _may_load(page: Page, node: LexborNode) -> bool:
    """Whether an element may load more, and has no address of its own."""
    if leads_to(page, node) is not None or is_widget(node):
        return False
    if node.tag == "option":
        return _is_choice(node)
    if signs.is_offer(page, node) or signs.is_pager_control(node):
        return True
    return (_acts(node) or _says_way(node)) and _is_open(node)


def _says_way(node: LexborNode) -> bool:
    """Whether an element may act although the browser saw no script listen: by its words or its name."""
    if has(node, LINKS) or signs.is_off(node):
        return False
    return signs.leads_on_by_words(node) or any(_UNIT.match(says) for says in signs.words_of(node))


def _is_choice(node: LexborNode) -> bool:
    """Whether an option may show another part of the list: it is not chosen yet, and choosing leads to no address."""
    menu = next((outer for outer in ancestors(node) if outer.tag == "select"), None)
    if menu is None or "selected" in node.attributes or not _is_open(menu):
        return False
    return not (node.attributes.get("value") or "").startswith(("http", "/", "?", "."))


def _is_open(node: LexborNode) -> bool:
    """Whether an element of which only the browser knows that it acts may load more: it is not known to do else."""
    says = collapse_whitespace(node.text(deep=True))
    if node.tag not in ("select", "option") and (len(says) > _LONGEST_CONTROL or _ROW.search(says)):
        return False
    parts = (node, *islice(ancestors(node), 6))
    return not (says and _ELSE_SAYS.match(says)) and not any(_ELSE_NAMED.search(named(part)) for part in parts)


def shows_more(after: Page, before: Page) -> bool:
    """Whether a state of the page has links that an earlier one had not."""
    return bool({url for _, url in anchors(after)} - {url for _, url in anchors(before)})
