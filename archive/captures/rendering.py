"""Which pages were shown in a browser, and whether that showed more than the page alone: told by their captures.

A capture's `request` tells: `browser` names the browser that showed the page, `part` what was fetched for showing one
(`document` is the page itself, not judged by what it shows without scripts).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.captures import record
from archive.captures.reasons import CaptureReason
from archive.captures.record import Previous
from archive.storage.database import Archive
from archive.storage.instants import from_milliseconds

AGAIN = timedelta(days=30)
"""After so long a page is tried the other way: without the browser where it helped, with it where it did not."""

_LAST = """
SELECT f.verdict, f.reason, f.fetched_at FROM fetches AS f JOIN addresses AS a USING (address)
WHERE a.url = ? AND f.verdict IN ('ok', 'same') AND f.request ->> 'browser' IS NOT NULL
ORDER BY f.capture DESC LIMIT 1
"""
_BARE = """
SELECT coalesce(max(f.fetched_at) FILTER (WHERE f.request ->> 'browser' IS NULL AND f.request ->> 'part' IS NULL),
    min(f.fetched_at)) FROM fetches AS f JOIN addresses AS a USING (address) WHERE a.url = ?
"""
"""When a page was last judged without a browser; when it was first fetched, if never."""


@dataclass(frozen=True, slots=True)
class Past:
    """What came of showing a page: whether it `helped`; when the page was last tried with a browser, and without."""

    helped: bool
    with_at: datetime
    without_at: datetime

    def goes_straight(self, now: datetime) -> bool:
        """Whether the page needs the browser, and it is not yet time to look again whether it still does."""
        return self.helped and now - self.without_at < AGAIN

    def in_vain(self, now: datetime) -> bool:
        """Whether the browser showed nothing of it, and it is not yet time to try again."""
        return not self.helped and now - self.with_at < AGAIN


def past(archive: Archive, url: str) -> Past | None:
    """What the archive knows of showing this address; None where it never came to an end."""
    last = archive.one(_LAST, url)
    if last is None:
        return None
    bare = archive.one(_BARE, url)[0]
    helped = last["reason"] != CaptureReason.BROWSER_SHOWED_NO_MORE
    return Past(helped, from_milliseconds(last["fetched_at"]), from_milliseconds(bare))


def was_shown(archive: Archive, capture: str) -> bool:
    """Whether a capture is of a page as a browser showed it."""
    row = archive.one("SELECT request ->> 'browser' FROM fetches WHERE capture = ?", capture)
    return bool(row and row[0])


def previous(archive: Archive, url: str) -> Previous | None:
    """The last sound capture of this address as a browser showed it."""
    return record.previous(archive, url, shown=True)
