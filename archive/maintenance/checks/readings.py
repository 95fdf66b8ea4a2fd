"""Whether documents read again give what is stored of them, and versions bear the digests of their contents."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import zstandard

from archive.captures.last_readings import StoredReading, is_last
from archive.extract import parser, parser_name
from archive.extract.parser_pool import DOUBLE
from archive.extract.report.model import Report
from archive.maintenance.verification import Problem, Verification
from archive.messages.coded import Sentence
from archive.reports import documents, evaluation, figures, positions
from archive.reports.history.version_identity import digests as content_digests
from archive.storage.database import Archive
from archive.storage.errors import MissingPayloadError


def readings(archive: Archive, going: Verification) -> Iterator[Problem]:
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


def contents(archive: Archive, going: Verification) -> Iterator[Problem]:
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
