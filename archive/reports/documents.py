"""Stores readings of captured documents, in any order, as rows of `documents`.

`archive.reports.settling` derives versions from a report's readings afterwards, so the tables depend neither on the
order in which documents were parsed nor on interrupted attempts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator
from datetime import datetime

from archive.captures.last_readings import StoredReading, last_reading
from archive.extract import output
from archive.extract.parser import Order
from archive.extract.report.model import Context, Issuer, Report
from archive.reports import figures
from archive.reports.history.report_digests import digests, version_key
from archive.storage.database import Archive
from archive.storage.instants import china_day, from_milliseconds, text


def store(archive: Archive, capture: str, report: Report, now: datetime) -> bool:
    """Store the reading of a captured document. Returns whether it differs from the stored one.

    An identical reading only updates the parser's name.
    """
    return store_all(archive, [(capture, report)], now) == 1


def store_all(archive: Archive, reports: Iterable[tuple[str, Report]], now: datetime) -> int:
    """Store the readings of several captures in one transaction. Returns how many differ from the stored ones."""
    with archive.transaction() as db:
        return sum([_store(db, capture, report, now) for capture, report in reports])


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
    rows = archive.rows(
        "SELECT f.capture FROM news AS f"
        " WHERE f.kind IN ('report', 'attachment') AND f.verdict = 'ok' AND (?1 IS NULL OR f.site_run = ?1)"
        " AND f.payload IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = f.capture) ORDER BY f.capture",
        site_run,
    )
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
    db.execute(
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
    return True


def _reads_as_before(db: sqlite3.Connection, capture: str, report: Report) -> bool:
    last = last_reading(db, capture)
    if last is None or differs(last, report):
        return False
    db.execute("UPDATE documents SET parser = ? WHERE document = ?", (report.parser, last.document))
    of_version = "SELECT 1 FROM versions WHERE version = ? AND capture = ?"
    if last.version is not None and db.execute(of_version, (last.version, capture)).fetchone():
        figures.renew_remarks(db, last.version, report)
    return True


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
