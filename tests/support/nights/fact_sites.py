"""Small sites that each lack one fact of the proof of absence, and one that lacks none; and the nights that visit them.

On every site the first township has published nothing for 2025, the third only on 28 January, so that the list was seen
to move, and the others on the sixteenth.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from archive import gazetteer
from archive.captures.facts import Fact
from archive.storage.database import Archive
from tests.support.season import nianbao, night

NIGHTS = (night(1, 20), night(1, 31), night(2, 2), night(2, 3), night(2, 5))
NAME = "政府信息公开工作年度报告"
LIST, FURTHER = "/nb/index.html", "/nb/index_1.html"
_SECTIONS = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "五、存在的主要问题")

Pages = Mapping[str, str]


@dataclass(frozen=True)
class County:
    """The county of a site, as of a day."""

    code: str
    day: str = ""

    @property
    def towns(self) -> list[str]:
        return [unit.name for unit in gazetteer.load().units(self.code)]

    def page(self, inner: str, title: str = NAME, end: str = "</body></html>") -> str:
        head = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-人民政府</title></head>'
        place = '<div class="location">首页 &gt; 政府信息公开 &gt; 年报</div>'
        return f"{head}<body>{place}{inner}{end}"

    def row(self, number: int, year: int = 2025) -> str:
        title = f"{self.towns[number]}{year}年{NAME}"
        return f'<li><a href="{self.address(number, year)}">{title}</a><span>{self.date(number, year)}</span></li>'

    def date(self, number: int, year: int) -> str:
        return f"{year + 1}-01-{28 if (number, year) == (2, 2025) else 16}"

    def address(self, number: int, year: int) -> str:
        date = self.date(number, year).replace("-", "")
        return f"/nb/{date[:6]}/t{date}_{year * 100 + number}.html"

    def out(self, missing: Sequence[int]) -> list[int]:
        """The townships that have published by this day."""
        return [n for n in range(len(self.towns)) if n not in missing and self.date(n, 2025) <= self.day]

    def rows(self, missing: Sequence[int] = (0,)) -> str:
        return "".join(map(self.row, self.out(missing)))

    def rows_before(self, without: Sequence[int] = ()) -> str:
        return "".join(self.row(n, 2024) for n in range(len(self.towns)) if n not in without)

    def documents(self) -> Pages:
        """The reports of both years, whether the list shows them or not."""
        return {self.address(n, year): self.report(n, year) for n in range(len(self.towns)) for year in (2024, 2025)}

    def report(self, number: int, year: int) -> str:
        town = self.towns[number]
        title = f"{town}{year}年{NAME}"
        text = "".join(
            f"<p>{n}、{name}。{town}{year}年工作情况。</p>" for n, name in zip("一二三五", _SECTIONS, strict=True)
        )
        date = f"<div>发布时间：{self.date(number, year)} 来源：{town}人民政府</div>"
        return self.page(f'<h1>{title}</h1>{date}<div class="TRS_Editor">{text}</div>', title)


def _list(county: County, behind: str = "", missing: Sequence[int] = (0,), without: Sequence[int] = ()) -> Pages:
    rows = county.rows(missing) + county.rows_before(without)
    return {LIST: county.page(f'<ul class="list">{rows}</ul>{behind}'), **county.documents()}


def _cut(county: County) -> Pages:
    whole = _list(county)
    return {**whole, LIST: whole[LIST].removesuffix("</body></html>")}


def _of_another_list(county: County) -> Pages:
    """The second page shows the home page's news."""
    first = county.page(f'<ul class="list">{county.rows()}</ul><a href="index_1.html">下一页</a>')
    news = "".join(f'<li><a href="/zx/{n}.html">县委召开第{n}次会议</a><span>2026-01-19</span></li>' for n in range(8))
    second = county.page(f'<ul class="news">{news}{county.rows_before()}</ul>', "某县")
    return {LIST: first, FURTHER: second, **county.documents()}


def _few_published(county: County) -> Pages:
    """Three townships are missing, which never published there."""
    return _list(county, missing=(0, 1, 3), without=(0, 1, 3))


