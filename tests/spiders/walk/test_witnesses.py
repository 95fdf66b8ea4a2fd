"""What sitemaps, feeds and a site's own search show of reports."""

from __future__ import annotations

import gzip

import pytest

from spiders.pages.page import Fetch, Link, Page
from spiders.walk import witnesses

SITE = "http://www.example.gov.cn"
TITLE = "冢头镇2025年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        (b"User-agent: *\nDisallow: /admin\nSitemap: http://www.example.gov.cn/map.xml\n", (f"{SITE}/map.xml",)),
        (b"sitemap: /a.xml\r\nSITEMAP:/b.xml\r\n", (f"{SITE}/a.xml", f"{SITE}/b.xml")),
        (b"User-agent: *\n", (f"{SITE}/sitemap.xml",)),
        (b"Sitemap: ftp://www.example.gov.cn/map.xml", (f"{SITE}/sitemap.xml",)),
        (b"", (f"{SITE}/sitemap.xml",)),
    ],
)
def test_sitemaps_are_named_by_robots_or_lie_at_the_usual_address(robots: bytes, expected: tuple[str, ...]) -> None:
    assert witnesses.sitemap_addresses(robots, f"{SITE}/") == expected


URLSET = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>http://www.example.gov.cn/zfxxgknb/202601/t20260116_1.html</loc><lastmod>2026-01-16T10:00:00+08:00</lastmod></url>
<url><loc>/c8001/202601/t20260117_2.html</loc></url>
<url><loc>http://www.example.gov.cn/xwzx/202601/t20260118_3.html</loc><lastmod>2026-01-18</lastmod></url>
</urlset>"""
SEEN = (Link(f"{SITE}/zfxxgknb/202601/t20260116_1.html", "", "2026-01-16"),)


@pytest.mark.parametrize("body", [URLSET, gzip.compress(URLSET), b"\xef\xbb\xbf\n" + URLSET, URLSET[:-9]])
def test_a_sitemap_shows_addresses_that_say_annual_report(body: bytes) -> None:
    assert witnesses.read_sitemap(body, f"{SITE}/sitemap.xml") == witnesses.ShownByWitness(SEEN)


def test_a_sitemap_shows_addresses_in_the_folders_of_known_lists() -> None:
    seen = witnesses.read_sitemap(URLSET, f"{SITE}/sitemap.xml", near=lambda url: "/c8001/" in url)
    assert seen == witnesses.ShownByWitness((*SEEN, Link(f"{SITE}/c8001/202601/t20260117_2.html", "")))


def test_an_index_names_further_sitemaps() -> None:
    body = b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.xml.gz</loc></sitemap></sitemapindex>"
    assert witnesses.read_sitemap(body, SITE) == witnesses.ShownByWitness(further=(f"{SITE}/a.xml", f"{SITE}/b.xml.gz"))


def test_a_list_of_addresses_is_a_sitemap() -> None:
    body = f"{SITE}/zfxxgknb/1.html\n{SITE}/xwzx/2.html\n".encode()
    assert witnesses.read_sitemap(body, SITE) == witnesses.ShownByWitness((Link(f"{SITE}/zfxxgknb/1.html", ""),))


@pytest.mark.parametrize(
    "body", [b"", b"404 page not found", b"<html><head><title>404</title></head></html>", b"\x00\x01"]
)
def test_what_is_no_sitemap_is_none(body: bytes) -> None:
    assert witnesses.read_sitemap(body, SITE) is None


def test_feeds_are_named_in_the_head_or_linked() -> None:
    page = Page(
        f"{SITE}/",
        "<head><link rel='alternate' type='application/rss+xml' href='/nb.rss'>"
        "<link rel='stylesheet' href='/rss.css'></head><a href='/zfxxgk/rss.xml'>RSS订阅</a>"
        "<a href='/crossing/'>过街</a>",
    )
    assert witnesses.feed_addresses(page) == (f"{SITE}/nb.rss", f"{SITE}/zfxxgk/rss.xml")


RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>某县</title>
<item><title><![CDATA[{TITLE}]]></title><link>/nb/1.html</link><pubDate>2026-01-16 10:00</pubDate></item>
<item><title>县委召开会议</title><link>/xw/2.html</link></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>某县</title>
<entry><title>{TITLE}</title><link rel="alternate" href="/nb/1.html"/>
<updated>2026-01-16T10:00:00Z</updated></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item><title>{TITLE}</title><link>/nb/1.html</link>
<dc:date>2026-01-16</dc:date></item></rdf:RDF>"""


@pytest.mark.parametrize("body", [RSS, ATOM, RDF, RSS.replace("</rss>", ""), f"\n {RSS}"])
def test_a_feed_shows_entries_named_like_reports(body: str) -> None:
    expected = witnesses.ShownByWitness((Link(f"{SITE}/nb/1.html", TITLE, "2026-01-16"),))
    assert witnesses.read_feed(body.encode(), f"{SITE}/rss.xml") == expected


@pytest.mark.parametrize("body", ["", "<html><body>404</body></html>", "not xml", "<?xml version='1.0'?>"])
def test_what_is_no_feed_is_none(body: str) -> None:
    assert witnesses.read_feed(body.encode(), SITE) is None


MENU = "<select name='scope'><option value='1'>标题<option value='2' selected>全文</select>"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            "<form action='/search.html'><input type='hidden' name='siteId' value='7'><input name='keyword'></form>",
            Fetch(
                f"{SITE}/search.html?siteId=7&keyword=%E5%B9%B4%E6%8A%A5", "portal", headers=(("Referer", f"{SITE}/"),)
            ),
        ),
        (
            f"<form action='/api'><input name='a1' placeholder='请输入关键字'>{MENU}</form>",
            Fetch(f"{SITE}/api?scope=2&a1=%E5%B9%B4%E6%8A%A5", "portal", headers=(("Referer", f"{SITE}/"),)),
        ),
        (
            "<form action='/so/' accept-charset='gbk' method='POST'><input type='text' name='q'></form>",
            Fetch(
                f"{SITE}/so/",
                "portal",
                method="POST",
                body="q=%C4%EA%B1%A8",
                headers=(("Content-Type", "application/x-www-form-urlencoded"), ("Referer", f"{SITE}/")),
            ),
        ),
        (
            "<meta charset='gb2312'><form action='/search.asp?x=1'><input name='key'></form>",
            Fetch(f"{SITE}/search.asp?key=%C4%EA%B1%A8", "portal", headers=(("Referer", f"{SITE}/"),)),
        ),
        ("<form action='/login'><input name='key' placeholder='搜索'><input type='password' name='p'></form>", None),
        ("<form action='/xinxiang'><input name='title'></form>", None),
        ("<form action='/search'><input type='submit' name='q'></form>", None),
        ("<p>无</p>", None),
    ],
)
def test_the_sites_own_search_is_asked_as_its_form_asks(form: str, expected: Fetch | None) -> None:
    assert witnesses.search_form(Page(f"{SITE}/", form), "年报") == expected


def test_results_show_rows_named_like_reports() -> None:
    page = Page(
        f"{SITE}/search.html?q=1",
        "<ul><li><a href='/nb/1.html'><em>冢头镇</em>2025年政府信息公开工作年度报告</a><span>2026-01-16</span></li>"
        "<li><a href='/xw/2.html'>冢头镇召开会议</a></li></ul>",
    )
    assert witnesses.read_results(page) == witnesses.ShownByWitness((Link(f"{SITE}/nb/1.html", TITLE, "2026-01-16"),))
