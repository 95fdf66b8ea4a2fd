"""Article pages in general: the title, whether there is text, and the attached files.

Each family knows the containers of its article bodies; bodies, titles and attachments are recognised alike for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

from selectolax.lexbor import LexborNode

from spiders.pages import addresses
from spiders.pages.links import absolute, collapse_whitespace, linked_elements, whole_title
from spiders.pages.page import Article, Link, Page

FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|zip|rar|txt|rtf)$", re.IGNORECASE)
# such as /system/_content/download.jsp?
DOWNLOAD = re.compile(
    r"/(?:system/_content/)?download\.jsp\?|downfile|/download(?:File)?\b|DownloadAttachUrl", re.IGNORECASE
)
_HINT = re.compile(rf"{FILE.pattern[:-1]}|{DOWNLOAD.pattern}|file=|%|\S\s+\S", re.IGNORECASE)
"""A quick test of an href before it is joined: without a match, it is no file, no download and no viewer."""

TITLES = (
    "h1",
    ".article-title",
    ".articleTitle",
    ".title_cen",
    ".content-title",
    ".arc_title",
    ".bt",
    ".title",
    "h2",
    "h3",
)
LABEL = re.compile(
    r"(?:发布|撰写|发文|公开|生成|成文|生效|公布)(?:时间|日期)\s*+[:：]?\s*+(?:19|20)\d\d"
    r"|(?:^|[\s　])(?:日期|时间)\s*[:：]\s*(?:19|20)\d\d"
    r"|(?:发布机构|发文机关|公开主体|发布单位|信息来源)\s*+[:：]?\s*+[\u4e00-\u9fff]"
)
"""A labelled date or issuer, as printed above an article and never above a list."""

REPORT_HEADINGS = re.compile(
    r"(?>.*?主动公开政府信息情况)(?>.*?收到和处理政府信息公开申请情况).*(?:行政复议|存在的主要问题)"
)
"""Section headings that the form prescribes: a page with them is a report, whatever the CMS."""

_NO_CONTENT = re.compile(r"不存在|未找到|找不到|已(?:被)?删除|暂无|无法访问|Not Found", re.IGNORECASE)

COMMON = (
    "#zoom",
    "#zoomcon",
    "#Zoom",
    ".article-content",
    ".article_content",
    ".articleContent",
    "#articleContent",
    ".article_con",
    ".content_article",
    ".pages_content",
    ".xxgk_content",
    ".view-content",
    ".news_content",
    ".zwxl-article",
)
"""Containers that many platforms and skins use for the body of an article and for nothing else."""

LOOSE = (
    "#con_con",
    "#fontzoom",
    ".content",
    "#content",
    ".con",
    "#con",
    ".detail",
    ".text",
    "[class$=_con]",
    "[class$=-con]",
    "article",
    ".article",
    "#article",
    "body",
)
"""Containers that may hold anything: used only where the page is known to be an article by other signs."""

_MIN_TEXT_LENGTH = 60
"""The fewest characters of a body that is more than a caption or a line naming the attached file."""


def read(page: Page, *bodies: str) -> Article | None:
    """The article in the first container (CSS selector) that the page has; None where it has none of them."""
    for selector in bodies:
        body = page.tree.css_first(selector)
        if body is not None:
            return article_in_body(page, body)
    return None


def read_by_address(page: Page, *bodies: str) -> Article | None:
    """The article of a page with an article's address: in a known container, or in any if it is marked as an article.

    The address alone proves nothing, as an error page has the address of the missing article.
    """
    return read(page, *bodies, *COMMON, *(LOOSE if is_marked_as_article(page) else ()))


def is_marked_as_article(page: Page) -> bool:
    """Whether a page is marked as an article: by the meta tag, a label above the text, or a report's headings."""
    return meta(page, "ArticleTitle") is not None or is_labelled(page) or is_report(page)


def is_report(page: Page) -> bool:
    """Whether the page has the headings that the form prescribes."""
    body = page.tree.body
    return bool(body and REPORT_HEADINGS.match(re.sub(r"\s", "", body.text(deep=True))))


def article_in_body(page: Page, body: LexborNode) -> Article | None:
    """The article whose text is in `body`; files outside it count too, as many skins place them below it.

    None where the body is empty, or only states that there is no content.
    """
    files = attachments(page)
    has_text = _has_text(body, files)
    if not has_text and not files and body.css_first("img, iframe, embed, object") is None:
        text = collapse_whitespace(body.text(deep=True))
        if not text or _NO_CONTENT.search(text):
            return None
    return Article(title_of(page), files, has_text)


def meta(page: Page, name: str) -> str | None:
    """The content of a meta tag by its name in any case; None where it is empty or missing."""
    return page.metas.get(name.lower())


def title_of(page: Page) -> str:
    """The article's title: from the government meta tag, else a heading, else the window's title without the site."""
    named = meta(page, "ArticleTitle")
    if named:
        return named
    for selector in TITLES:
        for node in page.tree.css(selector):
            text = collapse_whitespace(node.text(deep=True))
            if 6 <= len(text) <= 120:
                return text
    window = page.tree.css_first("title")
    return re.split(r"\s*[-_|–—]\s*", collapse_whitespace(window.text()))[0] if window else ""


def attachments(page: Page) -> tuple[Link, ...]:
    """The files of an article: links anywhere on the page with a file's name, and documents in frames."""
    found: dict[str, Link] = {}
    hinting = (node for node in page.tree.css("a[href]") if _HINT.search(node.attributes.get("href") or ""))
    for anchor, url in linked_elements(page, hinting):
        is_shown = addresses.is_viewer(anchor.attributes.get("href") or "")
        if is_shown or is_file(url) or (DOWNLOAD.search(url) and FILE.search(whole_title(anchor))):
            found.setdefault(url, Link(url, whole_title(anchor) or _file_name(url)))
    for url in _framed(page):
        found.setdefault(url, Link(url, _file_name(url)))
    return tuple(found.values())


def is_labelled(page: Page) -> bool:
    """Whether the page names a publication date or an issuer after a usual label, as lists do not."""
    body = page.tree.body
    return bool(body and LABEL.search(collapse_whitespace(body.text(deep=True, separator=" "))))


@lru_cache(maxsize=8192)
def is_file(url: str) -> bool:
    """Whether an address ends in a document's file extension."""
    return bool(FILE.search(unquote(urlsplit(url).path)))


def _framed(page: Page) -> Iterator[str]:
    """Addresses of documents in frames, or in a viewer whose parameter `file` is the document's address."""
    for node in page.tree.css("iframe[src], embed[src], object[data]"):
        written = node.attributes.get("src") or node.attributes.get("data") or ""
        url = absolute(page, written)
        if url and (is_file(url) or addresses.is_viewer(written)):
            yield url
        for inner in parse_qs(urlsplit(url or "").query).get("file", ()):
            target = addresses.join(url or page.url, inner)
            if target and is_file(target):
                yield target


def _file_name(url: str) -> str:
    return unquote(url.rpartition("/")[2])


def _has_text(body: LexborNode, files: tuple[Link, ...]) -> bool:
    hidden = sum(len(collapse_whitespace(node.text(deep=True))) for node in body.css("script, style, noscript"))
    text = collapse_whitespace(body.text(deep=True))
    for link in files:
        text = text.replace(link.title, "")
    return len(text) - hidden >= _MIN_TEXT_LENGTH
