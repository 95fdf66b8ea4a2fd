"""What evidence says beside a verdict: figures revised after the deadline, withdrawals, and look-alikes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from archive.deadlines.case import Pair
from archive.reports import lasting_changes
from archive.reports.history.report_history import history_of
from archive.reports.history.versions import ReportChange
from archive.storage.database import Archive
from archive.storage.instants import instant, known_until, milliseconds

Remarks = dict[Pair, list[tuple[str, str, str]]]
"""What else is known of each report: (what, when, where) for revisions, withdrawals and look-alikes."""


def of_county(archive: Archive, county: str, now: datetime, only: int | None, known_at: datetime | None) -> Remarks:
    """What else is known of a county's reports."""
    rows = archive.rows(
        "SELECT d.township_code, d.year, 'lookalike', min(d.parsed_at), a.url FROM documents AS d"
        " JOIN news AS f USING (capture) JOIN addresses AS a USING (address)"
        " JOIN townships AS t ON t.code = d.township_code WHERE t.county_code = ?1 AND d.kind = 'lookalike'"
        " AND f.fetched_at <= ?2 AND d.parsed_at <= ?3 AND d.year IS NOT NULL GROUP BY d.township_code, d.year, a.url"
        " UNION ALL SELECT i.township_code, i.year, 'lookalike', '', a.url FROM items AS i"
        " JOIN addresses AS a USING (address) JOIN townships AS t ON t.code = i.township_code"
        " WHERE t.county_code = ?1 AND i.kind = 'lookalike' AND i.year IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM sites AS z CROSS JOIN visits AS s ON s.site = z.site"
        "  CROSS JOIN looks AS l ON l.site_run = s.site_run CROSS JOIN state_items AS m ON m.state = l.state"
        "  WHERE z.county_code = ?1 AND m.item = i.item AND s.finished <= ?2) ORDER BY 4",
        county,
        milliseconds(now),
        known_until(known_at),
    )
    found: Remarks = defaultdict(list)
    for township, year, what, at, url in rows:
        found[township, year].append((what, at, url))
    changes: dict[Pair, list[ReportChange]] = defaultdict(list)
    for report, change in _changes(archive, county, only, known_at):
        changes[report].append(change)
    for (township, year), of_report in changes.items():
        for change in lasting_changes.told(archive.connection, f"{township}/{year}", of_report, now):
            found[township, year].append((change.kind, change.at, change.capture))
    return found


def _changes(
    archive: Archive, county: str, only: int | None, known_at: datetime | None
) -> Iterator[tuple[Pair, ReportChange]]:
    """The changes of a county's reports, of a year or all, in order: as stored, or as they were known at an instant."""
    if known_at is None:
        for row in archive.rows(
            "SELECT r.township_code, r.year, c.* FROM reports AS r JOIN changes AS c"
            " ON c.subject = 'township:' || r.report WHERE r.county_code = ?1 AND (?2 IS NULL OR r.year = ?2)"
            " ORDER BY c.at, c.rowid",
            county,
            only,
        ):
            township, year, at, kind, _, before, after, cause, capture = row
            yield (township, year), ReportChange(at, kind, before, after, cause, capture)
        return
    for township, year in archive.rows(
        "SELECT township_code, year FROM reports WHERE county_code = ?1 AND (?2 IS NULL OR year = ?2)", county, only
    ):
        for change in history_of(archive.connection, township, year, known_at).changes:
            yield (township, year), change


def of_report(remarks: Remarks, pair: Pair, due_at: datetime) -> dict[str, Any]:
    """What of it stands in the evidence of one report's verdict."""
    known = remarks.get(pair, [])
    revised = [at for what, at, _ in known if what == "figures" and instant(at) >= due_at]
    comings = [(what, at) for what, at, _ in known if what in ("withdrawn", "restored")]
    alike = sorted({url for what, _, url in known if what == "lookalike"})
    found: dict[str, Any] = {"revised_after_deadline": revised} if revised else {}
    found |= {"withdrawn_at": comings[-1][1]} if comings and comings[-1][0] == "withdrawn" else {}
    return found | ({"lookalikes": alike} if alike else {})
