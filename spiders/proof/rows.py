"""The rows of a list, with those that have no address, and whom a row may concern that was not assigned to anybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from spiders.pages.facts import OpenRow
from spiders.pages.items import IdentifiedLink
from spiders.pages.links import DATE, LINKS, ancestors, anchors, collapse_whitespace, linked_elements, rows
from spiders.pages.page import Link, Page
from spiders.pages.parts import named
from spiders.pages.scripts import is_program
from spiders.proof.signs import WayOn

_STEM = re.compile(r"(?:人民政府)?(?:街道办事处|民族乡|苏木|街道|办事处|镇|乡)$")
_MIN_STEM = 2
_REPORT = re.compile(r"年报|年度(?:工作)?报告|公开.{0,6}(?:报告|总结)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_TITLE, _SHORT, _LONGEST_NAME = 160, 60, 16
"""The most characters of a title with its date, of what is read with its fields and pictures, and of a bare name."""

_MAX_ABOVE = 3
_UNREAD = ("script", "style", "noscript", "template", "title", "h1", "h2", "h3")
"""Elements that show no rows; headings name the page, such as the column of a township and year."""
_PLACE_NAMED = re.compile(r"crumb|position|location|dqwz|weizhi|curpos", re.IGNORECASE)
"""Classes and ids of the line that says where on the site a page is."""


@dataclass(frozen=True, slots=True)
class Units:
    """The townships of a county: codes by name."""

    codes: Mapping[str, str]

    def named_in(self, title: str) -> tuple[str, ...]:
        """The codes of the units whose name, or name without 镇, 乡 or 街道, stands in a title."""
        return tuple(code for name, code in self.codes.items() if name in title or _names_stem(stem(name), title))


def _names_stem(short: str, title: str) -> bool:
    """Whether a unit's short name stands in a title, and not as that of its county (聂拉木县 for 聂拉木镇)."""
    return short in title and re.sub(rf"{re.escape(short)}(?:县|区|市|旗|自治)", "", title).find(short) >= 0


@lru_cache(maxsize=1024)
def stem(name: str) -> str:
    """A unit's name without its kind; the whole name where too little would remain, such as of 城镇."""
    short = _STEM.sub("", name)
    return short if len(short) >= _MIN_STEM else name


def rows_without_address(page: Page, shown: Sequence[str]) -> Iterator[str]:
    """The texts of rows that stand beside linked rows and lead nowhere; "" for a row that is only a picture.

    `shown` are the addresses of the list's items. A row is a sibling, of the same tag, of a row with such an address.
    """
    wanted = set(shown)
    linked = [node for node, url in anchors(page) if url in wanted]
    rows = [row for node in linked if (row := _row(node)) is not None]
    inside = {row.mem_id for row in rows}
    parents = {row.parent.mem_id: row.parent for row in rows if row.parent is not None}
    tags = {row.tag for row in rows}
    for parent in parents.values():
        for sibling in parent.iter(include_text=False):
            if sibling.tag in tags and sibling.mem_id not in inside and not _is_spacer(sibling):
                yield collapse_whitespace(DATE.sub(" ", _said(sibling) or sibling.text(deep=True, separator=" ")))


def titles_without_address(page: Page, units: Units) -> Iterator[str]:
    """What, anywhere on a page, reads like a unit's report and leads nowhere: its title, or a dated row that names it.

    "" for a dated row that is only a picture.
    """
    links = [node for node, _ in linked_elements(page, page.tree.css(LINKS))]
    leading = {near.mem_id for node in links for near in (node, *ancestors(node), *node.css("*"))}
    found: set[int] = set()
    for node in reversed(page.tree.css("body *")):
        if node.mem_id in leading or node.mem_id in found or _is_furniture(node):
            continue
        said = _said(node)
        title = None if said is None else _title(said, node, units)
        if title is not None:
            found |= {outer.mem_id for outer in ancestors(node)}
            yield title


def _is_furniture(node: LexborNode) -> bool:
    above = (node, *islice(ancestors(node), _MAX_ABOVE))
    return any(outer.tag in _UNREAD or _PLACE_NAMED.search(named(outer)) for outer in above)


def _said(node: LexborNode) -> str | None:
    """What a short element says, in text and in the words of its fields and pictures; None for a longer one."""
    text = node.text(deep=True, separator=" ")
    if len(text) > _LONGEST_TITLE:
        return None
    held = [node, *node.css("input, img, a")] if len(text) < _SHORT or node.tag in ("input", "img", "a") else []
    words = (one.attributes.get(name) for one in held for name in ("value", "alt", "title"))
    return collapse_whitespace(" ".join(dict.fromkeys([text.strip(), *filter(None, words)])))


