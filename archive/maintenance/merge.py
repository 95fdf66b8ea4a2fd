"""Merges archives made on several machines: nothing is lost or duplicated, and the order does not matter.

Observations are united by their stable keys, with local numbers translated; derived tables are then recomputed from the
union. Where two archives hold one row in two states (a run closed in one and open in the other), every machine picks by
the same rule: the state with more information, then the earlier, then the smaller.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.captures import listing_changes as site_columns
from archive.captures import record
from archive.captures.last_readings import is_superseded
from archive.deadlines import status
from archive.reports import copied_from, figures, search_index, settling
from archive.storage import packing
from archive.storage.database import Archive, for_reading
from archive.storage.instants import instant

TABLES = {
    "observed": (
        "counties", "townships", "sites", "site_settings", "outings", "visits", "addresses", "payloads", "header_sets",
        "news", "steps", "repeats", "items", "listing_states", "state_items", "proofs", "looks", "look_pages",
        "documents", "positions", "versions", "alert_reasons", "alerts", "notifications", "doubted_runs", "mutes",
        "afterthoughts", "answers", "judgements",
    ),
    "derived": ("reports", "changes", "status", "backdating", "manifestations", "copied_from", *figures.COLUMNS),
    "local": (
        "rebuilding", "deadline_rules", "judged", "judged_counties",
        "watching", "nights", "evaluated", "sendings", "verdict_reasons",
        "search", "search_config", "search_data", "search_idx", "unsearched", "uncompared", "compared",
        "county_sums", "township_ranks", "verdict_counts", "publication_days", "site_counts", "kept_counts",
    ),
}  # fmt: skip
"""Every table by what a merge does with it: unite (`observed`), recompute (`derived`) or leave alone (`local`)."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What one archive added: captures and payloads that were new, and reports that were settled."""

    path: Path
    captures: int
    payloads: int
    reports: int


def merge(archive: Archive, others: Iterable[Path], now: datetime) -> list[Merged]:
    """Merge other archives into this one. An interrupted merge can be run again. Raises ArchiveError.

    What an archive does not tell anew costs no more than finding that out: reports are settled, and counties judged,
    only of sites of which something is new.
    """
    done, is_news = [], False
    for path in others:
        with Archive.read(path) as other:
            merged, is_news_here = _unite(archive, other, now)
        done.append(merged)
        is_news = is_news or is_news_here
    if is_news:
        site_columns.settle(archive)
    last = archive.one("SELECT max(finished_at) FROM runs")[0]
    status.materialise(archive, instant(last) if last else now)
    copied_from.renew_if_due(archive, now)
    search_index.complete(archive)
    return done


def observe(archive: Archive, other: Archive) -> tuple[int, int]:
    """Merge observations only, nothing derived. Returns how many captures and payloads were new."""
    payloads = _copy_payloads(archive, other)
    with _attached(archive, other.path), archive.transaction() as db:
        captures = _observe(db)
    return captures, payloads


def _observe(db: sqlite3.Connection) -> int:
    db.execute(
        "CREATE TEMP TABLE arriving AS SELECT r.site_run FROM other.site_runs AS r WHERE NOT EXISTS"
        " (SELECT 1 FROM main.site_runs AS m WHERE (m.run, m.site) = (r.run, r.site))"
    )
    captures = _run(db, "observations") + _copy_repeats(db)
    db.execute("DROP TABLE temp.arriving")
    return captures


def copy_readings(archive: Archive, other: Archive) -> None:
    """Copy readings that are still to be settled here: the tables of documents, and nothing that is derived of them."""
    with _attached(archive, other.path), archive.transaction() as db:
        _run(db, "readings")


