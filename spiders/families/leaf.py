"""Directory leaves (辽宁, 内蒙古, 北京大兴): every page is some folder's `index.html`, article and column alike.

An article's folder is a time of filing in 15 and more digits, or a plain number under the column's. The address does
not tell which of the two a page is: a page with leaves of its own folder is a list.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from spiders.families import articles, pagers
from spiders.pages.links import main_list
from spiders.pages.page import Landing, Listing, Page

name = "leaf"

# such as /37354/39633/index.htm or /2024070411093791735/index.html
LEAF = re.compile(r"/(?:\d{15,}|\d{5,}/\d{5,})/(?:index\.s?html?)?$")
_BODIES = (".xl_con", ".xlcon", ".TRS_Editor")


def land(page: Page) -> Landing | None:
    """A list by leaves below the page's own folder; an article by a leaf's address and the label of a date or organ."""
    parts = urlsplit(page.url)
    folder = urlsplit(urljoin(page.url, ".")).path

    def own(url: str) -> bool:
        there = urlsplit(url)
        return there.netloc == parts.netloc and there.path.startswith(folder) and there.path.rstrip("/") != folder[:-1]

    items = main_list(page, lambda url: bool(LEAF.search(urlsplit(url).path)) and own(url), own)
    if items:
        total, pages, current = pagers.told(page)
        return Landing(name, listing=Listing(items, pagers.next_by_link(page), total, pages, current))
    if LEAF.search(parts.path):
        article = articles.by_address(page, *_BODIES)
        return Landing(name, article=article) if article else None
    return None
