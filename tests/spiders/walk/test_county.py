"""The spider alone against the sample sites: every township's report of the script and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest

from spiders.walk.discovery import canonical
from tests.support.sites.families import FAMILIES
from tests.support.sites.script import CHINA, Site, season
from tests.support.sites.server import SampleSites
from tests.support.spiders.crawling import Crawled, Job, crawl

NOW = datetime(2026, 3, 1, 9, tzinfo=CHINA)
COUNTIES = [site for site in season() if not site.options.get("unlisted")]


@pytest.fixture(scope="module")
def sites() -> object:
    with SampleSites(COUNTIES, now=NOW) as served:
        yield served


@pytest.fixture(scope="module")
def crawled(sites: SampleSites) -> Mapping[str, Crawled]:
    return crawl(*(_job(sites, site) for site in COUNTIES))


def _job(sites: SampleSites, site: Site) -> Job:
    base = sites.site(site.id).base_url
    start = [base + path for path in FAMILIES[site.family].start(site)]
    row = {"id": site.id, "county": site.county, "start": start, "hosts": [base.removeprefix("http://")]}
    return Job(row, [township.name for township in site.townships], site.county_name)


@pytest.mark.parametrize("site", COUNTIES, ids=lambda site: site.id)
def test_every_report_is_found_and_nothing_else(site: Site, sites: SampleSites, crawled: Mapping[str, Crawled]) -> None:
    base, address = sites.site(site.id).base_url, FAMILIES[site.family].address
    published = {
        canonical(base + address(site, one, NOW))
        for one in site.visible(NOW)
        if one.township and one.kind in ("report", "repost")
    }
    reports = {canonical(url.partition("?from=")[0]) for url in crawled[site.id].reports}
    assert published <= reports
    opened = {canonical(request["url"]): request for request in crawled[site.id].asked}
    for url in reports - published:
        assert (opened[url]["verdict"], bool(opened[url]["title"])) == ("ok", True), "a row in doubt, opened"


@pytest.mark.parametrize("site", COUNTIES, ids=lambda site: site.id)
def test_every_column_is_read_to_its_end(site: Site, crawled: Mapping[str, Crawled]) -> None:
    came = crawled[site.id]
    closed = {column["start_url"]: column for column in came.of("ColumnClosed")}
    assert closed
    assert all(column["complete"] and column["reason"] is None for column in closed.values())
    assert {page["start_url"] for page in came.of("ListingRead")} == set(closed)
    assert {column["column_url"] for column in came.of("ColumnFound")} == set(closed)


@pytest.mark.parametrize("site", COUNTIES, ids=lambda site: site.id)
def test_every_request_names_the_page_that_led_to_it(site: Site, crawled: Mapping[str, Crawled]) -> None:
    asked = crawled[site.id].asked
    assert all(request["via"] for request in asked if request["kind"] != "portal")
    assert all(request["title"] for request in asked if request["kind"] in ("report", "attachment"))
    assert all(request["referer"] for request in asked if request["kind"] == "attachment")


@pytest.mark.parametrize("site", COUNTIES, ids=lambda site: site.id)
def test_nothing_is_asked_for_twice_or_in_vain(site: Site, crawled: Mapping[str, Crawled]) -> None:
    asked = [request["url"] for request in crawled[site.id].asked]
    assert len(asked) == len(set(asked))
    others = [one for one in crawled[site.id].asked if one["kind"] == "portal"]
    assert len(others) <= 3 + 10 * len(site.townships)
    assert crawled[site.id].of("Trouble") == ()


def test_files_are_fetched_where_the_page_is_only_their_cover(crawled: Mapping[str, Crawled]) -> None:
    files = [item for item in crawled["langao"].of("DocumentFetched") if item["kind"] == "attachment"]
    assert files
    assert all("download.jsp" in item["url"] for item in files)
