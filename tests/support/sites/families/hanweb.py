"""Hanweb jcms: the column page carries its first items as XML in a script, the rest comes from `dataproxy.jsp`.

Nothing has validators. Articles are GBK under a gb2312 label, with a clock in the head that stopped in 2019.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from html import escape
from urllib.parse import quote

from tests.support.sites.county import Publication, Site
from tests.support.sites.families import common
from tests.support.sites.message import Request, Response, html, not_found
from tests.support.sites.templates import fill

_COLUMN = 1229414366
_QUIET = {1229414001: "政务要闻", 1229414300: "政务公开"}
_UNIT = 5053245
_WEB = 3186
_PAGE = 15
_LARGEST = 30
_PROXY = "/module/web/jpage/dataproxy.jsp"
_COOKIE = (("Set-Cookie", "JSESSIONID=5C1D0E27A9B34F0B; Path=/; HttpOnly"),)


def start(site: Site) -> tuple[str, ...]:
    return (f"/col/col{_COLUMN}/index.html",)


def address(site: Site, publication: Publication, now: datetime) -> str:
    return _art(publication)


def _art(publication: Publication) -> str:
    filed = publication.filed_on
    return f"/art/{filed.year}/{filed.month}/{filed.day}/art_{_COLUMN}_{publication.number}.html"


def respond(site: Site, now: datetime, request: Request) -> Response:
    path = request.path
    if path in ("/", "/index.html"):
        return html(fill("hanweb/portal.html", name=common.site_name(site), column=_COLUMN))
    if match := re.fullmatch(r"/col/col(\d+)/index\.html", path):
        return _column(site, now, int(match[1]))
    if path == _PROXY:
        return _proxy(site, now, request.form)
    for publication in site.visible(now):
        if path == address(site, publication, now):
            return _article(site, publication, now)
        if publication.carrier != "text" and path == _file(publication):
            return common.attached(publication, now)
    return not_found()


def _file(publication: Publication) -> str:
    return f"/attach/0/{publication.hex}.{common.ending(publication)}"


def _record(publication: Publication, link: str) -> str:
    """One item of a list; the address of every fifth has a query, whose `&` the server escapes in its XML."""
    title = escape(publication.title)
    query = f"?from=list{link}page=1" if publication.number % 5 == 0 else ""
    return (
        f'<record><![CDATA[<li><a href="{_art(publication)}{query}" target="_blank" title="{title}">'
        f"{escape(common.shown(publication))}</a><b>{common.day(publication.claimed_on)}</b></li>]]></record>"
    )


def _store(site: Site, records: str, group: int | None, total: str = "") -> str:
    """The XML of one group of records; `group` is the number of the next one, None where there is none."""
    query = (
        f"page={group}&appid=1&webid={_WEB}&path=/&columnid={_COLUMN}&unitid={_UNIT}"
        f"&webname={quote(common.site_name(site))}&permissiontype=0"
    )
    more = f'<![CDATA[<a href="{_PROXY}?{query}"></a>]]>' if group else ""
    return f"<datastore>\n<nextgroup>{more}</nextgroup>{total}\n<recordset>\n{records}\n</recordset></datastore>"


def _column(site: Site, now: datetime, number: int) -> Response:
    if number != _COLUMN and number not in _QUIET:
        return not_found()
    visible = site.visible(now) if number == _COLUMN else ()
    records = "\n".join(_record(one, "&") for one in visible[:_PAGE])
    page = fill(
        "hanweb/column.html",
        title=_QUIET.get(number, "政府信息公开年报"),
        name=common.site_name(site),
        column=number,
        unit=_UNIT,
        web=_WEB,
        proxy=_PROXY,
        size=_PAGE,
        total=len(visible),
        store=_store(site, records, 2 if len(visible) > _PAGE else None),
    )
    return html(page)


def _proxy(site: Site, now: datetime, asked: dict[str, str]) -> Response:
    """Records by `page`, or by `startrecord` and `endrecord`; never more than the server's own limit."""
    ours = {"columnid": str(_COLUMN), "unitid": str(_UNIT), "webid": str(_WEB)}
    if any(asked.get(key) != value for key, value in ours.items()):
        return Response(200, _store(site, "", None).encode(), "text/xml;charset=UTF-8", _COOKIE)
    visible = site.visible(now)
    page = _number(asked.get("page"), 0)
    first = max((page - 1) * _PAGE if page else _number(asked.get("startrecord"), 1) - 1, 0)
    last = first + _PAGE if page else min(_number(asked.get("endrecord"), _PAGE), first + _LARGEST)
    records = "\n".join(_record(one, "&amp;") for one in visible[first:last])
    total = f"<totalrecord>{len(visible)}</totalrecord><totalpage>{len(common.pages(visible, _PAGE))}</totalpage>"
    text = _store(site, records, page + 1 if page and last < len(visible) else None, total)
    return Response(200, text.encode(), "text/xml;charset=UTF-8", _COOKIE)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else otherwise


def _article(site: Site, publication: Publication, now: datetime) -> Response:
    """GBK bytes; the tag says gb2312 and the header nothing, or UTF-8 where the season says `mislabelled`."""
    text = fill(
        "hanweb/article.html",
        name=common.site_name(site),
        title=escape(publication.title),
        meta=common.meta(site, publication, "政府信息公开年报"),
        column=_COLUMN,
        index=f"11332529{site.county}/{publication.published_at.year}-{publication.number % 100000:05d}",
        organ=publication.organ,
        day=common.day(publication.claimed_on),
        stamp=common.stamp(publication),
        number=publication.number,
        inside=common.inside(publication, now, _file(publication)),
    )
    wrong = publication.key in site.options.get("mislabelled", ())
    return replace(html(text, "gb18030", "UTF-8" if wrong else ""), headers=_COOKIE)
