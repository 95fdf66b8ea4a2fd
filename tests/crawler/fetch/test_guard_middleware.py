"""The guard of requests: by the row of a site run, by the row that covers an address, or any public host."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler

from crawler.fetch.guard import GuardMiddleware, Refused
from crawler.runtime.config import ConfigError
from spiders.pages.page import FetchKind
from spiders.registry import Site
from spiders.walk.errand import Errand

HOST = "www.langao.gov.cn"
SITE = Site(id="langao", county="610925", start=(f"http://{HOST}/nb/",), hosts=(HOST, "10.0.0.1"))
ROW = """
[[site]]
id = "langao"
county = "610925"
start = ["http://10.0.0.1/nb/"]
private_addresses = {allowed}
"""


class OfSite(Spider):
    """A spider of one site, or of none."""

    name = "of site"
    site: Site | None = None


def guard(
    folder: Path, site: Site | None, *, allowed: bool = False, contact: str = "ops@example.org"
) -> GuardMiddleware:
    """The middleware of a crawl of this site, beside a registry with one row of a private address."""
    (folder / "sites.toml").write_text(ROW.format(allowed=str(allowed).lower()), encoding="utf-8")
    (folder / "nianbao.toml").write_text(f'contact = "{contact}"\n', encoding="utf-8")
    crawler = Crawler(OfSite, {"NIANBAO_CONFIG": str(folder / "nianbao.toml")})
    crawler.spider = OfSite()
    crawler.spider.site = site
    return GuardMiddleware.from_crawler(crawler)


def reason(middleware: GuardMiddleware, url: str, kind: FetchKind = "portal") -> str | None:
    """The code under which a request is refused; None where it may be made."""
    request = Request(url)
    Errand(kind=kind).put_on(request)
    try:
        middleware.process_request(request)
    except Refused as refused:
        return str(refused.reason.code)
    return None


@pytest.mark.parametrize(
    ("url", "kind", "expected"),
    [
        (f"http://{HOST}/nb/", "listing", None),
        ("http://www.hanbin.gov.cn/nb/", "listing", "host_not_listed"),
        ("http://file.langao.gov.cn/a.pdf", "attachment", None),
        ("http://file.langao.gov.cn/nb/", "listing", "host_not_listed"),
        ("http://10.0.0.1/nb/", "listing", "private_address"),
    ],
)
def test_a_site_run_is_held_to_its_row(tmp_path: Path, url: str, kind: FetchKind, expected: str | None) -> None:
    assert reason(guard(tmp_path, SITE, allowed=True), url, kind) == expected


@pytest.mark.parametrize(("allowed", "expected"), [(True, None), (False, "private_address")])
def test_outside_of_a_site_run_the_row_that_covers_an_address_decides(
    tmp_path: Path, allowed: bool, expected: str | None
) -> None:
    assert reason(guard(tmp_path, None, allowed=allowed), "http://10.0.0.1/nb/") == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [("http://www.example.org/", None), ("http://127.0.0.1/", "private_address"), ("http:///", None)],
)
def test_an_address_of_no_row_may_be_on_any_public_host(tmp_path: Path, url: str, expected: str | None) -> None:
    assert reason(guard(tmp_path, None, allowed=True), url) == expected


def test_only_a_crawl_without_a_row_needs_a_configuration_with_a_contact(tmp_path: Path) -> None:
    guard(tmp_path, SITE, contact="")
    with pytest.raises(ConfigError):
        guard(tmp_path, None, contact="")


@pytest.mark.parametrize(("site", "lines"), [(None, 1), (SITE, 0)], ids=["outside of a site run", "in a site run"])
def test_a_refusal_is_logged_where_no_capture_records_it(
    tmp_path: Path, site: Site | None, lines: int, caplog: pytest.LogCaptureFixture
) -> None:
    middleware = guard(tmp_path, site)
    request = Request("http://127.0.0.1/")
    with pytest.raises(Refused) as refused:
        middleware.process_request(request)
    with caplog.at_level(logging.WARNING, "nianbao"):
        middleware.process_exception(request, refused.value)
        middleware.process_exception(request, ValueError("another"))
    assert [record.message.split(" is not fetched")[0] for record in caplog.records] == ["http://127.0.0.1/"] * lines
