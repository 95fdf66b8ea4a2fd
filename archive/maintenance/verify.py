"""Verifies an archive: recomputes digests, keys and derived tables, and reports every difference."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import combinations

import zstandard

from archive.captures import listing_changes, record
from archive.captures.last_readings import StoredReading, is_last
from archive.deadlines import status as status_rows
from archive.extract import parser, parser_name
from archive.extract.parser_pool import DOUBLE
from archive.extract.report.model import Report
from archive.maintenance.verification import Problem, Verification
from archive.messages.coded import Sentence
from archive.reports import (
    copied_from,
    documents,
    evaluation,
    figures,
    near_copies,
    positions,
    publications,
    report_rows,
)
from archive.reports.history.report_history import history_of
from archive.reports.history.version_identity import digests as content_digests
from archive.reports.history.versions import History
from archive.storage import capture_keys, digests, schema
from archive.storage.database import Archive
from archive.storage.errors import MissingPayloadError
from archive.storage.instants import text

Differing = Callable[[Archive, int], Iterator[tuple[Sentence, Sentence]]]
"""Gives a site run's stored proofs of listing checks that their captures do not give: each check, and what differs."""


def verify(
    archive: Archive, differing_proofs: Differing | None = None, going: Verification | None = None
) -> Iterator[Problem]:
    """All checks, the most serious first. Yields nothing for an intact archive.

    Proofs are found by code that knows pages; without `differing_proofs` they are not compared. `going` says how much
    is verified, and remembers how far this came.
    """
    going = going or Verification(archive)
    yield from going.found_before()
    for name, check in _CHECKS.items():
        yield from going.run(name, partial(check, archive, going))
    if differing_proofs is not None:
        yield from going.run("proofs", partial(_proofs, differing_proofs, archive, going))
    for name, check in _LAST_CHECKS.items():
        yield from going.run(name, partial(check, archive, going))
    going.conclude()


def _integrity(archive: Archive, going: Verification) -> Iterator[Problem]:
    """What SQLite finds in both files; of what is new alone the night's own check of the file has to do."""
    if not going.is_whole:
        return
    for (message,) in archive.rows("PRAGMA integrity_check"):
        if message != "ok":
            yield Problem("integrity", archive.path.name, Sentence.of("verify-sqlite", message=message))
    try:
        found = archive.payloads.check()
    except sqlite3.Error as error:
        found = [str(error)]
    for message in found:
        yield Problem("integrity", Sentence("verify-payload-file"), Sentence.of("verify-sqlite", message=message))


def _foreign_keys(archive: Archive, going: Verification) -> Iterator[Problem]:
    """Rows that refer to nothing; SQLite refuses to write any, so that they are sought in all that is there or not."""
    if not going.is_whole:
        return
    for table, row, parent, _ in archive.rows("PRAGMA foreign_key_check"):
        yield Problem(
            "foreign key",
            Sentence.of("verify-row", table=table, row=row),
            Sentence.of("verify-refers-to-nothing", parent=parent),
        )


_GUARDED = ("fetches", "news", "payloads", "versions", "repeats", "steps", "answers", "judgements")


