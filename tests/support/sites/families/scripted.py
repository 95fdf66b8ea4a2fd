"""A list that only scripts show: a bare page, a script, and data behind a signature that the script computes.

With the option `pager = "click"` its further pages have no addresses, and nothing is said of how many there are; the
option `door` is where the site's first address leads by script.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from html import escape
from pathlib import Path

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.message import Request, Response, html, not_found, validated
from tests.support.sites.templates import fill

LIST = "/xxgk/nianbao/list.html"
SCRIPT = "/assets/list.js"
DATA = "/api/column/docs"
_PAGE = 30
_CODE = Path(__file__).parent.parent / "templates" / "scripted" / "list.js"


def start(site: Site) -> tuple[str, ...]:
    return ("/",)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return f"/xxgk/nianbao/{publication.filed_on:%Y%m}/{publication.number}.html"


def respond(site: Site, now: datetime, request: Request) -> Response:
    path = request.path
    door = site.options.get("door", "/")
    if path == "/" != door:
        return html(f'<html><body><script>window.location.href = "{door}";</script></body></html>')
    if path == door:
        return html(_shell(site, "首页", fill("scripted/portal.html")))
    if path == LIST:
        asked = request.query.get("page", "1")
        number, pager = int(asked) if asked.isdigit() else 1, site.options.get("pager", "link")
        content = fill("scripted/list.html", column=site.county, page=number, pager=pager)
        return validated(html(_shell(site, "政府信息公开年报", content)), min(site.instants))
    if path == SCRIPT:
        code = Response(200, _CODE.read_bytes(), "application/javascript; charset=utf-8")
        return validated(code, min(site.instants))
    if path == DATA:
        return _data(site, now, request)
    for publication in site.visible(now):
        if path == address(site, publication, now):
            return validated(
                html(_shell(site, publication.title, _article(publication, now))), publication.changed_at(now)
            )
        if publication.carrier != "text" and path == _file(publication):
            return common.attached(publication, now)
    return not_found()


def signature(column: str, page: int) -> str:
    """What the script computes (FNV-1a over `column|page`)."""
    value = 2166136261
    for code in f"{column}|{page}".encode():
        value = (value ^ code) * 16777619 & 0xFFFFFFFF
    return f"{value:x}"


def _data(site: Site, now: datetime, request: Request) -> Response:
    column, asked = request.query.get("column", ""), request.query.get("page", "")
    if not re.fullmatch(r"[1-9]\d{0,4}", asked) or request.headers.get("x-sign") != signature(column, int(asked)):
        return _json({"code": 403, "message": "签名错误"})
    visible = site.visible(now)
    pages = dict(enumerate(common.pages(visible, _PAGE), 1))
    rows = [
        {"title": one.title, "url": address(site, one, now), "day": common.day(one.claimed_on)}
        for one in pages.get(int(asked), ())
    ]
    return _json({"code": 0, "total": len(visible), "size": _PAGE, "rows": rows})


def _json(data: object) -> Response:
    return Response(200, json.dumps(data, ensure_ascii=False).encode(), "application/json;charset=UTF-8")


def _file(publication: Publication) -> str:
    return f"/files/{publication.number}.{common.ending(publication)}"


def _shell(site: Site, title: str, content: str) -> str:
    name = common.site_name(site)
    return fill("scripted/shell.html", title=escape(title), name=name, code=site.county, list=LIST, content=content)


def _article(publication: Publication, now: datetime) -> str:
    return fill(
        "scripted/article.html",
        title=escape(publication.title),
        day=common.day(publication.claimed_on),
        organ=publication.organ,
        inside=common.inside(publication, now, _file(publication)),
    )
