"""Second witnesses of what a site publishes: its sitemaps, its feeds, its own search. Pure readers, no requests.

Each is given bytes or a page and yields links that are named like reports, by title or by address, and what else to
ask. That a witness shows nothing proves nothing: sitemaps and searches lag, and many leave out whole columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import etree
from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap, sitemap_urls_from_robots
from selectolax.lexbor import LexborNode

from spiders.pages.links import absolute, collapse_whitespace, lists, printed_date, rows, strip_markup
from spiders.pages.page import Fetch, Link, Page, WitnessKind
from spiders.walk.boxes import REPORT
from spiders.walk.discovery import about_address

MOST_BYTES = 20_000_000
"""The most bytes of a sitemap that are unpacked."""
MOST_FURTHER = 50
"""The most sitemaps of an index that are named."""

# such as application/rss+xml
_FEED_TYPE = re.compile(r"application/(?:rss|atom)\+xml", re.IGNORECASE)
# such as /rss.xml or /zfxxgk/feed/
_FEED_ADDRESS = re.compile(r"(?:^|/)(?:rss|atom|feed)\w{0,10}(?:\.xml)?/?$", re.IGNORECASE)
_SEARCH = re.compile(r"search|sousuo|jiansuo|(?:^|/)(?:so|s|qwjs)(?:[/.?]|$)", re.IGNORECASE)
_WORDS = re.compile(r"^(?:q|qt|wd|word|words|key|keys|kw|query|title|text|search\w{0,12}|key_?words?)$", re.IGNORECASE)
_ASKS_FOR_WORDS = re.compile(r"搜|检索|查找|关键[字词]|输入.{0,8}内容")
# such as 没有找到相关结果, 共 0 条 or 未检索到
_NO_RESULTS = re.compile(
    r"(?:没有|未|无法)\s?(?:找到|查到|检索到|搜索到|查询到)|(?:共|找到|约)[^0-9]{0,6}0\s?(?:条|个|项|篇)"
    r"|(?:无|没有)(?:相关|搜索|检索|查询)?结果|暂无(?:相关)?(?:数据|结果|信息|内容)"
)
_OTHER_FORM = re.compile(r"login|password|信箱|留言|注册|登录")

Near = Callable[[str], bool]
"""Whether an address lies where the site publishes reports, such as in the folder of a known list."""


@dataclass(frozen=True, slots=True)
class ShownByWitness:
    """What a witness shows: links that are named like reports, and addresses of further witnesses of the same kind.

    A link of a sitemap has no title, and the day of its last change as its date.
    """

    links: tuple[Link, ...] = ()
    further: tuple[str, ...] = ()


def sitemap_addresses(robots: bytes, home: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names; where it names none, the usual address below `home`."""
    named = (urljoin(home, address) for address in sitemap_urls_from_robots(robots, home))
    sound = (url for url in named if urlsplit(url).scheme in ("http", "https"))
    return tuple(dict.fromkeys(sound)) or (urljoin(home, "/sitemap.xml"),)


def read_sitemap(body: bytes, url: str, *, near: Near = lambda _: False) -> ShownByWitness | None:
    """The reports in a sitemap (XML, packed or not, or a list of addresses), or the sitemaps of an index.

    None where the bytes are no sitemap, such as an error page.
    """
    unpacked = gunzip(body, max_size=MOST_BYTES) if body[:2] == b"\x1f\x8b" else body
    if not unpacked.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _read_addresses(unpacked, near)
    try:
        sitemap = Sitemap(unpacked.lstrip(b"\xef\xbb\xbf \t\r\n"))
        entries = [(urljoin(url, entry["loc"]), entry.get("title", ""), entry.get("lastmod", "")) for entry in sitemap]
    except (etree.XMLSyntaxError, StopIteration):
        return None
    if sitemap.type == "sitemapindex":
        return ShownByWitness(further=tuple(dict.fromkeys(address for address, _, _ in entries))[:MOST_FURTHER])
    if sitemap.type != "urlset":
        return None
    links = (Link(address, strip_markup(title), day[:10] or None) for address, title, day in entries)
    return ShownByWitness(_reports(links, near))


def feed_addresses(page: Page) -> tuple[str, ...]:
    """The feeds (RSS or Atom) that a page names in its head, or links to."""
    named = (node for node in page.tree.css("link[href]") if _FEED_TYPE.search(node.attributes.get("type") or ""))
    linked = (
        node
        for node in page.tree.css("a[href]")
        if _FEED_ADDRESS.search(urlsplit(node.attributes.get("href") or "").path)
    )
    urls = (absolute(page, node.attributes.get("href")) for node in (*named, *linked))
    return tuple(dict.fromkeys(url for url in urls if url))


