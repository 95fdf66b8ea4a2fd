"""Hanweb's report page: `xxgkAnnualReport.jsp?area=…&fbtime=…` shows the report of one organ for one year.

There is no list: a menu of organs, and on each page a menu of years, with the parameters in the other order.
A year without a report answers a page that says so.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.families.organs import Organ, of_year, organs, years
from tests.support.sites.message import Request, Response, html, not_found
from tests.support.sites.templates import fill

_PAGE = "/module/xxgk/xxgkAnnualReport.jsp"
_MENU = "/xxgk/nb/index.html"


def start(site: Site) -> tuple[str, ...]:
    return (_MENU,)


def address(site: Site, publication: Publication, now: datetime) -> str:
    organ = next(one for one in organs(site) if one.name == publication.organ)
    return f"{_PAGE}?area={_area(site, organ)}&fbtime={publication.year}"


def respond(site: Site, now: datetime, request: Request) -> Response:
    if request.path in ("/", "/index.html"):
        return html(_shell(site, "首页", f'<a href="{_MENU}">政府信息公开年报</a>'))
    if request.path == _MENU:
        return html(_shell(site, "政府信息公开年报", _organs(site, now)))
    if request.path == _PAGE:
        return _report(site, now, request.query)
    for publication in site.visible(now):
        if publication.carrier != "text" and request.path == _file(publication):
            return common.attached(publication, now)
    return not_found()


def _area(site: Site, organ: Organ) -> str:
    """The organ's credit code of 18 characters; one county clerk lost a digit of every ninth."""
    code = f"11{site.county}0{organ.number:07d}XQ"
    return code[:-1] if organ.number % 9 == 0 else code


def _file(publication: Publication) -> str:
    return f"/attach/0/{publication.hex}.{common.ending(publication)}"


def _shell(site: Site, title: str, content: str) -> str:
    return fill("annual/shell.html", title=escape(title), name=common.site_name(site), content=content)


def _organs(site: Site, now: datetime) -> str:
    newest = years(site, now)[0]
    links = "\n".join(
        f'<li><a href="{_PAGE}?area={_area(site, organ)}&amp;fbtime={newest}">{organ.name}</a></li>'
        for organ in organs(site)
    )
    return f'<ul class="organs">\n{links}\n</ul>'


def _report(site: Site, now: datetime, asked: dict[str, str]) -> Response:
    organ = next((one for one in organs(site) if _area(site, one) == asked.get("area")), None)
    if organ is None:
        return html(_shell(site, "政府信息公开年报", "<p>参数错误</p>"))
    known = years(site, now)
    year = next((one for one in known if str(one) == asked.get("fbtime")), known[0])
    publication = of_year(site, organ, year, now)
    menu = "".join(
        f'<li><a href="{_PAGE}?fbtime={one}&amp;area={_area(site, organ)}">{one}年</a></li>' for one in known
    )
    content = fill("annual/report.html", organ=organ.name, menu=menu, inside=_inside(publication, now))
    return html(_shell(site, publication.title if publication else organ.name, content))


def _inside(publication: Publication | None, now: datetime) -> str:
    if publication is None:
        return '<div class="nodata">该年度暂无年度报告</div>'
    return fill(
        "annual/inside.html",
        title=escape(publication.title),
        day=common.day(publication.claimed_on),
        organ=publication.organ,
        inside=common.inside(publication, now, _file(publication)),
    )
