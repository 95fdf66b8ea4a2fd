"""Guangdong's gkmlpt: one application an organ, its list as JSON; the page says the `SID` that the list wants."""

from __future__ import annotations

import json
import re
from datetime import datetime
from html import escape

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.families.organs import Organ, organs, shelf
from tests.support.sites.message import Request, Response, html, not_found
from tests.support.sites.templates import fill

_CATEGORY = 2629
_SID = 660_000
_PAGE = 100
_MENU = "/zwgk/zfxxgknb/index.html"


def start(site: Site) -> tuple[str, ...]:
    return (_MENU,)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return _post(next(organ for organ in organs(site) if organ.name == publication.organ), publication)


def respond(site: Site, now: datetime, request: Request) -> Response:
    path = request.path
    if path in ("/", "/index.html"):
        return html(_shell(site, "首页", "", f'<a href="{_MENU}">政府信息公开年报</a>'))
    if path == _MENU:
        links = "\n".join(
            f'<li><a href="/{_slug(organ)}/gkmlpt/annualreport#{_CATEGORY}">{organ.name}</a></li>'
            for organ in organs(site)
        )
        return html(_shell(site, "政府信息公开年报", "", f'<ul class="units">\n{links}\n</ul>'))
    for organ in organs(site):
        if path.startswith(f"/{_slug(organ)}/gkmlpt/"):
            return _application(site, organ, now, request)
    return not_found()


def _slug(organ: Organ) -> str:
    return f"lh{organ.number}"


def _sid(organ: Organ) -> str:
    return str(_SID + organ.number % 1000)


def _number(publication: Publication) -> int:
    return publication.number % 10_000_000


def _post(organ: Organ, publication: Publication) -> str:
    number = _number(publication)
    return f"/{_slug(organ)}/gkmlpt/content/0/{number // 1000}/post_{number}.html"


def _application(site: Site, organ: Organ, now: datetime, request: Request) -> Response:
    path = request.path.removeprefix(f"/{_slug(organ)}/gkmlpt/")
    if path == "annualreport":
        content = fill("gkmlpt/report.html", sid=_sid(organ), organ=organ.name, category=_CATEGORY)
        return html(_shell(site, f"{organ.name}政府信息公开年报", "", content))
    if match := re.fullmatch(r"api/all/(\d+)", path):
        return _json(_all(site, organ, now, request, int(match[1])))
    for publication in shelf(site, organ, now):
        if request.path == _post(organ, publication):
            return html(_article(site, organ, publication, now))
        if publication.carrier != "text" and request.path == _file(organ, publication):
            return common.attached(publication, now)
    return not_found()


def _json(data: object) -> Response:
    return Response(200, json.dumps(data, ensure_ascii=False).encode(), "application/json; charset=utf-8")


def _all(site: Site, organ: Organ, now: datetime, request: Request, category: int) -> dict[str, object]:
    if category not in (0, _CATEGORY) or request.query.get("sid") != _sid(organ):
        return {"total": 0, "articles": []}
    page = request.query.get("page", "1")
    visible = shelf(site, organ, now)
    pages = common.pages(visible, _PAGE)
    number = int(page) if page.isdigit() and page.isascii() else 1
    shown = pages[max(number, 1) - 1] if number <= len(pages) else ()
    base = request.peers[site.id]
    return {"total": len(visible), "articles": [_record(organ, one, base) for one in shown]}


def _record(organ: Organ, publication: Publication, base: str) -> dict[str, object]:
    where = base + _post(organ, publication)
    return {
        "id": _number(publication),
        "title": publication.title,
        "publisher": publication.organ,
        "url": where,
        "post_url": where,
        "created_at": f"{publication.published_at:%Y-%m-%d %H:%M:%S}",
        "create_time": int(publication.published_at.timestamp()),
        "display_publish_time": int(publication.published_at.timestamp()),
        "first_publish_time": int(publication.published_at.timestamp()),
    }


def _file(organ: Organ, publication: Publication) -> str:
    return f"/{_slug(organ)}/gkmlpt/attachment/0/{_number(publication)}.{common.ending(publication)}"


def _shell(site: Site, title: str, head: str, content: str) -> str:
    return fill("gkmlpt/shell.html", title=escape(title), name=common.site_name(site), head=head, content=content)


def _article(site: Site, organ: Organ, publication: Publication, now: datetime) -> str:
    """An article with two dates: when it was drawn up, and when it was put out."""
    content = fill(
        "gkmlpt/article.html",
        title=escape(publication.title),
        index=f"{_sid(organ)}/{publication.published_at.year}-{_number(publication) % 100000:05d}",
        drawn=f"{publication.year + 1}-01-05",
        day=common.day(publication.claimed_on),
        organ=publication.organ,
        inside=common.inside(publication, now, _file(organ, publication)),
    )
    return _shell(site, publication.title, common.meta(site, publication, "政府信息公开年报"), content)
