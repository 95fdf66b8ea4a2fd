"""What scripts could do, by their syntax: whether one may load or insert anything, and the totals that it states.

A script is harmless only if everything that it calls and assigns is known to be. Nothing is executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Literal

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_javascript.language()))

# such as new Swiper(".banner", {…})
WIDGETS = frozenset({"Swiper", "Slider", "Carousel", "Splide", "Glide", "SuperSlide", "Marquee", "QRCode", "Clipboard"})
"""Constructors of widgets that move what the page shows already."""

_HARMLESS_CALLS = frozenset(
    {
        *WIDGETS,
        *("parseInt", "parseFloat", "Number", "String", "Boolean", "Array", "Date", "RegExp", "isNaN"),
        *("encodeURIComponent", "decodeURIComponent", "alert", "console.log", "console.warn", "console.error"),
        *("document.getElementById", "document.querySelector", "document.querySelectorAll"),
        *("document.getElementsByClassName", "document.getElementsByTagName", "document.getElementsByName"),
        *("SetHome", "setHome", "setHomePage", "AddFavorite", "addFavorite", "addBookmark"),
        *("_hmt.push", "_czc.push", "dataLayer.push", "gtag", "window.print", "history.back", "history.go"),
    }
)
_HARMLESS_METHODS = frozenset(
    {
        *("push", "slice", "split", "join", "concat", "indexOf", "charAt", "substring", "substr", "replace", "trim"),
        *("toString", "toFixed", "toLowerCase", "toUpperCase", "match", "test", "sort", "reverse", "padStart"),
        *("getFullYear", "getMonth", "getDate", "getDay", "getHours", "getMinutes", "getSeconds", "getTime"),
        *("add", "remove", "toggle", "contains", "getAttribute", "focus", "blur", "select"),
    }
)
"""Methods that fetch nothing and insert nothing, whatever they are called on."""

_HARMLESS_PROPERTIES = frozenset(
    {"display", "visibility", "className", "color", "height", "width", "backgroundColor", "fontSize", "value", "index"}
)
"""Properties of elements whose assignment shows, hides or colours what is there."""

COUNTER = re.compile(
    r"^(?:https?:)?//(?:[\w.-]+\.)?(?:hm\.baidu\.com|cnzz\.com|51\.la|umeng\.com|google-analytics\.com|googletagmanager\.com"
    r"|gov\.cn:8080/webpv|conac\.cn|bdimg\.share\.baidu\.com|zz\.bdstatic\.com|push\.zhanzhang\.baidu\.com"
    r"|res\.wx\.qq\.com)(?:[/:?]|$)",
    re.IGNORECASE,
)
"""Addresses of visitor counters and share buttons, which load no list."""

_COUNTER_METHODS = frozenset(
    {
        *("createElement", "insertBefore", "appendChild", "setAttribute", "write", "writeln", "unescape"),
        *_HARMLESS_METHODS,
    }
)
"""How counters insert themselves."""
# such as /nb/list.json, http://www.county.gov.cn or list.jsp?page=2
_ADDRESS = re.compile(r"[/?]\w|\.(?:js|json|s?html?|jsp|aspx?|php|do)\b")

_COUNTER_SCRIPT = re.compile(r"hm\.baidu\.com/hm\.js|cnzz\.com/|51\.la/|google-analytics\.com|zhanzhang\.baidu\.com")


# such as m_nRecordCount, totalCount, var total
_ITEMS_NAME = re.compile(
    r"^(?:m_|_)?n?_?(?:total_?(?:count|num|items?|counts|records?|rows?|size)?"
    r"|(?:record|item|row|data|list|info)s?_?(?:count|num|total|counts|sum)|count)$",
    re.IGNORECASE,
)
# such as countPage, totalPage, pageCount, m_nPageCount, pages; not pageSize
_PAGES_NAME = re.compile(
    r"^(?:m_|_)?n?_?(?:(?:count|total|max|all|sum|last)_?pages?(?:_?(?:count|num))?"
    r"|pages?_?(?:count|total|sum|counts)|pages|maxstaticindex)$",
    re.IGNORECASE,
)
# such as createPageHTML(3, 0, "index", "html")
_PAGES_CALL = re.compile(r"^(?:createPage\w*+|(?=\w*?pageHtml)\w++|pageControl|showPage)$", re.IGNORECASE)
_VAGUE_NAMES = frozenset({"count", "total", "maxstaticindex"})
"""Names that count a page's own items, or those of its pages that are files, as often as all: no list ends by them."""


