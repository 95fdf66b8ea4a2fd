"""The fact that each page of a list arrived whole."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from spiders.pages.comments import is_closed
from spiders.pages.facts import Fact, Finding, Observation
from spiders.proof.checked_pages import ReadPage, Surroundings

_ERROR = re.compile(
    r"(?:Fatal error|Warning|Parse error|Notice)\s*(?:</b>)?:.{1,200}\bon line\b|Traceback \(most recent call last\)"
    r"|java\.(?:lang|sql|io)\.\w*(?:Exception|Error)|\bORA-\d{5}\b|SQLSTATE\[|SQLException|Microsoft OLE DB"
    r"|ADODB\.\w+|HTTP Status 5\d\d|MySQL server has gone away|Can't connect to (?:local )?MySQL"
    r"|(?:数据|列表|内容|信息)?(?:加载|获取|查询|请求|读取)(?:数据|列表|内容)?(?:失败|出错|异常|超时)|系统(?:繁忙|异常|错误)|网络异常",
    re.IGNORECASE,
)
# such as <?xml version="1.0"?><datastore>
_ROOT = re.compile(r"\s*(?:<\?[^>]*\?>\s*)?<([\w:-]+)")
# such as callback({"total": 12});
_CALL = re.compile(r"\s*\w+\((.*)\)\s*+;?\s*+$", re.DOTALL)
_MAX_UNDECODED = 3


def page_whole(read: Sequence[ReadPage], around: Surroundings) -> Finding:
    """By the end of each page's text, and by what stands in it that no page prints when all is well."""
    for page in read:
        text = page.page.text
        if found := _ERROR.search(_without_scripts(text)):
            return Finding(Fact.PAGE_WHOLE, Observation.ERROR_IN_PAGE, {"number": page.number, "words": found[0][:60]})
        if (count := text.count("\ufffd")) > _MAX_UNDECODED:
            return Finding(Fact.PAGE_WHOLE, Observation.GARBLED_TEXT, {"number": page.number, "count": count})
        if page.is_data or page.rendering is not None:
            if page.is_data and not _is_whole_data(text):
                return Finding(Fact.PAGE_WHOLE, Observation.PAGE_CUT, {"number": page.number})
        elif not is_closed(text) and around.host_closes:
            return Finding(Fact.PAGE_WHOLE, Observation.PAGE_CUT, {"number": page.number})
    if all(page.is_data for page in read):
        return Finding(Fact.PAGE_WHOLE, Observation.WHOLE_DATA)
    return Finding(Fact.PAGE_WHOLE, Observation.CLOSING_TAGS if around.host_closes else Observation.AS_HOST_ENDS)


def _without_scripts(text: str) -> str:
    return re.sub(r"<script\b.*?</script>|<style\b.*?</style>", " ", text, flags=re.IGNORECASE | re.DOTALL)


def _is_whole_data(text: str) -> bool:
    root = _ROOT.match(text)
    if root is not None:
        return text.rstrip().endswith(f"</{root[1]}>")
    called = _CALL.match(text)
    try:
        json.loads(called[1] if called else text)
    except ValueError:
        return called is not None and text.rstrip().endswith((")", ");"))
    return True
