"""Pagers that are drawn as links and words: the next page, and what is said of the whole list. For any CMS."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from spiders.pages.links import absolute, anchors, base, opened, squeeze
from spiders.pages.page import Fetch, Page
from spiders.pages.reasons import ListReason, Reason, because

# such as 共54条 or 共有12条
ITEMS = re.compile(r"(?:共有?|总计|总共|合计)\s*(?:有\s*)?(\d+)\s*(?:条|篇|个记录|项|记录)")
# such as 共 4 页 or 1 / 4; not 2024/1/9
PAGES = re.compile(r"共\s*(\d+)\s*页|(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})(?![\d/])")
# such as 第 1 页 or 1 / 4
CURRENT = re.compile(r"第\s*(\d+)\s*页|(?<![\d/])(\d{1,4})\s*/\s*\d{1,4}(?![\d/])")
_SCRIPTED = (
    # such as countPage=25 or totalPage = 2
    re.compile(
        r"\b\w{0,6}(?:count|total|max|all)_?pages?(?:count|num)?['\"]?\s*[:=]\s*['\"]?(\d{1,4})(?!\d)", re.IGNORECASE
    ),
    re.compile(r"\b\w{0,6}pages?_?(?:count|total|sum)['\"]?\s*[:=]\s*['\"]?(\d{1,4})(?!\d)", re.IGNORECASE),
    # such as createPageHTML(3, 1,
    re.compile(r"\b\w*page\w*\(\s*(?:['\"][^'\"]*['\"]\s*,\s*)?(\d{1,4})\s*,\s*\d{1,4}\s*[,)]", re.IGNORECASE),
)
"""How scripts that draw a pager say how many pages there are."""

_PLUGIN = re.compile(
    r"(?:laypage|pagination|paginator)\b.{0,300}?\b(?:count|total(?:items|counts|records?)?)['\"]?\s*:\s*(\d{1,5})(?!\d)",
    re.IGNORECASE | re.DOTALL,
)
"""How common plug-ins are told how many items there are."""

_PAGER = re.compile(r"pag(?:e|ing|ination|er)|fanye|turn", re.IGNORECASE)
_NEXT = {"下一页", "下页", "后一页", "后页", "下一頁", "翻下页", "next", "nextpage", "›", "»", ">"}
_TAIL = {"尾页", "末页", "最后一页", "最后页", "最末页"}
_SLIDES = {"next", "nextpage", "›", "»", ">"}
"""Names of a next page that a box of changing pictures uses for its next picture: what only scripts follow there is no
sign of a list that goes on."""

_LOAD = re.compile(r"^[\W_]*(?:点击|点我|上拉|下拉)?加载更多[\W_]*$|^[\W_]*(?:点击|查看)更多(?:信息|内容)?[\W_]*$")
_WORDS = re.compile(r"下一?页|后一页|页次|共\s*\d+\s*页|共有?\s*\d+\s*(?:条|篇)")
# such as (5)
_NUMBER = re.compile(r"^[\[(（【]?\s*(?:第\s*)?(\d{1,3})\s*(?:页)?\s*[\])）】]?$")
_CONTROLS = "a, button, input[type=button], input[type=submit], [onclick], option"
_ONLY_NUMBERS = re.compile(r"^[\s\W_\d第共条页首尾末上下前后一转到跳至每条记录当go]*$", re.IGNORECASE)
_LONGEST = 200
"""Characters that a pager has at most."""

TURNED = re.compile(r"#page-(\d+)$")
"""How the address of a page ends to which only a click leads, in a browser, from the list's first page."""

TURNERS = "a, button, li[title], [onclick]"
"""Elements that may turn a list's pages by script."""

_OFF = re.compile(r"disab|no-?link|no-?more|gray|grey|(?:^|[\s_-])off(?:$|[\s_-])", re.IGNORECASE)

_ACTIVE = ".current, .active, .on, .cur, .now, .selected, strong, b, span, em"


def pager(page: Page) -> LexborNode | None:
    """The element that holds the pager, by its class or id; else the shortest one with a pager's words or numbers."""
    worded: list[tuple[int, LexborNode]] = []
    for node in page.tree.css("div, ul, td, p, nav, table, span"):
        text = node.text(deep=True)
        named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        short = len(squeeze(text)) < _LONGEST
        if short and _PAGER.search(named) and re.search(r"页|\d", text):
            return node
        if short and (_WORDS.search(text) or _is_numbers(page, node, text)):
            worded.append((len(text), node))
    return min(worded, key=lambda one: one[0])[1] if worded else None


def _is_numbers(page: Page, node: LexborNode, text: str) -> bool:
    """Whether an element shows page numbers and no more, one of which at least leads somewhere."""
    return (
        bool(_ONLY_NUMBERS.match(text))
        and len(re.findall(r"\d+", node.text(deep=True, separator=" "))) > 1
        and bool(_numbers(page, node))
    )


def _text(node: LexborNode) -> str:
    """What a pager says, without what it offers to choose from."""
    text = node.text(deep=True)
    for choice in node.css("select"):
        text = text.replace(choice.text(deep=True), " ")
    return text


def told(page: Page) -> tuple[int | None, int | None, int | None]:
    """What the page's pager declares, as `declared` gives it."""
    node = pager(page)
    return declared(_text(node)) if node else (None, None, None)


