"""UCAP's `interface-cms`: a page whose list is a POST of JSON, answered with records by page number.

Servers return fewer records than requested: pages are requested until all declared records have arrived or, where no
total is declared, until a page is empty. The query is not in the address of the answer, and record addresses are
relative to the column's folder: so both are put into the fragment of the request, which is not sent.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from spiders.families import articles
from spiders.pages import addresses
from spiders.pages.escapes import read_entities
from spiders.pages.links import strip_markup
from spiders.pages.page import Article, Fetch, Landing, Link, Listing, Page

name = "manuscripts"

SIZE = 50
_QUERY = re.compile(r"((?:https?://[\w.:-]+)?/[\w/-]*interface-cms/qryManuscriptByWebsiteId)", re.IGNORECASE)
_DETAIL = re.compile(r"/interface-cms/proxy/api\?.*getManuscriptById")
# such as websiteId = "ab12
_WEBSITE = re.compile(r"\bwebsiteId['\"]?\s*[:=]\s*['\"](\w+)")
# such as channelId = ["cd34
_CHANNEL = re.compile(r"\bchannelId['\"]?\s*+[:=]\s*+\[?+\s*+['\"](\w+)")


def land(page: Page) -> Landing | None:
    """A list by the endpoint's answer, or the shell of one by its script; an article by the endpoint for articles."""
    if _QUERY.search(urlsplit(page.url).path):
        listing = _answer(page)
    elif _DETAIL.search(page.url):
        article = _article(page)
        return Landing(name, article=article) if article else None
    else:
        listing = _shell(page)
    return Landing(name, listing=listing) if listing else None


def _shell(page: Page) -> Listing | None:
    path, website = _QUERY.search(page.text), _WEBSITE.search(page.text)
    channel = _CHANNEL.search(page.text)
    identity = channel[1] if channel else articles.meta(page, "channelId")
    if path is None or website is None or identity is None:
        return None
    query = {"websiteId": website[1], "channelId": identity, "column": page.url}
    return Listing((), next=_fetch(urljoin(page.url, path[1]), query, 1), page_number=0)


def _fetch(target: str, query: dict[str, str], number: int) -> Fetch:
    body = {
        "websiteId": query["websiteId"],
        "channelId": [query["channelId"]],
        "pageNum": number,
        "pageSize": SIZE,
    }
    headers = (("Content-Type", "application/json"), ("Referer", query["column"]))
    url = f"{target}#{urlencode(query | {'pageNum': str(number)})}"
    return Fetch(url, "listing", method="POST", body=json.dumps(body), headers=headers)


def _answer(page: Page) -> Listing | None:
    query = dict(parse_qsl(urlsplit(page.url).fragment))
    try:
        data: Any = json.loads(page.text)
        inside = data.get("results", data.get("data"))
        records = inside if isinstance(inside, list) else inside["results"]
        total = next(
            (int(part["total"]) for part in (data, inside) if isinstance(part, dict) and "total" in part), None
        )
        items = tuple(_item(query.get("column", page.url), record) for record in records)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if not items and "fail" in str(data.get("Status", data.get("status", ""))):
        return None
    number = int(query.get("pageNum", "1"))
    more = "column" in query and items and not (number == 1 and total is not None and len(items) >= total)
    following = _fetch(urldefrag(page.url).url, query, number + 1) if more else None
    ended = number - 1 if not items and number > 1 and total is None else None
    return Listing(items, following, declared_items=total, declared_pages=ended, page_number=number)


def _item(column: str, record: dict[str, Any]) -> Link:
    written = read_entities(str(record.get("redirectUrl") or record.get("staticUrl") or record["url"]))
    url = addresses.join(column, written) or urljoin(column, written)
    published = record.get("publishedTime")
    return Link(url, strip_markup(str(record["title"])), str(published)[:10] if published else None)


def _article(page: Page) -> Article | None:
    try:
        record: Any = json.loads(page.text)["data"]
        inside = Page(urljoin(page.url, str(record["url"])), f"<div id='zoom'>{record['content']}</div>")
        article = articles.read(inside, "#zoom")
        return Article(str(record["title"]), article.attachments, article.has_text) if article else None
    except (ValueError, TypeError, KeyError):
        return None
