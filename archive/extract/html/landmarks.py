"""Words by which the parts of a report are known wherever they stand on a page: its headings, and lines of its tables.

Data and looking for it. The words are longer than what menus say (依申请公开, 行政复议), so a page's navigation has
none of them.
"""

from __future__ import annotations

import re
from typing import Final

_TABLES: Final = (
    *("第二十条第", "本年新收", "结转下年度", "结果维持"),
    *("主动公开政府信息数", "申请办结数", "政府信息公开专项经费"),
)
"""What stands in the statutory tables, and in the sheet of 2014 to 2018, and hardly in the text around them."""
_HEADINGS: Final = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请",
    "行政复议、行政诉讼",
    "提起行政诉讼",
    "收费及减免",
    "存在的主要问题",
    "其他需要报告",
)
_ALL: Final = _TABLES + _HEADINGS
# such as 三、收到和处理 or 四、政府信息公开行政复议
_NUMBERED: Final = re.compile(
    r"[一二三四五六]\s*[、.．]\s*"
    r"(?:总体情况|主动公开政府|收到和处理|(?:因)?政府信息公开(?:被)?(?:申请)?行政复议|存在的?(?:主要)?问题|其他需要报告)"
)


def any_in(text: str) -> bool:
    """Whether the text has any landmark."""
    return any(word in text for word in _ALL)


def of(text: str) -> frozenset[str]:
    """The landmarks of a text.

    A heading with its number counts apart from its bare words, which an opening often lists: 本报告由总体情况、…组成.
    """
    found = {word for word in _ALL if word in text}
    if found:
        found.update("".join(match.split()) for match in _NUMBERED.findall(text))
    return frozenset(found)
