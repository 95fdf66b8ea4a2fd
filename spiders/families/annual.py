"""Hanweb's report page: `xxgkAnnualReport.jsp?area=…&fbtime=…` is the report of one organ for one year.

There is no list. A menu of organs leads to these pages, and each has a menu of years, with the parameters in any order.
The page of a year without a report has only the menu: it has columns and no article.
"""

from __future__ import annotations

import re

from spiders.families import articles
from spiders.pages.links import rows
from spiders.pages.page import Landing, Page

name = "annual"

# such as /xxgkAnnualReport.jsp?area=11370883004325769B&fbtime=2023
ADDRESS = re.compile(r"/xxgkAnnualReport\.jsp\?(?=.{0,999}\bfbtime=\d{4})", re.IGNORECASE)


def land(page: Page) -> Landing | None:
    """The report at its own address, with the menu of years; elsewhere the menu of organs."""
    menu = rows(page, lambda url: bool(ADDRESS.search(url)))
    if not ADDRESS.search(page.url):
        return Landing(name, columns=menu) if menu else None
    article = articles.read(page, *articles.COMMON, ".main-txt", ".bt-article")
    return Landing(name, article=article, columns=menu) if article or menu else None