def _copy_repeats(db: sqlite3.Connection) -> int:
    """Copy packed captures: unchanged where their site run is new here, else each missing one as a separate row.

    Returns how many were new.
    """
    db.execute("CREATE TEMP TABLE numbered (there INTEGER PRIMARY KEY, here INTEGER NOT NULL)")
    steps: dict[int, int] = {}
    for row in db.execute(_STEPS).fetchall():
        *values, led_by, there, latest = row
        steps[there] = packing.find_step(db, tuple(values), led_by)
        packing.note_latest(db, [(steps[there], latest)])
    db.executemany("INSERT INTO temp.numbered VALUES (?, ?)", steps.items())
    copied = _run(db, "repeats")
    db.execute("DROP TABLE temp.numbered")
    return copied


_STEPS = (
    "SELECT s.site, s.kind, ma.address, s.status, s.verdict, s.detail, mp.payload, mh.headers, s.request, s.link_title,"
    " s.reason, s.reason_args, mv.address, s.step, s.latest FROM other.steps AS s"
    " JOIN other.addresses AS a USING (address) JOIN main.addresses AS ma ON ma.url = a.url"
    " LEFT JOIN other.payloads AS p USING (payload)"
    " LEFT JOIN main.payloads AS mp ON mp.sha256 = p.sha256 LEFT JOIN other.header_sets AS h USING (headers)"
    " LEFT JOIN main.header_sets AS mh ON mh.digest = h.digest LEFT JOIN other.addresses AS v ON v.address = s.via"
    " LEFT JOIN main.addresses AS mv ON mv.url = v.url ORDER BY s.step"
)


def _unite(archive: Archive, other: Archive, now: datetime) -> tuple[Merged, bool]:
    """What an archive added, and whether it told of any site anew.

    All in one transaction, so that what is new is known for as long as it is not settled.
    """
    payloads = _copy_payloads(archive, other)
    with _attached(archive, other.path), archive.rebuild(now) as db:
        _run(db, "noting")
        captures = _observe(db)
        _run(db, "readings")
        _copy_versions(db)
        db.execute("INSERT OR IGNORE INTO afterthoughts SELECT * FROM other.afterthoughts")
        for decided in ("answers", "judgements"):
            db.execute(f"INSERT OR IGNORE INTO {decided} SELECT * FROM other.{decided}")
        _copy_alerts(db)
        _run(db, "noted")
        affected = sorted(tuple(row) for row in db.execute("SELECT township_code, year FROM temp.news_of_reports"))
        is_news = db.execute("SELECT 1 FROM temp.news_of_sites").fetchone() is not None
        for township, year in affected:
            settling.settle_township(db, township, [year])
        _run(db, "forgotten")
    return Merged(other.path, captures, payloads, len(affected)), is_news


def copy_superseded_readings(archive: Archive, other: Archive) -> None:
    """Copy superseded readings, with the versions that only they gave."""
    superseded = f"SELECT document FROM other.documents AS d WHERE {is_superseded('d', table='other.documents')}"
    _copy_documents(archive, other, superseded)


def copy_reading(archive: Archive, other: Archive, document: int) -> None:
    """Copy one reading, by its number in the other archive, with its version."""
    _copy_documents(archive, other, f"SELECT {int(document)}")


def _copy_documents(archive: Archive, other: Archive, which: str) -> None:
    with _attached(archive, other.path), archive.rebuild() as db:
        db.execute(
            f"INSERT OR IGNORE INTO documents ({_DOCUMENT}) SELECT {_DOCUMENT} FROM other.documents"
            f" WHERE document IN ({which})"
        )
        db.execute(
            "INSERT OR IGNORE INTO positions SELECT m.document, p.packed FROM other.positions AS p"
            " JOIN other.documents AS o USING (document)"
            " JOIN main.documents AS m ON (m.capture, m.parsed_at) = (o.capture, o.parsed_at)"
            f" WHERE o.document IN ({which})"
        )
        db.execute(
            "INSERT OR IGNORE INTO reports SELECT report, township_code, year, county_code, state, NULL, first_seen"
            " FROM other.reports WHERE report IN (SELECT v.report FROM other.versions AS v"
            f" JOIN other.documents AS d USING (version) WHERE d.document IN ({which}))"
        )
        _copy_versions(db, f"SELECT version FROM other.documents WHERE document IN ({which})")


