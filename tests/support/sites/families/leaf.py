"""Directory leaves (辽宁, 锡林郭勒): every page is some folder's `index.html`, article and column alike.

The 19 digits of an article's folder are a time of filing. Pages name a date of drawing up beside that of release.
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

_FOLDER = "/zwgk/zfxxgk/fdzdgknr/zfxxgknb/"
_PAGE = 10


def start(site: Site) -> tuple[str, ...]:
    return (f"{_FOLDER}index.html",)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return f"{_FOLDER}{_digits(publication)}/index.html"


def respond(site: Site, now: datetime, request: Request) -> Response:
    path = request.path if not request.path.endswith("/") else f"{request.path}index.html"
    if path == "/index.html":
        return html(_shell(site, "首页", f'<a href="{_FOLDER}index.html">政府信息公开年报</a>'))
    if match := re.fullmatch(_FOLDER + r"index(?:_(\d+))?\.html", path):
        pages, number = common.pages(site.visible(now), _PAGE), int(match[1] or 0)
        if number >= len(pages):
            return not_found()
        return validated(html(_list(site, pages[number], number, len(pages))), site.changed_at(now))
    for publication in site.visible(now):
        if path == address(site, publication, now):
            return validated(html(_article(site, publication, now)), publication.changed_at(now))
        if publication.carrier != "text" and path == f"{_FOLDER}{_digits(publication)}/{_file(publication)}":
            return common.attached(publication, now)
    return not_found()


def _digits(publication: Publication) -> str:
    return f"{publication.filed_on:%Y%m%d}{publication.published_at:%H%M}{publication.number % 10_000_000:07d}"


def _file(publication: Publication) -> str:
    return f"{_digits(publication)}.{common.ending(publication)}"


def _shell(site: Site, title: str, content: str) -> str:
    return fill("leaf/shell.html", title=escape(title), name=common.site_name(site), content=content)


def _list(site: Site, publications: Sequence[Publication], number: int, total: int) -> str:
    items = "\n".join(
        f'<li><a href="{_digits(one)}/index.html" title="{escape(one.title)}">{escape(common.shown(one))}</a>'
        f"<em>{common.day(one.claimed_on)}</em></li>"
        for one in publications
    )
    onward = f'<a class="next" href="index_{number + 1}.html">下一页</a>' if number + 1 < total else ""
    return _shell(
        site, "政府信息公开年报", fill("leaf/list.html", items=items, number=number + 1, total=total, onward=onward)
    )


def _article(site: Site, publication: Publication, now: datetime) -> str:
    content = fill(
        "leaf/article.html",
        title=escape(publication.title),
        index=f"{site.county}001/{publication.published_at.year}-{publication.number % 100000:05d}",
        drawn=f"{publication.year + 1}年1月4日",
        day=f"{publication.claimed_on:%Y-%m-%d}",
        organ=publication.organ,
        inside=common.inside(publication, now, _file(publication)),
    )
    return _shell(site, publication.title, content)
