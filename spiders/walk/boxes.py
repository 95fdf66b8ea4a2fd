"""Boxes of a page that show the newest few of a list: their names, and the links to the whole list. Pure.

A box says more behind a 更多, in words, signs or a picture, or behind its heading. What it shows is no list.
"""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import islice

from selectolax.lexbor import LexborNode

from spiders.families.column_names import OFF_TOPIC
from spiders.pages.links import ancestors, anchors, collapse_whitespace, whole_title
from spiders.pages.page import Page

REPORT = re.compile(r"年报|年度(?:工作)?报告|信息公开.{0,6}(?:报告|总结)")
_YEAR = re.compile(r"(?:19|20)\d\d")
# such as 政府信息公开年报, 本级年度报告 or 乡镇信息公开工作年报; not 冢头镇政府信息公开年报
_COLUMN = re.compile(
    r"^[\W_]*(?:本级|全[县区市旗]|各?(?:乡镇|镇街|街道|部门|单位)|历年|法定)?(?:政府|政务)?(?:信息)?(?:公开)?(?:工作)?"
    r"(?:年度?报|年度(?:工作)?报告)(?:专栏|列表|汇总|查询)?[\W_]*$"
)
_MORE = re.compile(r"^[\W_]*(?:查看|点击|显示|浏览)*(?:更多|more|全部|所有)(?:年报|报告|信息|内容)?\W*$", re.IGNORECASE)
# such as 更多>> behind the name of a box
_MORE_BEHIND = re.compile(r"[\W_]*(?:查看)?(?:更多|more|全部)[\W_]*$", re.IGNORECASE)
_SIGNS = re.compile(r"^(?:[+＋]|[>›»＞]{1,3}|\.{3}|…+)$")
"""A 更多 in signs."""
_HEADS = "h1, h2, h3, h4, h5, h6, [class*=tit], [class*=head], [class*=hd], dt, th, strong"
_HEAD = re.compile(r"^h[1-6]$|^dt$|^th$|^strong$")
_HEAD_CLASS = re.compile(r"tit|head|hd", re.IGNORECASE)
_MAX_ANCESTORS = 4
"""How many elements above a link its box may begin."""
_MAX_NAME = 30
"""The most characters in the name of a box."""


def title_of(anchor: LexborNode) -> str:
    """The title of a link, or what its picture is named; for a 更多 the name of the box that it belongs to."""
    return (_name_of_box(anchor) if _is_more(anchor) else None) or whole_title(anchor) or _picture_name(anchor)


def is_box(page: Page, urls: Set[str]) -> bool:
    """Whether these addresses of a page's list stand in a box that says that there are more elsewhere."""
    boxes = (_box_of_reports(anchor, url, page) for anchor, url in anchors(page) if _leads_on(anchor))
    return any(urls <= {to for _, to in anchors(page, box)} for box in boxes if box is not None)


def whole_lists(page: Page) -> frozenset[str]:
    """The addresses behind boxes that show annual reports: of their 更多 and of their headings."""
    return frozenset(
        url for anchor, url in anchors(page) if _leads_on(anchor) and _box_of_reports(anchor, url, page) is not None
    )


def _leads_on(anchor: LexborNode) -> bool:
    return _is_more(anchor) or _is_heading(anchor)


def _is_more(anchor: LexborNode) -> bool:
    """Whether a link is a 更多: by its text or a sign, or without a text, as a picture (of its style, too) shows it."""
    text = collapse_whitespace(anchor.text(deep=True)) or _picture_name(anchor)
    return not text or bool(_MORE.match(whole_title(anchor)) or _MORE.match(text) or _SIGNS.match(text))


def _picture_name(anchor: LexborNode) -> str:
    """What the pictures of a link are named, in Chinese or as a 更多; empty where they have no such name."""
    names = (node.attributes.get("alt") or node.attributes.get("title") or "" for node in anchor.css("img"))
    return next((name.strip() for name in names if re.search(r"[\u4e00-\u9fff]|more", name, re.IGNORECASE)), "")


def _is_heading(anchor: LexborNode) -> bool:
    """Whether a link is the name of its box: a column's name, or a looser one without a year in a heading."""
    title = whole_title(anchor)
    if _COLUMN.match(title):
        return True
    if not REPORT.search(title) or _YEAR.search(title):
        return False
    return any(
        _HEAD.match(node.tag or "") or _HEAD_CLASS.search(node.attributes.get("class") or "")
        for node in islice(ancestors(anchor), 2)
    )


def _box_of_reports(anchor: LexborNode, url: str, page: Page) -> LexborNode | None:
    """The box of a 更多 or a heading, if the nearest links beside it are reports of stated years that lie elsewhere."""
    for node in islice(ancestors(anchor), _MAX_ANCESTORS):
        beside = [(link, to) for link, to in anchors(page, node) if not _leads_on(link)]
        if beside:
            is_sound = all(to != url for _, to in beside) and any(_is_report(whole_title(link)) for link, _ in beside)
            return node if is_sound else None
    return None


def _is_report(title: str) -> bool:
    return bool(REPORT.search(title) and _YEAR.search(title) and not OFF_TOPIC.search(title))


def _name_of_box(anchor: LexborNode) -> str | None:
    for node in islice(ancestors(anchor), _MAX_ANCESTORS):
        for head in (node, *node.css(_HEADS)):
            name = _MORE_BEHIND.sub("", collapse_whitespace(head.text(deep=True)))
            if 1 < len(name) <= _MAX_NAME and not _MORE.match(name):
                return name
    return None
