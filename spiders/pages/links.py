"""Links as pages show them: absolute address, whole title, the date printed in their row, and their list.

Knows markup in general; knows no CMS and no annual reports. Pure functions over `Page`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from spiders.pages import addresses, escapes
from spiders.pages.page import Link, Page

DATE = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)\s*日?")
_EDGE_DATE = re.compile(rf"^[\[（(]?{DATE.pattern}[\]）)]?|[\[（(]?{DATE.pattern}[\]）)]?$")
TRUNCATED = re.compile(r"(?:(?<!…)…++|(?<!\.)\.{2,}+)$")
"""The end of a title that its list shows only in part."""

# such as ;jsessionid=9A8B or ?PHPSESSID=9a8b&
_SESSION_ID = re.compile(
    r";jsessionid=[^/?#]*|(?<=[?&])(?:jsessionid|phpsessid|aspsessionid\w*)=[^&#]*(?:&|$)", re.IGNORECASE
)
_SCRIPT_TARGET = re.compile(
    r"(?:window\.open\(|location(?:\.href)?\s*=|location\.(?:assign|replace)\()\s*['\"]([^'\"]+)['\"]"
)
"""How a script opens an address on a click."""

_PAGE_FURNITURE = re.compile(
    r"bread|crumb|position|foot|header|navi|nav$|^nav|menu|copyright|friend|related|xgwz|相关", re.IGNORECASE
)
_NEIGHBOUR = re.compile(r"[【\[]?(?:上|下|前|后)一?(?:篇|条|则|个)")
"""The beginning of an article's line that links to the previous or next article."""

VAGUE = re.compile(r"^[\W_]*(?:点击)?(?:查看|详情|详细|下载|打开|浏览|阅读|预览|全文)(?:详情|全文|报告|附件)?[\W_]*$")
"""Titles that name only the action of a click; the subject is in the text of the row."""

_SERIAL_NUMBER = re.compile(r"^\d{1,3}[\s.、]\s*")

_PAGING = re.compile(r"\d{1,3}$|\W+$|[<《«]*(?:首|上一?|下一?|后一?|前一?|尾|末)页|更多|more", re.IGNORECASE)
"""Titles of links inside a list's markup that lead to another page of it, not to an item."""

LINKS = "a[href], [onclick], [data-url], [data-href], [data-link]"
"""The elements that may lead to an address."""

_ADDRESS_ATTRIBUTES = ("href", "data-url", "data-href", "data-link")
"""Attributes that hold an address: for the browser, or for a script that opens it on a click."""

# such as toDetail('/nb/202601/t20260116_202506.html')
_QUOTED_ADDRESS = re.compile(
    r"['\"]((?:https?://|\.{0,2}/)[^'\"\s]+|[\w./-]+\.(?:s?html?|jsp|aspx?|php)(?:\?[^'\"\s]*)?)['\"]"
)

_MAX_ROW_ANCESTORS = 4
"""How many elements above a link its row may begin where the markup has no `li` or `tr`."""

Signature = tuple[str, ...]


@lru_cache(maxsize=4)
def base_url(page: Page) -> str:
    """The address that the page's relative links are resolved against."""
    node = page.tree.css_first("base[href]")
    href = node.attributes.get("href") if node else None
    return (addresses.join(page.url, href) if href else None) or page.url


def absolute(page: Page, href: str | None) -> str | None:
    """The absolute http address of an href; None for scripts, mail, and empty or broken values.

    A fragment is kept only if it is a number, as script applications address their pages by it. Session ids are
    removed, as the address of a page has to be the same on every night. A document's viewer leads to the document.
    """
    return _absolute_url(base_url(page), href, page.charset) if href else None


@lru_cache(maxsize=8192)
def _absolute_url(start: str, href: str, charset: str) -> str | None:
    """As `absolute`; cached for the links that every page of a site repeats."""
    if href.lstrip()[:1] in ("", "#"):
        return None
    url = addresses.join(start, href, charset)
    if url is None:
        return None
    url, _, fragment = (addresses.viewed_file(url) or url).partition("#")
    url = _SESSION_ID.sub("", url).rstrip("?&") if _SESSION_ID.search(url) else url
    return f"{url}#{fragment}" if fragment.isdigit() else url


