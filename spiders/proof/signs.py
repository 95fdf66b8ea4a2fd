"""What on a page could hold, load or lead to more of a list than it shows: pagers, offers, frames, containers.

Nothing here is a list of known signs that a list goes on: everything that could be one is returned, unless it is known
to be something else. Pure functions over `Page`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from spiders.pages import scripts
from spiders.pages.links import absolute, ancestors, anchors, base_url, collapse_whitespace, leads_to, whole_title
from spiders.pages.page import Page
from spiders.pages.page_scripts import unknown_scripts
from spiders.pages.parts import PAGER_NAMED, has, is_widget, named

_PAGER_SAYS = re.compile(r"下一?页|下一頁|后一?页|末页|尾页|上一?页|翻页|页次|第\s*\d+\s*页|转到|跳转")
_MORE_SAYS = re.compile(
    r"^(?!.*(?:没有|已经?|无|到底|不再|加载完|未找到))(?:(?=[\W_]*?(?:[+＋…﹀∨⌄▼↓]|\.{3}))|[\W_]*+(?:"
    r"(?:点击|点我|点此|点|上拉|下拉|向[上下]滑动|滑动|单击|继续|再|请|还有|按此|此处|这里|可)*"
    r"(?:加载|查看|看|展开|显示|浏览|获取|请求|阅读|打开|进入|读取|载入)*(?:更多|全部|所有|其他|其它|其余|剩余|完整|余下|后续|历年|往年|下一?批|(?<=加载|载入|读取)下一?页|\d{1,4}条|一些|列表)"
    r"(?:政府|年度|的|个|\d)*(?:信息|内容|数据|列表|条目?|年报|报告|公开|乡镇|镇街|街道|镇办|单位|文章|记录|结果|请点击)*|展开|点击展开|展开列表|加载|继续加载|换一[批组页]|(?:(?:load|show|view|see|read|get)\s*+)?(?:more|all)))[\W_]*+$",
    re.IGNORECASE,
)
_MORE_NAMED = re.compile(
    r"(?:load|show|view|see|get|btn|click|look)[-_]?(?:more|all)|(?:^|[\s_-])more(?:$|[\s_-]|list|btn)|jzgd|ckgd|gengduo"
    r"|zhankai|unfold|(?:^|[\s_-])expand(?:$|[\s_-])",
    re.IGNORECASE,
)
_LIST_NAMED = re.compile(
    r"list|page|data|con(?:tent|tainer)?|tree|result|news|main|app|root|wrap|box|tab|item|infor|body|view|target|load|nr|lb",
    re.IGNORECASE,
)
_EMPTY_LAYOUT = re.compile(
    r"clear|line|clr|cl\b|bg|icon|ico|arrow|blank|space|sep|shadow|code|qr|top|share|foot|print|audio|read|toolbar|wza|mask|cover",
    re.IGNORECASE,
)
_CONTAINERS = "div, ul, ol, table, tbody, section, dl, article, main, span[id], p[id]"
# such as index_2.html, list-3.shtml or 2.html
_NUMBERED = re.compile(r"/(?:(?:index|list|default|page|more|column|node)[_-]?)?\d{1,3}\.\w{2,5}$", re.IGNORECASE)
# such as page=2, pageNo=2, a2t=24&p=2
_TURNED = re.compile(
    r"(?:^|&)\w{0,12}(?:p|page|pages?(?:no|num|index|number)|pn|cur|current|start|offset)=\d+(?:&|$)", re.IGNORECASE
)
_ENCODED = re.compile(r"^[A-Za-z0-9+/=%]{40,}$")
_NEXT_SAYS = re.compile(
    r"^[\W_]*(?:下一?[页頁组]|后一?页|翻下?页|[往向]?[后下]翻页?|末页|尾页|最后一?页|确?定?跳[页转]|转到|go|next\s*(?:page)?|last)[\W_]*$|^[>»›＞→▶]+$",
    re.IGNORECASE,
)
_NEXT_NAMED = re.compile(r"next|xyy|xiayi|(?:^|[\s_-])(?:down|right)(?:$|[\s_-])", re.IGNORECASE)
_OFF = re.compile(
    r"disab|no-?link|no-?more|gray|grey|(?:^|[\s_-])(?:off|cur|current|on|active|now|selected)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OFFERING = (
    "body a, body button, body div, body span, body p, body li, body em, body i, body b, body input, body img, body td,"
    " body strong, body label, body font, body dd, body dt, body svg, body h3, body h4, body h5, body summary, body u"
)
_PAGER_PARTS = (
    "a, button, li, span, em, b, p, td, label, input, option, select, img, i, div, [onclick], [data-url], [data-href],"
    " [data-link]"
)
_MAX_OFFER = 20
_LONGEST_PAGER = 200
_LONGEST_NAMED_PAGER = 400
"""The most characters of an offer of more, of what reads like a pager, and of what is named like one."""
_NUMBER = re.compile(r"^[\[(（]?\s*+第?+\s*+(\d{1,3})\s*+页?+\s*+[\])）]?$")
# such as 2024年, 乡镇（街道）, 镇办, 各单位
_BRANCH_SAYS = re.compile(
    r"^(?:19|20)\d\d年?(?:度|年报)?$|乡镇|镇街|镇乡|乡街|街镇|镇办|乡办|街办|苏木|^(?:各?街道|各镇|各乡|镇|乡|基层)(?:办事处|政府|年报)?$"
    r"|^各(?:单位|地|级)|^其[他它]单位"
)
_MENU_NAMED = re.compile(r"tab|menu|organ|tree|year|(?:^|[\s_-])(?:nd|nav)(?:$|[\s_-])", re.IGNORECASE)
_REPORT = re.compile(r"年报|年度报告|信息公开")
_MAX_BOX_ANCESTORS = 4
"""How many elements above an offer its box may begin."""
_MAX_BRANCH_NAME = 24
"""The most characters in the name of a menu's entry."""
_FRAMES = "iframe, frame, object, embed, portal"


