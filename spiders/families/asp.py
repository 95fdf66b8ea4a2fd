"""Classic ASP, ASP.NET, PHP and JSP sites: a script for lists and a script for documents, by a number in the query.

Layout tables without classes, pagers as text. Requests for unknown pages are redirected to the home page.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from spiders.families import articles, generic, pagers
from spiders.pages.links import main_list
from spiders.pages.page import Landing, Listing, Page

name = "asp"

# such as /ins.asp?s=624&i=2 or /details.aspx?dept=155&id=2
ARTICLE = re.compile(
    r"/(?:show|ins|details?|view|info|article|content|news|zwinfo|read|open)\w*\.(?:aspx?|php|jsp)\?(?:.*&)?(?:id|i|newsid|infoid)=\w",
    re.IGNORECASE,
)
# such as .asp?classid=58&page
LIST = re.compile(r"(?>.*?\.(?:aspx?|php|jsp)\?).*(?:class|cid|list|type|dept|col|cat|sort|page)", re.IGNORECASE)
_BODIES = ("#fontzoom", "#ContentBody", "#content_body", "#BodyLabel", ".newsbody")


def land(page: Page) -> Landing | None:
    """A document by its address and a labelled date or organ; a list by links to documents and a pager."""
    if _is_article(page.url):
        article = articles.read_by_address(page, *_BODIES)
        return Landing(name, article=article) if article else None
    if not LIST.match(_tail(page.url)):
        return None
    items = main_list(page, _is_article, _is_article) or generic.items(page)
    if not items and pagers.find_pager(page) is None:
        return None
    total, pages, current = pagers.declared_by_pager(page)
    return Landing(name, listing=Listing(items, pagers.next_by_link(page), total, pages, current))


def _tail(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def _is_article(url: str) -> bool:
    return bool(ARTICLE.search(_tail(url)))
