"""TRS WCM and similar systems: a static tree `…/column_123/YYYYMM/tYYYYMMDD_id.html`.

Pages count from 0: the first is `index.html`, the k-th `index_{k-1}.html`. The page has no links to them; a script call
states the number of pages, sometimes inside an HTML comment, sometimes by variables.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from spiders.families import articles, generic, pagers
from spiders.pages.comments import without_comments
from spiders.pages.links import main_list
from spiders.pages.page import Fetch, Landing, Listing, Page
from spiders.pages.totals import totals

name = "trs"

# such as /t20210129_8831000.html
ARTICLE = re.compile(r"/t(?:\d{8}_)?\d+\.s?html?$")
# such as createPageHTML(3, 1, "index", "html"
_CALL = re.compile(
    r"createPageHTML\(\s*(?P<total>\d+)\s*,\s*(?P<current>\d+)\s*,\s*['\"](?P<stem>[\w-]+)['\"]\s*,\s*['\"](?P<ending>\w+)['\"]"
)
_COUNT = re.compile(r"var\s+countPage\s*=\s*['\"]?(\d+)")
_CURRENT = re.compile(r"var\s+currentPage\s*=\s*['\"]?(\d+)")
_BODIES = (".TRS_Editor", ".TRS_UEDITOR", ".Custom_UnionStyle", "[id^=TRS_AUTOADD]")


def land(page: Page) -> Landing | None:
    """An article by TRS's containers or a TRS address; a list by its pager call or articles below its folder."""
    article = articles.read_by_address(page, *_BODIES) if _is_article(page.url) else articles.read(page, *_BODIES)
    pager = _pager(page)
    if article and pager is None:
        return Landing(name, article=article)
    items = main_list(page, _is_article, lambda url: _below(page.url, url))
    if pager is None and not any(_below(page.url, item.url) for item in items):
        return None
    if not items:
        items = generic.items(page)
    pages, current, following = pager or (None, None, pagers.next_by_link(page))
    declared = max((total.number for total in totals(page) if total.unit == "items" and total.is_firm), default=None)
    return Landing(
        name,
        listing=Listing(
            items,
            next=following,
            declared_items=declared,
            declared_pages=pages,
            page_number=current,
        ),
    )


def _pager(page: Page) -> tuple[int, int, Fetch | None] | None:
    """(total pages, this page's number from 1, the next page), None without a script's statement."""
    call = _CALL.search(without_comments(page.text)) or _CALL.search(page.text)
    count, at = _COUNT.search(page.text), _CURRENT.search(page.text)
    if call:
        total, current, stem, ending = int(call["total"]), int(call["current"]), call["stem"], call["ending"]
    elif count:
        total, current, stem, ending = int(count[1]), int(at[1]) if at else 0, "index", _ending(page.url)
    else:
        return None
    total = max(total, 1)
    following = None
    if current + 1 < total:
        following = Fetch(urljoin(page.url, f"{stem}_{current + 1}.{ending}"), "listing")
    return total, current + 1, following


def _ending(url: str) -> str:
    found = re.search(r"\.(\w+)$", urlsplit(url).path)
    return found[1] if found else "html"


def _is_article(url: str) -> bool:
    return bool(ARTICLE.search(urlsplit(url).path))


def _below(page_url: str, url: str) -> bool:
    """Whether an article is below the page's folder, which must not be the site's root."""
    folder = urlsplit(urljoin(page_url, ".")).path
    return folder != "/" and urlsplit(url).netloc == urlsplit(page_url).netloc and urlsplit(url).path.startswith(folder)