def declared(text: str) -> tuple[int | None, int | None, int | None]:
    """Items in all, pages in all, and the number of this page, as far as the text says them."""
    items, pages, current = ITEMS.search(text), PAGES.search(text), CURRENT.search(text)
    return (
        int(items[1]) if items else None,
        int(pages[1] or pages[2]) if pages else None,
        int(current[1] or current[2]) if current else None,
    )


def scripted(page: Page) -> tuple[int | None, int | None]:
    """Items and pages in all, as a script says that draws the pager: for pages that say nothing of it themselves."""
    text = " ".join(node.text(deep=True) for node in page.tree.css("script:not([src])"))
    pages = max((int(found[1]) for pattern in _SCRIPTED for found in pattern.finditer(text)), default=None)
    items = max((int(found[1]) for found in _PLUGIN.finditer(text)), default=None)
    return items, pages


def next_by_link(page: Page) -> Fetch | None:
    """The page that a link named 下一页 leads to, or the link whose number follows the current one."""
    here = base(page)
    for anchor, url in anchors(page):
        if (_names(anchor) & _NEXT or anchor.attributes.get("rel") == "next") and url not in (here, page.url):
            return Fetch(url, "listing")
    return _next_number(page)


def unread(page: Page) -> Reason | None:
    """What shows that a list goes on, on a page that names no next page to be asked for; None where nothing does."""
    for node in page.tree.css(_CONTROLS):
        names = _names(node)
        leads = absolute(page, node.attributes.get("href")) or absolute(page, opened(node))
        if names & (_NEXT - _SLIDES) and leads is None and not _is_off(node):
            return because(ListReason.NEXT_PAGE_BEHIND_SCRIPT)
        if names & _TAIL and leads is not None and _bare(leads) not in (_bare(page.url), _bare(base(page))):
            return because(ListReason.NO_LINK_TO_NEXT_PAGE)
        if leads is None and any(_LOAD.match(name) for name in names):
            return because(ListReason.MORE_ON_CLICK)
    found = pager(page)
    numbers = _numbers(page, found) if found else {}
    current = _current(page, found, numbers) if found else None
    if numbers and max(numbers) > (current or 1):
        return because(ListReason.PAGES_WITHOUT_ADDRESS, page=current or "unknown", last=max(numbers))
    return None


def _bare(url: str) -> str:
    """An address without its scheme and the name of an index."""
    return re.sub(r"/(?:index|default)\.\w+$", "/", url.partition(":")[2])


def next_by_script(page: Page) -> Fetch | None:
    """The page that only a click leads to: a 下一页 without an address, unless it is switched off."""
    if turner(page) is None:
        return None
    turned = TURNED.search(page.url)
    return Fetch(f"{TURNED.sub('', page.url)}#page-{int(turned[1]) + 1 if turned else 2}", "listing")


def turner(page: Page) -> int | None:
    """Which of the page's `TURNERS`, in its order, leads to the next page by script; None where none does."""
    for place, node in enumerate(page.tree.css(TURNERS)):
        leads = absolute(page, node.attributes.get("href")) or absolute(page, opened(node))
        if _names(node) & _NEXT and leads is None and not _is_off(node):
            return place
    return None


def _names(node: LexborNode) -> set[str]:
    """What a control may be called: its text, the words on its picture, its titles; without brackets and blanks."""
    pictures = [picture.attributes.get("alt") for picture in node.css("img[alt]")]
    titles = [node.attributes.get(name) for name in ("title", "aria-label", "value")]
    texts = [squeeze(node.text(deep=True)), *pictures, *titles]
    return {name for text in texts if text for name in (text.lower(), re.sub(r"[\s\W_]+", "", text.lower())) if name}


def _is_off(node: LexborNode) -> bool:
    around = [one for one in (node, node.parent) if one is not None]
    marked = any(_OFF.search(one.attributes.get("class") or "") for one in around)
    return marked or "disabled" in node.attributes or node.attributes.get("aria-disabled") == "true"


def _next_number(page: Page) -> Fetch | None:
    node = pager(page)
    if node is None:
        return None
    numbers = _numbers(page, node)
    current = _current(page, node, numbers)
    following = numbers.get(current + 1) if current else None
    return Fetch(following, "listing") if following and following != page.url else None


def _numbers(page: Page, node: LexborNode) -> dict[int, str | None]:
    """The numbers that a pager has controls for, with where they lead; None where only a script knows."""
    found: dict[int, str | None] = {}
    for control in node.css("a, option, [onclick]"):
        number = _NUMBER.match(squeeze(control.text(deep=True)))
        value = control.attributes.get("value" if control.tag == "option" else "href")
        if number:
            value = None if control.tag == "option" and not re.search(r"\D", value or "") else value
            found[int(number[1])] = absolute(page, value) or absolute(page, opened(control))
    return found


def _current(page: Page, node: LexborNode, numbers: dict[int, str | None]) -> int | None:
    """The number of this page: chosen, marked, said in words, led to by its address, or the one without a control."""
    marks = [*node.css("option[selected]"), *node.css(_ACTIVE)]
    marked = [_NUMBER.match(squeeze(mark.text(deep=True))) for mark in marks]
    said = CURRENT.search(_text(node))
    own = [number for number, url in numbers.items() if url == page.url]
    plain = [number for number in range(1, max(numbers, default=0) + 2) if number not in numbers]
    shown = {int(text) for text in re.findall(r"(?<!\d)\d{1,3}(?!\d)", node.text(deep=True))}
    named = [int(mark[1]) for mark in marked if mark] + ([int(said[1] or said[2])] if said else [])
    return next(iter([*named, *own, *(number for number in plain if number in shown)]), None)
