"""Metadata that a page gives beside its text: meta tags, printed labels, breadcrumbs, and titles above the text.

The labels of county sites are data in `metadata_labels`. Which date or office is the right one is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

from archive import patterns
from archive.extract.html import blocks as layout
from archive.extract.html import flatten, landmarks
from archive.extract.html.body import Part
from archive.extract.html.metadata_labels import LABELS, WANTED
from archive.extract.html.tree import Node
from archive.extract.layout.document import Block, Meta, Paragraph, Table
from archive.extract.layout.marks import ARTICLE, BREAK, SLOT, squeeze

_SPACED: Final = tuple(r"\s*".join(label) for label in sorted(LABELS, key=len, reverse=True))
_DATED: Final = patterns.lazy(r"\s(?:19|20)\d\d\s*[-年./]")
# such as 发布时间： or 发布机构:
_LABELLED: Final = patterns.lazy(
    rf"(?<![\u4e00-\u9fff])({'|'.join(_SPACED)})\s*[】\])]?(?:\s*[:：]|\s+(?=(?:19|20)\d\d\s*[-年./]))"
)
_LABEL_NAMES: Final = frozenset(LABELS)
_FIRST: Final = frozenset(label[0] for label in LABELS)
_MOST_CELLS: Final = 80
_STOP: Final = patterns.lazy(
    r"\s{2,}|[|｜【\[]|(?:浏览|点击|阅读|访问)(?:次数|量|数)|(?:字体|字号|视力保护色|打印|分享|编辑|责任编辑|审核|初审)|\u3000"
)
# such as 您当前的位置： or 当前位置:
_PATH: Final = patterns.lazy(
    r"(?:您?(?:的|现在的?|当前的?)?(?:当前)?(?:所在)?(?:位置|页面)|当前(?:位置|所在|页面)\S{0,4})(?:是|为)?\s*[:：]+"
)
_SEPARATORS: Final = patterns.lazy(r"(?:(?<!\s)\s++)?(?:>>|>|»|›|→|＞|/|\\|-)\s*+")
_TITLES: Final = patterns.lazy(r"title|biaoti|headline|(?:^|\s)(?:bt|btbt|tit|h-title|subtit)(?:\s|$)", re.IGNORECASE)
# such as 一、 or 1、; not 1.5
_NUMBERED: Final = patterns.lazy(r"[一1]\s*[、.．](?!\d)")
_DATE_IN_SENTENCE: Final = patterns.lazy(
    r"[\u4e00-\u9fff\s]{2,8}[:：]\s*(?:19|20)\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*+[日号]?+\s*+[，,。；;、前起至到]"
)
"""A label and a date in the middle of a sentence."""
_OPENING: Final = 12
_LONGEST_HEADING: Final = 40
_LONGEST_VALUE: Final = 120
_LONGEST_HEAD: Final = 160
_TITLE_LENGTHS: Final = range(6, 121)
_SITE: Final = patterns.lazy(r"(?:(?<!\s)\s++)?(?<![-_|–—])[-_|–—]++[^-_|–—]*+$")


def tag(node: Node) -> Meta | None:
    """The entry of a meta tag or of the window's title; None if the tag is irrelevant or empty."""
    if node.tag == "title":
        key, value = "title", node.text()
    else:
        key = node.attribute("name") or node.attribute("property")
        value = node.attribute("content") if key.lower() in WANTED else ""
    text = squeeze(value)
    return Meta(key, text[:500], "meta") if text else None


def headings(parts: Iterable[Part]) -> list[Meta]:
    """The titles printed above the text, in the order of the page."""
    found: dict[str, None] = {}
    for part in parts:
        if part.node.tag in ("h1", "h2", "h3") or (part.class_and_id != " " and _TITLES.search(part.class_and_id)):
            text = squeeze(flatten.line(part.node.markup()))
            if len(text) in _TITLE_LENGTHS and not _LABELLED.search(text):
                found[text] = None
    return [Meta("title", text, "heading") for text in found]


def printed(text: str) -> list[Meta]:
    """Labels with their values, and the breadcrumbs, from the text around the article (`ARTICLE`).

    Cells of tables begin with `SLOT`. Of equal labels above the article the nearest comes first, because lists of
    other articles have the same labels.
    """
    above, _, below = text.partition(ARTICLE)
    before_lines, after_lines = _lines(above), _lines(below)
    return [
        *_nearest_first(_labelled_values(before_lines)),
        *_labelled_values(after_lines),
        *_breadcrumbs([*before_lines, *after_lines]),
    ]


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for part in text.split(SLOT):
        lines += [line for piece in part.split(BREAK) if (line := piece.strip())] or [""]
    return lines


