"""Pagers of links and text: the next page, and the totals that they state of the whole list. For any CMS."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from spiders.pages import scripts
from spiders.pages.links import absolute, anchors, base_url, click_target, collapse_whitespace
from spiders.pages.page import Fetch, Page
from spiders.pages.page_scripts import unknown_scripts
from spiders.pages.reasons import ListReason, Reason, because
from spiders.pages.totals import STATISTICS

# such as 共54条 or 共有12条
ITEMS = re.compile(r"(?:共有?|总计|总共|合计)\s*(?:有\s*)?(\d+)\s*(?:条|篇|个记录|项|记录)")
# such as 共 4 页 or 1 / 4; not 2024/1/9
PAGES = re.compile(r"共\s*(\d+)\s*页|(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})(?![\d/])")
# such as 第 1 页 or 1 / 4
CURRENT = re.compile(r"第\s*(\d+)\s*页|(?<![\d/])(\d{1,4})\s*/\s*\d{1,4}(?![\d/])")
_PAGER = re.compile(r"pag(?:e|ing|ination|er)|fanye|turn", re.IGNORECASE)
_NEXT = {"下一页", "下页", "后一页", "后页", "下一頁", "翻下页", "next", "nextpage", "›", "»", ">"}
_LAST = {"尾页", "末页", "最后一页", "最后页", "最末页"}
_SLIDER_NEXT = {"next", "nextpage", "›", "»", ">"}
"""Names of a next page that picture sliders use, too: where only a script follows them, they are no sign that the list
continues."""

_LOAD = re.compile(r"^[\W_]*(?:点击|点我|上拉|下拉)?加载更多[\W_]*$|^[\W_]*(?:点击|查看)更多(?:信息|内容)?[\W_]*$")
_PAGER_TEXT = re.compile(r"下一?页|后一页|页次|共\s*\d+\s*页|共有?\s*\d+\s*(?:条|篇)")
# such as (5)
_NUMBER = re.compile(r"^[\[(（【]?\s*(?:第\s*)?(\d{1,3})\s*+页?+\s*+[\])）】]?$")
_CONTROLS = "a, button, input[type=button], input[type=submit], [onclick], option"
_ONLY_NUMBERS = re.compile(r"^[\s\W_\d第共条页首尾末上下前后一转到跳至每条记录当go]*$", re.IGNORECASE)
_MAX_PAGER_LENGTH = 200
"""The most characters in a pager."""

CLICKED_PAGE = re.compile(r"#page-(\d+)$")
"""The end of the address given to a page that is only reached by clicks in a browser, from the list's first page."""

PAGE_CONTROLS = "a, button, li[title], [onclick]"
"""Elements that may turn a list's pages by script."""

_OFF = re.compile(r"disab|no-?link|no-?more|gray|grey|(?:^|[\s_-])off(?:$|[\s_-])", re.IGNORECASE)

_ACTIVE = ".current, .active, .on, .cur, .now, .selected, strong, b, span, em"


def find_pager(page: Page) -> LexborNode | None:
    """The pager's element, by its class or id; else the element with the shortest text that reads like a pager."""
    with_pager_text: list[tuple[int, LexborNode]] = []
    for node in page.tree.css("div, ul, td, p, nav, table, span"):
        text = node.text(deep=True)
        named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        short = len(collapse_whitespace(text)) < _MAX_PAGER_LENGTH and not STATISTICS.search(text)
        if short and _PAGER.search(named) and re.search(r"页|\d", text):
            return node
        if short and (_PAGER_TEXT.search(text) or _is_numbers(page, node, text)):
            with_pager_text.append((len(text), node))
    return min(with_pager_text, key=lambda item: item[0])[1] if with_pager_text else None


def _is_numbers(page: Page, node: LexborNode, text: str) -> bool:
    """Whether an element shows only page numbers, at least one of them with a control."""
    return (
        bool(_ONLY_NUMBERS.match(text))
        and len(re.findall(r"\d+", node.text(deep=True, separator=" "))) > 1
        and bool(_numbers(page, node))
    )


def _text(node: LexborNode) -> str:
    """The text of a pager without the options of its menus."""
    text = node.text(deep=True)
    for choice in node.css("select"):
        text = text.replace(choice.text(deep=True), " ")
    return text


def declared_by_pager(page: Page) -> tuple[int | None, int | None, int | None]:
    """The totals in the text of the page's pager, as `parse_declared` returns them."""
    node = find_pager(page)
    return parse_declared(_text(node)) if node else (None, None, None)


def parse_declared(text: str) -> tuple[int | None, int | None, int | None]:
    """(total items, total pages, number of this page), each None where the text does not state it."""
    items, pages, current = ITEMS.search(text), PAGES.search(text), CURRENT.search(text)
    return (
        int(items[1]) if items else None,
        int(pages[1] or pages[2]) if pages else None,
        int(current[1] or current[2]) if current else None,
    )


def declared_by_scripts(page: Page) -> tuple[int | None, int | None]:
    """(total items, total pages) from the scripts that draw the pager, for pages that state no totals in their text."""
    sources = (node.text(deep=True) for node in page.tree.css("script:not([src])"))
    stated = [total for source in sources for total in scripts.totals(source) if total.is_firm and not total.is_cap]
    pages = max((total.number for total in stated if total.unit == "pages"), default=None)
    return max((total.number for total in stated if total.unit == "items"), default=None), pages