def copy_decisions(archive: Archive, other: Archive) -> None:
    """Copy what no capture gives again: alerts, notifications, mutes, answers, judgements, retroactive findings."""
    with _attached(archive, other.path), archive.rebuild() as db:
        db.execute("INSERT OR IGNORE INTO main.alert_reasons SELECT * FROM other.alert_reasons")
        for table in ("alerts", "notifications", "mutes", "watching", "answers", "judgements"):
            db.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")
        db.execute(
            "INSERT OR IGNORE INTO main.afterthoughts SELECT * FROM other.afterthoughts"
            " WHERE version IN (SELECT version FROM main.versions)"
        )


def copy_parser_names(archive: Archive, other: Archive) -> None:
    """Set the parser of each recomputed version to the one that first read it."""
    with _attached(archive, other.path), archive.rebuild() as db:
        db.execute(
            "UPDATE main.versions AS v SET parser = (SELECT parser FROM other.versions AS o"
            " WHERE o.version = v.version) WHERE version IN (SELECT version FROM other.versions)"
        )


def _copy_payloads(archive: Archive, other: Archive) -> int:
    """Copy payload bytes before anything refers to them: an interruption leaves at worst orphans."""
    copied = 0
    for digest, kind, url in other.rows(
        "SELECT p.sha256, min(f.kind), min(a.url) FROM payloads AS p JOIN (SELECT payload, kind, address FROM news"
        " UNION SELECT payload, kind, address FROM steps) AS f USING (payload)"
        " JOIN addresses AS a USING (address) GROUP BY p.payload ORDER BY p.payload"
    ):
        if not archive.payloads.has(digest):
            archive.payloads.put(other.payloads.get(digest), record.scope(kind, url))
            copied += 1
    return copied


@contextmanager
def _attached(archive: Archive, path: Path) -> Iterator[None]:
    archive.connection.execute("ATTACH ? AS other", (for_reading(path),))
    try:
        yield
    finally:
        archive.connection.execute("DETACH other")


def _run(db: sqlite3.Connection, script: str) -> int:
    """Run a script of `merge_sql`; returns how many captures it added."""
    captures = 0
    for statement in (Path(__file__).parent / "merge_sql" / f"{script}.sql").read_text(encoding="utf-8").split(";\n"):
        added = db.execute(statement).rowcount
        captures += added if _table_filled(statement) in _OF_CAPTURES else 0
    return captures


def _table_filled(statement: str) -> str:
    """The table that a statement inserts into; empty where it inserts nothing."""
    words = statement.split()
    return words[words.index("INTO") + 1].removeprefix("main.") if "INTO" in words else ""


_OF_CAPTURES = frozenset({"news", "repeats"})
"""The tables of captures."""


_DOCUMENT = (
    "capture, parsed_at, parser, kind, reason, reason_code, title, year, level, issuer, match, township_code,"
    " joint_with, candidates, claimed_on, claimed_label, figures_digest, text_digest, hollow, version, said"
)

_FIRST = "CASE cause WHEN 'parser' THEN parsed_at ELSE fetched_at END, capture, parsed_at, parser"
"""Orders two readings of one version: the one known first comes first."""