@dataclass(frozen=True, slots=True)
class Pager:
    """An element that looks like a pager: its highest page number, and what in it may lead to a further page.

    `open` describes a control or a form of it that may lead on; None where everything in it is dead or an address.
    `targets` are the addresses of its controls for further pages.
    """

    words: str
    highest: int | None
    targets: tuple[str, ...]
    open: str | None


@dataclass(frozen=True, slots=True)
class WayOn:
    """An element that may lead to more: its address where it has one, and its words."""

    url: str | None
    words: str


@lru_cache(maxsize=8)
def pagers(page: Page) -> tuple[Pager, ...]:
    """All elements that look like a pager, by name or by words, outermost first."""
    found: list[LexborNode] = []
    for node in page.tree.css(
        "body div, body ul, body ol, body td, body p, body nav, body span, body form, body table"
    ):
        if any(outer.mem_id == known.mem_id for known in found for outer in ancestors(node)):
            continue
        text = collapse_whitespace(node.text(deep=True))
        by_name = bool(PAGER_NAMED.search(named(node))) and len(text) < _LONGEST_NAMED_PAGER and not _holds_rows(node)
        if not is_widget(node) and (by_name or (len(text) < _LONGEST_PAGER and _says_pager(node, text))):
            found.append(node)
    return tuple(_pager(page, node) for node in found)


def _says_pager(node: LexborNode, text: str) -> bool:
    """Whether an element's own words are a pager's; an element with further lists inside is not."""
    return bool(_PAGER_SAYS.search(text)) or _is_number_row(node)


def _is_number_row(node: LexborNode) -> bool:
    """Whether the children of an element are the numbers 1, 2, … of pages."""
    children = list(node.iter(include_text=False))
    numbers = [found for child in children if (found := _NUMBER.match(collapse_whitespace(child.text(deep=True))))]
    return len(numbers) > 1 and [int(number[1]) for number in numbers[:2]] == [1, 2]


def _pager(page: Page, node: LexborNode) -> Pager:
    text = collapse_whitespace(node.text(deep=True, separator=" "))
    numbers, targets, opened = [], [], None
    controls = [node, *node.css(_PAGER_PARTS)]
    for control in controls:
        own = collapse_whitespace(control.text(deep=True))
        number = _NUMBER.match(own)
        if number and control.tag != "option" and not has(control, "a, li, span, button"):
            numbers.append(int(number[1]))
        url = leads_to(page, control)
        if url is not None:
            targets.append(url)
        elif control is not node and _acts(page, control):
            opened = opened or _shortened(own or control.html or "")
    if not text:
        opened = opened or _shortened(re.sub(r"\s+", " ", node.html or ""))
    if _ENCODED.match(re.sub(r"\s", "", text)):
        opened = opened or _shortened(text)
    if node.tag == "form" or has(node, "form, select"):
        opened = opened or _shortened(text)
    return Pager(_shortened(text), max(numbers, default=None), tuple(dict.fromkeys(targets)), opened)


def _acts(page: Page, control: LexborNode) -> bool:
    """Whether a control without an address may turn the page: it is none that is off, current, or dead."""
    if is_off(control) or not unknown_scripts(page):
        return False
    own = collapse_whitespace(control.text(deep=True))
    clickable = control.tag in ("a", "button", "input") or "onclick" in control.attributes
    return clickable or turns_on(own) or (control.tag in ("li", "span") and bool(_NUMBER.match(own)))


