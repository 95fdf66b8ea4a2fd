"""Readings in the archive: what each document said, settled into versions with their figures.

A reading is kept as it comes (`documents`), in any order; `settle` then tells each touched report's history anew from
all its documents, so that the tables do not depend on the order or the number of interrupted attempts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from archive import history
from archive.clock import china_day, text
from archive.form.reading import Context
from archive.parser import Order
from archive.store import Archive

Said = Mapping[str, Any]
"""A reading in the shape of `nianbao parse`."""

_APPLICATION_COLUMNS = (
    "natural_person",
    "enterprise",
    "research_institution",
    "public_welfare_organization",
    "legal_service_organization",
    "other_organization",
    "total",
)
_DISCLOSURE_COLUMNS = (
    "issued",
    "repealed",
    "in_force",
    "made",
    "published",
    "items_last_year",
    "change",
    "decisions",
    "projects",
    "amount",
)
_REVIEW_COLUMNS = ("upheld", "corrected", "other", "pending", "total")


def keep(archive: Archive, capture: str, said: Said, now: datetime) -> None:
    """Keep what a captured document said. A second reading that says the same only renews the parser's name."""
    figures, words = _digest(said["tables"], said["cells"]), _digest(_words(said))
    issuer = said["issuer"]
    with archive.transaction() as db:
        if _reads_as_before(db, capture, said, figures, words):
            return
        db.execute(
            "INSERT INTO documents (capture, parsed_at, parser, kind, reason, title, year, level, issuer, match,"
            " township_code, candidates, claimed_on, claimed_label, figures_digest, text_digest, hollow, version, said)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                capture,
                text(now),
                said["parser"],
                said["kind"],
                said["reason"],
                said["title"],
                said["year"],
                issuer["level"],
                issuer["name"],
                issuer["match"],
                issuer["township_code"],
                json.dumps(issuer["candidates"], ensure_ascii=False) if issuer["candidates"] else None,
                said["published_on"] or said["signed_on"],
                said.get("published_label"),
                figures,
                words,
                not said["sections"] and not said["tables"],
                _version_key(said, figures, words),
                json.dumps(said, ensure_ascii=False) if _is_report(said) else None,
            ),
        )


def unread(archive: Archive, site_run: int | None = None) -> Iterator[tuple[str, Order]]:
    """Captured documents that nobody has read yet, of one site run or of all, as (capture, what to read)."""
    rows = archive.rows(
        "SELECT f.capture, a.url, p.sha256, h.fields, s.county_code, f.link_title, f.fetched_at FROM fetches AS f"
        " JOIN addresses AS a USING (address) JOIN payloads AS p USING (payload) JOIN site_runs AS r USING (site_run)"
        " JOIN sites AS s USING (site) LEFT JOIN header_sets AS h USING (headers)"
        " WHERE f.kind IN ('report', 'attachment') AND f.verdict = 'ok' AND (?1 IS NULL OR f.site_run = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = f.capture) ORDER BY f.capture",
        site_run,
    )
    for row in rows:
        day = china_day(datetime.fromtimestamp(row["fetched_at"] / 1000, UTC))
        context = Context(row["county_code"], row["url"], row["link_title"], day)
        declared = json.loads(row["fields"]).get("content-type") if row["fields"] else None
        name = row["url"].rsplit("/", 1)[-1]
        yield row["capture"], Order(archive.payloads.get(row["sha256"]), context, declared, name)


def settle(archive: Archive, now: datetime, site_run: int | None = None) -> int:
    """Bring reports with unsettled documents, or that this site run found gone, up to date. Returns how many.

    A site run settles its own documents only: what another process has begun to read is not whole yet.
    """
    unsettled = archive.rows(
        "SELECT DISTINCT d.township_code, d.year FROM documents AS d JOIN fetches AS f USING (capture)"
        " WHERE d.said IS NOT NULL AND (?1 IS NULL OR f.site_run = ?1)",
        site_run,
    )
    touched = {tuple(row) for row in unsettled}
    if site_run is not None:
        touched |= {
            tuple(row)
            for row in archive.rows(
                "SELECT DISTINCT d.township_code, d.year FROM fetches AS g JOIN fetches AS f ON f.address = g.address"
                " JOIN documents AS d ON d.capture = f.capture"
                " WHERE g.site_run = ? AND g.kind IN ('report', 'attachment') AND d.version IS NOT NULL"
                " AND (g.verdict IN ('gone', 'soft_404') OR EXISTS (SELECT 1 FROM reports AS r"
                "      WHERE r.report = d.township_code || '/' || d.year AND r.state = 'withdrawn'))",
                site_run,
            )
        }
    for township, year in sorted(touched):
        _settle_report(archive, township, year, now)
    return len(touched)


def _settle_report(archive: Archive, township: str, year: int, now: datetime) -> None:
    report = f"{township}/{year}"
    with archive.transaction() as db:
        told = history.fold(_observations(db, township, year))
        if told.versions:
            _write_report(db, report, township, year, told)
            _write_versions(db, report, told, now)
            _write_changes(db, report, told.changes)
        db.execute("UPDATE documents SET said = NULL WHERE township_code = ? AND year = ?", (township, year))