def read_feed(body: bytes, url: str, *, near: Near = lambda _: False) -> ShownByWitness | None:
    """The reports among the entries of a feed, RSS 0.9 to 2.0 or Atom; None where the bytes are no feed."""
    try:
        root = etree.fromstring(body.strip(), etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or _name(root) not in ("rss", "RDF", "feed"):
        return None
    return ShownByWitness(_reports(_entries(root, url), near))


def search_form(page: Page, words: str) -> Fetch | None:
    """The request that the page's own search form makes for these words; None where the page has no such form."""
    for form in page.tree.css("form"):
        field = _field_for_words(form)
        if field is None or _OTHER_FORM.search(form.html or ""):
            continue
        target = absolute(page, form.attributes.get("action")) or page.url
        sent = urlencode(_preset(form) | {field: words}, encoding=_charset(page, form))
        if (form.attributes.get("method") or "get").lower() == "post":
            headers = (("Content-Type", "application/x-www-form-urlencoded"), ("Referer", page.url))
            return Fetch(target, "portal", method="POST", body=sent, headers=headers)
        return Fetch(f"{target.partition('?')[0]}?{sent}", "portal", headers=(("Referer", page.url),))
    return None


def read(kind: WitnessKind, body: bytes, page: Page, *, near: Near = lambda _: False) -> ShownByWitness | None:
    """What a witness shows; None where the answer is none of its kind, such as an error page under its address.

    `page` is the answer as text, `body` as it came.
    """
    if kind == "sitemap":
        return read_sitemap(body, page.url, near=near)
    if kind == "feed":
        return read_feed(body, page.url, near=near)
    return None if kind == "search" and not shows_results(page) else read_results(page, near=near)


def shows_results(page: Page) -> bool:
    """Whether a page shows the results of a search, or says that there are none: some only load them by script."""
    body = page.tree.body
    text = collapse_whitespace(body.text(deep=True)) if body is not None else ""
    return bool(_NO_RESULTS.search(text)) or any(link.date or REPORT.search(link.title) for link in results(page))


def results(page: Page) -> tuple[Link, ...]:
    """The rows of a page of results, without navigation."""
    return tuple(link for links in lists(page, lambda _: True) for link in links)


def read_results(page: Page, *, near: Near = lambda _: False) -> ShownByWitness:
    """The reports among the rows of a page of results."""
    return ShownByWitness(_reports(iter(rows(page, lambda _: True)), near))


def _reports(links: Iterator[Link], near: Near) -> tuple[Link, ...]:
    """The links that are named like reports; a link without a title is named by its address alone."""
    named = (
        link
        for link in links
        if (REPORT.search(link.title) if link.title else about_address(link.url) or near(link.url))
    )
    return tuple(dict.fromkeys(named))


def _read_addresses(text: bytes, near: Near) -> ShownByWitness | None:
    lines = text.decode("utf-8", "replace").split()
    if not lines or any(urlsplit(line).scheme not in ("http", "https") for line in lines):
        return None
    return ShownByWitness(_reports((Link(line, "") for line in lines), near))


def _entries(root: etree._Element, url: str) -> Iterator[Link]:
    for entry in root.iter("{*}item", "{*}entry"):
        texts = {_name(part): "".join(map(str, part.itertext())).strip() for part in entry}
        hrefs = [part.get("href") for part in entry if _name(part) == "link" and part.get("href")]
        address = (hrefs[0] if hrefs else None) or texts.get("link") or texts.get("guid")
        if address:
            day = texts.get("pubDate") or texts.get("published") or texts.get("date") or texts.get("updated") or ""
            yield Link(urljoin(url, address), strip_markup(texts.get("title", "")), printed_date(day) or day or None)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _field_for_words(form: LexborNode) -> str | None:
    """The name of the field in which a search form takes its words."""
    is_search = bool(_SEARCH.search(form.attributes.get("action") or ""))
    for node in form.css("input[name]"):
        name = node.attributes.get("name") or ""
        if (node.attributes.get("type") or "text").lower() not in ("text", "search"):
            continue
        if _ASKS_FOR_WORDS.search(f"{node.attributes.get('placeholder')} {node.attributes.get('value')}"):
            return name
        if _WORDS.match(name) and (is_search or _ASKS_FOR_WORDS.search(collapse_whitespace(form.html or ""))):
            return name
    return None


def _preset(form: LexborNode) -> dict[str, str]:
    """The hidden fields of a form, and the choices that its menus show first."""
    fields = {node.attributes["name"]: node.attributes.get("value") for node in form.css("input[type=hidden][name]")}
    for menu in form.css("select[name]"):
        choice = menu.css_first("option[selected]") or menu.css_first("option")
        if choice is not None:
            fields[menu.attributes["name"]] = choice.attributes.get("value")
    return {name: value or "" for name, value in fields.items() if name}


def _charset(page: Page, form: LexborNode) -> str:
    """The charset in which a form is sent: its own, else the page's. GB 18030 stands for all that it includes."""
    stated = form.attributes.get("accept-charset") or ""
    for node in () if stated else page.tree.css("meta[charset], meta[content*=charset]"):
        stated = node.attributes.get("charset") or node.attributes.get("content") or ""
    return "gb18030" if re.search(r"gb(?:2312|k|18030)", stated, re.IGNORECASE) else "utf-8"