def collapse_whitespace(text: str) -> str:
    """The text with each run of white space (full-width and non-breaking included) as a single blank, stripped."""
    return re.sub(r"[\s\u3000\xa0]+", " ", text).strip()


def strip_markup(text: str) -> str:
    """The text of an interface's field, which may contain tags and entities."""
    return collapse_whitespace(escapes.read_entities(re.sub(r"</?[a-z][^>]*>", "", text, flags=re.IGNORECASE)))


def whole_title(anchor: LexborNode) -> str:
    """The title of a link: `@title` where the visible text is cut off or shorter, else the visible text."""
    shown = collapse_whitespace(anchor.text(deep=True))
    shown = _EDGE_DATE.sub("", shown)
    shown = re.sub(r"^[·•▪■◆\[\]【】\s-]+(?=\S)|[\[\]（(\s]+$", "", shown)
    hidden = collapse_whitespace(escapes.read_entities(anchor.attributes.get("title") or ""))
    stem = TRUNCATED.sub("", shown)
    if hidden and (stem != shown or not shown or (len(hidden) > len(stem) and hidden.startswith(stem[:6]))):
        return hidden
    return shown


def printed_date(text: str) -> str | None:
    """The last full date in a text, as printed."""
    found = DATE.findall(text)
    return re.sub(r"\s+", "", found[-1]) if found else None


def anchors(page: Page, within: LexborNode | None = None) -> tuple[tuple[LexborNode, str], ...]:
    """Every link of a page, or of one node, with its absolute address."""
    return _anchors(page) if within is None else tuple(linked_elements(page, within.css(LINKS)))


@lru_cache(maxsize=4)
def _anchors(page: Page) -> tuple[tuple[LexborNode, str], ...]:
    """All links of a page, cached while every family examines it."""
    return tuple(linked_elements(page, page.tree.css(LINKS)))


def linked_elements(page: Page, nodes: Iterable[LexborNode]) -> Iterator[tuple[LexborNode, str]]:
    """The elements that lead to an address, each with that address: by href, else by the script of a click."""
    for node in nodes:
        if url := leads_to(page, node):
            yield node, url


def leads_to(page: Page, node: LexborNode) -> str | None:
    """The address that an element leads to, by an attribute or by the script of a click; None where it has none."""
    given = (node.attributes.get(name) for name in _ADDRESS_ATTRIBUTES)
    return next((url for value in (*given, click_target(node)) if (url := absolute(page, value))), None)


def click_target(node: LexborNode) -> str | None:
    """The address that a click on an element opens by script, as the script sees it."""
    codes = [node.attributes.get("onclick") or "", _script_of(node.attributes.get("href") or "")]
    found = (pattern.search(code) for pattern in (_SCRIPT_TARGET, _QUOTED_ADDRESS) for code in codes)
    return next((escapes.read_script_string(target[1]) for target in found if target), None)


def _script_of(href: str) -> str:
    """The script of an address such as `javascript:open('/a.html')`; empty for any other address."""
    return href if href.strip().lower().startswith("javascript:") else ""


def rows(page: Page, wanted: Callable[[str], bool], within: LexborNode | None = None) -> tuple[Link, ...]:
    """The links whose address is `wanted`, grouped by row, in the page's order."""
    return tuple(link for _, link in _rows_with_links(page, wanted, within))


def lists(page: Page, wanted: Callable[[str], bool]) -> tuple[tuple[Link, ...], ...]:
    """The page's lists of wanted links, in its order, without navigation, footers and boxes of related articles.

    Lists are distinguished by the tags and classes above them, so that a list split into several `ul` stays whole.
    """
    return tuple(tuple(links) for links in _lists(page, wanted).values())


def main_list(page: Page, wanted: Callable[[str], bool], is_preferred: Callable[[str], bool]) -> tuple[Link, ...]:
    """The list of `wanted` links with most `is_preferred` links, then the longest; empty where the page has no list.

    Its remaining rows are included wherever they lead: a list without them would seem complete and be too short.
    """
    found = _lists(page, wanted)
    if not found:
        return ()
    best = max(
        found, key=lambda signature: (sum(is_preferred(link.url) for link in found[signature]), len(found[signature]))
    )
    known = {link.url for link in found[best]}
    further_links = _lists(page, lambda _: True).get(best, [])
    return (*found[best], *(link for link in further_links if link.url not in known))


