"""What the archive tells the next request of the last one."""

from pathlib import Path

import pytest

from archive.captures import record
from archive.captures.record import Fetched
from tests.support.archives.samples import NIGHT, Nights

URL, BODY = "http://a.gov.cn/list.html", b"a list"
WHOLE = {"etag": '"1"', "last-modified": "Mon, 19 Jan 2026 01:00:00 GMT", "server": "Apache"}


@pytest.mark.parametrize("left_out", ["etag", "last-modified", "server"])
def test_what_a_not_modified_leaves_out_is_asked_by_all_the_same(tmp_path: Path, left_out: str) -> None:
    nights = Nights(tmp_path)
    repeated = {name: value for name, value in WHOLE.items() if name != left_out}
    known = record.digest(BODY)
    for seen in (
        Fetched("listing", URL, NIGHT, "ok", 200, body=BODY, headers=WHOLE),
        Fetched("listing", URL, NIGHT, "same", 304, digest=known, size=len(BODY), headers=repeated),
    ):
        site_run = nights.begin(0)
        record.record(nights.archive, site_run, seen)
        nights.finish(site_run)
    last = record.previous(nights.archive, URL)
    assert last is not None
    assert (last.status, last.etag, last.last_modified) == (304, WHOLE["etag"], WHOLE["last-modified"])