def _observations(db: sqlite3.Connection, township: str, year: int) -> list[history.Seen | history.Gone]:
    rows = db.execute(
        "SELECT d.*, a.url, f.address, f.fetched_at,"
        " row_number() OVER (PARTITION BY d.capture ORDER BY d.parsed_at) AS nth,"
        " (SELECT count(*) FROM documents AS o WHERE o.capture = d.capture AND o.parsed_at > d.parsed_at"
        "  AND (o.township_code IS NOT d.township_code OR o.year IS NOT d.year)) AS disowned"
        " FROM documents AS d JOIN fetches AS f USING (capture) JOIN addresses AS a USING (address)"
        " WHERE d.township_code = ? AND d.year = ? AND d.version IS NOT NULL",
        (township, year),
    ).fetchall()
    kept = {
        row["version"] for row in db.execute("SELECT version FROM versions WHERE report = ?", (f"{township}/{year}",))
    }
    solid = [row for row in rows if not row["hollow"] or row["version"] in kept] or rows
    seen: list[history.Seen | history.Gone] = [_seen(row) for row in solid]
    gone = _gone(db, report_addresses := {row["address"] for row in solid}, township, year)
    return [*seen, *gone, *_back_again(db, solid, gone, report_addresses)]


def _seen(row: sqlite3.Row, at: int | None = None, capture: str | None = None) -> history.Seen:
    reparsed = row["nth"] > 1
    return history.Seen(
        at=row["parsed_at"] if reparsed and at is None else _instant(at or row["fetched_at"]),
        capture=capture or row["capture"],
        version=row["version"],
        figures=row["figures_digest"],
        text=row["text_digest"],
        url=row["url"],
        title=row["title"],
        claimed_on=row["claimed_on"],
        cause="parser" if reparsed and at is None else "publisher",
    )


def _gone(db: sqlite3.Connection, addresses: set[int], township: str, year: int) -> list[history.Gone]:
    """Sound site runs whose lists lack the report while every address asked for said that it is gone."""
    marks = ",".join("?" * len(addresses))
    rows = db.execute(
        "SELECT min(f.capture) AS capture, min(f.fetched_at) AS at FROM fetches AS f"
        " JOIN site_runs AS s USING (site_run)"
        f" WHERE f.address IN ({marks}) AND s.outcome = 'ok' GROUP BY f.site_run"
        f" HAVING sum(f.verdict NOT IN ('gone', 'soft_404')) = 0 AND NOT EXISTS (SELECT 1 FROM looks AS l"
        f" JOIN state_items AS m USING (state) JOIN items AS i USING (item) WHERE l.site_run = f.site_run"
        f" AND (i.address IN ({marks}) OR (i.kind = 'report' AND i.township_code = ? AND i.year = ?)))",
        (*addresses, *addresses, township, year),
    )
    return [history.Gone(_instant(row["at"]), row["capture"]) for row in rows]


def _back_again(
    db: sqlite3.Connection, rows: list[sqlite3.Row], gone: list[history.Gone], addresses: set[int]
) -> list[history.Seen]:
    """After each disappearance, the first capture that brought known bytes back and so was never read anew."""
    back = []
    for absence in gone:
        marks = ",".join("?" * len(addresses))
        again = db.execute(
            f"SELECT f.capture, f.fetched_at, f.address FROM fetches AS f WHERE f.address IN ({marks})"
            f" AND f.capture > ? AND f.verdict = 'same' ORDER BY f.capture LIMIT 1",
            (*addresses, absence.capture),
        ).fetchone()
        if again:
            former = [row for row in rows if row["address"] == again["address"] and row["capture"] < again["capture"]]
            back.append(_seen(former[-1], again["fetched_at"], again["capture"]))
    return back


def _write_report(db: sqlite3.Connection, report: str, township: str, year: int, told: history.History) -> None:
    county = db.execute("SELECT county_code FROM townships WHERE code = ?", (township,)).fetchone()[0]
    first = min(version.first.at for version in told.versions)
    db.execute(
        "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (report) DO UPDATE SET"
        " state = excluded.state, version = excluded.version, first_seen = excluded.first_seen",
        (report, township, year, county, "present" if told.present else "withdrawn", told.current, first),
    )


def _write_versions(db: sqlite3.Connection, report: str, told: history.History, now: datetime) -> None:
    """Append the versions that are new. Where earlier knowledge arrives late, the old ones are numbered anew."""
    known = {
        row["version"]: row["seq"]
        for row in db.execute("SELECT version, seq FROM versions WHERE report = ?", (report,))
    }
    moved = [v for v in told.versions if known.get(v.first.version, v.seq) != v.seq]
    if moved:
        db.execute("INSERT INTO rebuilding VALUES (?)", (text(now),))
        db.execute("UPDATE versions SET seq = -seq WHERE report = ?", (report,))
        for version in told.versions:
            db.execute(
                "UPDATE versions SET seq = ?, change = ? WHERE version = ?",
                (version.seq, version.change, version.first.version),
            )
        db.execute("DELETE FROM rebuilding")
    for version in told.versions:
        if version.first.version not in known:
            _write_version(db, report, version)


