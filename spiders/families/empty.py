"""Columns of annual reports without a report: an empty list is a list, where nothing could still fill it. Pure."""

from __future__ import annotations

import re

from spiders.families.column_names import named_after_reports
from spiders.pages.page import Landing, Listing, Page

name = "empty"

# such as 暂无数据 or 暂无相关信息
_SAYS_EMPTY = re.compile(
    r"暂无(?:数据|内容|信息|相关|记录|文章|公开)|没有(?:找到)?(?:相关|数据|记录|内容)|无相关(?:信息|内容|数据)"
)
_LIST = "ul, ol, tbody, dl, [class*=list]"
_FILLED_LATER = "script, iframe, frame, object, embed, noscript"
"""Elements by which a page may still be filled."""


def land(page: Page) -> Landing | None:
    """The list without items of a page named after the annual reports in which no family found a list or an article.

    It says that there is none, or holds an empty list element and nothing that could fill it; any other page is None.
    """
    body = page.tree.body
    if body is None or not named_after_reports(page) or page.tree.css_first(_FILLED_LATER) is not None:
        return None
    has_empty_list = any(not node.text(deep=True).strip() for node in page.tree.css(_LIST))
    is_empty = has_empty_list or _SAYS_EMPTY.search(body.text(deep=True))
    return Landing(name, listing=Listing(())) if is_empty else None
