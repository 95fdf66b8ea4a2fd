"""Every statement of the program reads what it needs: none loops over a table that grows with the country but these.

SQLite has no statistics of an archive, so that it chooses for an empty one as for that of the whole country.
"""

from __future__ import annotations

import re
from pathlib import Path

from archive.storage.database import Archive
from archive.web import queries, sql_functions
from tests.support.archives.statements import read_whole, statements

WHOLE_ARCHIVE = "its verb reads the whole archive"
EVERY_MODULE = {
    **{
        f"archive.maintenance.checks.{checks}": WHOLE_ARCHIVE
        for checks in ("listing_checks", "readings", "reports", "stored_bytes", "structure", "verdicts")
    },
    "archive.export.warc": WHOLE_ARCHIVE,
    "archive.export.wacz": WHOLE_ARCHIVE,
    "archive.captures.attempts": "pages of the whole archive, for measurements and `sites check --case`",
    "archive.maintenance.parts": "every payload of a part",
    "archive.maintenance.merge": "every payload of the other archive is offered",
    "archive.maintenance.reparse": WHOLE_ARCHIVE,
}
ONE_BY_ONE = {
    ("archive.alerts.lifecycle", "_ALL"): "`nianbao alerts --closed` lists all that ever were",
    ("archive.maintenance.backup", "SELECT count(*) FROM captures"): "once a night, before the whole file is copied",
    ("archive.reports.judgements", "_FINDINGS"): "`nianbao findings` lists those of all reports",
    ("archive.storage.database", "SELECT 1 FROM payloads LIMIT 1"): "its first row",
    ("archive.alerts.lifecycle", "SELECT min(opened_at) FROM alerts"): "once, before an archive is watched",
    ("archive.captures.listings", "SELECT DISTINCT url FROM looks JOIN addresses ON address = s"): "all lists",
    ("archive.captures.site_runs", "_HISTORY"): "`nianbao sites` tells the history of all",
    ("archive.captures.proofs", "_SINCE"): "once a night, the checks of sixty days that have no proof yet",
    ("archive.deadlines.status", "SELECT year, verdict, count(*) AS n FROM status GROUP BY yea"): "an index of counts",
    ("archive.reports.documents", "_UNREAD"): "once a night, what was fetched and not read",
    (
        "archive.reports.evaluation",
        "SELECT township_code, year FROM reports ORDER BY report",
    ): "once, when rules changed",
    ("archive.reports.copied_from", "DELETE FROM copied_from"): "renewed as a whole",
    ("archive.reports.copied_from", "SELECT 1 FROM uncompared LIMIT 1"): "its first row",
    ("archive.reports.copied_from", "SELECT at FROM compared"): "its only row",
    ("archive.reports.county_sums", "DELETE FROM county_sums"): "summed up as a whole",
    ("archive.reports.county_sums", "SELECT DISTINCT year FROM verdict_counts"): "every year, once a night",
    ("archive.reports.township_ranks", "DELETE FROM township_ranks"): "ranked as a whole",
    ("archive.reports.township_ranks", "SELECT DISTINCT year FROM verdict_counts"): "every year, once a night",
    ("archive.reports.copied_from", "SELECT at, reports FROM compared"): "its only row",
    ("archive.reports.reports_found", "_TOWNSHIPS"): "`nianbao sites` counts over all sites",
    ("archive.reports.reports_found", "SELECT township_code, year, title FROM listed_reports WHERE"): "the summary",
    ("archive.reports.reports_found", "SELECT township_code, year FROM documents WHERE kind = 'repo"): "the summary",
    ("archive.reports.search_index", "SELECT report FROM unsearched ORDER BY substr(report, 11) DE"): "what it lacks",
    ("archive.reports.settling", "SELECT DISTINCT township_code, year FROM documents WHERE ver"): "only `reparse`",
    ("archive.storage.payloads", "SELECT sha256 FROM payloads"): "`verify`, `merge` and backups",
    ("archive.maintenance.kept_counts", "SELECT 1 FROM reports LIMIT 1 OFFSET ?"): "one in so many, of its index",
    ("archive.web.pages.search", "_LACKS_SOME"): "its first row",
}
"""Statements that may read a table from end to end, each with the reason."""


def test_no_statement_reads_a_whole_table_but_those_with_a_reason(tmp_path: Path) -> None:
    scans, explained = {}, 0
    with Archive.open(tmp_path / "nianbao.db") as archive:
        for one in statements():
            tables = read_whole(archive, one.sql)
            explained += tables is not None
            if tables and one.module not in EVERY_MODULE and not one.sql.lstrip().startswith("INSERT"):
                scans[one.module, one.name] = tables
    assert explained > 250
    assert {key: tables for key, tables in scans.items() if key not in ONE_BY_ONE} == {}
    assert set(ONE_BY_ONE) <= set(scans), "no reason is needed any more"


QUERIES = {
    "year_on_year": "finds a township by its name, among all names",
}
"""Canned queries that may read a table from end to end, each with the reason."""


def test_no_canned_query_reads_a_whole_table_but_those_with_a_reason(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "nianbao.db") as archive:
        sql_functions.register(archive.connection)
        found = {name: read_whole(archive, _by_place(query)) for name, query in queries.load().items()}
    assert None not in found.values()
    assert {name for name, tables in found.items() if tables} == set(QUERIES)


def _by_place(query: queries.Query) -> str:
    """The query with its parameters as question marks."""
    return re.sub(rf":({'|'.join(query.parameters)})\b", "?", query.sql) if query.parameters else query.sql


def test_a_scan_is_seen(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "nianbao.db") as archive:
        assert read_whole(archive, "SELECT max(fetched_at) FROM fetches GROUP BY address") == {"news", "repeats"}
        assert read_whole(archive, "SELECT site_run FROM fetches WHERE address = ?") == set()