@dataclass(frozen=True, slots=True)
class Total:
    """A number of items or pages that a page states of a list, and the words or the name beside it.

    `is_firm` says that it is surely the list's: a list may end by it.
    """

    number: int
    unit: Literal["items", "pages"]
    words: str
    is_firm: bool = True

    @property
    def is_cap(self) -> bool:
        """Whether it is a round number, such as 200, 500 or 1,000, at which systems stop counting."""
        return self.unit == "items" and self.number >= 2 * _ROUND and self.number % _ROUND == 0


_ROUND = 100
_OF_PAGER = "pager."
"""The beginning of the name of a number that a script passes to a pager's plug-in."""
# such as laypage.render({count: 14}) or $("#p").pagination({…})
_PLUGIN = re.compile(r"laypage|paginat|paging|pager", re.IGNORECASE)


def named_total(name: str, number: int) -> Total | None:
    """The total that a variable, key, call or field of this name states; None where the name is no total's."""
    words = f"{name} {number}"
    if name.startswith(_OF_PAGER):
        inside = name.removeprefix(_OF_PAGER)
        return Total(number, "items", words) if inside == "count" else named_total(inside, number)
    if _PAGES_NAME.match(name) or _PAGES_CALL.match(name):
        return Total(number, "pages", words, name.lower() not in _VAGUE_NAMES)
    if _ITEMS_NAME.match(name):
        return Total(number, "items", words, name.lower() not in _VAGUE_NAMES)
    return None


def totals(source: str) -> tuple[Total, ...]:
    """The totals that a script states while the page loads."""
    found = (named_total(name, number) for name, number in numbers_at_load(source))
    return tuple(total for total in found if total is not None)


def is_program(kind: str | None) -> bool:
    """Whether a script element of this type is run."""
    named = (kind or "").strip().lower()
    return not named or "javascript" in named or "ecmascript" in named or named == "module"


@lru_cache(maxsize=2048)
def is_harmless(source: str) -> bool:
    """Whether a script can neither load nor insert anything, even if every part of it runs."""
    if not source.strip():
        return True
    root = _PARSER.parse(source.encode()).root_node
    if root.has_error:
        return False
    counts = bool(_COUNTER_SCRIPT.search(source)) and _names_only_counters(root)
    return all(_is_harmless(node, counts) for node in _nodes(root))


def _names_only_counters(root: Node) -> bool:
    """Whether every address in a script is a counter's: what it inserts is one, and no list."""
    named = (_text(node) for node in _nodes(root) if node.type in ("string", "template_string"))
    return all(_COUNTER_SCRIPT.search(text) or not _ADDRESS.search(text) for text in named)


def _is_harmless(node: Node, counts: bool) -> bool:
    """Whether a part of a script loads and inserts nothing, or `counts`, as what a counter needs is allowed to it."""
    if node.type == "call_expression":
        callee = node.child_by_field_name("function")
        return callee is not None and (_is_harmless_call(callee) or (counts and _method(callee) in _COUNTER_METHODS))
    if node.type == "new_expression":
        callee = node.child_by_field_name("constructor")
        return callee is not None and _text(callee) in _HARMLESS_CALLS
    if node.type in ("assignment_expression", "augmented_assignment_expression"):
        target = node.child_by_field_name("left")
        is_source = counts and target is not None and _text(target).endswith((".src", ".async", ".defer", ".type"))
        return target is not None and (is_source or _is_harmless_target(target) or _sets_handler(node, target))
    return node.type not in ("import", "import_statement")


