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

STATISTICS = re.compile(
    r"今日|昨日|本站|全站|网站|访问|浏览|点击|阅读|在线|人次|访客|累计|本年|本月|本周|流量|下载|办件|留言|来信|粉丝|检索|搜索结果"
)
"""Words of counts that are not a list's: visitors, all of the site, what came today."""

_UNIT = r"(?:条|篇|项|个(?![乡镇街单部县市村社])|件|则|份|笔|記錄|记录|信息|entries|items|records|results)"
_OPEN, _SHUT = r"[（(【\[]?\s*+", r"(?:\s*+[）)】\]])?\s*"
# such as 共54条, 共有 12 条记录, 共（13）条, 总13条, 找到13条, 总数：14, 14条记录 1/2页, 全部（13）, （13条）, Total 13
_ITEMS_STATED = re.compile(
    rf"(?:共计?|总共|总计|总|合计|共有|全部|找到|查到|检索到)\s*+[:：]?\s*+有?\s*+{_OPEN}(\d{{1,7}}){_SHUT}(?:{_UNIT}|(?=$|[\s,，;；。|]))"
    r"|(?:总(?:条|记录|信息|数据)?数|(?:记录|信息|数据)(?:总数|数|条数)|总记录)\s*+[:：]?\s*+(\d{1,7})"
    r"|(\d{1,7})\s*(?:条|篇|项|则)(?:记录|信息|数据|内容)"
    r"|^[（(【\[]\s*(\d{1,7})\s*(?:条|篇|项|则)\s*[）)】\]]$"
    r"|(?<![a-z])(?:total\s*+[:：]?\s*+(\d{1,7})(?=\s*(?:entries|items|records|results|$))|of\s*(\d{1,7})\s*(?:entries|items|records|results))"
    r"|\d{1,4}\s*[-–~至到]\s*\d{1,4}\s*/\s*(\d{1,7})",
    re.IGNORECASE,
)
# such as 总页数：2, 共2页, 1/2页, 第1页/共2页, 共2頁, Page 1 of 2
_PAGES_STATED = re.compile(
    r"(?:总页数|页数|共计?|总共|总计|合计|共有)\s*+[:：]?\s*+(\d{1,4})\s*[页頁]|总页数\s*+[:：]?\s*+(\d{1,4})"
    r"|(?<![\d/~至到–-])\d{1,4}\s*/\s*(\d{1,4})\s*(?:[页頁]|$|(?=\s))(?![\d/])|(?<![a-z])page\s*\d{1,4}\s*of\s*(\d{1,4})",
    re.IGNORECASE,
)
# such as 共二页
_PAGES_IN_CHARACTERS = re.compile(r"共\s*([一二三四五六七八九十]{1,3})\s*[页頁]")
# such as data-total="14" or pagecount="2"
_ITEMS_ATTRIBUTE = re.compile(
    r"^(?:data-)?(?:total|count|records?|total-?(?:count|num|items?|records?)|record-?(?:count|num|total))$"
)
_PAGES_ATTRIBUTE = re.compile(r"^(?:data-)?(?:pages|total-?pages?|page-?(?:count|total)|max-?page|pages?-?num)$")
# such as <!-- totalpage=1/2 -->
_PAGES_COMMENT = re.compile(r"<!--\s*total_?page\s*=\s*(?:\d+/)?(\d{1,4})\s*-->", re.IGNORECASE)
_NUMERAL = re.compile(r"[\d一二三四五六七八九十]")
_DIGITS = "零一二三四五六七八九"
_BLOCKS = "div, p, td, li, form, nav, ul, table"
_STATING = (
    "div, p, td, li, span, form, nav, ul, b, strong, em, i, font, center, label, dd, dt, th, caption, section, footer"
)
"""The elements that may state a total; those of `_BLOCKS` inside one state their own."""
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
        if not _NUMERAL.search(text) or len(text) > _MOST_WORDS or STATISTICS.search(text) or is_widget(node):
            continue
        close = re.sub(r"(?<=\D)\s+(?=\d)|(?<=\d)\s+(?=\D)", "", text)
        for found in _ITEMS_STATED.finditer(close):
            yield Total(_number(found), "items", text[:_SHOWN])
        for found in _PAGES_STATED.finditer(close):
            yield Total(_number(found), "pages", text[:_SHOWN])
        for found in _PAGES_IN_CHARACTERS.finditer(close):
            yield Total(_of_characters(found[1]), "pages", text[:_SHOWN])


def _number(found: re.Match[str]) -> int:
    """The number of whichever form matched."""
    return int(next(group for group in found.groups() if group))


def _of_characters(number: str) -> int:
    """A number up to 99 as it is written in characters, such as 十二."""
    tens, has_tens, ones = number.rpartition("十")
    return 10 * bool(has_tens) * (_DIGITS.find(tens) if tens else 1) + (_DIGITS.find(ones) if ones else 0)


def _innermost(page: Page) -> Iterator[LexborNode]:
    """The elements whose text is short enough to be one statement, without links of rows."""
    for node in page.tree.css(_STATING):
        if not has(node, _BLOCKS) or PAGER_NAMED.search(named(node)):
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
