"""Boxes of a page that show the newest few of a list: their names, and the links to the whole list. Pure.

A box says more behind a 更多, in words, signs or a picture, or behind its heading. What it shows is no list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
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
_MORE_BEHIND = re.compile(r"(?:(?<![\W_])[\W_]++)?(?:查看)?(?:更多|more|全部)[\W_]*+$", re.IGNORECASE)
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
    found = _links(page)
    boxes = (_box_of_reports(one, found) for one in found.all if one.leads_on)
    return any(urls <= {one.url for one in box} for box in boxes)


def whole_lists(page: Page) -> frozenset[str]:
    """The addresses behind boxes that show annual reports: of their 更多 and of their headings."""
    found = _links(page)
    return frozenset(one.url for one in found.all if one.leads_on and _box_of_reports(one, found))


@dataclass(frozen=True, slots=True)
class _BoxLink:
    """A link of a page: whether it leads on from a box (a 更多, a heading), and whether it is a dated report."""

    anchor: LexborNode
    url: str
    leads_on: bool
    is_report: bool


@dataclass(frozen=True, slots=True)
class _Links:
    """The links of a page, and those under each element by its `mem_id`."""

    all: tuple[_BoxLink, ...]
    under: Mapping[int, list[_BoxLink]]


@lru_cache(maxsize=2)
def _links(page: Page) -> _Links:
    found = tuple(
        _BoxLink(anchor, url, _is_more(anchor) or _is_heading(anchor), _is_report(whole_title(anchor)))
        for anchor, url in anchors(page)
    )
    under: dict[int, list[_BoxLink]] = {}
    for one in found:
        for node in ancestors(one.anchor):
            under.setdefault(node.mem_id, []).append(one)
    return _Links(found, under)


def _box_of_reports(link: _BoxLink, links: _Links) -> list[_BoxLink]:
    """The links of the box of a 更多 or a heading, if those beside it are dated reports that lie elsewhere."""
    for node in islice(ancestors(link.anchor), _MAX_ANCESTORS):
        inside = links.under[node.mem_id]
        beside = [one for one in inside if not one.leads_on]
        if beside:
            is_sound = any(one.is_report for one in beside) and all(one.url != link.url for one in beside)
            return inside if is_sound else []
    return []


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


def _is_report(title: str) -> bool:
    return bool(REPORT.search(title) and _YEAR.search(title) and not OFF_TOPIC.search(title))


def _name_of_box(anchor: LexborNode) -> str | None:
    for node in islice(ancestors(anchor), _MAX_ANCESTORS):
        if node.tag in ("body", "html"):
            return None
        for head in (node, *node.css(_HEADS)):
            name = _MORE_BEHIND.sub("", collapse_whitespace(head.text(deep=True)))
            if 1 < len(name) <= _MAX_NAME and not _MORE.match(name):
                return name
    return None
