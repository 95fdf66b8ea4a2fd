"""TRS WAS, a search server whose results are lists: it states `m_nRecordCount`, and a script draws the pager.

Results by an address with a query have their page in the parameter `page`, counted from 1; saved results are static
pages, `nei.htm`, `nei_1.htm` and so on.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from spiders.families import generic, interfaces
from spiders.pages.page import Fetch, Landing, Listing, Page

name = "was"

# such as var m_nRecordCount = "54"; var m_nCurrPage = 0; var m_nPageSize = 20;
_NUMBER = r"\b{}\s*=\s*['\"]?(\d+)"
_STATIC_NUMBER = re.compile(r"_\d+(?=\.\w+$)")


def land(page: Page) -> Landing | None:
    """A list by the number of records that its script states."""
    total = _stated(page, "m_nRecordCount")
    items = generic.items(page) if total is not None else ()
    if total is None or not (items or total == 0):
        return None
    size, current = _stated(page, "m_nPageSize") or len(items), _current(page)
    more = items and current * size < total
    following = Fetch(_address(page.url, current + 1), "listing") if more else None
    declared = None if total in interfaces.CAPS else total
    return Landing(name, listing=Listing(items, following, declared_items=declared, page_number=current))


def _stated(page: Page, key: str) -> int | None:
    found = re.search(_NUMBER.format(key), page.text)
    return int(found[1]) if found else None


def _current(page: Page) -> int:
    """The number of this page, from 1: the script counts from 0."""
    stated = _stated(page, "m_nCurrPage")
    asked = dict(parse_qsl(urlsplit(page.url).query)).get("page", "")
    return stated + 1 if stated is not None else int(asked) if asked.isdecimal() else 1


def _address(url: str, number: int) -> str:
    parts = urlsplit(url)
    if parts.query:
        return parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | {"page": str(number)})).geturl()
    path = parts.path + "index.html" if parts.path.endswith("/") else _STATIC_NUMBER.sub("", parts.path)
    return parts._replace(path=re.sub(r"(?=\.\w+$)", f"_{number - 1}", path)).geturl()
