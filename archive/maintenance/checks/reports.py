"""Whether reports, their versions, changes and near-copies follow from their documents."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from archive.maintenance.verification import Problem, Verification
from archive.messages.coded import Sentence
from archive.reports import copied_from, near_copies, publications, report_rows
from archive.reports.history.report_history import history_of
from archive.reports.history.versions import History
from archive.storage.database import Archive


def versions(archive: Archive, _: Verification) -> Iterator[Problem]:
    """Each version has the document that it began with, and versions are numbered from 1."""
    for version, report in archive.rows(
        "SELECT version, report FROM versions AS v WHERE NOT EXISTS"
        " (SELECT 1 FROM documents AS d WHERE d.version = v.version AND d.capture = v.capture)"
    ):
        yield Problem("version", version, Sentence.of("verify-version-unsaid", report=report))
    for report, gap in archive.rows(
        "SELECT report, max(seq) - count(*) FROM versions GROUP BY report HAVING max(seq) <> count(*) OR min(seq) <> 1"
    ):
        yield Problem("version", report, Sentence.of("verify-numbering", gap=gap))


def settled_reports(archive: Archive, going: Verification) -> Iterator[Problem]:
    """Recompute every report from its documents; those with unsettled readings are skipped."""
    for township, year in going.rows(
        "reports",
        "SELECT township_code, year FROM documents AS d WHERE version IS NOT NULL"
        " AND (township_code, year) > (:after, :then) AND (:document = 0 OR EXISTS (SELECT 1 FROM documents AS n"
        " WHERE (n.township_code, n.year) = (d.township_code, d.year) AND n.document > :document)"
        " OR EXISTS (SELECT 1 FROM changes AS c"
        " WHERE c.subject = 'township:' || d.township_code || '/' || d.year AND c.at > :change))"
        " GROUP BY township_code, year HAVING max(said) IS NULL ORDER BY township_code, year",
        "",
        keys=2,
    ):
        report = f"{township}/{year}"
        history = history_of(archive.connection, township, year)
        stored = archive.one("SELECT * FROM reports WHERE report = ?", report)
        if history.versions and stored is None:
            yield Problem("report", report, Sentence.of("verify-report-missing"))
        elif stored and history.versions:
            yield from _report(archive, stored, history)


def untold_reports(archive: Archive, _: Verification) -> Iterator[Problem]:
    """Reports that no document tells of."""
    of_report = "SELECT 1 FROM documents AS d WHERE (d.township_code, d.year) = (r.township_code, r.year)"
    for (report,) in archive.rows(
        f"SELECT report FROM reports AS r WHERE NOT EXISTS ({of_report} AND d.said > '') AND (NOT EXISTS"
        f" ({of_report} AND d.version IS NOT NULL) OR EXISTS"
        f" ({of_report} AND d.version IS NOT NULL AND d.said IS NOT NULL)) ORDER BY report"
    ):
        yield Problem("report", report, Sentence.of("verify-report-unsaid"))


def _report(archive: Archive, stored: sqlite3.Row, history: History) -> Iterator[Problem]:
    report = stored["report"]
    if history.current != stored["version"]:
        yield Problem(
            "report", report, Sentence.of("verify-current", stored=stored["version"], current=history.current)
        )
    state = "present" if history.present else "withdrawn"
    if stored["state"] != state:
        yield Problem("report", report, Sentence.of("verify-state", stored=stored["state"], state=state))
    first = report_rows.first_seen(archive.connection, stored["township_code"], stored["year"])
    if stored["first_seen"] != first:
        yield Problem("report", report, Sentence.of("verify-first-seen", first=first, stored=stored["first_seen"]))
    wanted = [(v.first.version, v.seq, v.change, v.first.cause) for v in history.versions]
    yield from _same(archive, "versions", report, "version, seq, change, cause", "report = ?", wanted)
    changes = [(c.at, c.kind, c.before, c.after, c.cause, c.capture) for c in history.changes]
    yield from _same(
        archive,
        "changes",
        report,
        "at, kind, before, after, cause, capture",
        "subject = 'township:' || ?",
        changes,
    )
    rows = publications.rows(archive.connection, report, history)
    yield from _same(archive, "manifestations", report, "*", "report = ?", rows)


def _same(
    archive: Archive, table: str, subject: str, names: str, where: str, wanted: Iterable[Sequence[object]]
) -> Iterator[Problem]:
    stored = archive.rows(f"SELECT {names} FROM {table} WHERE {where}", subject)
    if sorted(repr(tuple(row)) for row in stored) != sorted(repr(tuple(row)) for row in wanted):
        yield Problem(table, subject, Sentence.of("verify-rows-differ"))


def copies(archive: Archive, going: Verification) -> Iterator[Problem]:
    """Recompute the near-copies, where numpy is installed, something was read, and no report changed since then."""
    is_new = "SELECT 1 FROM documents WHERE document > :document"
    if not (near_copies.is_possible() and copied_from.is_of_today(archive)):
        return
    if archive.connection.execute(is_new, going.marks).fetchone() is None:
        return
    found = near_copies.find_in(archive)
    wanted = {(copy.version, copy.source, copy.share, copy.common, copy.length) for copy in found}
    stored = {tuple(row) for row in archive.rows("SELECT version, source, share, common, length FROM copied_from")}
    for version in sorted({str(row[0]) for row in stored - wanted}):
        yield Problem("copied_from", version, Sentence.of("verify-copies-differ"))
