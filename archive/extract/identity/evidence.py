"""The evidence, in a document and around it, for whose report it is and for which year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from archive import patterns
from archive.extract.identity.title import Title, read_title, without_label
from archive.extract.layout.document import Document, Meta, Paragraph
from archive.extract.report.model import Context
from archive.gazetteer.naming import normalise

_LEAD = 40
_TAIL = 8
_TITLE_KEYS = frozenset({"articletitle", "title", "标题", "名称", "信息名称", "文件名称", "og:title"})
_TITLE = 60
_LINES_OF_A_TITLE = 6
# such as 关于报送2023年政府信息公开工作年度报告的通知 or 某镇2025年政府信息公开工作年度报告 or 2025年…年度报告(某镇)
_TITLE_LINE = patterns.lazy(
    r"(?>.*?公开).*(?:报告|年报)(?:[)》」\"]|的通知|的公告|\((?!以下|下称|简称)[^()]{1,20}\))*$"
)
# such as 某镇2025年政府信息公开工作年度报告解读, as the first line of a file without headings
_OF_EXPLANATION = patterns.lazy(r"(?>.*?公开).*(?:报告|年报)》?的?[\u4e00-\u9fff]{0,4}(?:解读|图解|问答|释义|说明)$")
# such as （2022年度） below a title
_YEAR_LINE = patterns.lazy(r"\(?(?:20\d\d|二[〇○零0][一二三四五六七八九〇○零0]{2})年?度?\)?")
# such as 湖口县 above 大垅乡2022年…年度报告
_COUNTY_LINE = patterns.lazy(r"[\u4e00-\u9fff]{2,12}[县市区旗]")
_SHORTEST_NAME = 3
# such as 优政〔2024〕5号 or 2024年1月15日
_COMPLETE_LINE = patterns.lazy(
    r"[。;:!?,]$|[日号]$|^(?>.*?公开).*(?:报告|年报)[)》]*$|^(?:发布|来源|时间|日期|浏览|字体|索引|当前位置)"
)
# such as 一、总体情况 or 1、总体情况
_FIRST_SECTION = patterns.lazy(r"^(?:[一1][、..,]\s*)?(?:总体|概\s*述|基本)(?:情况|概述)?")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for one document.

    `titles` are the document's own, the most prominent first; the title among a file's properties, which is often that
    of the file it was made from, only where there is no other. `lead` is the text up to the first section, cover letter
    included; `signature` the last lines; `text` all of it. Lines are separated by line ends. `county_code` and
    `today` come from outside, see `archive.extract.report.model.Context`.
    """

    titles: tuple[str, ...]
    link_title: str | None
    url: str | None
    county_code: str | None
    metadata: tuple[Meta, ...]
    lead: str
    signature: str
    text: str
    today: date | None


def gather(document: Document, context: Context) -> Evidence:
    """Collect the evidence from a document and its context."""
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph) and block.text.strip()]
    first = next(
        (at for at, line in enumerate(lines) if len(line) < 30 and _FIRST_SECTION.match(normalise(line))), _LEAD
    )
    lead = lines[: max(1, min(first, _LEAD))]
    headings = [without_label(meta.value) for meta in document.metadata if meta.source == "heading"]
    title_metadata = [
        meta for meta in document.metadata if meta.key.lower() in _TITLE_KEYS and meta.source != "heading"
    ]
    properties = [meta.value for meta in title_metadata if meta.source == "property"]
    page_titles = (document.title, *(meta.value for meta in title_metadata))
    window_titles = [without_label(title) for title in page_titles if title and title not in properties]
    page_lines = [*filter(None, headings), *_printed_titles(lead)]
    contexts = {title: _context_of(title, [*page_lines, *window_titles]) for title in window_titles}
    titles = dict.fromkeys(
        [*page_lines, *(window for window, context_text in contexts.items() if context_text is None)]
    )
    if not titles and not context.link_title:
        titles = dict.fromkeys(properties)
    breadcrumbs = tuple(Meta("title", context_text, "breadcrumb") for context_text in contexts.values() if context_text)
    return Evidence(
        titles=tuple(titles),
        link_title=context.link_title,
        url=context.url,
        county_code=context.county_code,
        metadata=(*document.metadata, *breadcrumbs),
        lead="\n".join(lead),
        signature="\n".join(lines[len(lead) :][-_TAIL:]),
        text="\n".join(lines),
        today=context.today,
    )


def _context_of(window: str, titles: Iterable[str]) -> str | None:
    """What a window's title adds to a title printed on the page: the site, its columns, sometimes the organ."""
    for title in titles:
        if title != window and title in window and _TITLE_LINE.match(normalise(title)):
            return window.replace(title, " ").strip(" -_|–—")
    return None


def _printed_titles(lead: list[str]) -> list[str]:
    """Lines before the first section that have the form of a title, which may run over several lines.

    Single lines come first, then the shortest of several; one that lacks issuer or year comes behind its completion.
    """
    first = [line for line in lead[:1] if len(line) <= _TITLE and _OF_EXPLANATION.match(normalise(line))]
    lines = _with_years([title for line in lead if len(title := without_label(line.strip())) <= _TITLE])
    ending = [_ending(lines, at) for at in range(len(lines))]
    single = [titles for at, titles in enumerate(ending) if titles and titles[0] == lines[at]]
    wrapped = [titles for titles in ending if titles and titles not in single]
    found = [first, *map(_completed, single), *map(_completed, wrapped), *ending]
    return [title for titles in found for title in titles]


def _with_years(lines: list[str]) -> list[str]:
    """The lines, with a year in brackets below a title that names none as its end: （2022年度）."""
    out: list[str] = []
    for line in lines:
        stands_below = bool(out) and _is_title_line(out[-1]) and _YEAR_LINE.fullmatch(normalise(line))
        if stands_below and read_title(out[-1]).year is None:
            out[-1] += line if line[0] in "（(" else f"（{line}）"
        else:
            out.append(line)
    return out


def _ending(lines: list[str], at: int) -> list[str]:
    """The titles that end with a line, the shortest first; no line of one but its last is complete."""
    found: list[str] = []
    for size in range(1, min(_LINES_OF_A_TITLE, at + 1) + 1):
        joined = "".join(lines[at - size + 1 : at + 1])
        if len(joined) > _TITLE or (size > 1 and _is_complete_line(lines[at - size + 1])):
            break
        if _is_title_line(joined):
            found.append(joined)
    return found


def _completed(titles: list[str]) -> list[str]:
    """The first title that names what the shortest lacks, or only a county before it; and the shortest."""
    first = titles[0]
    whole = (title for title in titles[1:] if _names_more(read_title(title), read_title(first)))
    above = (title for title in titles[1:2] if _COUNTY_LINE.fullmatch(normalise(title.removesuffix(first))))
    return [*list(whole)[:1], *above, first]


def _names_more(whole: Title, last: Title) -> bool:
    """Whether a title names issuer and year, of which its last line lacks one."""
    complete = last.year and len(last.issuer_text) >= _SHORTEST_NAME
    return not complete and bool(whole.year) and len(whole.issuer_text) >= _SHORTEST_NAME


def _is_title_line(line: str) -> bool:
    return "报" in line and bool(_TITLE_LINE.match(normalise(line)))


def _is_complete_line(line: str) -> bool:
    """Whether a line is complete, so that the next line does not continue it."""
    return bool(_COMPLETE_LINE.search(normalise(line)))
