"""VSB (博达): list pages are numbered backwards, so that an address means another page after every new item.

The click count is printed into each page, so no two answers are equal. Attachments want a Referer and answer
a page in their stead without one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from html import escape

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.message import CLICKS, Request, Response, html, not_found
from tests.support.sites.templates import fill

_CHANNEL = 1071
_PAGE = 12
_DOWNLOAD = "/system/_content/download.jsp"
_QUIET = {"zn": "政府信息公开指南", "zd": "政府信息公开制度", "ml": "法定主动公开内容"}
_REFUSAL = "<html><head><title>提示</title></head><body><script>alert('请从本站页面下载');</script></body></html>"


def start(site: Site) -> tuple[str, ...]:
    return ("/xxgk.htm",)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return _info(publication)


def _info(publication: Publication) -> str:
    return f"/info/{_CHANNEL}/{publication.number}.htm"


def respond(site: Site, now: datetime, request: Request) -> Response:
    path = request.path
    if path in ("/", "/index.htm"):
        return html(_shell(site, "首页", "", '<a href="xxgk.htm">政府信息公开</a>', ""))
    if path == "/xxgk.htm":
        return html(_shell(site, "政府信息公开", "", fill("vsb/disclosure.html"), ""))
    if match := re.fullmatch(r"/xxgk/ndbg(?:/(\d+))?\.htm", path):
        return _list(site, site.visible(now), "政府信息公开年度报告", match[1])
    if (match := re.fullmatch(r"/xxgk/(\w+)\.htm", path)) and match[1] in _QUIET:
        return _list(site, (), _QUIET[match[1]], None)
    if path == _DOWNLOAD:
        return _download(site, now, request)
    return _leaf(site, now, path)


def _leaf(site: Site, now: datetime, path: str) -> Response:
    visible = site.visible(now)
    for place, publication in enumerate(visible):
        if path == address(site, publication, now):
            following = visible[place + 1] if place + 1 < len(visible) else None
            return html(_article(site, publication, following, now))
        if publication.carrier == "picture" and path == _picture(publication):
            return common.attached(publication, now)
    return not_found()


def _picture(publication: Publication) -> str:
    return f"/__local/{publication.hex[0]}/{publication.hex[1:3]}/{publication.hex}.png"


def _shell(site: Site, title: str, head: str, content: str, up: str) -> str:
    return fill("vsb/shell.html", title=escape(title), name=common.site_name(site), head=head, content=content, up=up)


def _list(site: Site, visible: tuple[Publication, ...], column: str, asked: str | None) -> Response:
    """The first page under the column's own name; page k of n as n - k + 1, down to 1."""
    pages = common.pages(visible, _PAGE)
    total = len(pages)
    number = 1 if asked is None else total - int(asked) + 1
    if not 1 <= number <= total or (asked is not None and number == 1):
        return not_found()
    up = "../" if asked is None else "../../"
    items = "\n".join(
        f'<li id="line_u8_{place}"><a href="{up}{_info(one)[1:]}" target="_blank" title="{escape(one.title)}">'
        f"{escape(common.shown(one))}</a><span>{common.day(one.claimed_on)}</span></li>"
        for place, one in enumerate(pages[number - 1])
    )
    pager = _pager(number, total, asked is None)
    content = fill(
        "vsb/list.html", up=up, column=column, items=items, many=len(visible), number=number, total=total, pager=pager
    )
    return html(_shell(site, column, "", content, up))


def _pager(number: int, total: int, first: bool) -> str:
    def where(page: int) -> str:
        if page == 1:
            return "ndbg.htm" if first else "../ndbg.htm"
        return f"{'ndbg/' if first else ''}{total - page + 1}.htm"

    def link(kind: str, label: str, page: int, live: bool) -> str:
        if live:
            return f'<a href="{where(page)}" class="{kind}">{label}</a>'
        return f'<span class="{kind}Disabled">{label}</span>'

    back, on = number > 1, number < total
    return (
        link("Prev", "首页", 1, back)
        + link("Prev", "上页", number - 1, back)
        + link("Next", "下页", number + 1, on)
        + link("Next", "尾页", total, on)
    )


def _article(site: Site, publication: Publication, following: Publication | None, now: datetime) -> str:
    after = f'<p>下一条：<a href="{following.number}.htm">{escape(following.title)}</a></p>' if following else ""
    content = fill(
        "vsb/article.html",
        title=escape(publication.title),
        day=f"{publication.claimed_on:%Y年%m月%d日}",
        organ=publication.organ,
        number=f"{publication.number}_{_CHANNEL}",
        clicks=CLICKS.decode(),
        inside=_inside(publication, now),
        after=after,
    )
    head = common.meta(site, publication, "政府信息公开年度报告")
    return _shell(site, publication.title, head, content, "../../")


def _inside(publication: Publication, now: datetime) -> str:
    if publication.carrier in ("docx", "pdf"):
        link = f"{_DOWNLOAD}?urltype=news.DownloadAttachUrl&owner=1234567&wbfileid={publication.number}"
        name = f"{escape(publication.title)}.{common.ending(publication)}"
        count = f'已下载<span id="nattach{publication.number}">{CLICKS.decode()}</span>次'
        return f'<p>附件【<a href="{escape(link)}" target="_blank">{name}</a>】{count}</p>'
    return common.inside(publication, now, _picture(publication))


def _download(site: Site, now: datetime, request: Request) -> Response:
    wanted = request.query.get("wbfileid", "")
    for publication in site.visible(now):
        if publication.carrier in ("docx", "pdf") and str(publication.number) == wanted:
            if request.method == "HEAD" or "referer" not in request.headers:
                return html(_REFUSAL)
            name = (("Content-Disposition", 'attachment; filename="download"'),)
            return replace(common.attached(publication, now), content_type="application/octet-stream", headers=name)
    return html("<html><head><title>提示</title></head><body>附件不存在</body></html>")
