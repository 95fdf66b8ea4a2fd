"""Lonsun (龙讯): the organ's column shows its report in place, chosen by `timeFrame`.

The same text hangs under `/public/{organ}/{id}.html` as well.
"""

from __future__ import annotations

import re
from datetime import datetime
from html import escape

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.families.organs import Organ, by_number, of_year, organs, shelf, years
from tests.support.sites.message import Request, Response, html, not_found
from tests.support.sites.templates import fill

_MENU = "/zwgk/zfxxgknb.html"


def start(site: Site) -> tuple[str, ...]:
    return (_MENU,)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return _column(next(one for one in organs(site) if one.name == publication.organ), publication.year)


def respond(site: Site, now: datetime, request: Request) -> Response:
    path = request.path
    if path in ("/", "/index.html"):
        return html(_shell(site, "首页", f'<a href="{_MENU}">政府信息公开年报</a>'))
    if path == _MENU:
        return html(_shell(site, "政府信息公开年报", _organs(site)))
    match = re.fullmatch(r"/public/(?:column/)?(\d+)(?:/(\d+)\.html)?", path)
    organ = by_number(site, match[1]) if match else None
    if match is None or organ is None:
        return _attachment(site, now, path)
    if match[2]:
        found = next((one for one in shelf(site, organ, now) if str(one.number) == match[2]), None)
        return html(_shell(site, found.title, _inside(organ, found, now))) if found else not_found()
    return html(_shell(site, organ.name, _shown(site, organ, now, request.query.get("timeFrame", ""))))


def _attachment(site: Site, now: datetime, path: str) -> Response:
    for publication in site.visible(now):
        if publication.carrier != "text" and path == _file(publication):
            return common.attached(publication, now)
    return not_found()


def _column(organ: Organ, year: int) -> str:
    return f"/public/column/{organ.number}?type=3&nav=5&sub=1&timeFrame={year}&hasContent=true"


def _file(publication: Publication) -> str:
    return f"/group5/M00/{publication.hex[:2].upper()}/{publication.number}.{common.ending(publication)}"


def _shell(site: Site, title: str, content: str) -> str:
    return fill("lonsun/shell.html", title=escape(title), name=common.site_name(site), content=content)


def _organs(site: Site) -> str:
    links = "\n".join(
        f'<li><a href="/public/column/{organ.number}?type=3&amp;nav=5&amp;sub=1">{organ.name}</a></li>'
        for organ in organs(site)
    )
    return f'<ul class="organs">\n{links}\n</ul>'


def _shown(site: Site, organ: Organ, now: datetime, asked: str) -> str:
    """The year asked for, else the newest that has something."""
    with_content = [year for year in years(site, now) if of_year(site, organ, year, now)]
    year = next((one for one in years(site, now) if str(one) == asked), next(iter(with_content), 0))
    publication = of_year(site, organ, year, now)
    menu = "".join(f'<li><a href="{escape(_column(organ, one))}">{one}年度</a></li>' for one in with_content)
    inside = _inside(organ, publication, now) if publication else '<div class="nodata">暂无内容</div>'
    return fill("lonsun/column.html", organ=organ.name, menu=menu, inside=inside)


def _inside(organ: Organ, publication: Publication, now: datetime) -> str:
    return fill(
        "lonsun/inside.html",
        title=escape(publication.title),
        where=f"/public/{organ.number}/{publication.number}.html",
        stamp=common.stamp(publication),
        organ=publication.organ,
        inside=common.inside(publication, now, _file(publication)),
    )
