"""Links as pages show them: absolute address, whole title, the date printed in their row, and the list they stand in.

Knows markup in general; knows no CMS and no annual reports. Pure functions over `Page`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from itertools import islice
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborNode

from spiders.pages.page import Link, Page

DATE = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)\s*日?")
_EDGE_DATE = re.compile(rf"^[\[（(]?{DATE.pattern}[\]）)]?|[\[（(]?{DATE.pattern}[\]）)]?$")
CUT = re.compile(r"(?:…+|\.{2,})$")
"""How a title ends that a list shows only in part."""

# such as ;jsessionid=9A8B or ?PHPSESSID=9a8b&
_SESSION = re.compile(
    r";jsessionid=[^/?#]*|(?<=[?&])(?:jsessionid|phpsessid|aspsessionid\w*)=[^&#]*(?:&|$)", re.IGNORECASE
)
_OPENS = re.compile(r"(?:window\.open\(|location(?:\.href)?\s*=|location\.(?:assign|replace)\()\s*['\"]([^'\"]+)['\"]")
"""How a script leads to an address on a click."""

_FRAME = re.compile(
    r"bread|crumb|position|foot|header|navi|nav$|^nav|menu|copyright|friend|related|xgwz|相关", re.IGNORECASE
)
_NEIGHBOUR = re.compile(r"[【\[]?(?:上|下|前|后)一?(?:篇|条|则|个)")
"""How an article begins the line that links the one before or after it."""

VAGUE = re.compile(r"^[\W_]*(?:点击)?(?:查看|详情|详细|下载|打开|浏览|阅读|预览|全文)(?:详情|全文|报告|附件)?[\W_]*$")
"""Titles that say only what a click does: the row says what it is about."""

_SERIAL = re.compile(r"^\d{1,3}[\s.、]\s*")

_PAGING = re.compile(r"\d{1,3}$|\W+$|[<《«]*(?:首|上一?|下一?|后一?|前一?|尾|末)页|更多|more", re.IGNORECASE)
"""Titles of links that page or lead on, inside a list's own markup."""

_LINKS = "a[href], [onclick]"

_CLIMB = 4
"""How far above a link its row may begin where the markup has no `li` or `tr`."""

Signature = tuple[str, ...]


@lru_cache(maxsize=4)
def base(page: Page) -> str:
    """The address that relative links of the page are relative to."""
    node = page.tree.css_first("base[href]")
    href = node.attributes.get("href") if node else None
    return urljoin(page.url, href.strip()) if href else page.url


def absolute(page: Page, href: str | None) -> str | None:
    """The http address behind an href; None for scripts, mail, empty and broken ones.

    Of fragments only a number is kept: by one, script applications tell their pages. Sessions are left out, as the
    address of one page has to be the same on every night.
    """
    return _joined(base(page), href) if href else None


@lru_cache(maxsize=8192)
def _joined(start: str, href: str) -> str | None:
    """Kept for the links that every page of a site repeats."""
    text = re.sub(r"\s+", "", unescape(href))
    if not text or text.startswith("#"):
        return None
    try:
        url, fragment = urldefrag(urljoin(start, text))
        url = _SESSION.sub("", url).rstrip("?&") if _SESSION.search(url) else url
        url = f"{url}#{fragment}" if fragment.isdigit() else url
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else None
    except ValueError:
        return None


def squeeze(text: str) -> str:
    """Text with every run of white space, also the full-width and the unbroken one, as one blank."""
    return re.sub(r"[\s\u3000\xa0]+", " ", text).strip()


def plain(text: str) -> str:
    """Text out of an interface's field, which may hold tags and entities."""
    return squeeze(unescape(re.sub(r"</?[a-z][^>]*>", "", text, flags=re.IGNORECASE)))


def whole_title(anchor: LexborNode) -> str:
    """The title of a link: `@title` where the visible text is cut or poorer, the visible text elsewhere."""
    shown = squeeze(anchor.text(deep=True))
    shown = _EDGE_DATE.sub("", shown)
    shown = re.sub(r"^[·•▪■◆\[\]【】\s-]+(?=\S)|[\[\]（(\s]+$", "", shown)
    hidden = squeeze(unescape(anchor.attributes.get("title") or ""))
    stem = CUT.sub("", shown)
    if hidden and (stem != shown or not shown or (len(hidden) > len(stem) and hidden.startswith(stem[:6]))):
        return hidden
    return shown


def printed_date(text: str) -> str | None:
    """The last full date in a text, as printed."""
    found = DATE.findall(text)
    return re.sub(r"\s+", "", found[-1]) if found else None


def anchors(page: Page, within: LexborNode | None = None) -> tuple[tuple[LexborNode, str], ...]:
    """Every link of a page, or of one node, with its absolute address."""
    return _anchors(page) if within is None else tuple(linked(page, within.css(_LINKS)))


