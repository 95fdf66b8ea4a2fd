"""Directory leaves (辽宁, 内蒙古, 北京大兴): every page is some folder's `index.html`, article and column alike.

An article's folder is a filing time of 15 or more digits, or a number below the column's folder. The address does not
distinguish articles from columns: a page with links to leaves below its folder is a list.
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
    """A list by leaves below the page's folder; an article by a leaf's address and a labelled date or organ."""
    parts = urlsplit(page.url)
    folder = urlsplit(urljoin(page.url, ".")).path

    def is_below_folder(url: str) -> bool:
        target = urlsplit(url)
        return (
            target.netloc == parts.netloc and target.path.startswith(folder) and target.path.rstrip("/") != folder[:-1]
        )

    items = main_list(page, lambda url: bool(LEAF.search(urlsplit(url).path)) and is_below_folder(url), is_below_folder)
    if items:
        total, pages, current = pagers.declared_by_pager(page)
        return Landing(name, listing=Listing(items, pagers.next_by_link(page), total, pages, current))
    if LEAF.search(parts.path):
        article = articles.read_by_address(page, *_BODIES)
        return Landing(name, article=article) if article else None
    return None