def _is_harmless_call(callee: Node) -> bool:
    if callee.type in ("function_expression", "arrow_function", "parenthesized_expression"):
        return True  # called where it stands; its body is examined with the rest
    if _text(callee) in _HARMLESS_CALLS or _text(callee).startswith("Math."):
        return True
    return _method(callee) in _HARMLESS_METHODS and not _text(callee).endswith("location.replace")


def _called(call: Node) -> str:
    callee = call.child_by_field_name("function")
    return _text(callee) if callee is not None else ""


def _method(callee: Node) -> str:
    """The name of what is called: of a method, else of a function."""
    method = callee.child_by_field_name("property")
    return _text(method if method is not None else callee)


def _is_harmless_target(target: Node) -> bool:
    if target.type == "identifier":
        return _text(target) not in ("location", "onload", "onscroll", "onhashchange")
    if target.type == "member_expression":
        assigned = target.child_by_field_name("property")
        return assigned is not None and _text(assigned) in _HARMLESS_PROPERTIES
    return False


def _sets_handler(node: Node, target: Node) -> bool:
    """Whether a handler of events is set to a function that stands there: its body is examined with the rest."""
    value = node.child_by_field_name("right")
    named = target.child_by_field_name("property")
    is_function = value is not None and value.type in ("function_expression", "arrow_function")
    return is_function and named is not None and _text(named).startswith("on")


@lru_cache(maxsize=2048)
def numbers_at_load(source: str) -> tuple[tuple[str, int], ...]:
    """The whole numbers that a script names while the page loads: by variable, key of an object, or function called.

    What stands in a function that is only declared does not count: it is the code of something else, such as a search.
    A call gives its own name with its first number, such as ("createPageHTML", 3).
    """
    return tuple(_numbers(_PARSER.parse(source.encode()).root_node, in_pager=False))


def _numbers(node: Node, *, in_pager: bool) -> Iterator[tuple[str, int]]:
    for child in node.named_children:
        if child.type == "function_declaration":
            continue
        if child.type == "variable_declarator":
            yield from _named(child.child_by_field_name("name"), child.child_by_field_name("value"))
        elif child.type == "assignment_expression":
            yield from _named(child.child_by_field_name("left"), child.child_by_field_name("right"))
        elif child.type == "pair":
            pairs = _named(child.child_by_field_name("key"), child.child_by_field_name("value"))
            yield from ((f"{_OF_PAGER}{name}" if in_pager else name, number) for name, number in pairs)
        elif child.type == "call_expression":
            arguments = _children(child.child_by_field_name("arguments"))
            given = (_named(child.child_by_field_name("function"), argument) for argument in arguments)
            yield from islice(chain.from_iterable(given), 1)
        callee = child.child_by_field_name("function") if child.type == "call_expression" else None
        yield from _numbers(child, in_pager=in_pager or (callee is not None and bool(_PLUGIN.search(_text(callee)))))


def _named(name: Node | None, value: Node | None) -> Iterator[tuple[str, int]]:
    if value is not None and value.type == "call_expression":  # such as parseInt("13")
        arguments = _children(value.child_by_field_name("arguments"))
        value = arguments[0] if _called(value) in ("parseInt", "Number") and arguments else None
    if name is None or value is None or value.type not in ("number", "string"):
        return
    digits = _text(value).strip("'\"` ")
    if digits.isascii() and digits.isdigit():
        yield _text(name).strip("'\"").rpartition(".")[2], int(digits)


def _children(node: Node | None) -> list[Node]:
    return node.named_children if node is not None else []


def _nodes(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.named_children)


def _text(node: Node) -> str:
    return node.text.decode("utf-8", "replace") if node.text else ""