@lru_cache(maxsize=8)
def offers(page: Page) -> tuple[WayOn, ...]:
    """Elements that offer more of a list: 更多, 展开, 查看全部, in text, picture, title or class."""
    found: list[WayOn] = []
    for node in page.tree.css(_OFFERING):
        if is_offer(page, node):
            around = [node, *node.css("a"), *(outer for outer in islice(ancestors(node), 3) if outer.tag == "a")]
            url = next((url for element in around if (url := leads_to(page, element))), None)
            words = collapse_whitespace(node.text(deep=True)) or next(filter(None, _other_words(node)), None)
            found.append(WayOn(url, words or named(node) or "more"))
    return tuple(dict.fromkeys(found))


def is_offer(page: Page, node: LexborNode) -> bool:
    """Whether an element offers more of a list, and not of a box that shows something else."""
    if is_widget(node) or (node.tag != "li" and has(node, "ul, ol, table, li")):
        return False
    words = collapse_whitespace(node.text(deep=True))
    by_words = any(offers_by_words(said) for said in (words, *_other_words(node)) if said)
    by_name = bool(_MORE_NAMED.search(named(node))) and len(words) < _MAX_OFFER
    return (by_words or by_name) and not _is_of_another_box(page, node) and not _is_of_the_form(node)


_FORM_HEADS = (("自然人", "科研机构", "法律服务机构"), ("结果维持", "结果纠正", "尚未审结"))
"""Heads of the tables on applications and on review (国办公开办函〔2021〕30号)."""


def _is_of_the_form(node: LexborNode) -> bool:
    """Whether an element is a cell of a report's statutory tables, which have columns called 其他 and 其他结果."""
    table = next((outer for outer in ancestors(node) if outer.tag == "table"), None)
    text = "".join(table.text(deep=True).split()) if table is not None else ""
    return any(all(head in text for head in heads) for heads in _FORM_HEADS)


def offers_by_words(words: str) -> bool:
    """Whether words alone offer more of a list."""
    return bool(_MORE_SAYS.match(words) or _MORE_SAYS.match(re.sub(r"(?<=[\u4e00-\u9fff])\s+", "", words)))


def _other_words(node: LexborNode) -> list[str]:
    return [node.attributes.get(name) or "" for name in ("title", "alt", "value", "aria-label")]


def is_pager_control(node: LexborNode) -> bool:
    """Whether an element in a pager leads to a further page: by its number, its words, or its class."""
    if has(node, "a, li, span, button") or is_off(node) or not any(_is_pager(outer) for outer in ancestors(node)):
        return False
    own = collapse_whitespace(node.text(deep=True))
    number = _NUMBER.match(own)
    return bool(number and int(number[1]) > 1) or turns_on(own) or (not own and _says_next(node))


def _is_pager(node: LexborNode) -> bool:
    text = collapse_whitespace(node.text(deep=True))
    return (
        len(text) < _LONGEST_PAGER
        and not is_widget(node)
        and (bool(PAGER_NAMED.search(named(node))) or _says_pager(node, text))
    )


def turns_on(words: str) -> bool:
    """Whether words are those of a control that turns to the next page."""
    return bool(_NEXT_SAYS.match(words))


def words_of(node: LexborNode) -> list[str]:
    """What an element says: its text, its titles, what its picture is named."""
    pictures = [picture.attributes.get("alt") or "" for picture in node.css("img[alt]")]
    said = [collapse_whitespace(node.text(deep=True)), *_other_words(node), *pictures]
    return [words for words in said if words]


def leads_on_by_words(node: LexborNode) -> bool:
    """Whether an element says that it leads on, wherever it stands: to a next page, a year, the townships, or more.

    Without any words its class may say so.
    """
    says = words_of(node)
    if not says:
        return _says_next(node) or bool(_MORE_NAMED.search(named(node)))
    turns = (turns_on(words) or offers_by_words(words) or _BRANCH_SAYS.search(words) for words in says)
    number = _NUMBER.match(says[0])
    return any(len(words) <= _MAX_BRANCH_NAME for words in says) and (any(turns) or bool(number and number[1] != "1"))


def is_off(node: LexborNode) -> bool:
    """Whether a control is disabled, or marks the current page."""
    outer = node.parent.attributes.get("class") if node.parent is not None else ""
    marked = _OFF.search(f"{node.attributes.get('class') or ''} {outer or ''}")
    return bool(marked) or "disabled" in node.attributes


def name_of(node: LexborNode) -> str:
    """A name for an element without text: its class and id, else its tag."""
    return named(node) or node.tag or ""