def _guards(archive: Archive, _: Verification) -> Iterator[Problem]:
    wanted = {f"{table}_keep_{verb}" for table in _GUARDED for verb in ("update", "delete")}
    there = {row[0] for row in archive.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for name in sorted(wanted - there):
        yield Problem("guard", name, Sentence.of("verify-guard"))


def _schema(archive: Archive, _: Verification) -> Iterator[Problem]:
    """Compare tables, indexes, triggers and views with those of a new archive."""
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.isolation_level = None
        empty.row_factory = sqlite3.Row
        schema.migrate(empty)
        wanted = _definitions(empty)
    present = _definitions(archive.connection)
    for kind, name in sorted(wanted.keys() | present.keys()):
        if (kind, name) not in present and not (kind == "trigger" and "_keep_" in name):
            yield Problem("schema", name, Sentence.of("verify-schema-missing", kind=kind))
        elif (kind, name) in present and present[kind, name] != wanted.get((kind, name)):
            yield Problem("schema", name, Sentence.of("verify-schema-differs", kind=kind))


def _definitions(db: sqlite3.Connection) -> dict[tuple[str, str], str]:
    rows = db.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB '_sqlite_*'")
    return {(kind, name): " ".join(sql.split()) for kind, name, sql in rows}


_CAPTURE_COLUMNS = (
    ("changes", "capture", "at > :change"),
    ("look_pages", "capture", "site_run > :site_run"),
    ("manifestations", "capture", "capture > :capture"),
    ("news", "via", "t.capture > :capture"),
    ("repeats", "via", "t.capture > :capture"),
    ("steps", "latest", "latest > :capture"),
)
"""Columns that refer to a capture, which is a row of `news` or of `repeats`; and which rows are new."""


def _capture_references(archive: Archive, going: Verification) -> Iterator[Problem]:
    for table, column, is_new in _CAPTURE_COLUMNS:
        for (capture,) in archive.connection.execute(
            f"SELECT {column} FROM {table} AS t WHERE {column} IS NOT NULL AND {is_new}"
            f" AND NOT EXISTS (SELECT 1 FROM news AS n WHERE n.capture = t.{column})"
            f" AND NOT EXISTS (SELECT 1 FROM repeats AS r WHERE r.capture = t.{column})",
            going.marks,
        ):
            yield Problem("capture", capture, Sentence.of("verify-capture-missing", table=table))


def _instants(archive: Archive, going: Verification) -> Iterator[Problem]:
    """A capture's key begins with its instant."""
    for capture, at in archive.connection.execute(
        "SELECT capture, fetched_at FROM news WHERE capture > :capture", going.marks
    ):
        if capture_keys.milliseconds(capture) != at:
            yield Problem("capture", capture, Sentence.of("verify-instant"))


def _payloads(archive: Archive, going: Verification) -> Iterator[Problem]:
    for _, digest, size in going.rows(
        "payloads", "SELECT payload, sha256, size FROM payloads WHERE payload > max(:after, :payload) ORDER BY payload"
    ):
        try:
            data = archive.payloads.get(digest)
        except MissingPayloadError:
            yield Problem("payload", digest.hex(), Sentence.of("verify-payload-missing"))
            continue
        except (zstandard.ZstdError, sqlite3.Error) as error:
            yield Problem("payload", digest.hex(), Sentence.of("verify-payload-broken", error=error))
            continue
        if record.digest(data) != digest or len(data) != size:
            yield Problem("payload", digest.hex(), Sentence.of("verify-payload-differs"))


def _headers(_: Archive, going: Verification) -> Iterator[Problem]:
    """A header set's digest is that of its text."""
    for headers, name, fields in going.rows(
        "headers",
        "SELECT headers, digest, fields FROM header_sets WHERE headers > max(:after, :headers) ORDER BY headers",
    ):
        if digests.of_text(fields) != name:
            yield Problem("headers", Sentence.of("verify-header-set", number=headers), Sentence.of("verify-headers"))


def _states(archive: Archive, going: Verification) -> Iterator[Problem]:
    """A listing state's digest is that of its items."""
    for state, name in going.rows(
        "states", "SELECT state, digest FROM listing_states WHERE state > max(:after, :state) ORDER BY state"
    ):
        items = archive.rows(
            "SELECT a.url, i.title, i.date FROM state_items JOIN items AS i USING (item)"
            " JOIN addresses AS a USING (address) WHERE state = ?",
            state,
        )
        if record.state_digest((url, title, date) for url, title, date in items) != name:
            yield Problem("listing state", name.hex(), Sentence.of("verify-items"))


def _readings(archive: Archive, going: Verification) -> Iterator[Problem]:
    """Parse the documents again, and compare readings and the rows of their versions.

    A difference between an earlier parser and today's is no problem: `reparse` reports that.
    """
    for row in going.rows(
        "documents",
        "SELECT d.*, v.capture AS version_capture FROM documents AS d LEFT JOIN versions AS v USING (version)"
        " CROSS JOIN news AS f ON f.capture = d.capture CROSS JOIN payloads USING (payload)"
        f" WHERE d.document > max(:after, :document) AND {is_last('d')} ORDER BY d.document",
    ):
        stored = StoredReading.of(row)
        try:
            report = parser.parse(documents.order(archive, stored.capture))
        except (MissingPayloadError, zstandard.ZstdError, sqlite3.Error):
            continue  # the payload check names it
        today = stored.parser.removesuffix(DOUBLE) in parser_name.reading_alike()
        if documents.differs(stored, report):
            if today:
                yield Problem("reading", stored.capture, Sentence.of("verify-reading"))
            continue
        if today and positions.differ(archive.connection, stored.document, report):
            yield Problem("positions", stored.capture, Sentence.of("verify-positions"))
        if stored.version and row["version_capture"] == stored.capture:
            yield from _figures(archive, stored.version, report, remarks=today)


def _figures(archive: Archive, version: str, report: Report, *, remarks: bool) -> Iterator[Problem]:
    stored, found = figures.stored(archive.connection, version), figures.rows(report)
    for table in figures.COLUMNS:
        if table in figures.REMARKS and not remarks:
            continue
        of_document = [row for row in stored[table] if table != "findings" or not figures.spans_documents(row[0])]
        if not figures.same_rows(of_document, found[table]):
            yield Problem(table, version, Sentence.of("verify-table-differs"))


def _contents(archive: Archive, going: Verification) -> Iterator[Problem]:
    """A version's key ends in the digests of its figures and its text, whichever parser read it.

    The digest of figures covers `cells` in the order of the document, which the table does not store: where there are
    several, only parsing again can decide.
    """
    for (version,) in going.rows(
        "versions",
        "SELECT v.version FROM versions AS v CROSS JOIN reports USING (report) WHERE v.version > :after"
        " AND (:document = 0 OR v.version IN (SELECT d.version FROM documents AS d WHERE d.document > :document))"
        " ORDER BY v.version",
        "",
    ):
        report = evaluation.report_of(archive.connection, version)
        digest = version.rsplit("/", 1)[-1]
        if not digest.endswith(content_digests(report)[1][:6]):
            yield Problem("sections", version, Sentence.of("verify-sections-key"))
        if len(report.cells) < 2 and digest[:6] not in _numbers(report):
            yield Problem("figures", version, Sentence.of("verify-figures-key"))


def _numbers(report: Report) -> set[str]:
    """The possible digests of these figures: an empty table leaves no row, and may have been present or not."""
    missing = [name for name in evaluation.TABLES.values() if name not in report.tables]
    return {
        content_digests(replace(report, tables={**report.tables, **{name: {} for name in empty}}))[0][:6]
        for count in range(len(missing) + 1)
        for empty in combinations(missing, count)
    }


def _settled_reports(archive: Archive, going: Verification) -> Iterator[Problem]:
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


def _untold_reports(archive: Archive, _: Verification) -> Iterator[Problem]:
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


_SITES = "SELECT site FROM sites WHERE site > :after ORDER BY site"


def _columns(archive: Archive, going: Verification) -> Iterator[Problem]:
    """Recompute the changes of sites' columns from the listing checks."""
    stored: dict[str, set[tuple[object, ...]]] = {}
    for row in archive.rows("SELECT subject, at, before, after, capture FROM changes WHERE kind = 'column'"):
        stored.setdefault(row["subject"], set()).add(tuple(row)[1:])
    sites = {f"site:{site}" for (site,) in archive.rows("SELECT site FROM sites")}
    for subject in sorted(stored.keys() - sites):
        yield Problem("changes", subject, Sentence.of("verify-changes-differ"))
    for (site,) in going.rows("columns", _SITES, "", counted="sites"):
        moves = {(move.at, move.before, move.after, move.capture) for _, move in _moves(archive, site)}
        if moves != stored.get(f"site:{site}", set()):
            yield Problem("changes", f"site:{site}", Sentence.of("verify-changes-differ"))


def _moves(archive: Archive, site: str) -> list[tuple[str, listing_changes.ColumnMove]]:
    return listing_changes.column_changes(archive, site)


def _proofs(differing: Differing, archive: Archive, going: Verification) -> Iterator[Problem]:
    """Find again what listing checks prove."""
    for (site_run,) in going.rows(
        "site_runs", "SELECT site_run FROM visits WHERE site_run > max(:after, :site_run) ORDER BY site_run"
    ):
        try:
            found = list(differing(archive, site_run))
        except MissingPayloadError:
            continue  # the payload check names it
        yield from (Problem("proof", *each) for each in found)


def _versions(archive: Archive, _: Verification) -> Iterator[Problem]:
    for version, report in archive.rows(
        "SELECT version, report FROM versions AS v WHERE NOT EXISTS"
        " (SELECT 1 FROM documents AS d WHERE d.version = v.version AND d.capture = v.capture)"
    ):
        yield Problem("version", version, Sentence.of("verify-version-unsaid", report=report))
    for report, gap in archive.rows(
        "SELECT report, max(seq) - count(*) FROM versions GROUP BY report HAVING max(seq) <> count(*) OR min(seq) <> 1"
    ):
        yield Problem("version", report, Sentence.of("verify-numbering", gap=gap))


def _status(archive: Archive, going: Verification) -> Iterator[Problem]:
    """Recompute the verdicts as of the instant at which they were written, county by county.

    Where a later run has begun, which may have added sites, only the verdict itself is compared. Verdicts of an earlier
    version's judge are left alone: the next night judges anew.
    """
    last = status_rows.judged_at(archive)
    if last is None or not status_rows.is_of_this_judge(archive):
        return
    later = archive.one("SELECT 1 FROM runs WHERE started_at > ? OR finished_at IS NULL", text(last)) is not None
    for (county,) in going.rows(
        "counties",
        "SELECT code FROM (SELECT county_code AS code FROM sites UNION SELECT county_code FROM status)"
        " WHERE code > :after ORDER BY code",
        "",
    ):
        watched = archive.one("SELECT 1 FROM sites WHERE county_code = ?", county)
        statuses = list(status_rows.compute(archive, last, county)) if watched else []
        yield from _verdicts(archive, county, statuses, later=later)
        if not later:
            yield from _backdating(archive, county, statuses)


def _verdicts(
    archive: Archive, county: str, statuses: Sequence[status_rows.DeadlineStatus], *, later: bool
) -> Iterator[Problem]:
    rows = archive.rows("SELECT * FROM status WHERE county_code = ?", county)
    stored = {(row["township_code"], row["year"]): row for row in rows}
    for status in statuses:
        subject = f"{status.township_code}/{status.year}"
        was = stored.pop((status.township_code, status.year), None)
        if was is None:
            yield Problem("status", subject, Sentence.of("verify-status-lacking", verdict=status.judgement.verdict))
            continue
        found = status_rows.row(status) if was["reason"] else status_rows.row_without_reason(status)
        for name, before, now in zip(was.keys(), was, found, strict=True):
            if before != now and (name == "verdict" or not later):
                yield Problem("status", subject, _differing(name, before, now))
    for township, year in stored:
        yield Problem("status", f"{township}/{year}", Sentence.of("verify-status-unsupported"))


def _differing(name: str, before: object, now: object) -> Sentence:
    """What is said of a column of a verdict; of its evidence, which is long, only that it is another."""
    if name == "evidence":
        return Sentence.of("verify-status-differs", column=name, stored=Sentence("verify-one"), shown="another")
    return Sentence.of("verify-status-differs", column=name, stored=f"{before}", shown=f"{now}")


def _backdating(archive: Archive, county: str, statuses: Sequence[status_rows.DeadlineStatus]) -> Iterator[Problem]:
    """Recompute the checks that contradict a claimed day of publication."""
    rows = archive.rows(
        "SELECT b.* FROM backdating AS b JOIN townships AS t ON t.code = b.township_code WHERE t.county_code = ?",
        county,
    )
    stored = {tuple(row) for row in rows}
    found = set(status_rows.backdating_rows(statuses))
    for township, year, claimed, *_ in sorted(found - stored, key=repr):
        yield Problem("status", f"{township}/{year}", Sentence.of("verify-backdating-lacking", claimed=str(claimed)))
    for township, year, claimed, *_ in sorted(stored - found, key=repr):
        yield Problem(
            "status", f"{township}/{year}", Sentence.of("verify-backdating-unsupported", claimed=str(claimed))
        )


_COUNTED = {
    "verdict_counts": "SELECT year, county_code, verdict, count(*) FROM status GROUP BY year, county_code, verdict",
    "publication_days": "SELECT year, CASE WHEN claimed_on IS NULL OR backdated THEN date(first_seen, '+8 hours')"
    " ELSE claimed_on END, date(due_at, '+8 hours', '-1 second'), verdict, count(*) FROM status"
    " WHERE first_seen IS NOT NULL GROUP BY 1, 2, 3, 4",
    "site_counts": "SELECT site, count(*), sum(outcome IS 'ok'), (SELECT v.site_run FROM visits AS v"
    " WHERE v.site = visits.site ORDER BY v.started DESC LIMIT 1), max(iif(outcome = 'ok', started, NULL))"
    " FROM visits GROUP BY site",
}
"""What triggers count, and how it is counted anew."""


def _counts(archive: Archive, _: Verification) -> Iterator[Problem]:
    """Count again what triggers count."""
    for table, anew in _COUNTED.items():
        for row in archive.rows(f"SELECT * FROM {table} EXCEPT {anew}"):
            yield Problem(table, f"{row[0]}/{row[1]}", Sentence("verify-count-differs"))
        for row in archive.rows(f"{anew} EXCEPT SELECT * FROM {table}"):
            yield Problem(table, f"{row[0]}/{row[1]}", Sentence("verify-count-missing"))


def _copies(archive: Archive, going: Verification) -> Iterator[Problem]:
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


_CHECKS: Mapping[str, Callable[[Archive, Verification], Iterator[Problem]]] = {
    "integrity": _integrity,
    "foreign keys": _foreign_keys,
    "guards": _guards,
    "schema": _schema,
    "captures": _capture_references,
    "instants": _instants,
    "payloads": _payloads,
    "headers": _headers,
    "states": _states,
    "readings": _readings,
    "versions": _versions,
    "contents": _contents,
    "reports": _settled_reports,
    "untold reports": _untold_reports,
    "columns": _columns,
}
"""The most serious first; then proofs, then these:"""

_LAST_CHECKS: Mapping[str, Callable[[Archive, Verification], Iterator[Problem]]] = {
    "status": _status,
    "counts": _counts,
    "copies": _copies,
}
