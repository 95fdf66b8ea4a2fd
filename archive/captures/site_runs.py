"""Runs and site runs read back: which are open, how each ended, and the progress of a crawl.

`record` writes them. Instants are aware datetimes in UTC; nothing here writes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archive import messages
from archive.captures.reasons import SiteRunReason
from archive.captures.record import Outcome
from archive.messages import Argument
from archive.storage.database import Archive
from archive.storage.instants import instant, text

_UNFINISHED_SITES = """
SELECT s.value FROM runs AS r, json_each(r.settings, '$.sites') AS s WHERE r.finished_at IS NULL
UNION SELECT v.site FROM outings AS o CROSS JOIN visits AS v ON v.outing = o.outing WHERE o.finished IS NULL
"""

_HISTORY = """
SELECT s.site, s.started_at, s.outcome, s.reason, s.reasons, s.detail, s.requests,
    (SELECT sum((SELECT count(*) FROM state_items AS m WHERE m.state = l.state)) FROM looks AS l
     WHERE l.site_run = s.site_run) AS items
FROM site_runs AS s ORDER BY s.site, s.started_at, s.site_run
"""

_LAST_ENDED = """
SELECT r.finished_at, r.outcome FROM site_runs AS r WHERE r.site = ? AND r.finished_at <= ?
AND r.run NOT IN (SELECT run FROM doubted_runs) ORDER BY r.finished_at DESC LIMIT 1
"""

_PROGRESS = """
SELECT s.site, s.outcome, max(s.requests, count(f.capture)) AS requests,
    (SELECT a.url FROM news AS l JOIN addresses AS a USING (address) WHERE l.site_run = s.site_run
     ORDER BY l.capture DESC LIMIT 1) AS last
FROM site_runs AS s LEFT JOIN news AS f USING (site_run) WHERE s.run = ? GROUP BY s.site_run
"""


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run that has not ended."""

    run: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class SiteResult:
    """How a site run ended: `reason` is the code of `detail`, `requests` and `bytes` count what it fetched.

    `reasons` are all that `detail` names, each a code with its arguments; empty where a former program wrote the row.
    """

    site: str
    outcome: Outcome
    detail: str | None
    requests: int
    bytes: int
    reason: SiteRunReason | None = None
    reasons: Sequence[Argument] = ()

    def sentence(self, lang: str) -> str | None:
        """`detail` in a language; as it was stored where a former program named no reasons."""
        return messages.sentences(self.reasons, lang) if self.reasons and lang != "en" else self.detail


@dataclass(frozen=True, slots=True)
class SiteNight:
    """A site run as it ended.

    `reason` is the code of `detail`, `reasons` are as in `SiteResult`; `items` counts the entries of its
    lists, None where it read no list.
    """

    started_at: datetime
    outcome: Outcome | None
    detail: str | None
    requests: int
    items: int | None
    reason: SiteRunReason | None = None
    reasons: Sequence[Argument] = ()


@dataclass(frozen=True, slots=True)
class SiteRunEnd:
    """When a site run ended, and how."""

    finished_at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a site run has come: requests so far, and the last address fetched, empty before the first."""

    site: str
    outcome: Outcome | None
    requests: int
    last_url: str


def registered_sites(archive: Archive) -> list[str]:
    """The ids of all sites that were ever crawled into this archive."""
    return [row["site"] for row in archive.rows("SELECT site FROM sites ORDER BY site")]


def open_runs(archive: Archive) -> list[OpenRun]:
    """Runs that have not ended, the newest first."""
    rows = archive.rows("SELECT run, started_at FROM runs WHERE finished_at IS NULL ORDER BY started_at DESC")
    return [OpenRun(row["run"], instant(row["started_at"])) for row in rows]


def runs_after(archive: Archive, moment: datetime) -> list[str]:
    """Runs that began or ended after an instant and whose clock is not distrusted yet."""
    rows = archive.rows(
        "SELECT run FROM runs WHERE max(started_at, coalesce(finished_at, '')) > ?"
        " AND run NOT IN (SELECT run FROM doubted_runs)",
        text(moment),
    )
    return [row["run"] for row in rows]


def unfinished_sites(archive: Archive) -> set[str]:
    """Sites of runs that have not ended, whether or not their own site run has."""
    return {row[0] for row in archive.rows(_UNFINISHED_SITES)}


def result(archive: Archive, run: str, site: str) -> SiteResult | None:
    """How a site run ended; None while it has not."""
    row = archive.one(
        "SELECT site, outcome, detail, requests, bytes, reason, reasons FROM site_runs"
        " WHERE run = ? AND site = ? AND outcome IS NOT NULL",
        run,
        site,
    )
    if row is None:
        return None
    return SiteResult(
        *(row["site"], row["outcome"], row["detail"], row["requests"], row["bytes"], _reason(row["reason"])),
        json.loads(row["reasons"] or "[]"),
    )


def last_ended(archive: Archive, site: str, until: datetime) -> SiteRunEnd | None:
    """The last run of a site that ended by an instant and whose clock is trusted."""
    row = archive.one(_LAST_ENDED, site, text(until))
    return SiteRunEnd(instant(row["finished_at"]), row["outcome"]) if row else None


def history(archive: Archive) -> dict[str, list[SiteNight]]:
    """All site runs by site, the oldest first."""
    nights: dict[str, list[SiteNight]] = defaultdict(list)
    for row in archive.rows(_HISTORY):
        night = SiteNight(
            instant(row["started_at"]),
            row["outcome"],
            row["detail"],
            row["requests"],
            row["items"],
            _reason(row["reason"]),
            json.loads(row["reasons"] or "[]"),
        )
        nights[row["site"]].append(night)
    return nights


def progress(archive: Archive, run: str) -> dict[str, Progress]:
    """How far each site of a run has come, by site; sites that have not begun are absent."""
    rows = archive.rows(_PROGRESS, run)
    return {row["site"]: Progress(row["site"], row["outcome"], row["requests"], row["last"] or "") for row in rows}


def _reason(code: str | None) -> SiteRunReason | None:
    return SiteRunReason(code) if code else None
