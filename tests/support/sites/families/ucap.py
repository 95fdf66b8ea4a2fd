"""UCAP (开普): static pages, `list.shtml` then `list_2.shtml`; articles by 32 hex digits in month folders.

The call that draws the pager counts pages from one, unlike TRS's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.message import Request, Response, html, not_found, validated
from tests.support.sites.templates import fill

_CHANNEL = "c106061"
_FOLDER = f"/zfxxgk/{_CHANNEL}/"
_PAGE = 12


def start(site: Site) -> tuple[str, ...]:
    return (f"{_FOLDER}list.shtml",)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return f"{_FOLDER}{_file(publication)}"


def respond(site: Site, now: datetime, request: Request) -> Response:
    path = request.path
    if path in ("/", "/index.shtml"):
        return html(_portal(site))
    if (match := re.fullmatch(r"/\w+/(?:(\w+)/)?list\.shtml", path)) and match[1] != _CHANNEL:
        return html(_list(site, (), 1, 1))
    if match := re.fullmatch(_FOLDER + r"list(?:_(\d+))?\.shtml", path):
        pages, number = common.pages(site.visible(now), _PAGE), int(match[1] or 1)
        if not 1 <= number <= len(pages) or match[1] == "1":
            return not_found()
        return validated(html(_list(site, pages[number - 1], number, len(pages))), site.changed_at(now))
    for publication in site.visible(now):
        if path == address(site, publication, now):
            return validated(html(_article(site, publication, now)), publication.changed_at(now))
        if publication.carrier != "text" and path == f"{_FOLDER}{_attachment(publication)}":
            return validated(common.attached(publication, now), publication.changed_at(now))
    return not_found()


def _portal(site: Site) -> str:
    content = fill("ucap/portal.html", column=f"{_FOLDER}list.shtml", county=site.county_name)
    return _shell(site, "首页", "", content)


def _file(publication: Publication) -> str:
    return f"{publication.filed_on:%Y%m}/{publication.hex}.shtml"


def _attachment(publication: Publication) -> str:
    return f"{publication.filed_on:%Y%m}/{publication.hex}/files/{publication.number}.{common.ending(publication)}"


def _shell(site: Site, title: str, head: str, content: str) -> str:
    name = common.site_name(site)
    return fill("ucap/shell.html", title=escape(title), name=name, code=site.county, head=head, content=content)


def _list(site: Site, publications: Sequence[Publication], number: int, total: int) -> str:
    items = "\n".join(
        f'<li><a href="{_FOLDER}{_file(one)}" target="_blank" title="{escape(one.title)}">'
        f"{escape(common.shown(one))}</a><span>{common.day(one.claimed_on)}</span></li>"
        for one in publications
    )
    content = fill("ucap/list.html", items=items, total=total, number=number, rows=_PAGE)
    return _shell(site, "政府信息公开年报", f'<meta name="channelId" content="{_CHANNEL}">', content)


def _article(site: Site, publication: Publication, now: datetime) -> str:
    content = fill(
        "ucap/article.html",
        title=escape(publication.title),
        stamp=common.stamp(publication),
        organ=publication.organ,
        inside=common.inside(publication, now, f"{_FOLDER}{_attachment(publication)}"),
    )
    return _shell(site, publication.title, common.meta(site, publication, "政府信息公开年报"), content)