def _with_row_of_it(county: County) -> Pages:
    return _list(county, behind=f"<ul class='list'><li><span>{county.towns[0]}2025年{NAME}</span></li></ul>")


def _without_farm(county: County) -> Pages:
    return _list(county, missing=(len(county.towns) - 1,))


_MORE = partial(_list, behind="<p>展开其余</p>")
_FRAMED = partial(_list, behind='<iframe id="f"></iframe>')
_HALF = partial(_list, missing=(0, 1, 3, 4, 5))
_STALE = {"Age": "1900000"}


@dataclass(frozen=True)
class FactSite:
    """A site: the fact that it lacks (None: none), its county, its pages, and the headers of its list."""

    lacks: Fact | None
    how: str
    county: str
    pages: Callable[[County], Pages]
    headers: Mapping[str, str] = field(default_factory=dict)
    unit: int = 0
    """The unit that is asked about, by its place in the county."""


SITES = (
    FactSite(None, "one page, complete", "130129", _list),
    FactSite(Fact.PAGE_WHOLE, "the list's page breaks off", "130130", _cut),
    FactSite(Fact.LIST_ENDS, "展开其余 behind the list, without an address", "130133", _MORE),
    FactSite(Fact.PAGES_BELONG, "the second page shows other news", "130183", _of_another_list),
    FactSite(Fact.ROWS_ACCOUNTED, "its title stands there and leads nowhere", "130324", _with_row_of_it),
    FactSite(Fact.WAYS_FOLLOWED, "a frame without an address", "130424", _FRAMED),
    FactSite(Fact.OF_TODAY, "a cache answers with a copy of weeks ago", "130427", _list, _STALE),
    FactSite(Fact.IS_THE_PLACE, "neither it nor nearly all others ever published there", "130435", _few_published),
    FactSite(Fact.PLAUSIBLE, "half of the county is missing at once", "130523", _HALF),
    FactSite(Fact.OWES, "the unit is a farm", "130525", _without_farm, unit=-1),
)


def _serve(site: FactSite, now: list[datetime]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = site.pages(County(site.county, now[0].date().isoformat()))
            found = pages.get(self.path)
            body = (found or "<html><head><title>404</title></head><body>页面不存在</body></html>").encode()
            self.send_response(404 if found is None else 200)
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
            for name, value in (headers | (dict(site.headers) if self.path == LIST else {})).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


@contextmanager
def _served(sites: Sequence[FactSite], now: list[datetime]) -> Iterator[list[int]]:
    servers = [_serve(site, now) for site in sites]
    try:
        yield [server.server_port for server in servers]
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def play(folder: Path, sites: Sequence[FactSite] = SITES) -> list[dict[str, Any]]:
    """Visit the sites on all nights. The status of each site's unit, with its evidence, in the order of the sites."""
    now = [NIGHTS[0]]
    config = folder / "nianbao.toml"
    with _served(sites, now) as ports:
        rows = [
            f'[[site]]\nid = "s{n}"\ncounty = "{site.county}"\nstart = ["http://127.0.0.1:{port}{LIST}"]\n'
            "private_addresses = true\n"
            for n, (site, port) in enumerate(zip(sites, ports, strict=True))
        ]
        (folder / "sites.toml").write_text("\n".join(rows), "utf-8")
        config.write_text(
            'archive = "nianbao.db"\nsites = "sites.toml"\ncontact = "ops@example.org"\n'
            "[politeness]\ndelay = 0.0\nworkers = 2\n",
            "utf-8",
        )
        for now[0] in NIGHTS:
            done = nianbao(config, "nightly", "--now", now[0].isoformat())
            if done.returncode not in (0, 1):
                raise RuntimeError(done.stderr)
    with Archive.read(folder / "nianbao.db") as archive:
        return [_status(archive, site) for site in sites]


def _status(archive: Archive, site: FactSite) -> dict[str, Any]:
    unit = gazetteer.load().units(site.county)[site.unit]
    row = archive.one("SELECT * FROM status WHERE township_code = ? AND year = 2025", unit.code)
    return {**dict(row), "name": unit.name, "evidence": json.loads(row["evidence"])}
