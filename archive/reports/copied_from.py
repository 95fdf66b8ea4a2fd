"""The table `copied_from`: the near-copies among the reports' versions in force, and when they are found anew.

All texts are compared with all older ones, and what is a common phrase goes by all of them: it takes a third of a
millisecond a report, two minutes for the country. An archive of some thousand reports is compared whenever one of them
changed; a larger one when one report in `SHARE` did, or after `WITHIN`, so that a night is not charged for the archive.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from archive.reports import near_copies
from archive.storage.database import Archive
from archive.storage.instants import instant, text

FEW = 5_000
"""Reports that are compared within two seconds."""

SHARE = 50
"""One report in so many has to have changed, so that comparing costs each of them as much on an archive of any size."""

WITHIN = timedelta(days=7)


def renew(archive: Archive, now: datetime) -> int | None:
    """Find them anew; returns how many there are, or None where the extra that it needs is not installed."""
    if not near_copies.is_possible():
        return None
    found = near_copies.find_in(archive)
    with archive.transaction() as db:
        db.execute("DELETE FROM copied_from")
        db.executemany(
            "INSERT INTO copied_from (version, source, share, common, length) VALUES (?, ?, ?, ?, ?)",
            [(copy.version, copy.source, copy.share, copy.common, copy.length) for copy in found],
        )
        db.execute("DELETE FROM uncompared")
        db.execute("DELETE FROM compared")
        db.execute("INSERT INTO compared SELECT ?, count(*) FROM reports", (text(now),))
    return len(found)


def renew_if_due(archive: Archive, now: datetime) -> int | None:
    """The same where enough is new; None where it is not."""
    return renew(archive, now) if _is_due(archive, now) else None


def is_of_today(archive: Archive) -> bool:
    """Whether the table tells of the versions in force: none changed since they were compared, as far as is known."""
    return archive.one("SELECT at FROM compared") is None or not _is_news(archive)


def _is_news(archive: Archive) -> bool:
    return archive.one("SELECT 1 FROM uncompared LIMIT 1") is not None


def _is_due(archive: Archive, now: datetime) -> bool:
    if not _is_news(archive):
        return False
    last = archive.one("SELECT at, reports FROM compared")
    if last is None or last["reports"] <= FEW or now - instant(last["at"]) >= WITHIN:
        return True
    return bool(archive.one("SELECT count(*) FROM uncompared")[0] * SHARE >= last["reports"])
