"""Fetch attempts read back: what a site run requested, and the result of each request.

`record` writes them. Nothing here judges or writes.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.captures.reasons import CaptureReason, Reason, reason_of_stored
from archive.captures.record import CaptureKind, CaptureVerdict
from archive.storage.database import Archive

_OF_SITE_RUN = """
SELECT f.kind, f.verdict, a.url, f.via, f.reason, f.reason_args, f.detail,
    EXISTS (SELECT 1 FROM fetches AS g WHERE g.address = f.address AND g.site_run < f.site_run
        AND g.verdict IN ('gone', 'soft_404')) AS dead_before,
    EXISTS (SELECT 1 FROM fetches AS g WHERE g.address = f.address AND g.site_run < f.site_run
        AND g.verdict = 'unknown') AND NOT EXISTS (SELECT 1 FROM fetches AS g WHERE g.address = f.address
        AND g.verdict IN ('ok', 'same')) AS never_known,
    f.request ->> 'browser' IS NOT NULL AS in_browser,
    f.request ->> 'for' IS NOT NULL AS for_proof,
    coalesce(f.request ->> 'part', 'document') <> 'document' AS is_part
FROM fetches AS f JOIN addresses AS a USING (address) WHERE f.site_run = ?
ORDER BY f.fetched_at, in_browser, f.capture
"""

_PAGES = """
SELECT a.url, p.sha256 FROM fetches JOIN addresses AS a USING (address) JOIN payloads AS p USING (payload)
WHERE kind IN ('portal', 'listing', 'report') AND verdict = 'ok' ORDER BY capture
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One fetch attempt. `via` is the capture of the page that led to it, None where none did.

    `dead_before`: the address was already gone on an earlier night. `never_known`: it was `unknown` before, and nothing
    that it ever answered was what it was asked for. `in_browser`: a browser rendered the page. `is_part`: it was
    fetched only because a page in the browser requested it. `for_proof`: only to prove where a list ends, so that its
    failure hides nothing. `reason` is the code of `detail`, and `because` the same with its arguments, None where they
    were not stored.
    """

    kind: CaptureKind
    verdict: CaptureVerdict
    url: str
    via: str | None
    detail: str | None
    dead_before: bool
    never_known: bool
    in_browser: bool
    is_part: bool
    for_proof: bool
    reason: CaptureReason | None
    because: Reason | None = None


@dataclass(frozen=True, slots=True)
class RecordedCapture:
    """A capture's site run and result, as far as a later request needs them."""

    site_run: int
    kind: CaptureKind
    verdict: CaptureVerdict


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page's address, and the digest under which its bytes are stored."""

    url: str
    digest: bytes


def recorded(archive: Archive, capture: str | None) -> RecordedCapture | None:
    """A capture by its key; None for a key that the archive does not have."""
    row = archive.one("SELECT site_run, kind, verdict FROM fetches WHERE capture = ?", capture)
    return RecordedCapture(*row) if row else None


def was_tried(archive: Archive, site_run: int, url: str) -> bool:
    """Whether an address was requested before this site run, whatever it answered."""
    row = archive.one(
        "SELECT 1 FROM fetches AS f JOIN addresses AS a USING (address) WHERE a.url = ? AND f.site_run < ? LIMIT 1",
        url,
        site_run,
    )
    return row is not None


def of_site_run(archive: Archive, site_run: int) -> list[Attempt]:
    """All attempts of a site run in the order of time; a page as rendered in a browser follows the page itself."""
    return [
        Attempt(
            row["kind"],
            row["verdict"],
            row["url"],
            row["via"],
            row["detail"],
            bool(row["dead_before"]),
            bool(row["never_known"]),
            bool(row["in_browser"]),
            bool(row["is_part"]),
            bool(row["for_proof"]),
            CaptureReason(row["reason"]) if row["reason"] else None,
            reason_of_stored(CaptureReason(row["reason"]), row["reason_args"]) if row["reason"] else None,
        )
        for row in archive.rows(_OF_SITE_RUN, site_run)
    ]


def pages(archive: Archive) -> list[StoredPage]:
    """All pages of the archive that were `ok`, in the order of time."""
    return [StoredPage(row["url"], row["sha256"]) for row in archive.rows(_PAGES)]
