"""Every link within the served pages leads somewhere. `test_browser` crawls an archive with every type of page."""

from __future__ import annotations

from tests.archive.web.conftest import Site
from tests.support.web.crawl import Answer, crawl, internal


def test_every_link_leads_somewhere(site: Site) -> None:
    def get(address: str) -> Answer:
        answer = site.get(address)
        return answer.status_code, answer.headers.get("content-type", ""), answer.text

    found = crawl(get, ["/", "/nianbao/backdating"], alike=2, most=250)
    assert found.broken == {}
    assert len(found.asked) > 100


def test_a_broken_link_is_seen() -> None:
    page = '<a class="x" href="/a?b=1&amp;c=2#d">x</a> <a href="https://example.org/">y</a> <form action="?q=1">'
    assert internal(page, "/start?z") == ["/a?b=1&c=2", "/start?q=1"]
    assert internal('<img alt="" src="page/1"><iframe src="/f"></iframe>', "/x/y") == ["/x/page/1", "/f"]
    found = crawl(
        lambda address: (404 if address == "/b" else 200, "text/html", '<a href="/b">'), ["/"], alike=2, most=9
    )
    assert found.broken == {"/b": 404}
