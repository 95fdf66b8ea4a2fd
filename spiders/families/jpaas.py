"""jpaas, Hanweb's newer platform: the page holds `queryData`, an endpoint returns the list as HTML inside JSON.

The page number has an effect only inside `paramJson`. The column page is a shell; items that its template may contain
come again with the endpoint's first page. Articles are Hanweb's (`/art/2023/art_{32 digits}.html`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborNode

from spiders.pages.escapes import read_entities
from spiders.pages.links import main_list
from spiders.pages.page import Fetch, Landing, Listing, Page

name = "jpaas"

# such as 信息列表, ajax分页 or 内容区域
_LISTS = tuple(
    re.compile(words, re.IGNORECASE) for words in ("列表|list", "分页|page", "内容|content", "信息|文章|栏目")
)
"""Words in the names of units that show a column's list, the clearest first."""
_FURNITURE = re.compile(
    r"导航|位置|面包屑|菜单|页[头脚眉尾]|头部|底部|尾部|轮播|图片|推荐|版权|链接|搜索|标题|nav|foot|head|menu"
)

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
SIZE = 15


def land(page: Page) -> Landing | None:
    """A list by the endpoint's answer, or the shell of one by its `queryData`."""
    answered = urlsplit(page.url).path.endswith("/front/page/build/unit")
    listing = _answer(page) if answered else _shell(page)
    return Landing(name, listing=listing) if listing else None


def _shell(page: Page) -> Listing | None:
    units = _units(page)
    return Listing((), next=_fetch(*units[0], 1), page_number=0) if units else None


def further_lists(page: Page) -> list[tuple[str, str]]:
    """(address, name) of the page's other units: any may be a list of reports but those of the page's furniture."""
    named = [(target, fields, fields.get("tagId", "")) for target, fields in _units(page)[1:]]
    return [(_fetch(target, fields, 1).url, name) for target, fields, name in named if not _FURNITURE.search(name)]


def _units(page: Page) -> list[tuple[str, dict[str, str]]]:
    """The endpoint and the fields of each unit of a page; first the one that is named most like its list."""
    found = []
    for node in page.tree.css("[querydata]"):
        fields = _fields(node.attributes.get("querydata") or "")
        if fields:
            found.append((urljoin(page.url, node.attributes.get("url") or UNIT), fields))
    return sorted(found, key=lambda unit: _place(unit[1].get("tagId", "")))


def _place(name: str) -> int:
    """The place of a unit's name among names of lists; the last where it names something else, such as 面包屑."""
    places = (number for number, pattern in enumerate(_LISTS) if pattern.search(name))
    return len(_LISTS) + 1 if _FURNITURE.search(name) else next(places, len(_LISTS))


def _fields(text: str) -> dict[str, str]:
    """The fields of a `queryData` attribute, which is JSON with single quotes."""
    try:
        fields = json.loads(read_entities(text).replace("'", '"'))
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in fields.items()} if isinstance(fields, dict) else {}


def _answer(page: Page) -> Listing | None:
    try:
        data: Any = json.loads(page.text)
        inside = Page(page.url, data["data"]["html"], page.charset)
    except (ValueError, TypeError, KeyError):
        return None
    pager = inside.tree.css("[count], [rows], [class*=pag]")
    items = main_list(inside, lambda _: True, lambda url: "/art/" in url)
    fields = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    number = _page_number(fields.pop("paramJson", ""))
    total = _number_attribute(pager, "count", "total", "totalcount", "records")
    pages = _number_attribute(pager, "totalpage", "pagecount", "pages")
    size = _number_attribute(pager, "rows", "pagesize")
    if total is not None or pages is not None:
        more = number < pages if pages is not None else number * (size or SIZE) < (total or 0)
    else:
        more = bool(items)
        pages = number - 1 if not items and number > 1 else None
    if not items and number == 1 and total is None:
        return None
    target = urlsplit(page.url)._replace(query="").geturl()
    return Listing(
        items,
        next=_fetch(target, fields, number + 1) if more else None,
        declared_items=total,
        declared_pages=pages,
        page_number=number,
    )


def _page_number(parameters: str) -> int:
    found = re.search(r'"pageNo"\s*:\s*"?(\d+)', parameters)
    return int(found[1]) if found else 1


def _number_attribute(pager: Sequence[LexborNode], *names: str) -> int | None:
    """The first number in these attributes of the pager's elements; None where there is none."""
    values = (node.attributes.get(name) or "" for node in pager for name in names)
    return next((int(text) for text in values if text.isdigit()), None)


def _fetch(target: str, fields: dict[str, str], number: int) -> Fetch:
    parameters = json.dumps({"pageNo": number, "pageSize": SIZE}, separators=(",", ":"))
    return Fetch(f"{target}?{urlencode(fields | {'paramJson': parameters})}", "listing")
