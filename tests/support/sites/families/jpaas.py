"""jpaas, Hanweb's newer platform: an empty page with `queryData`, and an endpoint that answers HTML inside JSON.

The page number counts only inside `paramJson`; a bare `pageNo` is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape
from random import Random

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.message import Request, Response, html, not_found
from tests.support.sites.templates import fill

_COLUMN = "/zfxxgk/zfxxgknb/index.html"
_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_PAGE = 15


def start(site: Site) -> tuple[str, ...]:
    return (_COLUMN,)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return f"/art/{publication.filed_on.year}/art_{publication.hex}.html"


def respond(site: Site, now: datetime, request: Request) -> Response:
    path = request.path
    if path in ("/", "/index.html"):
        return html(_shell(site, "首页", f'<a href="{_COLUMN}">政府信息公开年报</a>'))
    if path == _COLUMN:
        query = str(_query(site)).replace('"', "'")
        return html(_shell(site, "政府信息公开年报", fill("jpaas/column.html", query=query, unit=_UNIT)))
    if path == _UNIT:
        return _answer(_unit(site, now, request.query))
    for publication in site.visible(now):
        if path == address(site, publication, now):
            return html(_article(site, publication, now))
        if publication.carrier != "text" and path == _file(publication):
            return common.attached(publication, now)
    return not_found()


def _query(site: Site) -> dict[str, str]:
    ids = [Random(f"{site.id}/{name}").randbytes(16).hex() for name in ("web", "set", "page")]
    return {
        "parseType": "bulidstatic",
        "webId": ids[0],
        "tplSetId": ids[1],
        "pageType": "column",
        "tagId": "信息列表",
        "editType": "null",
        "pageId": ids[2],
    }


def _answer(data: dict[str, object]) -> Response:
    return Response(200, json.dumps(data, ensure_ascii=False).encode(), "application/json;charset=UTF-8")


def _unit(site: Site, now: datetime, asked: dict[str, str]) -> dict[str, object]:
    if any(asked.get(key) != value for key, value in _query(site).items()):
        return {"success": False, "message": "参数错误", "data": None}
    try:
        wanted = json.loads(asked.get("paramJson", "{}"))
        number, size = int(wanted.get("pageNo", 1)), int(wanted.get("pageSize", _PAGE))
    except (ValueError, TypeError, AttributeError):
        return {"success": False, "message": "paramJson", "data": None}
    visible = site.visible(now)
    pages = common.pages(visible, max(1, min(size, 50)))
    shown = pages[number - 1] if 1 <= number <= len(pages) else ()
    return {"success": True, "message": "", "data": {"html": _items(site, shown, now, size, len(visible))}}


def _items(site: Site, shown: Sequence[Publication], now: datetime, size: int, total: int) -> str:
    items = "".join(
        f'<li><a href="{address(site, one, now)}" target="_blank" title="{escape(one.title)}">'
        f"{escape(common.shown(one))}</a><span>{common.day(one.claimed_on)}</span></li>"
        for one in shown
    )
    return f'<ul class="page-content">{items}</ul><div class="pagination" rows="{size}" count="{total}"></div>'


def _file(publication: Publication) -> str:
    return f"/cms_files/{publication.hex[:8]}/{publication.number}.{common.ending(publication)}"


def _shell(site: Site, title: str, content: str, head: str = "") -> str:
    return fill("jpaas/shell.html", title=escape(title), name=common.site_name(site), content=content, head=head)


def _article(site: Site, publication: Publication, now: datetime) -> str:
    content = fill(
        "jpaas/article.html",
        title=escape(publication.title),
        stamp=common.stamp(publication),
        organ=publication.organ,
        inside=common.inside(publication, now, _file(publication)),
    )
    return _shell(site, publication.title, content, common.meta(site, publication, "政府信息公开年报"))
