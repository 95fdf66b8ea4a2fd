"""UCAP 开普 and similar systems: `list.shtml`, `list_2.shtml` …, articles by 32 hexadecimal digits or `c01_123.shtml`.

Pages count from 1, unlike TRS's: page k is `list_{k}.shtml`. The pager's call has the same name as TRS's, and begins
with the id of the element to draw in.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from spiders.families import articles, generic, pagers
from spiders.pages.links import main_list
from spiders.pages.page import Fetch, Landing, Listing, Page

name = "ucap"

# such as /c01_592213.shtml or /6b51d7e3ce4ee8c891fcbe035afeb4de.shtml
ARTICLE = re.compile(r"/(?:[0-9a-f]{32}(?:/index)?|c\d+_\d+)\.s?html?$")
# such as createPageHTML('page_div', 5, 2, 'list', 'shtml'
_CALL = re.compile(
    r"createPageHTML\(\s*['\"][\w-]+['\"]\s*,\s*(?P<total>\d+)\s*,\s*(?P<current>\d+)\s*,"
    r"\s*['\"](?P<stem>[\w-]+)['\"]\s*,\s*['\"](?P<ending>\w+)['\"]"
)
_BODIES = ("ucapcontent", ".ucapcontent", "#UCAPCONTENT")


def land(page: Page) -> Landing | None:
    """An article by UCAP's own element or a UCAP address; a list by its pager call or by UCAP articles below it."""
    article = articles.read_by_address(page, *_BODIES) if _is_article(page.url) else articles.read(page, *_BODIES)
    if article:
        return Landing(name, article=article)
    call = _CALL.search(page.text)
    folder = urlsplit(urljoin(page.url, ".")).path
    items = main_list(page, _is_article, lambda url: folder in url)
    if call is None and (folder == "/" or not any(folder in item.url for item in items)):
        return None
    if not items:
        items = generic.items(page)
    total, current = (max(int(call["total"]), 1), int(call["current"])) if call else (None, None)
    declared, _, _ = pagers.declared_by_pager(page)
    return Landing(
        name,
        listing=Listing(items, _next(page, call), declared_items=declared, declared_pages=total, page_number=current),
    )


def _is_article(url: str) -> bool:
    return bool(ARTICLE.search(urlsplit(url).path))


def _next(page: Page, call: re.Match[str] | None) -> Fetch | None:
    if call is None:
        return pagers.next_by_link(page)
    following = int(call["current"]) + 1
    if following > int(call["total"]):
        return None
    return Fetch(urljoin(page.url, f"{call['stem']}_{following}.{call['ending']}"), "listing")