def signatures(page: Page, urls: Iterable[str]) -> set[Signature]:
    """The tags and classes above the rows that link to these addresses."""
    wanted = set(urls)
    return {_list_signature(row) for row, link in _rows_with_links(page, wanted.__contains__) if link.url in wanted}


def _lists(page: Page, wanted: Callable[[str], bool]) -> dict[Signature, list[Link]]:
    found: dict[Signature, list[Link]] = {}
    for row, link in _rows_with_links(page, wanted):
        signature = _list_signature(row)
        if not any(_PAGE_FURNITURE.search(part) for part in (*signature, row.attributes.get("class") or "")):
            found.setdefault(signature, []).append(link)
    return found


def _rows_with_links(
    page: Page, wanted: Callable[[str], bool], within: LexborNode | None = None
) -> Iterator[tuple[LexborNode, Link]]:
    found = [(anchor, url) for anchor, url in anchors(page, within) if wanted(url)]
    urls_inside: dict[int, set[str]] = {}
    for anchor, url in found:
        for node in ancestors(anchor):
            urls_inside.setdefault(node.mem_id, set()).add(url)
    by_row: dict[int, tuple[LexborNode, list[tuple[LexborNode, str]]]] = {}
    for anchor, url in found:
        row = _row(anchor, urls_inside)
        by_row.setdefault(row.mem_id, (row, []))[1].append((anchor, url))
    for row, row_anchors in by_row.values():
        yield from ((row, link) for link in _links_of(row, row_anchors))


def _links_of(row: LexborNode, row_anchors: list[tuple[LexborNode, str]]) -> Iterator[Link]:
    """The links of a row: one `Link` for each address, with the longest of its titles."""
    text = collapse_whitespace(row.text(deep=True, separator=" "))
    if _NEIGHBOUR.match(collapse_whitespace(row.text(deep=True))):
        return
    for address in dict.fromkeys(url for _, url in row_anchors):
        title = _joined_title([anchor for anchor, url in row_anchors if url == address])
        if VAGUE.match(title):
            title = _SERIAL_NUMBER.sub("", collapse_whitespace(DATE.sub(" ", text.replace(title, " "))))
        if (title and not _PAGING.match(title)) or (not title and row.css_first("img") is not None and _is_row(row)):
            yield Link(address, title, printed_date(text.replace(title, " ") if title else text))


def _joined_title(row_anchors: list[LexborNode]) -> str:
    """The title of a row's links to one address: the longest; or, where a title is split over several links, all of it.

    A picture's alternative text stands for a link without text.
    """
    titles = list(dict.fromkeys(filter(None, map(whole_title, row_anchors))))
    longest = max(titles, key=len, default="")
    rest = [title for title in titles if title not in longest and not VAGUE.match(title) and not DATE.search(title)]
    if rest and all(anchor.tag == "a" for anchor in row_anchors):
        return "".join(title for title in titles if not VAGUE.match(title))
    pictures = (anchor.css_first("img[alt]") for anchor in row_anchors)
    return longest or next((collapse_whitespace(img.attributes.get("alt") or "") for img in pictures if img), "")


def _is_row(node: LexborNode) -> bool:
    return node.tag in ("li", "tr", "dd")


def _row(anchor: LexborNode, urls_inside: Mapping[int, set[str]]) -> LexborNode:
    """The largest element around a link that contains no further wanted link: its `li` or `tr` where it has one.

    `urls_inside` holds the addresses under each element, by the element's `mem_id`.
    """
    row = anchor
    for node in islice(ancestors(anchor), _MAX_ROW_ANCESTORS):
        if node.tag in ("body", "html", "ul", "ol", "tbody", "table") or len(urls_inside[node.mem_id]) > 1:
            break
        row = node
        if node.tag in ("li", "tr"):
            break
    return row


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The ancestors of an element, the nearest first."""
    outer = node.parent
    while outer is not None:
        yield outer
        outer = outer.parent


def _list_signature(row: LexborNode) -> Signature:
    parts = [f"{row.tag}"]
    node = row.parent
    while node is not None and node.tag not in ("body", "html"):
        parts.append(f"{node.tag}.{node.attributes.get('class') or ''}".strip())
        node = node.parent
    return tuple(reversed(parts))
