"""A CMS that belongs to no known family: definition lists, its own paths, a plain link to the next page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.message import Request, Response, html, not_found
from tests.support.sites.templates import fill

_LIST = "/portal/channel/38"
_PAGE = 12


def start(site: Site) -> tuple[str, ...]:
    return ("/",)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return _view(publication)


def respond(site: Site, now: datetime, request: Request) -> Response:
    path = request.path
    if path == "/":
        return html(_shell(site, "首页", fill("odd/portal.html", name=common.site_name(site), code=site.county)))
    if path in ("/portal/channel/7", "/portal/channel/12", "/portal/channel/21"):
        return html(_shell(site, "栏目", '<div class="rows"></div><p class="turn">1 / 1</p>'))
    if path == _LIST:
        pages, asked = common.pages(site.visible(now), _PAGE), request.query.get("p", "1")
        number = int(asked) if re.fullmatch(r"[1-9]\d{0,4}", asked) else 1
        return html(_shell(site, "政府信息公开年度报告", _list(pages, number))) if number <= len(pages) else not_found()
    for publication in site.visible(now):
        if path == _view(publication):
            return html(_shell(site, publication.title, _article(publication, now)))
        if publication.carrier != "text" and path == _file(publication):
            return common.attached(publication, now)
    return not_found()


def _view(publication: Publication) -> str:
    return f"/portal/view/{publication.number}"


def _file(publication: Publication) -> str:
    return f"/portal/file/{publication.hex}.{common.ending(publication)}"


def _shell(site: Site, title: str, content: str) -> str:
    return fill("odd/shell.html", title=escape(title), name=common.site_name(site), content=content)


def _list(pages: Sequence[Sequence[Publication]], number: int) -> str:
    rows = "\n".join(
        f'<dl><dt><a href="{_view(one)}" title="{escape(one.title)}">{escape(common.shown(one))}</a></dt>'
        f"<dd>{one.claimed_on:%Y年%m月%d日}</dd></dl>"
        for one in pages[number - 1]
    )
    onward = f'<a rel="next" href="{_LIST}?p={number + 1}">后一页</a>' if number < len(pages) else ""
    return f'<div class="rows">\n{rows}\n</div><p class="turn">{number} / {len(pages)} {onward}</p>'


def _article(publication: Publication, now: datetime) -> str:
    return fill(
        "odd/article.html",
        title=escape(publication.title),
        day=f"{publication.claimed_on:%Y年%m月%d日}",
        organ=publication.organ,
        inside=common.inside(publication, now, _file(publication)),
    )
