"""Totals that a page states of a list: numbers of items or pages, in words, attributes, fields, scripts and comments.

Counts of something else, such as of visitors or of all that a site holds, are left out as far as their words say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from spiders.pages import scripts
from spiders.pages.links import collapse_whitespace
from spiders.pages.page import Page
from spiders.pages.parts import PAGER_NAMED, has, is_widget, named
from spiders.pages.scripts import Total

_STATISTICS = re.compile(
    r"今日|昨日|本站|全站|网站|访问|浏览|点击|阅读|在线|人次|访客|累计|本年|本月|本周|流量|下载|办件|留言|来信|粉丝|检索|搜索结果"
)
"""Words of counts that are not a list's: visitors, all of the site, what came today."""

# such as 共54条, 共有 12 条记录, 总数：14, 14条记录 1/2页
_ITEMS_STATED = re.compile(
    r"(?:共计?|总共|总计|合计|共有|全部)\s*[:：]?\s*有?\s*(\d{1,7})\s*(?:条|篇|项|个|件|则|份|笔|记录|信息|(?=$|[\s,，;；。|]))"
    r"|(?:总(?:条|记录|信息|数据)?数|(?:记录|信息|数据)(?:总数|数|条数)|总记录)\s*[:：]?\s*(\d{1,7})"
    r"|(\d{1,7})\s*(?:条|篇|项|则)(?:记录|信息|数据|内容)"
)
# such as 总页数：2, 共2页, 1/2页, 第1页/共2页
_PAGES_STATED = re.compile(
    r"(?:总页数|页数|共计?|总共|总计|合计|共有)\s*[:：]?\s*(\d{1,4})\s*页|总页数\s*[:：]?\s*(\d{1,4})"
    r"|(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})\s*(?:页|$|(?=\s))(?![\d/])"
)
# such as data-total="14" or pagecount="2"
_ITEMS_ATTRIBUTE = re.compile(
    r"^(?:data-)?(?:total|count|records?|total-?(?:count|num|items?|records?)|record-?(?:count|num|total))$"
)
_PAGES_ATTRIBUTE = re.compile(r"^(?:data-)?(?:pages|total-?pages?|page-?(?:count|total)|max-?page|pages?-?num)$")
# such as <!-- totalpage=1/2 -->
_PAGES_COMMENT = re.compile(r"<!--\s*total_?page\s*=\s*(?:\d+/)?(\d{1,4})\s*-->", re.IGNORECASE)
_LONGEST = 7
"""The most digits of a total."""
_SHOWN = 60
_MOST_WORDS = 200
"""The most characters of an element that states a total."""


def totals(page: Page) -> tuple[Total, ...]:
    """The numbers of items or pages that the page states: in words, attributes, fields, scripts and comments."""
    return tuple(dict.fromkeys([*in_words(page), *_in_attributes(page), *_in_scripts(page)]))


def in_words(page: Page) -> Iterator[Total]:
    """The totals in the page's text."""
    for node in _innermost(page):
        text = collapse_whitespace(node.text(deep=True, separator=" "))
        if not re.search(r"\d", text) or len(text) > _MOST_WORDS or _STATISTICS.search(text) or is_widget(node):
            continue
        close = re.sub(r"(?<=\D)\s+(?=\d)|(?<=\d)\s+(?=\D)", "", text)
        for found in _ITEMS_STATED.finditer(close):
            yield Total(int(found[1] or found[2] or found[3]), "items", text[:_SHOWN])
        for found in _PAGES_STATED.finditer(close):
            yield Total(int(found[1] or found[2] or found[3]), "pages", text[:_SHOWN])


def _innermost(page: Page) -> Iterator[LexborNode]:
    """The elements whose text is short enough to be one statement, without links of rows."""
    for node in page.tree.css("div, p, td, li, span, form, nav, ul"):
        if not has(node, "div, p, td, li, form, nav, ul, table") or PAGER_NAMED.search(named(node)):
            yield node


def _in_attributes(page: Page) -> Iterator[Total]:
    for node in page.tree.css("body *"):
        attributes = node.attributes
        field = (attributes.get("id") or attributes.get("name") or "") if node.tag == "input" else ""
        value = attributes.get("value") or ""
        named = scripts.named_total(field, int(value)) if field and value.isdigit() and len(value) < _LONGEST else None
        if named is not None:
            yield named
        for name, number in attributes.items():
            if not number or not number.isdigit() or len(number) > _LONGEST or is_widget(node):
                continue
            if _ITEMS_ATTRIBUTE.match(name):
                yield Total(int(number), "items", f"{name}={number}", "total" in name)
            elif _PAGES_ATTRIBUTE.match(name):
                yield Total(int(number), "pages", f"{name}={number}")


def _in_scripts(page: Page) -> Iterator[Total]:
    for node in page.tree.css("script:not([src])"):
        if scripts.is_program(node.attributes.get("type")):
            yield from scripts.totals(node.text(deep=True))
    for found in _PAGES_COMMENT.finditer(page.text):
        yield Total(int(found[1]), "pages", found[0])
