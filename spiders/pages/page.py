"""A fetched page, and the list or article that a CMS family recognises in it. Pure: no Scrapy, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from spiders.pages import escapes
from spiders.pages.reasons import Reason

# such as {"data": …, [{…, callback(…, <?xml …, <datastore>
_DATA = re.compile(r"\s*(?:[{\[]|\w+\(|<\?xml|<(?!html|head|body|meta|title|script|div|ul|table)[a-z])", re.IGNORECASE)

FetchKind = Literal["robots", "portal", "listing", "report", "attachment"]

WitnessKind = Literal["sitemap", "feed", "search", "collection", "home"]
"""What is asked beside the lists. `home` is no witness itself: it names the feeds and has the form of the search."""


@dataclass(frozen=True)
class Page:
    """A fetched page: its address after redirects, its text (HTML, XML or JSON), and the parsed tree.

    `charset` is the Python codec of its bytes, in which browsers send the queries of its links.
    """

    url: str
    text: str
    charset: str = "utf-8"

    @cached_property
    def is_data(self) -> bool:
        """Whether the text is an interface's answer, in JSON, XML or a call with either, and no web page."""
        return bool(_DATA.match(self.text))

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The text parsed as HTML."""
        return LexborHTMLParser(self.text)

    @cached_property
    def metas(self) -> dict[str, str]:
        """The contents of the page's meta tags by names in lower case; of several, the first that is not empty."""
        found: dict[str, str] = {}
        for node in self.tree.css("meta[name][content]"):
            content = " ".join(escapes.read_entities(node.attributes.get("content") or "").split())
            if content:
                found.setdefault((node.attributes.get("name") or "").lower(), content)
        return found


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a list shows it: absolute address, full title, and the date printed beside it, as printed."""

    url: str
    title: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """A request to make. `headers` are those that this CMS needs beyond the usual (such as a Referer)."""

    url: str
    kind: FetchKind
    method: Literal["GET", "POST"] = "GET"
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list.

    `next` requests the page that follows and is None on the last page. `declared_items` and `declared_pages` are the
    totals that the page itself states, None where it states none. `page_number` is the number that the page states,
    from 1; 0 is a shell whose items are loaded by `next`. `unread` is the sign that the list continues, on a page that
    names no next page.
    """

    items: tuple[Link, ...]
    next: Fetch | None = None
    declared_items: int | None = None
    declared_pages: int | None = None
    page_number: int | None = None
    unread: Reason | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article page: its own title, and the files attached to it.

    `has_text` is False where the body holds only files or pictures.
    """

    title: str
    attachments: tuple[Link, ...] = ()
    has_text: bool = True


@dataclass(frozen=True, slots=True)
class Landing:
    """What a page turned out to be: a list, an article, or neither (both None: no landmark was found)."""

    family: str | None = None
    listing: Listing | None = None
    article: Article | None = None
    columns: tuple[Link, ...] = field(default=())