def _is_of_another_box(page: Page, node: LexborNode) -> bool:
    """Whether an offer stands in a box that shows something else: other links, and none of them named like a report."""
    if leads_to(page, node) is None and not has(node, "a[href]"):
        return False
    own = {node.mem_id, *(inside.mem_id for inside in node.css("*"))}
    for outer in islice(ancestors(node), _MAX_BOX_ANCESTORS):
        others = [
            link for link in outer.css("a[href]") if link.mem_id not in own and not _MORE_SAYS.match(whole_title(link))
        ]
        titled = [title for link in others if (title := whole_title(link))]
        if titled:
            return not any(_REPORT.search(title) for title in titled)
    return False


def frames(page: Page) -> tuple[WayOn, ...]:
    """Frames and embedded objects, with their addresses; a frame without one may get it from a script.

    A blank one that is hidden, or on a page whose scripts are harmless, holds nothing.
    """
    found = []
    for node in page.tree.css(_FRAMES):
        source = node.attributes.get("src") or node.attributes.get("data") or node.attributes.get("data-src")
        is_blank = (source or "").startswith("about:") and "srcdoc" not in node.attributes
        if (is_blank and (_is_hidden(node) or not unknown_scripts(page))) or (source and scripts.COUNTER.match(source)):
            continue
        found.append(WayOn(absolute(page, source), f"{node.tag} {source or named(node)}".strip()))
    return tuple(found)


def _is_hidden(node: LexborNode) -> bool:
    style = re.sub(r"\s", "", node.attributes.get("style") or "").lower()
    return "hidden" in node.attributes or "display:none" in style or node.attributes.get("width") == "0"


def branches(page: Page, names: Callable[[str], object]) -> tuple[WayOn, ...]:
    """Links that may lead to other parts of the reports: to a township's, to all townships', to another year's.

    `names` tells whether a text names a township. Links without any text in a menu or in tabs belong to them, too.
    """
    found = []
    for node, url in anchors(page):
        text = whole_title(node)
        if len(text) <= _MAX_BRANCH_NAME and (_BRANCH_SAYS.search(text) or (text and names(text))):
            found.append(WayOn(url, text))
        elif not text and any(_MENU_NAMED.search(named(outer)) for outer in islice(ancestors(node), 3)):
            found.append(WayOn(url, "link without text"))
    return tuple(dict.fromkeys(found))


def ways(page: Page, names: Callable[[str], object]) -> tuple[WayOn, ...]:
    """All that may lead to further reports beside the list's own pages: frames, offers of more, other parts."""
    return (*frames(page), *offers(page), *branches(page, names))


def _says_next(node: LexborNode) -> bool:
    return bool(_NEXT_NAMED.search(named(node)))


def further_pages(page: Page) -> tuple[WayOn, ...]:
    """Elements whose words or whose address are those of a further page of this list, whatever they look like."""
    here, _, asked = base_url(page).partition("#")[0].partition("?")
    folder = here.rpartition("/")[0]
    found = []
    for node, url in anchors(page):
        path, _, query = url.partition("#")[0].partition("?")
        own = collapse_whitespace(node.text(deep=True))
        is_numbered = path.rpartition("/")[0] == folder and path != here and bool(_NUMBERED.search(path))
        is_turned = path == here and query != asked and bool(_TURNED.search(query))
        says = any(map(turns_on, filter(None, (own, *_other_words(node))))) or (not own and _says_next(node))
        if (says or is_numbered or is_turned) and len(own) < _MAX_OFFER:
            found.append(WayOn(url, own or _shortened(url.rpartition("/")[2])))
    return tuple(dict.fromkeys(found))


def empty_containers(page: Page) -> tuple[str, ...]:
    """Empty elements that a script may fill, by class and id; custom elements too."""
    found = []
    for node in page.tree.css(_CONTAINERS):
        if node.text(deep=True).strip() or has(node, "img, input, a, iframe, video, audio, svg, canvas, li, td"):
            continue
        name = named(node)
        if not name or is_widget(node) or PAGER_NAMED.search(name):
            continue
        has_id = bool(node.attributes.get("id"))
        if (has_id and not _EMPTY_LAYOUT.search(name)) or (_LIST_NAMED.search(name) and not _EMPTY_LAYOUT.search(name)):
            found.append(f"{node.tag} {name}")
    custom = [node.tag or "" for node in page.tree.css("body *") if node.tag and "-" in node.tag]
    return tuple(dict.fromkeys([*found, *custom]))


def _holds_rows(node: LexborNode) -> bool:
    """Whether an element holds rows with titles, so that it is no pager, whatever its name."""
    return any(
        len(collapse_whitespace(link.text(deep=True))) > 9
        for link in node.css("a, li, td")
        if link.mem_id != node.mem_id
    )


def _shortened(text: str) -> str:
    return collapse_whitespace(text)[:60]
