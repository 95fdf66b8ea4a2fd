"""The check of what section six says of fees against table 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive import patterns
from archive.extract.checks.registry import checks
from archive.extract.report.model import Report
from archive.extract.report.violation import Violation

_OTHER_MATTERS = 6
# such as 无。 or 本年度无其他需要报告的事项。
_NOTHING: Final = patterns.lazy(
    r"(?:[本我]?(?:年度?|单位|机关|[乡镇县区市旗]|街道)|20\d\d年度?|暂|[，,])*(?:无|没有)(?:其他|其它)?(?:需要|需|应当|要)?(?:报告|说明)?的?(?:其他)?(?:事项|情况|内容)?[。.]?"
)
# such as 未收取任何费用; not 未收取信息处理费, which is another fee
_NO_FEES: Final = patterns.lazy(
    r"(?:未|没有|无)(?:收取|产生|发生|收到)?过?(?:任何|各类|各项|行政事业性|相关|有关)*(?:收费|费用)(?!.{0,4}(?:减免|公开|标准|目录))"
)
_PROCESSING: Final = patterns.lazy(r"处理费|依申请|信息公开|申请")


@checks("text.fees")
def _fees(report: Report) -> Iterator[Violation]:
    """Fees in table 2 where section six says that there is nothing to report, or that none were charged."""
    fees = report.tables.get("disclosure", {}).get("fees")
    text = next((section.text.strip() for section in report.sections if section.number == _OTHER_MATTERS), "")
    if not isinstance(fees, int | float) or fees <= 0 or not text:
        return
    if quote := text if _NOTHING.fullmatch(text) else _denied(text):
        detail = f"The table prints fees of {fees} 万元, section six says “{quote}”."
        yield Violation("text.fees", "text.fees", detail, (("disclosure", "fees"),), certain=False)


def _denied(text: str) -> str | None:
    """The words by which a text says that no fees were charged at all."""
    for clause in re.split(r"[，,。；;\n]", text):
        if (found := _NO_FEES.search(clause)) and not _PROCESSING.search(clause):
            return found[0]
    return None
