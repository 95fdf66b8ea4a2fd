"""Stores readings of captured documents, in any order, as rows of `documents`.

`archive.reports.settling` derives versions from a report's readings afterwards, so the tables depend neither on the
order in which documents were parsed nor on interrupted attempts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from archive.captures.last_readings import StoredReading, is_last, last_reading
from archive.extract import output
from archive.extract.layout.document import UnreadableReason
from archive.extract.parser import Order
from archive.extract.report.model import Context, Issuer, Report
from archive.reports import figures, positions
from archive.reports.history.version_identity import digests, version_key
from archive.storage.database import Archive
from archive.storage.instants import china_day, end_of_day, from_milliseconds, known_until, text


def store(archive: Archive, capture: str, report: Report, now: datetime) -> bool:
    """Store the reading of a captured document. Returns whether it differs from the stored one.

    An identical reading only updates the parser's name.
    """
    return store_all(archive, [(capture, report)], now) == 1


def store_all(archive: Archive, reports: Iterable[tuple[str, Report]], now: datetime) -> int:
    """Store the readings of several captures in one transaction. Returns how many differ from the stored ones."""
    with archive.transaction() as db:
        return sum([_store(db, capture, report, now) for capture, report in reports])


FAILURES_OF_THE_MACHINE: Final = frozenset(
    {UnreadableReason.PROCESS_DIED, UnreadableReason.TIMED_OUT, UnreadableReason.OUT_OF_MEMORY}
)
"""Why a document was not read though it may be readable: it is read again on a later night, and by a reparse."""

_TURN: Final = 8
"""By how many documents the order of those to read again moves on each day."""

_FAILED: Final = f"""
SELECT d.capture FROM documents AS d JOIN news AS f USING (capture) JOIN visits AS v USING (site_run)
WHERE d.kind = 'unreadable' AND d.reason_code IN (SELECT value FROM json_each(?1)) AND {is_last("d")}
AND (?2 IS NULL OR v.site = ?2) AND d.parsed_at >= ?3 AND d.parsed_at < ?4 ORDER BY d.capture
"""


_UNREAD: Final = """
SELECT f.capture FROM news AS f WHERE f.kind IN ('report', 'attachment') AND f.verdict = 'ok'
AND f.payload IS NOT NULL AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = f.capture) ORDER BY f.capture
"""

_UNREAD_OF_RUN: Final = _UNREAD.replace(" ORDER BY", " AND f.site_run = ?1 ORDER BY")


def is_read(report: Report) -> bool:
    """Whether a document was read, or is unreadable by itself; no machine failed with it."""
    return report.reason_code not in FAILURES_OF_THE_MACHINE


def failed_by_machine(
    archive: Archive, site: str | None = None, since: datetime | None = None, until: datetime | None = None
) -> list[str]:
    """Captures whose last reading failed for want of time, memory, disk or a living process, between two instants."""
    start, end = (text(since) if since else ""), known_until(until)
    codes = json.dumps(sorted(FAILURES_OF_THE_MACHINE))
    return [row["capture"] for row in archive.rows(_FAILED, codes, site, start, end)]


def to_read_again(
    archive: Archive, site: str, now: datetime, *, but: Container[str] = ()
) -> Iterator[tuple[str, Order]]:
    """A site's documents that a machine failed to read on an earlier day, as (capture, order); others first each day.

    Captures in `but` are left out.
    """
    today = china_day(now)
    failed = failed_by_machine(archive, site, until=end_of_day(today - timedelta(days=1)))
    first = today.toordinal() * _TURN % max(1, len(failed))
    for capture in [*failed[first:], *failed[:first]]:
        if capture not in but:
            yield capture, order(archive, capture)


def differs(stored: StoredReading, report: Report) -> bool:
    """Whether a reading differs from a stored one in kind, issuer, year, content, title or claimed day."""
    before = (
        *(stored.kind, stored.township_code, stored.joint_with, stored.year),
        *(stored.figures_digest, stored.text_digest, stored.title, stored.claimed_on),
    )
    now = (
        *(report.kind, report.issuer.township_code, _joint_with(report.issuer), report.year),
        *(*digests(report), report.title, _claimed_on(report)),
    )
    return before != now


def unread(archive: Archive, site_run: int | None = None, *, but: Container[str] = ()) -> Iterator[tuple[str, Order]]:
    """Captured documents without a reading, of one site run or of all, as (capture, order). Only reads.

    Captures in `but`, which the caller is parsing already, are left out.
    """
    rows = archive.rows(_UNREAD) if site_run is None else archive.rows(_UNREAD_OF_RUN, site_run)
    for (capture,) in rows:
        if capture not in but:
            yield capture, order(archive, capture)


def order(archive: Archive, capture: str) -> Order:
    """The parser's order for a captured document: its bytes and the context of its fetch. Only reads."""
    row = archive.one(
        "SELECT a.url, p.sha256, h.fields, s.county_code, f.link_title, f.fetched_at FROM news AS f"
        " JOIN addresses AS a USING (address) JOIN payloads AS p USING (payload) JOIN site_runs AS r USING (site_run)"
        " JOIN sites AS s USING (site) LEFT JOIN header_sets AS h USING (headers) WHERE f.capture = ?",
        capture,
    )
    day = china_day(from_milliseconds(row["fetched_at"]))
    context = Context(row["county_code"], row["url"], row["link_title"], day)
    declared = json.loads(row["fields"]).get("content-type") if row["fields"] else None
    return Order(archive.payloads.get(row["sha256"]), context, declared, row["url"].rsplit("/", 1)[-1])


