"""Rare captures of a county's sites, found by the indexes that have them: those of a plain query, packed or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.captures import record
from archive.captures.of_addresses import of_addresses, of_sites
from archive.captures.reasons import CaptureReason
from archive.captures.record import Fetched
from archive.deadlines import listing_checks, second_witnesses
from archive.storage.database import Archive
from tests.support.archives.samples import NIGHT

SITES = {"nanjing": "350627", "second": "350627", "elsewhere": "610925"}
PLAIN_ASKED = """
SELECT f.site_run, f.capture, f.via, f.kind, a.url, f.fetched_at, f.verdict, f.link_title,
    f.request ->> 'witness' AS witness, f.request ->> 'about' AS about
FROM fetches AS f JOIN addresses AS a USING (address) JOIN visits AS v USING (site_run) JOIN sites AS s USING (site)
WHERE s.county_code = ? AND f.request ->> 'for' = 'witness'
"""
PLAIN_CHANGED = """
SELECT f.address, f.fetched_at FROM fetches AS f JOIN visits AS v USING (site_run) JOIN sites AS s USING (site)
WHERE s.county_code = ? AND f.reason = 'false_not_modified'
"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Three nights at sites of two counties; witnesses answer the same every night, so that most are packed."""
    with Archive.open(tmp_path / "nianbao.db") as opened:
        for site, county in SITES.items():
            record.register_site(opened, site, county, "trs", [f"http://{site}.example/nb/"], {})
        for number in range(3):
            now = NIGHT + timedelta(days=number)
            run = record.begin_run(opened, now, "0", {})
            for site in SITES:
                visit(opened, record.begin_site(opened, run, site, now), site, now, number)
            record.finish_run(opened, run, now)
        yield opened


def visit(archive: Archive, site_run: int, site: str, now: datetime, number: int) -> None:
    """A list, a witness that the list led to and one that nothing led to, and a list whose change was denied."""
    asked = {"for": "witness", "witness": "sitemap", "about": "350627100/2025"}
    address = f"http://{site}.example"
    listing = record.record(archive, site_run, Fetched("listing", f"{address}/nb/", now, "ok", 200, body=b"list"))
    for path, via in (("sitemap.xml", listing), ("feed.xml", None)):
        record.record(
            archive,
            site_run,
            Fetched("portal", f"{address}/{path}", now, "ok", 200, body=b"<urlset/>", request=asked, via=via),
        )
    record.record(archive, site_run, Fetched("portal", f"{address}/", now, "ok", 200, body=b"no witness"))
    record.record(
        archive,
        site_run,
        Fetched(
            "listing",
            f"{address}/old/",
            now,
            "ok",
            200,
            body=b"%d" % (number // 2),
            reason=CaptureReason.FALSE_NOT_MODIFIED,
        ),
    )
    record.finish_site(archive, site_run, now, "ok", None)


@pytest.mark.parametrize(
    ("found", "plain", "rows"),
    [
        pytest.param(second_witnesses._ASKED, PLAIN_ASKED, 2 * 2 * 3, id="requests to witnesses"),
        pytest.param(listing_checks._CHANGED_BEFORE, PLAIN_CHANGED, 2 * 3, id="changes that a server denied"),
    ],
)
def test_they_are_those_of_a_plain_query(archive: Archive, found: str, plain: str, rows: int) -> None:
    packed = archive.one("SELECT count(*) FROM repeats")[0]
    assert packed > 9, "none of them is packed"
    by_index = sorted(map(repr, map(tuple, archive.rows(found, "350627"))))
    assert by_index == sorted(map(repr, map(tuple, archive.rows(plain, "350627"))))
    assert len(by_index) == rows


def test_of_addresses_too(archive: Archive) -> None:
    sql = of_addresses("f.capture, f.verdict", "SELECT address FROM addresses WHERE url LIKE ?1", "f.kind = 'portal'")
    plain = "SELECT capture, verdict FROM fetches JOIN addresses USING (address) WHERE url LIKE ? AND kind = 'portal'"
    found = sorted(tuple(row) for row in archive.rows(sql, "http://nanjing%"))
    assert found == sorted(tuple(row) for row in archive.rows(plain, "http://nanjing%"))
    assert len(found) == 3 * 3


def test_of_no_site_there_are_none(archive: Archive) -> None:
    assert (
        archive.rows(of_sites("f.capture", "SELECT site FROM sites WHERE county_code = ?1", "f.reason = 'x'"), "1")
        == []
    )
