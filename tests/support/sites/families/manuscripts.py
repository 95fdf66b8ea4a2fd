"""UCAP's `interface-cms`: the list comes as JSON from a POST; articles are static files by 32 hex digits."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from random import Random

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.message import Request, Response, html, not_found, validated
from tests.support.sites.templates import fill

_FOLDER = "/zfxxgk/c111202/"
_LIST = f"{_FOLDER}zfxxgklby_nb.shtml"
_QUERY = "/interface-cms/qryManuscriptByWebsiteId"
_DETAIL = "/interface-cms/proxy/api"
_PAGE = 15


def start(site: Site) -> tuple[str, ...]:
    return (_LIST,)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return f"{_FOLDER}{_file(publication)}"


def respond(site: Site, now: datetime, request: Request) -> Response:
    path = request.path
    if path in ("/", "/index.shtml"):
        return html(_shell(site, "首页", "", f'<a href="{_LIST}">政府信息公开年报</a>'))
    if path == _LIST:
        content = fill("manuscripts/list.html", website=_id(site, "website"), channel=_id(site, "channel"), size=_PAGE)
        head = f'<meta name="channelId" content="{_id(site, "channel")}">'
        return validated(html(_shell(site, "政府信息公开年报", head, content)), min(site.instants))
    if path == _QUERY:
        return _json(_query(site, now, request))
    if path == _DETAIL:
        return _json(_detail(site, now, request.query.get("manuscriptId", "")))
    for publication in site.visible(now):
        if path == address(site, publication, now):
            return validated(html(_article(site, publication, now)), publication.changed_at(now))
        if publication.carrier != "text" and path == _attachment(publication):
            return common.attached(publication, now)
    return not_found()


def _id(site: Site, name: str) -> str:
    return Random(f"{site.id}/{name}").randbytes(16).hex()


def _json(data: object) -> Response:
    return Response(200, json.dumps(data, ensure_ascii=False).encode(), "application/json;charset=UTF-8")


def _file(publication: Publication) -> str:
    return f"{publication.filed_on:%Y%m}/{publication.hex}.shtml"


def _attachment(publication: Publication) -> str:
    file = f"{publication.number}.{common.ending(publication)}"
    return f"{_FOLDER}{publication.filed_on:%Y%m}/{publication.hex}/files/{file}"


def _record(publication: Publication, now: datetime) -> dict[str, object]:
    return {
        "manuscriptId": publication.hex,
        "title": publication.title,
        "subTitle": publication.title,
        "url": _file(publication),
        "publishedTime": f"{common.stamp(publication)}:00",
        "modifiedTime": f"{publication.changed_at(now):%Y-%m-%d %H:%M:%S}",
        "redirectUrl": None,
        "status": 4,
    }


def _query(site: Site, now: datetime, request: Request) -> dict[str, object]:
    try:
        asked = json.loads(request.body or b"{}")
        number, size = int(asked.get("pageNum", 1)), max(1, min(int(asked.get("pageSize", _PAGE)), 100))
        ours = asked["websiteId"] == _id(site, "website") and _id(site, "channel") in asked["channelId"]
    except (ValueError, TypeError, KeyError, AttributeError):
        return {"Status": "fail", "results": []}
    visible = site.visible(now) if ours else ()
    pages = common.pages(visible, size)
    shown = pages[number - 1] if 1 <= number <= len(pages) else ()
    return {"Status": "success", "total": len(visible), "results": [_record(one, now) for one in shown]}


def _detail(site: Site, now: datetime, wanted: str) -> dict[str, object]:
    for publication in site.visible(now):
        if publication.hex == wanted:
            content = common.inside(publication, now, _attachment(publication))
            return {"status": 1, "msg": "success", "data": _record(publication, now) | {"content": content}}
    return {"status": 0, "msg": "稿件不存在", "data": None}


def _shell(site: Site, title: str, head: str, content: str) -> str:
    name = common.site_name(site)
    return fill("ucap/shell.html", title=escape(title), name=name, code=site.county, head=head, content=content)


def _article(site: Site, publication: Publication, now: datetime) -> str:
    content = fill(
        "ucap/article.html",
        title=escape(publication.title),
        stamp=common.stamp(publication),
        organ=publication.organ,
        inside=common.inside(publication, now, _attachment(publication)),
    )
    return _shell(site, publication.title, common.meta(site, publication, "政府信息公开年报"), content)
