"""Lonsun 龙讯 and the report modules of Anhui: documents at `/public/{organ}/{id}.html` or `/public/content/{id}`.

An organ's column may show the report of the year in its query (`timeFrame`) itself, with a menu of all years.
`type=3` means annual reports. Small modules count their reports: `/XxgkAnnualReport/show/440.html`.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from spiders.families import articles, pagers
from spiders.pages.links import main_list, rows
from spiders.pages.page import Landing, Listing, Page

name = "lonsun"

# such as /public/6601281/19215031.html or /OpennessAnnualReport/show/3965.html
ARTICLE = re.compile(
    r"/public/(?:\d+/\d+\.html|content/\d+)|/(?:\w*AnnualReport|Xxgknb)/show/\d+\.html$", re.IGNORECASE
)
# such as /public/column/13071
COLUMN = re.compile(r"/public/column/\d+|/(?:\w*AnnualReport|Xxgknb)(?:/year/\d+)?(?:/\w*\.html|/)?$", re.IGNORECASE)
# such as /public/column/13071?type=3&nav=5&sub=1&timeFrame=2023; not /public/column/6601281?type=4
_REPORTS = re.compile(r"/public/column/\d+\?(?=.{0,999}\btype=3\b)")
_BODIES = (".j-fontContent", ".newscontent", ".newscontnet", "#J_content", ".xxgk-content", ".gkcontent")


def land(page: Page) -> Landing | None:
    """A document by its address and body; for a column the report that it shows, else its list; a menu of organs."""
    path = urlsplit(page.url).path
    menu = rows(page, lambda url: bool(_REPORTS.search(url)))
    if ARTICLE.search(path):
        article = articles.read_by_address(page, *_BODIES)
        return Landing(name, article=article) if article else None
    if not COLUMN.search(path):
        return Landing(name, columns=menu) if menu else None
    article = articles.read(page, *_BODIES)
    if article:
        return Landing(name, article=article, columns=menu)
    items = main_list(page, _is_article, _is_article)
    if items:
        total, pages, current = pagers.declared_by_pager(page)
        return Landing(name, listing=Listing(items, pagers.next_by_link(page), total, pages, current), columns=menu)
    return Landing(name, columns=menu) if menu else None


def _is_article(url: str) -> bool:
    return bool(ARTICLE.search(urlsplit(url).path))
