"""TRS WCM: a tree of static files. Lists page by a script that names no links, articles lie in month folders.

Every file has validators. The date in an article's address is the one it was filed under, not always the printed one.
The reports hang in one column, or (`options.shelves`) in one a township or one a year below it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.message import Request, Response, html, not_found, validated
from tests.support.sites.templates import fill

_COLUMN = "zfxxgknb"
_FOLDER = f"/zfxxgk/{_COLUMN}/"
_QUIET = {
    "zfxxgkzn": "政府信息公开指南",
    "zfxxgkzd": "政府信息公开制度",
    "fdzdgknr": "法定主动公开内容",
    "ysqgk": "依申请公开",
}
_PAGE = 15


def start(site: Site) -> tuple[str, ...]:
    return ("/",)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return f"{_folder(site, publication)}{_file(publication)}"


def respond(site: Site, now: datetime, request: Request) -> Response:
    path = request.path.removesuffix("index.htm")
    page = _page(site, now, path, request.peers)
    return validated(html(page), site.changed_at(now)) if page else _leaf(site, now, path)


def _page(site: Site, now: datetime, path: str, peers: Mapping[str, str]) -> str | None:
    """The portal, a menu or a page of a list; None where the path is none of them."""
    if path == "/":
        return _shell(site, "首页", "", fill("trs/portal.html", county=site.county_name))
    if path == "/zfxxgk/":
        return _shell(site, "政府信息公开", "", fill("trs/disclosure.html", column=_COLUMN))
    if (match := re.fullmatch(r"/zfxxgk/(\w+)/", path)) and match[1] in _QUIET:
        return _list(site, _QUIET[match[1]], [()], 0)
    shelves = _shelves(site, now)
    if path == _FOLDER and _FOLDER not in shelves:
        return _shell(site, "政府信息公开年报", "", _menu(shelves))
    if not (match := re.fullmatch(r"(/.*/)(?:index_(\d+)\.htm)?", path)) or match[1] not in shelves:
        return None
    title, publications = shelves[match[1]]
    pages, number = common.pages(publications, _PAGE), int(match[2] or 0)
    if number >= len(pages):
        return None
    return _list(site, title, pages, number, _elsewhere(site, peers) if number == 0 else "")


def _folder(site: Site, publication: Publication) -> str:
    """The folder of the column that a publication hangs in."""
    shelves = site.options.get("shelves", "one")
    if shelves == "township" and publication.township:
        return f"{_FOLDER}{publication.township.code}/ndbg/"
    if shelves == "township":
        return f"{_FOLDER}xzf/ndbg/"
    return f"{_FOLDER}{publication.year}/" if shelves == "year" else _FOLDER


def _shelves(site: Site, now: datetime) -> dict[str, tuple[str, list[Publication]]]:
    """By folder, the column's name and what hangs there now. A township's column is there before its first report."""
    shelves: dict[str, tuple[str, list[Publication]]] = {}
    if site.options.get("shelves") == "township":
        shelves = {f"{_FOLDER}{township.code}/ndbg/": (township.name, []) for township in site.townships}
    for publication in site.visible(now):
        name = f"{publication.year}年" if site.options.get("shelves") == "year" else "县政府及部门"
        only = "政府信息公开年报" if "shelves" not in site.options else name
        shelves.setdefault(_folder(site, publication), (only, []))[1].append(publication)
    return shelves or {_FOLDER: ("政府信息公开年报", [])}


def _menu(shelves: Mapping[str, tuple[str, list[Publication]]]) -> str:
    links = "\n".join(
        f'<li><a href="./{folder.removeprefix(_FOLDER)}">{name}</a></li>' for folder, (name, _) in shelves.items()
    )
    return f'<div class="leftnav"><h3>政府信息公开年报</h3><ul>\n{links}\n</ul></div>'


def _elsewhere(site: Site, peers: Mapping[str, str]) -> str:
    """A link to a host that is not ours, where the season has one."""
    base = peers.get(site.options.get("links_to", ""))
    title = f"{site.county_name}2025年政府信息公开工作年度报告汇总"
    return f'<li><a href="{base}{_FOLDER}" target="_blank" title="{title}">{title}</a></li>' if base else ""


def _leaf(site: Site, now: datetime, path: str) -> Response:
    for publication in site.visible(now):
        if path == address(site, publication, now):
            return validated(html(_article(site, publication, now)), publication.changed_at(now))
        if publication.carrier != "text" and path == _beside(site, publication):
            return validated(common.attached(publication, now), publication.changed_at(now))
    return not_found()


def _file(publication: Publication) -> str:
    return f"{publication.filed_on:%Y%m}/t{publication.filed_on:%Y%m%d}_{publication.number}.htm"


def _attachment(publication: Publication) -> str:
    letter = "W" if publication.carrier == "picture" else "P"
    return f"{letter}0{publication.filed_on:%Y%m%d}{publication.number:09d}.{common.ending(publication)}"


def _beside(site: Site, publication: Publication) -> str:
    return f"{_folder(site, publication)}{publication.filed_on:%Y%m}/{_attachment(publication)}"


def _shell(site: Site, title: str, head: str, content: str) -> str:
    name = common.site_name(site)
    own = head or f'<meta name="SiteIDCode" content="{site.county}0001">'
    county = site.county_name
    return fill(
        "trs/shell.html", title=escape(title), name=name, head=own, county=county, code=site.county, content=content
    )


def _list(site: Site, column: str, pages: Sequence[Sequence[Publication]], number: int, more: str = "") -> str:
    items = "\n".join(
        f'<li><a href="./{_file(one)}" target="_blank" title="{escape(one.title)}">{escape(common.shown(one))}</a>'
        f"<span>{common.day(one.claimed_on)}</span></li>"
        for one in pages[number]
    )
    call = f'createPageHTML({len(pages)}, {number}, "index", "htm")'
    pager = f"<!-- {call} -->" if number % 2 else f'<script language="JavaScript">{call};</script>'
    return _shell(site, column, "", fill("trs/list.html", column=column, items=items + more, pager=pager))


def _article(site: Site, publication: Publication, now: datetime) -> str:
    content = fill(
        "trs/article.html",
        title=escape(publication.title),
        stamp=common.stamp(publication),
        organ=publication.organ,
        inside=common.inside(publication, now, f"./{_attachment(publication)}"),
        county=site.county_name,
    )
    return _shell(site, publication.title, common.meta(site, publication, "政府信息公开年报"), content)
