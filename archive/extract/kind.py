"""Whether a document is a report, by its title and its content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archive.extract.identity.identify import Identity
from archive.extract.layout.document import Block, Paragraph
from archive.extract.report.model import Kind, NoReportReason
from archive.extract.tables.sheet import Sheet
from archive.extract.text.sections import Layout

_ENOUGH_LINES: Final = 8
_EXPLAINS: Final = re.compile(r"编制背景|解读如下|解读内容|起草背景|主要亮点|现将.{0,40}解读|图解")
# such as 某镇2025年政府信息公开工作年度报告 or 2023年政府信息公开年报
_TITLE: Final = re.compile(
    r".{0,40}20\d\d年.{0,30}公开.{0,10}(?:报告|年报)(?:[\[（(]?20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?[\]）)]?)?"
)
_FEWEST_LISTED: Final = 4


def judge(
    identity: Identity, sheet: Sheet, layout: Layout, blocks: Sequence[Block]
) -> tuple[Kind, NoReportReason | None]:
    """The kind, and the reason code where it is no report.

    The structure of a report (its sections and tables) outweighs an unusual title, but not one that names an
    explanation, a guide or a rule; the title of a report outweighs a missing body, which may be a picture, but not a
    body that explains one.
    """
    structured = layout.statutory or sum(sheet.lines(table) for table in sheet.tables) >= _ENOUGH_LINES
    if identity.kind == "other" and structured:
        return "report", None
    if identity.kind == "report" and not structured and any(_EXPLAINS.search(s.text) for s in layout.sections):
        return "lookalike", NoReportReason.EXPLAINS_REPORT
    if identity.kind == "report" and not structured and _count_report_titles(blocks) >= _FEWEST_LISTED:
        return "other", NoReportReason.LISTS_REPORTS
    return identity.kind, identity.reason_code


def _count_report_titles(blocks: Sequence[Block]) -> int:
    """How many different titles of reports are alone on a line."""
    lines = {"".join(block.text.split()) for block in blocks if isinstance(block, Paragraph)}
    return sum(1 for line in lines if _TITLE.fullmatch(line))
