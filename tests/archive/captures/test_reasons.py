"""What follows from a capture follows from its code: its sentence may be any other, packed away or not."""

from datetime import timedelta
from pathlib import Path

import pytest

from archive.captures import known_pages, record, rendering
from archive.captures.reasons import CaptureReason
from archive.captures.record import Fetched
from tests.support.archives.samples import NIGHT, Nights

URL = "http://a.gov.cn/list.html"
REWORDED = "一句别的话"


def _seen(folder: Path, reason: CaptureReason | None, *, browser: bool = False) -> Nights:
    """An archive in which a list was seen twice, for this reason."""
    nights = Nights(folder)
    for _ in range(2):
        site_run = nights.begin(0)
        request = {"browser": "Chromium"} if browser else None
        seen = Fetched("listing", URL, NIGHT, "ok", 200, REWORDED, b"a list", request=request, reason=reason)
        record.record(nights.archive, site_run, seen)
        nights.finish(site_run)
    return nights


@pytest.mark.parametrize(
    ("reason", "believed"),
    [(CaptureReason.FALSE_NOT_MODIFIED, False), (CaptureReason.NOT_MODIFIED, True), (None, True)],
)
def test_a_server_is_believed_until_it_was_found_out(
    tmp_path: Path, reason: CaptureReason | None, believed: bool
) -> None:
    nights = _seen(tmp_path, reason)
    assert known_pages.has_sent_false_304(nights.archive, nights.site, NIGHT - timedelta(days=1)) is not believed


@pytest.mark.parametrize(("reason", "helped"), [(CaptureReason.BROWSER_SHOWED_NO_MORE, False), (None, True)])
def test_a_browser_helped_unless_it_showed_no_more(tmp_path: Path, reason: CaptureReason | None, helped: bool) -> None:
    past = rendering.result(_seen(tmp_path, reason, browser=True).archive, URL)
    assert past is not None
    assert past.helped is helped


def test_a_packed_capture_retains_its_reason(tmp_path: Path) -> None:
    nights = _seen(tmp_path, CaptureReason.FALSE_NOT_MODIFIED)
    rows = nights.archive.rows("SELECT reason, detail FROM captures")
    assert [tuple(row) for row in rows] == [("false_not_modified", REWORDED)] * 2
    assert nights.archive.one("SELECT count(*) FROM repeats")[0] == 2
