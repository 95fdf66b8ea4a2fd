"""Classic ASP: layout tables, numbered query strings, GBK bytes under a gb2312 header."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.message import Request, Response, html, redirect
from tests.support.sites.templates import fill

_CLASS = 58
_PAGE = 10


def start(site: Site) -> tuple[str, ...]:
    return (f"/news/list.asp?classid={_CLASS}",)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return f"/news/show.asp?id={_id(publication)}"


def respond(site: Site, now: datetime, request: Request) -> Response:
    """A page; anything unknown is sent to the portal, as such sites do."""
    query = request.query
    if request.path in ("/", "/index.asp"):
        link = f'<a href="news/list.asp?classid={_CLASS}">信息公开年报</a>'
        return _page(site, "首页", link)
    if request.path == "/news/list.asp" and query.get("classid") == str(_CLASS):
        pages = common.pages(site.visible(now), _PAGE)
        asked = query.get("page", "1")
        number = min(int(asked), len(pages)) if asked.isascii() and asked.isdigit() and asked != "0" else 1
        return _page(site, "信息公开年报", _list(pages[number - 1], number, len(pages), len(site.visible(now))))
    for publication in site.visible(now):
        if request.path == "/news/show.asp" and query.get("id") == _id(publication):
            return _page(site, publication.title, _article(publication, now))
        if publication.carrier != "text" and request.path == f"/UploadFile/{_file(publication)}":
            return common.attached(publication, now)
    return redirect("/index.asp")


def _id(publication: Publication) -> str:
    return str(publication.number % 1_000_000)


def _file(publication: Publication) -> str:
    return f"{publication.filed_on:%Y%m%d}{_id(publication)}.{common.ending(publication)}"


def _page(site: Site, title: str, content: str) -> Response:
    text = fill("asp/shell.html", title=escape(title), name=common.site_name(site), content=content)
    return html(text, "gb18030", "gb2312")


def _list(publications: Sequence[Publication], number: int, total: int, many: int) -> str:
    rows = "\n".join(map(_row, publications))
    onward = f'<a href="list.asp?classid={_CLASS}&page={number + 1}">下一页</a>' if number < total else "下一页"
    return fill("asp/list.html", rows=rows, number=number, total=total, many=many, onward=onward)


def _row(one: Publication) -> str:
    claimed = one.claimed_on
    return (
        f'<tr class="item"><td width="80%">·<a href="show.asp?id={_id(one)}" title="{escape(one.title)}">'
        f"{escape(common.shown(one))}</a></td><td>[{claimed.year}/{claimed.month}/{claimed.day}]</td></tr>"
    )


def _article(publication: Publication, now: datetime) -> str:
    return fill(
        "asp/article.html",
        title=escape(publication.title),
        day=f"{publication.claimed_on.year}-{publication.claimed_on.month}-{publication.claimed_on.day}",
        organ=publication.organ,
        inside=common.inside(publication, now, f"/UploadFile/{_file(publication)}"),
    )
