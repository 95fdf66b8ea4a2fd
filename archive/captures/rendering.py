"""Which pages were rendered in a browser, and whether that showed more than the page alone; read from captures.

In a capture's `request`, `browser` names the browser that rendered the page, and `part` the kind of resource that was
fetched for rendering (`document` is the page itself, not judged by what it shows without scripts). `for` = `proof`
marks what was fetched only to prove where a list ends: the list's first page shown to its end, with `ended`, `used`
(the controls, a line each), `in_vain` (those whose use changed nothing, a line each), `failures` (a line each),
`stated` (totals in answers, by blanks) and `shape` of the page as sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.captures import record
from archive.captures.reasons import CaptureReason
from archive.captures.record import Previous
from archive.storage.database import Archive
from archive.storage.instants import from_milliseconds

RETRY_AFTER = timedelta(days=30)
"""After this long the opposite is tried: without the browser where it helped, with it where it did not."""

_LAST = """
SELECT f.reason, f.fetched_at, f.capture FROM fetches AS f JOIN addresses AS a USING (address)
WHERE a.url = ? AND f.verdict IN ('ok', 'same') AND f.request ->> 'browser' IS NOT NULL
AND f.request ->> 'for' IS NOT 'proof'
ORDER BY f.capture DESC LIMIT 1
"""
_WITHOUT_BROWSER = """
SELECT f.fetched_at, f.request ->> 'browser' IS NULL AND f.request ->> 'part' IS NULL AS is_without
FROM fetches AS f JOIN addresses AS a USING (address) WHERE a.url = ?
"""
"""When a page was fetched, and whether it was judged without a browser then."""


@dataclass(frozen=True, slots=True)
class RenderingResult:
    """The results of rendering a page: whether it `helped`, and when it was last tried with a browser and without."""

    helped: bool
    with_at: datetime
    without_at: datetime

    def needs_browser(self, now: datetime) -> bool:
        """Whether the page needs the browser, and it is not yet time to check again whether it still does."""
        return self.helped and now - self.without_at < RETRY_AFTER

    def is_useless(self, now: datetime) -> bool:
        """Whether rendering did not help, and it is not yet time to try again."""
        return not self.helped and now - self.with_at < RETRY_AFTER


def result(archive: Archive, url: str) -> RenderingResult | None:
    """The results of rendering this address; None where there are none."""
    last = archive.one(_LAST, url)
    if last is None:
        return None
    fetched = archive.rows(_WITHOUT_BROWSER, url)
    without = max((at for at, is_without in fetched if is_without), default=min(at for at, _ in fetched))
    helped = last["reason"] != CaptureReason.BROWSER_SHOWED_NO_MORE
    return RenderingResult(helped, from_milliseconds(last["fetched_at"]), from_milliseconds(without))


@dataclass(frozen=True, slots=True)
class ShownToEnd:
    """A list's first page as a browser showed it to its end: its capture, the digest of its bytes, the page's shape.

    `sound` says that nothing failed, `with_browser` that there was a browser.
    """

    capture: str
    digest: bytes
    shape: str
    at: datetime
    sound: bool
    with_browser: bool

    def counts(self, shape: str, now: datetime) -> bool:
        """Whether it need not be shown again: the page has the same shape, and what failed failed lately."""
        if self.shape != shape or not self.with_browser:
            return False
        return self.sound or now - self.at < FAILED_AGAIN_AFTER


FAILED_AGAIN_AFTER = timedelta(days=7)
"""After this long a page is shown to its end again on which something failed."""

_TO_END = """
SELECT f.capture, f.fetched_at, f.request ->> 'browser' AS browser, y.sha256, f.request ->> 'shape' AS shape,
    f.request ->> 'ended' AS ended, coalesce(f.request ->> 'failures', '') AS failures
FROM fetches AS f JOIN addresses AS a USING (address) JOIN payloads AS y USING (payload)
WHERE a.url = ? AND f.request ->> 'for' = 'proof' AND f.request ->> 'browser' IS NOT NULL
AND f.verdict IN ('ok', 'same') ORDER BY f.capture DESC LIMIT 1
"""


def shown_to_end(archive: Archive, url: str) -> ShownToEnd | None:
    """The last time that a list's first page was shown to its end; None where it never was."""
    row = archive.one(_TO_END, url)
    if row is None:
        return None
    return ShownToEnd(
        row["capture"],
        row["sha256"],
        row["shape"] or "",
        from_milliseconds(row["fetched_at"]),
        bool(row["ended"]) and not row["failures"],
        row["browser"] != "none",
    )


def was_shown(archive: Archive, capture: str) -> bool:
    """Whether a capture is of a page as rendered in a browser."""
    row = archive.one("SELECT request ->> 'browser' FROM fetches WHERE capture = ?", capture)
    return bool(row and row[0])


def previous(archive: Archive, url: str) -> Previous | None:
    """The last usable capture of this address as rendered in a browser."""
    return record.previous(archive, url, shown=True)
