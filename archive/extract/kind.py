"""Whether a document is a report, by its title and its content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from archive import patterns
from archive.extract.identity.identify import Identity
from archive.extract.identity.title import is_on_filling_in, read_title
from archive.extract.layout.document import Block, Paragraph
from archive.extract.report.model import Kind, NoReportReason
from archive.extract.tables.sheet import Sheet
from archive.extract.text.sections import Layout

_ENOUGH_LINES: Final = 8
_EXPLAINS: Final = patterns.lazy(r"编制背景|解读如下|解读内容|起草背景|主要亮点|现将.{0,40}解读|图解")
# such as 现就年报内容解读如下, 为便于公众了解，特作如下说明 or 以下是对年报的图文解读
_SAYS_SO: Final = patterns.lazy(
    r"(?:现(?![场有行])|下面|特|为便于|为方便|为了|为帮助|为使)[^。\n]{0,60}(?:解读(?:如下)?[:：]?$|图解)|解读如下|"
    r"(?<!本)(?:报告|年报)(?:(?!通知|要求|规定|部署)[^。\n]){0,20}(?:说明如下|如下说明)|"
    r"(?:为便于|为方便|为帮助|为使)[^。\n]{0,30}(?:理解|了解|知晓|掌握)[^。\n]{0,30}(?:说明|解释)|"
    r"^(?:本解读|(?:本文|以下|下文|本图)[^。\n]{0,40}(?:报告|年报)》?的?[^。\n]{0,8}(?:解读|图解)|[一几多]张?图(?:读懂|看懂|了解).{0,40}(?:报告|年报)》?$)|"
    r"[一几多]张?图[^。\n]{0,6}(?:读懂|看懂|了解)[^。\n]{0,40}(?:报告|年报)》?$|(?:报告|年报)[^。\n]{0,10}答记者问$"
)
# such as 《…年度报告》主要内容解读 or 年报编制说明 or 解读人：… , which may also be a link beside a report
_SOUNDS_SO: Final = patterns.lazy(
    r"(?:报告|年报)[^。\n]{0,12}解读$|(?:报告|年报)》?(?:编制|填报|起草)(?:情况)?说明$|^(?:解读(?:人|单位|机关|机构)|本次解读|问[:：])"
)
# such as 一、编制背景 or 二、编制依据和过程 or 一、什么是政府信息公开年度报告
_EXPLAINS_IN_HEADING: Final = patterns.lazy(
    r"(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?(?:年报|报告|年度报告|文件|政策|政策解读)?的?"
    r"(?:(?:编制|起草|制定|出台|发布|编写|撰写)(?:的|工作)?(?:背景|依据|过程|目的|意义|说明|思路)|背景(?:依据|和依据|及依据|情况|介绍)|"
    r"解读(?:内容|要点|背景|机关|单位|人)|主要亮点|名词解释|政策依据|政策背景|"
    r"(?:什么是|为什么要?|为何|如何理解|怎样理解).{0,16}(?:报告|年报|公布|编制).{0,6})(?:[\u4e00-\u9fff、]{0,10}[:：。]?$|(?<=背景)[:：。])"
)
# such as 【一图读懂】 or 图解： on a line of its own, before or behind the title
_DRAWN: Final = patterns.lazy(
    r"[【\[(（]?(?:(?:一|几|多)张?图(?:读懂|看懂|了解|速览|解读|速读)|图解|图说|图读|长图(?:解读)?|政策图解|图文解读|漫画(?:解读)?|动漫(?:解读)?)"
    r"(?:年报|年度报告|政府信息公开|来啦|来了)?[】\])）]?[|｜:：!！]?"
)
_DRAWN_LINES: Final = 3
"""Lines of the opening among which such a line is; further down it is a link beside a report."""
_OPENING_LINES: Final = 6
# such as 某镇2025年政府信息公开工作年度报告 or 2023年政府信息公开年报
_TITLE: Final = patterns.lazy(
    r".{0,40}20\d\d年.{0,30}公开.{0,10}(?:报告|年报)(?:[\[（(]?20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?[\]）)]?)?"
)
# such as 关于做好2023年政府信息公开工作年度报告编制工作的通知 or …年度报告模板
_PAPER: Final = patterns.lazy(
    r"(?:报告|年报).{0,20}(?:通知|通报|公告|通告|函|模板|范本|样[表本]|方案|要点|指[南引]|计划|办法|标准|清单|汇总表?|一览表?|结果)(?:[(（].{1,12}[)）])?$"
)
# such as 某乡2023年政府信息公开工作年度报告的公告, which may publish the report itself
_ANNOUNCES: Final = patterns.lazy(r"(?:报告|年报)》?的?(?:公告|通告|公示)$")
_FEWEST_LISTED: Final = 4
_LONGEST_TITLE: Final = 60


def judge(
    identity: Identity, sheet: Sheet, layout: Layout, blocks: Sequence[Block]
) -> tuple[Kind, NoReportReason | None]:
    """The kind, and the reason code where it is no report.

    The structure of a report (its sections and tables) outweighs an unusual title, but not one that names an
    explanation, a guide or a rule; the title of a report outweighs a missing body, which may be a picture, but not a
    body that explains one.
    """
    with_tables = sum(sheet.lines(table) for table in sheet.tables) >= _ENOUGH_LINES
    structured = layout.statutory or with_tables
    if identity.kind != "lookalike" and _is_on_filling_in(identity, blocks):
        return "lookalike", NoReportReason.RULE_OR_PLAN
    if identity.kind == "report" and (other := _titled_otherwise(identity, blocks)):
        return "lookalike", other
    if layout.statutory and identity.reason_code is NoReportReason.NOTICE and _ANNOUNCES.search(identity.title or ""):
        return "report", None
    if identity.kind != "lookalike" and not with_tables and _explains(blocks, layout):
        return "lookalike", NoReportReason.EXPLAINS_REPORT
    if identity.kind == "other" and structured:
        return "report", None
    if identity.kind == "report" and not structured and any(_EXPLAINS.search(s.text) for s in layout.sections):
        return "lookalike", NoReportReason.EXPLAINS_REPORT
    if identity.kind == "report" and not structured and _count_report_titles(blocks) >= _FEWEST_LISTED:
        return "other", NoReportReason.LISTS_REPORTS
    return identity.kind, identity.reason_code


def _is_on_filling_in(identity: Identity, blocks: Sequence[Block]) -> bool:
    """Whether a line of the opening is the title of an explanation how to fill the form in, and no other title is."""
    lines = _lines(blocks)[:_OPENING_LINES]
    return not _is_titled(identity) and any(len(line) <= _LONGEST_TITLE and is_on_filling_in(line) for line in lines)


def _is_titled(identity: Identity) -> bool:
    return identity.kind == "report" and identity.title is not None


def _titled_otherwise(identity: Identity, blocks: Sequence[Block]) -> NoReportReason | None:
    """Why it is no report, where no title is one and the first line is that of a paper on reports: 年度报告评估通报."""
    if _is_titled(identity):
        return None
    first = next(iter(_lines(blocks)), "")
    if len(first) > _LONGEST_TITLE or not _PAPER.search(first):
        return None
    title = read_title(first)
    return title.reason if title.kind == "lookalike" else None


def _explains(blocks: Sequence[Block], layout: Layout) -> bool:
    """Whether the opening says that it explains a report, or, where there are no sections of one, the headings do."""
    opening = [
        line for line in _lines(blocks[: layout.start])[:_OPENING_LINES] if not _TITLE.fullmatch(line) or "图" in line
    ]
    if any(_SAYS_SO.search(sentence) for line in opening for sentence in line.split("。")):
        return True
    if any(map(_DRAWN.fullmatch, _lines(blocks)[:_DRAWN_LINES])):
        return True
    sounds_so = any(map(_SOUNDS_SO.search, opening)) or any(map(_EXPLAINS_IN_HEADING.match, _lines(blocks)))
    return not layout.statutory and sounds_so


def _lines(blocks: Sequence[Block]) -> list[str]:
    """The paragraphs that are not empty, without white space."""
    return [line for block in blocks if isinstance(block, Paragraph) and (line := "".join(block.text.split()))]


def _count_report_titles(blocks: Sequence[Block]) -> int:
    """How many different titles of reports are alone on a line."""
    return sum(1 for line in {*_lines(blocks)} if _TITLE.fullmatch(line))
