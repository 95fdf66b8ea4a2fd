"""Hanweb 大汉 jcms/jpage: `/col/col{id}/index.html` lists, `/art/Y/M/D/art_{column}_{id}.html` articles.

The first records are in the column page as an XML island; the rest comes from `dataproxy.jsp`, which is asked for
records by number, and for the group that its `nextgroup` link names, as some servers only know groups. Servers cap the
records of an answer, so the next request begins after the records that arrived. The `nextgroup` links are no items.
Every parameter is sent both in the address and in the body, as some servers read only one of them.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from spiders.families import articles, pagers
from spiders.pages.links import main_list, rows
from spiders.pages.page import Fetch, Landing, Link, Listing, Page

name = "hanweb"

# such as /art/2024/1/16/art_1229325036_3913369.html or /art/2025/art_d1a4fbae98be71e3ab243cf5fc2b0970.html
ARTICLE = re.compile(r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/art_\d+_\d+|art_[0-9a-f]{32})\.html?$")
COLUMN = re.compile(r"/col/col(\d+)/")
GROUP = 100
"""Records per request; servers are known to return at most 100."""

_RECORD = re.compile(r"<record>(?:\s*+(?:<!\[CDATA\[)?(.*?)</record>|.*)", re.DOTALL | re.IGNORECASE)
# such as /module/web/jpage/dataproxy.jsp or /module/jpage/dataproxy.jsp
_PROXY = re.compile(r"['\"]?((?:https?://[\w.:-]+)?/module/(?:web/)?jpage/(?:more)?(?:column)?dataproxy\.jsp)")
# such as <nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=2
_GROUP_LINK = re.compile(r"<nextgroup>.{0,400}?[?&;]page=(\d+)", re.DOTALL)
_FORM = (
    "col",
    "appid",
    "webid",
    "path",
    "columnid",
    "sourceContentType",
    "unitid",
    "webname",
    "permissiontype",
)
_BODIES = (".bt_content", ".main-txt", ".article_cont")


def land(page: Page) -> Landing | None:
    """An article by its address and a body; a list by its XML, or by the column's own articles."""
    if ARTICLE.search(urlsplit(page.url).path):
        article = articles.read_by_address(page, *_BODIES)
        return Landing(name, article=article) if article else None
    listing = _listing(page)
    return Landing(name, listing=listing) if listing else None


def _listing(page: Page) -> Listing | None:
    records = "<datastore" in page.text
    proxied = _proxy_parameters(page.url)
    if not records and not proxied and not _PROXY.search(page.text):
        return _static(page)
    if proxied and not records:
        return None
    items = tuple(record_links(page))
    first = int(proxied.get("startrecord", 1)) if proxied else 1
    total, pages = number(page, "totalrecord"), number(page, "totalpage")
    read = first - 1 + len(items)
    return Listing(
        items,
        next=_next(page, proxied, read, total, arrived=bool(items)),
        declared_items=total,
        declared_pages=pages if pages is not None and pages < 1 else None,
        page_number=None if items or proxied or total == 0 else 0,
    )


def _static(page: Page) -> Listing | None:
    """A column whose items are in the page itself."""
    column = COLUMN.search(page.url)
    if column is None:
        return None
    column_prefix = f"/art_{column[1]}_"
    items = main_list(page, lambda url: bool(ARTICLE.search(urlsplit(url).path)), lambda url: column_prefix in url)
    if not any(column_prefix in item.url for item in items):
        return None
    total, pages, current = pagers.declared_by_pager(page)
    return Listing(items, pagers.next_by_link(page), total, pages, current)


def record_links(page: Page) -> list[Link]:
    """One link for each record: that of the article, not those of buttons."""
    found = []
    for record in _RECORD.findall(page.text):
        inside = Page(page.url, record.rstrip().removesuffix("]]>"), page.charset)
        links = rows(inside, lambda url: "/module/" not in urlsplit(url).path or "xxgk" in url)
        if links:
            found.append(max(links, key=lambda link: (bool(ARTICLE.search(link.url)), len(link.title))))
    return found


def _proxy_parameters(url: str) -> dict[str, str] | None:
    """The parameters of a request to the proxy; None for any other address."""
    parts = urlsplit(url)
    return dict(parse_qsl(parts.query, keep_blank_values=True)) if parts.path.endswith("dataproxy.jsp") else None


def number(page: Page, key: str) -> int | None:
    """The number that a page's XML or script gives under a key, such as `totalrecord`; None where it gives none."""
    found = re.search(rf"(?:<{key}>\s*|\b{key}['\"]?\s*[:=]\s*['\"]?)(\d+)", page.text, re.IGNORECASE)
    return int(found[1]) if found else None


def _next(page: Page, proxied: dict[str, str] | None, read: int, total: int | None, *, arrived: bool) -> Fetch | None:
    """The request for the records after the first `read`; None at the end, or where the last request brought none."""
    if (total is not None and read >= total) or (proxied is not None and not arrived):
        return None
    form = {key: value for key, value in proxied.items() if key in _FORM} if proxied else _form(page)
    if not form.get("columnid"):
        return None
    target = urlsplit(page.url)._replace(query="").geturl() if proxied else _proxy(page)
    per_page = (proxied or {}).get("perpage") or str(number(page, "perpage") or 20)
    window = {"startrecord": str(read + 1), "endrecord": str(read + GROUP), "perpage": per_page}
    group = _GROUP_LINK.search(page.text)
    if group:
        window["page"] = group[1]
    referer = urljoin(page.url, f"/col/col{form['columnid']}/index.html") if proxied else page.url
    return Fetch(
        f"{target}?{urlencode(window | form)}",
        "listing",
        method="POST",
        body=urlencode(form),
        headers=(("Referer", referer), ("Content-Type", "application/x-www-form-urlencoded")),
    )


def _proxy(page: Page) -> str:
    found = _PROXY.search(page.text)
    path: str = found[1] if found else "/module/web/jpage/dataproxy.jsp"
    return urljoin(page.url, path)


def _form(page: Page) -> dict[str, str]:
    """The proxy's form fields as the column page states them, in a script or in the link to the next group."""
    form = {"col": "1", "appid": "1", "path": "/", "permissiontype": "0", "sourceContentType": "1"}
    for key in _FORM:
        found = re.search(rf"\b{key}['\"]?\s*[:=]\s*(?:'([^']*)'|\"([^\"]*)\"|([\w%/.-]+))", page.text, re.IGNORECASE)
        if found:
            form[key] = unquote(next(value for value in found.groups() if value is not None))
    if "columnid" not in form and (column := COLUMN.search(page.url)):
        form["columnid"] = column[1]
    return form