def _title(said: str, node: LexborNode, units: Units) -> str | None:
    """The title that an element's words are, without its date; None where they are none."""
    bare = collapse_whitespace(DATE.sub(" ", said))
    close = re.sub(r"\s", "", bare)
    is_dated = bare != said
    if _REPORT.search(close) and (_YEAR.search(close) or is_dated):
        return bare if units.named_in(close) else None
    if not is_dated or len(close) > _LONGEST_NAME:
        return None
    return bare if units.named_in(close) or (not close and node.css_first("img") is not None) else None


def other_rows(
    page: Page, shown: Sequence[str], identify: Callable[[Link], IdentifiedLink]
) -> Iterator[IdentifiedLink]:
    """The links of a page outside its list that may be units' reports: by their title, or as rows that say nothing.

    What says nothing is a row where a day is printed beside it, or its address is like those of the list's items.
    """
    alike = {_without_digits(url) for url in shown}
    known = set(shown)
    titled = rows(page, lambda url: url not in known)
    unnamed = (Link(url, "") for _, url in anchors(page) if url not in known and _without_digits(url) in alike)
    for link in {link.url: link for link in (*unnamed, *titled)}.values():
        item = identify(link)
        is_row = link.date is not None or _without_digits(link.url) in alike
        if (item.wanted and item.dated) or (not item.is_settled and is_row):
            yield item


def _without_digits(url: str) -> str:
    return re.sub(r"\d+", "0", url)


def open_rows(
    items: Sequence[IdentifiedLink], unlinked: Sequence[str], identify: Callable[[Link], IdentifiedLink]
) -> Iterator[OpenRow]:
    """The rows that may be a township's report and are not known to be: those to open, and those that lead nowhere."""
    for item in items:
        if not item.is_settled:
            yield OpenRow(item.link.title, item.link.url, _concerned(item))
    for title in unlinked:
        item = identify(Link("", title))
        if item.concerns or item.concerns_anybody or item.township_code is not None:
            yield OpenRow(title, None, _concerned(item))


@dataclass(frozen=True, slots=True)
class AddressedWay:
    """A way on with an address."""

    url: str
    words: str


def ways_beyond(ways: Iterable[WayOn], items: Sequence[IdentifiedLink], units: Units) -> Iterator[AddressedWay]:
    """The ways with an address that lead beyond a list: to none of its items, nor to a unit whose newest it shows."""
    shown = {item.link.url for item in items}
    newest = max((item.year for item in items if item.year is not None), default=None)
    there = {item.township_code for item in items if item.year == newest}
    for way in ways:
        named = units.named_in(way.words)
        if way.url is not None and way.url not in shown and not (named and there.issuperset(named)):
            yield AddressedWay(way.url, way.words)


def named_only_in_scripts(page: Page, items: Sequence[IdentifiedLink], units: Units) -> str | None:
    """The name of a unit that a script names, such as in a tree to click, and that the list does not show."""
    there = {item.township_code for item in items}
    programs = (node for node in page.tree.css("script:not([src])") if is_program(node.attributes.get("type")))
    sources = " ".join(node.text(deep=True) for node in programs)
    return next((name for name, code in units.codes.items() if name in sources and code not in there), None)


def _concerned(item: IdentifiedLink) -> tuple[str, ...] | None:
    """The units whose report a row may be; None where it may be anybody's."""
    if item.concerns_anybody:
        return None
    return item.concerns or ((item.township_code,) if item.township_code else ())


def _row(node: LexborNode) -> LexborNode | None:
    """The `li`, `tr` or `dd` around a link; the link's parent where there is none."""
    outer: LexborNode | None = node
    while outer is not None and outer.tag not in ("li", "tr", "dd", "body"):
        outer = outer.parent
    return outer if outer is not None and outer.tag != "body" else node.parent


def _is_spacer(row: LexborNode) -> bool:
    """Whether a row is empty: a line between rows, a head of a table, or a pager's own row."""
    if (
        row.css_first("img, input, button, select, [onclick], [data-id], [data-url], [data-href], a") is not None
        or "onclick" in row.attributes
    ):
        return False
    return len(collapse_whitespace(DATE.sub("", row.text(deep=True)))) < 2 or row.css_first("th") is not None
