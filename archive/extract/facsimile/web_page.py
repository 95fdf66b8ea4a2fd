"""An archived web page made harmless, with one figure marked.

What remains is text, tables and their looks: no script, form, frame, address or anything that a browser would fetch.
nh3 (Ammonia, the sanitiser of html5ever) decides what remains, by lists of what is allowed. It is shown in a sandboxed
frame under a policy that forbids the same things again.
"""

from __future__ import annotations

import re
from typing import Final

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive import patterns
from archive.extract.html import nesting
from archive.extract.layout import charset, limits
from archive.extract.layout.document import Spot
from archive.extract.positions import elements

ANCHOR: Final = "nianbao-figure"
"""The id of the marked figure."""
_MARK_BEGINS: Final = "\ue0b0"
_MARK_ENDS: Final = "\ue0b1"
"""Characters of the private use area that stand for the mark while the page is made harmless."""

_TAGS: Final = frozenset({
    "a", "abbr", "article", "aside", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "li", "main", "nav", "ol", "p", "pre", "q", "s", "section",
    "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt",
    "u", "ul",
})  # fmt: skip
_ATTRIBUTES: Final = {
    "*": {"align", "bgcolor", "class", "color", "dir", "height", "id", "lang", "style", "valign", "width"},
    "font": {"face", "size"},
    "img": {"alt", "src"},
    "table": {"border", "cellpadding", "cellspacing", "rules", "frame"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap", "scope"},
    "col": {"span"},
    "ol": {"start", "type"},
}
_STYLES: Final = frozenset({
    "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-right",
    "border-spacing", "border-style", "border-top", "border-width", "clear", "color", "display", "float", "font",
    "font-family", "font-size", "font-style", "font-weight", "height", "letter-spacing", "line-height",
    "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width",
    "min-width", "overflow-wrap", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top",
    "text-align", "text-decoration", "text-indent", "vertical-align", "white-space", "width", "word-break",
})  # fmt: skip
_WITHOUT_CONTENT: Final = frozenset(
    {"script", "style", "template", "title", "textarea", "select", "iframe", "object", "svg", "math"}
)
_PICTURE: Final = patterns.lazy(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]{1,4000000}")
_FETCHES: Final = patterns.lazy(
    r"url\s*\(|image-set|@import|@namespace|expression|behavior|-moz-binding|[<\\]", re.IGNORECASE
)
"""What a style sheet fetches or runs something with, and what could hide that or end the element."""
_LONGEST_STYLE: Final = 200_000
_OWN_STYLE: Final = (  # tables keep their shape on a phone, and text wraps
    f"#{ANCHOR}{{outline:3px solid #c2401c;outline-offset:2px;background:#ffe9a8;color:#000;scroll-margin-block:30vh}}"
    "img:not([src]){display:none}@media(max-width:45rem){table{min-width:40rem}}"
)


def harmless(data: bytes, declared: str | None, spot: Spot | None) -> str | None:
    """The page as one HTML document, with the figure at `spot` marked; None where there is no page in the bytes.

    `declared` is the Content-Type that came with them. Without a path in `spot`, nothing is marked.
    """
    text = charset.decode(data, declared).text[: limits.TEXT]
    text = text.replace(_MARK_BEGINS, "").replace(_MARK_ENDS, "").replace("\0", "")
    if nesting.has_too_many_options(text):
        return None
    root = LexborHTMLParser(text.encode("utf-8", "replace")).root
    if root is None:
        return None
    styles = [style for node in root.css("style") if (style := _harmless_style(node.text_lexbor()))]
    for node in root.css("[id]"):
        del node.attrs["id"]
    if spot is not None and spot.path and (element := elements.find(root, spot.path)) is not None:
        _mark(element, spot)
    root.unwrap_tags(["noscript"])  # a browser without scripts shows what stands in it
    for node in root.css(", ".join(sorted(_WITHOUT_CONTENT))):
        node.decompose()  # here already: what ends an element of these is read otherwise by different parsers
    shown = nh3.clean(
        root.html or "",
        tags=set(_TAGS),
        clean_content_tags=set(_WITHOUT_CONTENT),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_harmless_attribute,
        filter_style_properties=set(_STYLES),
        url_schemes={"data"},
        link_rel=None,
        strip_comments=True,
    )
    return _document("\n".join(styles), _with_marks(shown))


def _harmless_style(style: str) -> str:
    """A style sheet; "" for one that is too long, fetches something or could run something."""
    return "" if len(style) > _LONGEST_STYLE or _FETCHES.search(style) else style


def _harmless_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if tag == "img" and _PICTURE.fullmatch(value) else None
    if name == "id":
        return value if value == ANCHOR else None
    return None if name == "style" and _FETCHES.search(value) else value


def _mark(element: LexborNode, spot: Spot) -> None:
    """Mark an element, or the characters of its text that the spot names."""
    if spot.row >= 0:
        element.attrs["id"] = ANCHOR
        return
    start, end, before = spot.offset, spot.offset + spot.length, 0
    for node in list(elements.texts(element)):
        text = node.text_content or ""
        visible = [at for at, char in enumerate(text) if not char.isspace()]
        first, last = max(start - before, 0), min(end - before, len(visible))
        if first < last:
            a, b = visible[first], visible[last - 1] + 1
            node.replace_with(f"{text[:a]}{_MARK_BEGINS}{text[a:b]}{_MARK_ENDS}{text[b:]}")
        before += len(visible)


def _with_marks(shown: str) -> str:
    """The page with its marks as elements; the first one is the anchor."""
    shown = shown.replace(_MARK_BEGINS, f'<mark id="{ANCHOR}">', 1)
    return shown.replace(_MARK_BEGINS, "<mark>").replace(_MARK_ENDS, "</mark>")


def _document(styles: str, body: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>nianbao</title>'
        f"<style>{styles}</style><style>{_OWN_STYLE}mark{{background:#ffe9a8;color:#000}}</style></head>"
        f"<body>{body}</body></html>"
    )
