"""gkmlpt, Guangdong's disclosure platform: an application for each organ, `/{organ}/gkmlpt/…`, its lists as JSON.

The application page states the `SID` that the endpoint needs; the category of annual reports is in the fragment of the
address, or in the page. Where neither states it, all documents of the organ are listed (category 0).
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from spiders.families import articles
from spiders.pages import addresses
from spiders.pages.escapes import read_entities
from spiders.pages.links import strip_markup
from spiders.pages.page import Fetch, Landing, Link, Listing, Page

name = "gkmlpt"

# such as /content/0/538/post_538777.html or /content/post_67513.html
ARTICLE = re.compile(r"/content/(?:\d+/\d+/)?post_\d+\.html$")
# such as http://www.example.gov.cn/hyhphsz/gkmlpt/
_ORGAN = re.compile(r"^(.*?/gkmlpt)(?:/|$)")
_LIST = re.compile(r"/gkmlpt/api/all/(\d+)$")
# such as SID: '755031
_SID = re.compile(r"\bSID['\"]?\s*[:=]\s*['\"]?(\w+)")
# such as ANNUAL_ID: 2629
_CATEGORY = re.compile(r"\bANNUAL\w*['\"]?\s*[:=]\s*['\"]?(\d+)")
_CHINA = timezone(timedelta(hours=8))


def land(page: Page) -> Landing | None:
    """An article by its address; a list by the endpoint's answer, or the application page by its `SID`."""
    path = urlsplit(page.url).path
    if ARTICLE.search(path):
        article = articles.read_by_address(page)
        return Landing(name, article=article) if article else None
    listing = _answer(page) if _LIST.search(path) else _application(page)
    return Landing(name, listing=listing) if listing else None


def _application(page: Page) -> Listing | None:
    parts = urlsplit(page.url)
    organ, sid = _ORGAN.match(parts.path), _SID.search(page.text)
    if organ is None or sid is None:
        return None
    category_match = _CATEGORY.search(page.text)
    category = parts.fragment if parts.fragment.isdigit() else category_match[1] if category_match else "0"
    url = urljoin(page.url, f"{organ[1]}/api/all/{category}?page=1&sid={sid[1]}")
    return Listing((), next=Fetch(url, "listing"), page_number=0)


def _answer(page: Page) -> Listing | None:
    try:
        data: Any = json.loads(page.text)
        total, records = int(data["total"]), data["articles"]
        items = tuple(_item(page, record) for record in records)
    except (ValueError, TypeError, KeyError):
        return None
    query = parse_qs(urlsplit(page.url).query)
    number = int(query["page"][0]) if query.get("page", [""])[0].isdigit() else 1
    following = None
    if items and number * len(items) < total:
        url = re.sub(r"([?&]page=)\d+", rf"\g<1>{number + 1}", page.url)
        following = Fetch(url, "listing")
    return Listing(items, following, declared_items=total, page_number=number)


def _item(page: Page, record: dict[str, Any]) -> Link:
    written = read_entities(str(record.get("url") or record["post_url"]))
    url = addresses.join(page.url, written) or urljoin(page.url, written)
    return Link(url, strip_markup(str(record["title"])), _date(record))


def _date(record: dict[str, Any]) -> str | None:
    """The day that the application shows, from a number of seconds or from text."""
    shown = record.get("display_publish_time") or record.get("first_publish_time")
    if isinstance(shown, int):
        return datetime.fromtimestamp(shown, UTC).astimezone(_CHINA).date().isoformat()
    text = shown or record.get("created_at")
    return str(text)[:10] if text else None