@lru_cache(maxsize=4)
def _anchors(page: Page) -> tuple[tuple[LexborNode, str], ...]:
    """All links of a page, kept while every family looks at it."""
    return tuple(linked(page, page.tree.css(_LINKS)))


def linked(page: Page, nodes: Iterable[LexborNode]) -> Iterator[tuple[LexborNode, str]]:
    """Those of some elements that lead to an address, each with it: by their href, else by what a click does."""
    for node in nodes:
        url = absolute(page, node.attributes.get("href")) or absolute(page, opened(node))
        if url:
            yield node, url


def opened(node: LexborNode) -> str | None:
    """The address that a click on an element opens by script, as written there."""
    found = _OPENS.search(node.attributes.get("onclick") or "") or _OPENS.search(node.attributes.get("href") or "")
    return found[1] if found else None


def rows(page: Page, wanted: Callable[[str], bool], within: LexborNode | None = None) -> tuple[Link, ...]:
    """The links whose address is wanted, one for each row, in the page's order."""
    return tuple(link for _, link in _rows(page, wanted, within))


def lists(page: Page, wanted: Callable[[str], bool]) -> tuple[tuple[Link, ...], ...]:
    """The page's lists of wanted links, in its order, without navigation, footers and boxes of related articles.

    Lists are told apart by the tags and classes above them, so that a list broken into several `ul` is still one.
    """
    return tuple(tuple(links) for links in _lists(page, wanted).values())


def main_list(page: Page, wanted: Callable[[str], bool], own: Callable[[str], bool]) -> tuple[Link, ...]:
    """Of all lists of wanted links the one with most `own` links, then the longest; empty where there is no list.

    Its other rows belong to it, wherever they lead: a list whose rows are passed over would look complete and be short.
    """
    found = _lists(page, wanted)
    if not found:
        return ()
    best = max(found, key=lambda signature: (sum(own(link.url) for link in found[signature]), len(found[signature])))
    known = {link.url for link in found[best]}
    others = _lists(page, lambda _: True).get(best, [])
    return (*found[best], *(link for link in others if link.url not in known))


def _lists(page: Page, wanted: Callable[[str], bool]) -> dict[Signature, list[Link]]:
    found: dict[Signature, list[Link]] = {}
    for row, link in _rows(page, wanted):
        signature = _signature(row)
        if not any(_FRAME.search(part) for part in (*signature, row.attributes.get("class") or "")):
            found.setdefault(signature, []).append(link)
    return found


def _rows(
    page: Page, wanted: Callable[[str], bool], within: LexborNode | None = None
) -> Iterator[tuple[LexborNode, Link]]:
    found = [(anchor, url) for anchor, url in anchors(page, within) if wanted(url)]
    inside: dict[int, set[str]] = {}
    for anchor, url in found:
        for node in above(anchor):
            inside.setdefault(node.mem_id, set()).add(url)
    by_row: dict[int, tuple[LexborNode, list[tuple[LexborNode, str]]]] = {}
    for anchor, url in found:
        row = _row(anchor, inside)
        by_row.setdefault(row.mem_id, (row, []))[1].append((anchor, url))
    for row, linked in by_row.values():
        yield from ((row, link) for link in _links_of(row, linked))


def _links_of(row: LexborNode, linked: list[tuple[LexborNode, str]]) -> Iterator[Link]:
    """The links of one row: one for each address, under the longest of its titles."""
    text = squeeze(row.text(deep=True, separator=" "))
    if _NEIGHBOUR.match(squeeze(row.text(deep=True))):
        return
    for address in dict.fromkeys(url for _, url in linked):
        title = max((whole_title(anchor) for anchor, url in linked if url == address), key=len)
        if VAGUE.match(title):
            title = _SERIAL.sub("", squeeze(DATE.sub(" ", text.replace(title, " "))))
        if title and not _PAGING.match(title):
            yield Link(address, title, printed_date(text.replace(title, " ")))


def _row(anchor: LexborNode, inside: Mapping[int, set[str]]) -> LexborNode:
    """The largest element around a link that holds no other wanted link: its `li` or `tr` where there is one.

    `inside` holds the addresses under each element, by the element's `mem_id`.
    """
    row = anchor
    for node in islice(above(anchor), _CLIMB):
        if node.tag in ("body", "html", "ul", "ol", "tbody", "table") or len(inside[node.mem_id]) > 1:
            break
        row = node
        if node.tag in ("li", "tr"):
            break
    return row


def above(node: LexborNode) -> Iterator[LexborNode]:
    """The elements that an element stands in, the nearest first."""
    outer = node.parent
    while outer is not None:
        yield outer
        outer = outer.parent


def _signature(row: LexborNode) -> Signature:
    parts = [f"{row.tag}"]
    node = row.parent
    while node is not None and node.tag not in ("body", "html"):
        parts.append(f"{node.tag}.{node.attributes.get('class') or ''}".strip())
        node = node.parent
    return tuple(reversed(parts))
