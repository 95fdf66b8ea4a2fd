"""What sites answer, growing: pages as the spider sees them, robots.txt, sitemaps, feeds, titles, addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tests.support.fuzz.hostile import RUNS, Make, Shape, nested, repeated, wrapped
from tests.support.fuzz.wrappers import text

_URL: Final = "https://www.example.gov.cn/col/col1/index.html"
_LINK: Final = "<a href='/art/2024/1/2/art_1_@.html'>文@镇年报</a>"
_PAGES: Final[Mapping[str, Shape]] = {
    **{f"{name} in a page": repeated(run, "<ul><li><a href=a.html>年报</a>") for name, run in RUNS.items()},
    **{f"{name} in a script": repeated(run, "<script>var a='", "';</script>") for name, run in RUNS.items()},
    **{f"{name} in a link": repeated(run, "<li><a href='/a'>", "</a>") for name, run in RUNS.items()},
    "links of a list": repeated(f"<li>{_LINK}2024-01-02</li>"),
    "links in links": repeated("<a href='/a.html'>年报"),
    "lists": repeated("<ul><li><a href='/a.html'>年报</a></li></ul>"),
    "pagers": repeated("<a href='/a_2.html'>下一页</a>"),
    "numbered pagers": repeated("<a href='/a_@.html'>@</a>"),
    "totals": repeated("共100条 第1页/共10页 "),
    "boxes": repeated("<option value='/a.html'>某镇</option>", "<select>", "</select>"),
    "forms": repeated("<form action=/s><input name=q></form>"),
    "frames": repeated("<iframe src='/a.html'></iframe>"),
    "scripts": repeated("<script>createPageHTML(10,0,'index','html');</script>"),
    "a long script": repeated("var a=function(){ajax({url:'/x'})};", "<script>", "</script>"),
    "records": repeated("<record><![CDATA[<a href='/a.html'>年报</a>]]></record>", "<datastore>", "</datastore>"),
    "records left open": repeated("<record><![CDATA[<a href='/a.html'>年报</a>", "<datastore>"),
    "JSON": repeated('{"title":"年报","url":"/a.html"},', '{"data":[', "{}]}"),
    "JSON in JSON": nested('{"data":', "}", "1"),
    "escapes": repeated("\\u003ca href=/a.html\\u003e年报", '{"html":"', '"}'),
    "breadcrumbs": repeated("<a href='/'>首页</a> &gt; ", "<div class=position>", "</div>"),
    "empty boxes": repeated("<div id=list></div>"),
    "elements in elements": nested("<div>", "</div>"),
    "attributes": repeated("a@=1 ", "<a ", " href=a.html>年报</a>"),
    "rows of tables": repeated(
        "<tr><td><a href='/a.html'>年报</a></td><td>2024-01-02</td></tr>", "<table>", "</table>"
    ),
    "tabs": repeated("<div onclick=\"show('1')\">2023</div>"),
    "comments": repeated("<!-- "),
}
_ROBOTS: Final[Mapping[str, Shape]] = {
    "rules": repeated("Disallow: /a@\n", "User-agent: *\n"),
    "agents": repeated("User-agent: a@\nDisallow: /\n"),
    "a long rule": repeated("a", "User-agent: *\nDisallow: /"),
    "asterisks": repeated("*a", "User-agent: *\nDisallow: /", "$\n"),
    "sitemaps": repeated("Sitemap: /a.xml\n", "User-agent: *\n"),
    "spaces": repeated(" ", "User-agent", ":*\n"),
    "blank lines": repeated(" \n", after="x"),
    "escapes": repeated("%41", "User-agent: *\nDisallow: /"),
}
_WITNESSES: Final[Mapping[str, Shape]] = {
    "addresses": repeated("<url><loc>/a@.html</loc></url>", "<urlset>", "</urlset>"),
    "sitemaps": repeated("<sitemap><loc>/a.xml</loc></sitemap>", "<sitemapindex>", "</sitemapindex>"),
    "elements in elements": nested("<a>", "</a>"),
    "items of a feed": repeated("<item><title>年报</title></item>", "<rss><channel>", "</channel></rss>"),
}


def kinds() -> Iterator[tuple[str, Make, Callable[[bytes], str]]]:
    """Every kind of answer with what reads it."""
    for named, shapes, read in (
        ("title", {name: repeated(run) for name, run in RUNS.items()}, _title),
        ("address", {name: repeated(run, "/a/", ".html") for name, run in RUNS.items()}, _address),
        ("site", _PAGES, _page),
        ("robots.txt", _ROBOTS, _robots),
        ("sitemap", _WITNESSES, _witness),
    ):
        for name, shape in shapes.items():
            yield f"{named}: {name}", wrapped(text, shape), read


def _page(data: bytes) -> str:
    from archive.extract.html import nesting
    from spiders.families import land
    from spiders.pages.page import Page

    decoded = data.decode()
    if nesting.is_too_deep(decoded, in_data=True) or nesting.has_too_many_attributes(decoded):
        return "too large"
    if nesting.has_too_many_options(decoded):
        return "too large"
    landing = land(Page(_URL, decoded), "auto")
    return "a list" if landing.listing else "an article" if landing.article else "neither"


def _title(data: bytes) -> str:
    from archive.extract.identity.title import read_title

    return read_title(data.decode()).kind


def _address(data: bytes) -> str:
    from spiders.pages import addresses

    return "joined" if addresses.join(_URL, data.decode()) else "refused"


def _robots(data: bytes) -> str:
    from crawler.fetch import robots

    decoded = data.decode()
    if not robots.shows_rules(decoded):
        return "no rules"
    rules = robots.rules("ok", 200, decoded)
    return "allows" if isinstance(rules, str) or rules.can_fetch(f"{_URL}?{'a' * 500}", "nianbao") else "forbids"


def _witness(data: bytes) -> str:
    from spiders.pages.page import Page
    from spiders.walk.witnesses import read

    page = Page(_URL, data.decode())
    shown = [read(kind, data, page) for kind in ("sitemap", "feed", "search", "home")]
    return f"{sum(len(one.links) for one in shown if one)} links"