def _write_version(db: sqlite3.Connection, report: str, version: history.Version) -> None:
    first = version.first
    document = db.execute(
        "SELECT d.* FROM documents AS d WHERE d.capture = ? AND d.version = ? AND d.said IS NOT NULL",
        (first.capture, first.version),
    ).fetchone()
    said = json.loads(document["said"])
    fetched = db.execute("SELECT fetched_at FROM fetches WHERE capture = ?", (first.capture,)).fetchone()[0]
    db.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            first.version,
            report,
            version.seq,
            first.capture,
            _instant(fetched),
            document["parsed_at"],
            document["claimed_on"],
            document["claimed_label"],
            said["signed_on"],
            version.change,
            first.cause,
            said["title"],
            said["document_number"],
            said["form"],
            said["parser"],
        ),
    )
    _write_figures(db, first.version, said)


def _write_figures(db: sqlite3.Connection, version: str, said: Said) -> None:
    tables = said["tables"]
    _write_table(db, "applications", _APPLICATION_COLUMNS, version, tables.get("applications", {}))
    _write_table(db, "reviews", _REVIEW_COLUMNS, version, tables.get("review", {}))
    _write_table(db, "disclosures", _DISCLOSURE_COLUMNS, version, _disclosure_lines(tables.get("disclosure", {})))
    db.executemany(
        "INSERT INTO statistics VALUES (?, ?, ?)",
        [(version, line, value) for line, value in tables.get("statistics", {}).items()],
    )
    db.executemany(
        "INSERT INTO sections VALUES (?, ?, ?, ?)",
        [(version, section["number"], section["heading"], section["text"]) for section in said["sections"]],
    )
    db.executemany(
        "INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?)",
        [(version, cell["table"], cell["line"], cell["column"], cell["state"], cell["raw"]) for cell in said["cells"]],
    )
    db.executemany(
        "INSERT OR IGNORE INTO figures VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                version,
                told["section"],
                told["start"],
                told["end"],
                told["indicator"],
                told["value"],
                told["unit"],
                told["quote"],
            )
            for told in said["narrative"]
        ],
    )
    db.executemany(
        "INSERT INTO findings (version, rule, severity, blame, detail) VALUES (?, ?, ?, ?, ?)",
        [(version, found["rule"], found["severity"], found["blame"], found["detail"]) for found in said["findings"]],
    )


def _disclosure_lines(table: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """One-value lines as rows: decisions for what an authority decided, amount for fees."""
    return {
        line: value if isinstance(value, Mapping) else {"amount" if line == "fees" else "decisions": value}
        for line, value in table.items()
    }


def _write_table(
    db: sqlite3.Connection, table: str, columns: Iterable[str], version: str, lines: Mapping[str, Mapping[str, Any]]
) -> None:
    columns = tuple(columns)
    marks = ",".join("?" * (len(columns) + 2))
    db.executemany(
        f"INSERT INTO {table} VALUES ({marks})",
        [(version, line, *(values.get(column) for column in columns)) for line, values in lines.items()],
    )


def _write_changes(db: sqlite3.Connection, report: str, changes: Iterable[history.Changed]) -> None:
    subject = f"township:{report}"
    db.execute("DELETE FROM changes WHERE subject = ?", (subject,))
    db.executemany(
        "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(c.at, c.kind, subject, c.before, c.after, c.cause, c.capture) for c in changes],
    )


def _reads_as_before(db: sqlite3.Connection, capture: str, said: Said, figures: str, words: str) -> bool:
    last = db.execute(
        "SELECT * FROM documents WHERE capture = ? ORDER BY parsed_at DESC LIMIT 1", (capture,)
    ).fetchone()
    if last is None:
        return False
    same = (last["kind"], last["township_code"], last["year"], last["figures_digest"], last["text_digest"]) == (
        said["kind"],
        said["issuer"]["township_code"],
        said["year"],
        figures,
        words,
    )
    if same:
        db.execute("UPDATE documents SET parser = ? WHERE document = ?", (said["parser"], last["document"]))
    return same


def _is_report(said: Said) -> bool:
    return said["kind"] == "report" and said["year"] is not None and said["issuer"]["township_code"] is not None


def _version_key(said: Said, figures: str, words: str) -> str | None:
    """`township/year/content`: the same on every machine for the same content."""
    if not _is_report(said):
        return None
    return f"{said['issuer']['township_code']}/{said['year']}/{figures[:6]}{words[:6]}"


def _words(said: Said) -> list[tuple[int, str]]:
    """The text as far as meaning goes: white space never counts."""
    return [
        (section["number"], "".join((section["heading"] + section["text"]).split())) for section in said["sections"]
    ]


def _digest(*values: object) -> str:
    packed = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    return blake2b(packed, digest_size=16).hexdigest()


def _instant(milliseconds: int) -> str:
    return text(datetime.fromtimestamp(milliseconds / 1000).astimezone())