def next_by_link(page: Page) -> Fetch | None:
    """The page that a link named 下一页 leads to, or the link whose number follows the current one."""
    here = base_url(page)
    for anchor, url in anchors(page):
        if (_control_names(anchor) & _NEXT or anchor.attributes.get("rel") == "next") and url not in (here, page.url):
            return Fetch(url, "listing")
    return _next_number(page)


def find_unread_rest(page: Page) -> Reason | None:
    """The sign that a list continues, on a page without the address of a next page; None where there is no sign."""
    is_static = not unknown_scripts(page)
    for node in page.tree.css(_CONTROLS):
        names = _control_names(node)
        leads = absolute(page, node.attributes.get("href")) or absolute(page, click_target(node))
        if leads is None and is_static and _is_dead_link(node):
            continue  # without a script that could act on it, a control without an address is dead
        if names & (_NEXT - _SLIDER_NEXT) and leads is None and not _is_off(node):
            return because(ListReason.NEXT_PAGE_BEHIND_SCRIPT)
        if (
            names & _LAST
            and leads is not None
            and _without_scheme_and_index(leads)
            not in (_without_scheme_and_index(page.url), _without_scheme_and_index(base_url(page)))
        ):
            return because(ListReason.NO_LINK_TO_NEXT_PAGE)
        if leads is None and any(_LOAD.match(name) for name in names):
            return because(ListReason.MORE_ON_CLICK)
    found = find_pager(page)
    numbers = _numbers(page, found) if found else {}
    current = _current(page, found, numbers) if found else None
    if numbers and max(numbers) > (current or 1):
        return because(ListReason.PAGES_WITHOUT_ADDRESS, page=current or "unknown", last=max(numbers))
    return None


def _without_scheme_and_index(url: str) -> str:
    """An address without its scheme and the file name of an index."""
    return re.sub(r"/(?:index|default)\.\w+$", "/", url.partition(":")[2])


def next_by_script(page: Page) -> Fetch | None:
    """The next page that only a click leads to: a 下一页 without an address, unless it is disabled."""
    if find_next_control(page) is None:
        return None
    page_marker = CLICKED_PAGE.search(page.url)
    return Fetch(f"{CLICKED_PAGE.sub('', page.url)}#page-{int(page_marker[1]) + 1 if page_marker else 2}", "listing")


def find_next_control(page: Page) -> int | None:
    """The index among the page's `PAGE_CONTROLS` of the control that turns to the next page by script, or None."""
    is_static = not unknown_scripts(page)
    for index, node in enumerate(page.tree.css(PAGE_CONTROLS)):
        leads = absolute(page, node.attributes.get("href")) or absolute(page, click_target(node))
        if _control_names(node) & _NEXT and leads is None and not _is_off(node):
            if is_static and _is_dead_link(node):
                continue
            return index
    return None


def _is_dead_link(node: LexborNode) -> bool:
    """Whether a link leads nowhere by its own address (`javascript:;`, `#`) and no handler of its own acts on it."""
    href = (node.attributes.get("href") or "").strip().rstrip(";").lower()
    return node.tag == "a" and href in ("javascript:", "javascript:void(0)", "#") and "onclick" not in node.attributes


def _control_names(node: LexborNode) -> set[str]:
    """The names of a control: its text, its pictures' alternative text, its titles; with and without punctuation."""
    pictures = [picture.attributes.get("alt") for picture in node.css("img[alt]")]
    titles = [node.attributes.get(name) for name in ("title", "aria-label", "value")]
    texts = [collapse_whitespace(node.text(deep=True)), *pictures, *titles]
    return {name for text in texts if text for name in (text.lower(), re.sub(r"[\s\W_]+", "", text.lower())) if name}


def _is_off(node: LexborNode) -> bool:
    elements = [element for element in (node, node.parent) if element is not None]
    marked = any(_OFF.search(element.attributes.get("class") or "") for element in elements)
    return marked or "disabled" in node.attributes or node.attributes.get("aria-disabled") == "true"


def _next_number(page: Page) -> Fetch | None:
    node = find_pager(page)
    if node is None:
        return None
    numbers = _numbers(page, node)
    current = _current(page, node, numbers)
    following = numbers.get(current + 1) if current else None
    return Fetch(following, "listing") if following and following != page.url else None


def _numbers(page: Page, node: LexborNode) -> dict[int, str | None]:
    """The page numbers with controls in a pager, with their addresses; None where only a script leads there."""
    found: dict[int, str | None] = {}
    for control in node.css("a, option, [onclick]"):
        number = _NUMBER.match(collapse_whitespace(control.text(deep=True)))
        value = control.attributes.get("value" if control.tag == "option" else "href")
        if number:
            value = None if control.tag == "option" and not re.search(r"\D", value or "") else value
            found[int(number[1])] = absolute(page, value) or absolute(page, click_target(control))
    return found


def _current(page: Page, node: LexborNode, numbers: dict[int, str | None]) -> int | None:
    """This page's number: selected, highlighted, stated, linked by its own address, or shown without a control."""
    marks = [*node.css("option[selected]"), *node.css(_ACTIVE)]
    marked = [_NUMBER.match(collapse_whitespace(mark.text(deep=True))) for mark in marks]
    stated = CURRENT.search(_text(node))
    at_this_address = [number for number, url in numbers.items() if url == page.url]
    without_control = [number for number in range(1, max(numbers, default=0) + 2) if number not in numbers]
    shown = {int(text) for text in re.findall(r"(?<!\d)\d{1,3}(?!\d)", node.text(deep=True))}
    named = [int(mark[1]) for mark in marked if mark] + ([int(stated[1] or stated[2])] if stated else [])
    return next(iter([*named, *at_this_address, *(number for number in without_control if number in shown)]), None)
