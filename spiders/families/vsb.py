"""VSB 博达 (Visual SiteBuilder): lists whose page addresses count downwards, articles at `/info/{column}/{id}.htm`.

Page 2 of M is `{name}/{M-1}.htm`, the last `{name}/1.htm`: an address changes its meaning whenever a page is added. So
no address is computed here, and no number in an address is trusted; the next page is the page that the pager links to.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from spiders.families import articles, generic
from spiders.pages.links import absolute, anchors, collapse_whitespace, main_list, rows
from spiders.pages.page import Fetch, Landing, Link, Listing, Page

name = "vsb"

# such as /info/9486/5353903.htm or /info/egovinfo/1001/xxgk2/xxgkinfo/gflz-55_/2023-0118001.htm
ARTICLE = re.compile(
    r"^(?>.*/info/)[\w./-]*+(?:(?<=\d\.htm)|(?<=\d\.html))$|[?&]urltype=(?:news\.NewsContentUrl|egovinfo\.EgovInfoContent)"
)
_LINES = "li[id^=line], tr[id^=line]"
# such as 共2条 1/1
_TOTAL = re.compile(r"共\s*(\d+)\s*条(?:\s*(\d+)\s*/\s*(\d+))?")
# such as _simple_list_gotopage_fun(3
_GOTO = re.compile(r"_simple_list_gotopage_fun\(\s*(\d+)")
_PAGERS = "[id^=fanye], .pb_sys_common, .p_pages, .pagination, .pages, [class^=headStyle], [class^=pagedingwei]"
_BODIES = (".v_news_content", "[id^=vsb_content]", "form[name=_newscontent_fromname]", "[class^=contentstyle]")


def land(page: Page) -> Landing | None:
    """An article by VSB's body or form; a list by its numbered lines or by a VSB pager."""
    article = articles.read(page, *_BODIES)
    if article:
        return Landing(name, article=article)
    lines = page.tree.css(_LINES)
    if not lines and not _has_pager(page):
        return None
    items = tuple(_line(page, line) for line in lines) if lines else ()
    found = tuple(item for item in items if item) or main_list(page, _is_article, _is_article) or generic.items(page)
    total, current, pages = _declared(page)
    return Landing(
        name,
        listing=Listing(found, next=_next(page), declared_items=total, declared_pages=pages, page_number=current),
    )


def _line(page: Page, line: LexborNode) -> Link | None:
    links = rows(page, lambda _: True, line)
    return max(links, key=lambda link: (_is_article(link.url), len(link.title))) if links else None


def _has_pager(page: Page) -> bool:
    return bool(
        page.tree.css_first("[id^=fanye]") or page.tree.css_first(".p_pages, .pb_sys_common") or _GOTO.search(page.text)
    )


def _declared(page: Page) -> tuple[int | None, int | None, int | None]:
    """(total items, this page's number, total pages), each None where the pager does not state it."""
    goto = _GOTO.search(page.text)
    pages = _number(goto[1]) if goto else None
    for node in page.tree.css(_PAGERS):
        found = _TOTAL.search(collapse_whitespace(node.text(deep=True)))
        if found:
            return int(found[1]), _number(found[2]), _number(found[3]) or pages
    return None, None, pages


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _next(page: Page) -> Fetch | None:
    """The page that `a.Next` or 下页 links to, unless it is this page."""
    for anchor, url in anchors(page):
        style = anchor.attributes.get("class") or ""
        if "Next" in style.split() or collapse_whitespace(anchor.text(deep=True)) in ("下页", "下一页", ">"):
            return Fetch(url, "listing") if url != absolute(page, page.url) else None
    return None


def _is_article(url: str) -> bool:
    parts = urlsplit(url)
    return bool(ARTICLE.search(f"{parts.path}?{parts.query}" if parts.query else parts.path))