def _copy_versions(db: sqlite3.Connection, which: str = "SELECT version FROM other.versions") -> None:
    """Versions that are not here, or were known earlier there, with all rows that refer to them; numbered later."""
    db.execute(
        "CREATE TEMP TABLE coming AS SELECT o.version FROM other.versions AS o"
        f" WHERE o.version IN ({which}) AND (NOT EXISTS (SELECT 1 FROM main.versions AS m WHERE m.version = o.version)"
        f" OR (SELECT json_array({_FIRST}) FROM other.versions AS x WHERE x.version = o.version)"
        f"  < (SELECT json_array({_FIRST}) FROM main.versions AS x WHERE x.version = o.version))"
    )
    for table in figures.COLUMNS:
        db.execute(f"DELETE FROM main.{table} WHERE version IN (SELECT version FROM temp.coming)")
    db.execute(
        "INSERT OR REPLACE INTO main.versions SELECT v.version, v.report, -1000000 - v.seq, v.capture, v.fetched_at,"
        " v.parsed_at, v.claimed_on, v.claimed_label, v.signed_on, v.change, v.cause, v.title, v.document_number,"
        " v.form, v.parser FROM other.versions AS v JOIN temp.coming USING (version)"
    )
    for table, columns in figures.COLUMNS.items():
        names = figures.names(("version", *columns))
        db.execute(
            f"INSERT INTO main.{table} ({names}) SELECT {names} FROM other.{table}"
            " WHERE version IN (SELECT version FROM temp.coming)"
        )
    db.execute("DROP TABLE temp.coming")


def _copy_alerts(db: sqlite3.Connection) -> None:
    """Unite the alerts, closed and acknowledged where either is. Of two open on one subject the earlier stays open.

    The later one is closed at the instant at which it opened, which marks it as a duplicate: a later merge can
    distinguish it from an alert whose condition ceased.
    """
    columns = [row[1] for row in db.execute("PRAGMA main.table_info(alerts)")]
    db.execute("INSERT OR IGNORE INTO main.alert_reasons SELECT * FROM other.alert_reasons")
    db.execute("CREATE TEMP TABLE united AS SELECT * FROM main.alerts UNION ALL SELECT * FROM other.alerts")
    db.execute("UPDATE temp.united SET closed_at = NULL WHERE closed_at = opened_at")
    picked = ", ".join(
        f"min({column}) AS {column}" if column in ("closed_at", "acknowledged_at") else f"max({column}) AS {column}"
        for column in columns
        if column != "alert"
    )
    db.execute(f"CREATE TEMP TABLE picked AS SELECT alert, {picked} FROM temp.united GROUP BY alert")
    db.execute(
        "UPDATE temp.picked AS p SET closed_at = opened_at WHERE closed_at IS NULL AND EXISTS (SELECT 1"
        " FROM temp.picked AS o WHERE o.kind = p.kind AND o.subject = p.subject AND o.closed_at IS NULL"
        " AND (o.opened_at, o.alert) < (p.opened_at, p.alert))"
    )
    names = ", ".join(columns)
    changed = ", ".join(f"{column} = excluded.{column}" for column in columns if column != "alert")
    for half in ("IS NOT NULL", "IS NULL"):  # what closes makes room for what stays open
        db.execute(
            f"INSERT INTO main.alerts ({names}) SELECT {names} FROM temp.picked WHERE closed_at {half}"
            f" ON CONFLICT (alert) DO UPDATE SET {changed}"
        )
    db.execute("DROP TABLE temp.united")
    db.execute("DROP TABLE temp.picked")
    _copy_notifications(db)


def _copy_notifications(db: sqlite3.Connection) -> None:
    """Unite notifications; of two states of one: sent before failed before waiting, then more attempts."""
    columns = [row[1] for row in db.execute("PRAGMA main.table_info(notifications)")]
    rank = "json_array(instr('waiting failed  sent', {0}.state), {0}.attempts + 1000000, {0}.sent_at, {0}.error)"
    db.execute(
        f"INSERT INTO main.notifications ({', '.join(columns)}) SELECT {', '.join(columns)} FROM other.notifications"
        " WHERE true ON CONFLICT (alert, channel, edge) DO UPDATE SET "
        + ", ".join(f"{column} = excluded.{column}" for column in columns if column not in ("alert", "channel", "edge"))
        + f" WHERE {rank.format('excluded')} > {rank.format('notifications')}"
    )
