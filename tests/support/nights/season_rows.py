"""What nights leave in an archive, row by row, by what stays the same where the same nights are played again.

Keys of captures, versions and runs have random ends, and instants run on with the machine: a run goes by its day, a
version by its report and number, a capture by its address. Pages with counters differ by the request, so that bytes are
left out; what was read of them is there.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive.reports import figures
from archive.storage.database import Archive

_VERSIONS = "JOIN versions AS v USING (version)"
ROWS = {
    "captures": "SELECT site, fetched_at, kind, url, status, verdict, reason, link_title FROM captures",
    "site runs": "SELECT site, started_at, outcome, reason FROM site_runs",
    "listing checks": "SELECT site, started_at, start, complete, declared, reason_code, reason_args"
    " FROM listing_checks",
    "facts of listing checks": "SELECT r.site, r.started_at, f.start, f.fact, f.holds, f.observation"
    " FROM listing_check_facts AS f JOIN site_runs AS r USING (site_run)",
    "rows of lists": "SELECT site, started_at, township_code, year, kind, title, date, url FROM listed_reports",
    "documents": "SELECT c.url, c.fetched_at, d.kind, d.reason_code, d.title, d.year, d.level, d.issuer,"
    " d.match, d.township_code, d.claimed_on, d.figures_digest, d.text_digest"
    " FROM documents AS d JOIN captures AS c USING (capture)",
    "reports": "SELECT report, township_code, year, county_code, state, first_seen FROM reports",
    "versions": "SELECT v.report, v.seq, c.url, v.claimed_on, v.claimed_label, v.signed_on, v.change,"
    " v.cause, v.title, v.document_number, v.form, v.parser FROM versions AS v JOIN captures AS c USING (capture)",
    **{table: f"SELECT v.report, v.seq, t.* FROM {table} AS t {_VERSIONS}" for table in figures.COLUMNS},
    "copies": f"SELECT v.report, v.seq, share, common, length FROM copied_from {_VERSIONS}",
    "publications": "SELECT report, url, kind, first_seen, leads, available FROM publications",
    "changes": "SELECT at, kind, subject, cause FROM changes",
    "backdating": "SELECT township_code, year, claimed_on, claimed_label, first_seen, looked_at, listing_url"
    " FROM backdating",
    "verdicts": "SELECT township_code, year, county_code, verdict, reason, due_at, basis, first_seen, claimed_on,"
    " days_late, backdated FROM status",
    "alerts": "SELECT kind, subject, opened_at, closed_at, reason FROM alerts",
    "messages": "SELECT kind, subject, channel, edge, state FROM notifications JOIN alerts USING (alert)",
}
"""A query for each subject."""
_KEYS = ("version", "finding")
_INSTANTS = ("at", "first_seen", "started_at", "fetched_at", "opened_at", "closed_at", "looked_at")


def rows(path: Path) -> dict[str, list[str]]:
    """The rows of an archive by subject, sorted, as text."""
    with Archive.read(path) as archive:
        return {subject: sorted(_plain(row) for row in archive.rows(sql)) for subject, sql in ROWS.items()}


def _plain(row: sqlite3.Row) -> str:
    cells = {name: row[name] for name in row.keys() if name not in _KEYS}  # noqa: SIM118 - a sqlite3.Row
    return repr({name: cell[:10] if cell and name in _INSTANTS else cell for name, cell in cells.items()})