def _store(db: sqlite3.Connection, capture: str, report: Report, now: datetime) -> bool:
    if _reads_as_before(db, capture, report):
        return False
    figures_digest, text_digest = digests(report)
    inserted = db.execute(
        "INSERT INTO documents (capture, parsed_at, parser, kind, reason, reason_code, title, year, level, issuer,"
        " match, township_code, joint_with, candidates, claimed_on, claimed_label, figures_digest, text_digest,"
        " hollow, version, said)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            capture,
            text(now),
            report.parser,
            report.kind,
            report.reason,
            report.reason_code,
            report.title,
            report.year,
            report.issuer.level,
            report.issuer.name,
            report.issuer.match,
            report.issuer.township_code,
            _joint_with(report.issuer),
            _candidates(report.issuer),
            _claimed_on(report),
            report.published_label,
            figures_digest,
            text_digest,
            not report.sections and not report.tables,
            version_key(report),
            output.dumps(report) if report.is_resolved else None,
        ),
    )
    positions.store(db, int(inserted.lastrowid or 0), report)
    return True


def _reads_as_before(db: sqlite3.Connection, capture: str, report: Report) -> bool:
    last = last_reading(db, capture)
    if last is None or differs(last, report) or _is_read_at_last(last, report):
        return False
    db.execute("UPDATE documents SET parser = ? WHERE document = ?", (report.parser, last.document))
    positions.store(db, last.document, report)
    of_version = "SELECT 1 FROM versions WHERE version = ? AND capture = ?"
    if last.version is not None and db.execute(of_version, (last.version, capture)).fetchone():
        figures.renew_remarks(db, last.version, report)
    return True


def _is_read_at_last(stored: StoredReading, report: Report) -> bool:
    """Whether a document that the machine failed to read is read now, though it holds nothing else than before."""
    return stored.reason_code in FAILURES_OF_THE_MACHINE and is_read(report)


def _claimed_on(report: Report) -> str | None:
    return report.claimed_on.isoformat() if report.claimed_on else None


def _joint_with(issuer: Issuer) -> str | None:
    """The codes of a joint report's other townships as JSON; None where there are none."""
    return json.dumps([unit.township_code for unit in issuer.joint_with]) if issuer.joint_with else None


def _candidates(issuer: Issuer) -> str | None:
    """The candidate townships as JSON; None where the township is decided or there are none."""
    if not issuer.candidates or issuer.township_code is not None:
        return None
    return json.dumps(output.candidates_to_json(issuer.candidates), ensure_ascii=False)