def _nearest_first(found: Sequence[Meta]) -> list[Meta]:
    named: dict[str, list[Meta]] = {}
    for meta in found:
        named.setdefault(meta.key, []).append(meta)
    return [named[meta.key].pop() for meta in found]


def of_table(table: Table) -> list[Meta] | None:
    """The entries of a table of labels and values; None for any other table."""
    if len(set(map(id, chain.from_iterable(table.grid)))) > _MOST_CELLS:
        return None
    cells = [text for row in layout.texts(table) for text in row]
    labels = sum(1 for text in cells if _is_label(text))
    if labels < 2 or labels * 4 < sum(1 for text in cells if text):
        return None
    return _labelled_values(cells)


def opening(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[Meta]]:
    """The blocks without the lines and tables of labels before the first heading, and the entries of those."""
    retained: list[Block] = []
    found: list[Meta] = []
    text_begun = False
    for number, block in enumerate(blocks):
        text_begun = text_begun or number >= _OPENING or _is_section_heading(block)
        entries = None if text_begun else _metadata_of_block(block)
        if entries is None:
            retained.append(block)
        else:
            found.extend(entries)
    return tuple(retained), found


def _is_section_heading(block: Block) -> bool:
    """Whether a block is the heading of a section."""
    if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_HEADING:
        return False
    return bool(_NUMBERED.match(block.text)) or landmarks.any_in(block.text)


def title(metas: Iterable[Meta]) -> str | None:
    """The title: of the article's meta tag, else printed above the text, else the window's without the site name."""
    entries = list(metas)
    for meta in entries:
        if meta.source == "meta" and meta.key.lower() == "articletitle":
            return meta.value
    window_title = next((meta.value for meta in entries if meta.source == "meta" and meta.key == "title"), "")
    printed_titles = [meta.value for meta in entries if meta.source == "heading"]
    matching = [text for text in printed_titles if text in window_title or re.search(r"公开|报告|年报", text)]
    if matching or printed_titles:
        return (matching or printed_titles)[0]
    return _SITE.sub("", window_title) or None


def _metadata_of_block(block: Block) -> list[Meta] | None:
    if isinstance(block, Table):
        return of_table(block)
    if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_HEAD:
        return None
    return (
        _labelled_values([block.text]) or None
        if _begins_with_label(block.text) and not _DATE_IN_SENTENCE.match(block.text)
        else None
    )


def _labelled_values(lines: Sequence[str]) -> list[Meta]:
    found: list[Meta] = []
    for number, line in enumerate(lines):
        label = _label_name(line)
        if label in _LABEL_NAMES:
            value = _value(lines[number + 1]) if number + 1 < len(lines) and not _is_label(lines[number + 1]) else ""
            if value:
                found.append(Meta(label, value, "label"))
        elif len(line) <= 4 * _LONGEST_HEAD and (":" in line or "：" in line or _DATED.search(line)):
            found.extend(_values_in_line(line))
    return found


def _values_in_line(line: str) -> Iterator[Meta]:
    matches = [*_LABELLED.finditer(line), None]
    for match, after in pairwise(matches):
        value = _value(line[match.end() : after.start() if after else None]) if match else ""
        if match and value:
            yield Meta("".join(match[1].split()), value, "label")


def _value(text: str) -> str:
    text = text.strip().lstrip(":： ")
    return squeeze(_STOP.split(text, maxsplit=1)[0])[:_LONGEST_VALUE].strip("[]【】()（）;；,，")


def _label_name(line: str) -> str:
    return "".join(line.split()).strip(":：[]【】") if len(line) < 16 else ""


@lru_cache(maxsize=4096)
def _is_label(line: str) -> bool:
    return _label_name(line) in _LABEL_NAMES or _begins_with_label(line)


def _begins_with_label(line: str) -> bool:
    """Whether a line begins with a label and the separator before its value."""
    return line[:1] in _FIRST and bool(_LABELLED.match(line))


def _breadcrumbs(lines: Sequence[str]) -> Iterator[Meta]:
    for number, line in enumerate(lines):
        match = _PATH.search(line[:200]) if "位置" in line or "页面" in line else None
        if match:
            rest = line[match.end() :].strip() or " > ".join(_short_lines(lines[number + 1 : number + 8]))
            steps = [step for step in _SEPARATORS.split(squeeze(rest)) if step]
            if steps:
                yield Meta(squeeze(match[0]).rstrip(":："), " > ".join(steps)[:300], "breadcrumb")


def _short_lines(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if len(line) > 20 or _is_label(line):
            return
        if line.strip("> /»") and not _LABELLED.search(line):
            yield line.strip("> /»")
