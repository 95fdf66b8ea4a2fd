"""Whether an archive is what it claims to be: digests, keys and derived tables recomputed, every difference named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import zstandard

from archive import figures, judgements, observations, parser, readings
from archive.store import Archive


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be."""

    check: str
    subject: str
    detail: str


def verify(archive: Archive) -> Iterator[Problem]:
    """Every check, in order of gravity. Yields nothing for a sound archive."""
    yield from _integrity(archive)
    yield from _foreign_keys(archive)
    yield from _guards(archive)
    yield from _named(archive)
    yield from _payloads(archive)
    yield from _readings(archive)
    yield from _versions(archive)
    yield from _told(archive)
    yield from _status(archive)


def _integrity(archive: Archive) -> Iterator[Problem]:
    for (said,) in archive.rows("PRAGMA integrity_check"):
        if said != "ok":
            yield Problem("integrity", archive.path.name, said)


def _foreign_keys(archive: Archive) -> Iterator[Problem]:
    for table, row, parent, _ in archive.rows("PRAGMA foreign_key_check"):
        yield Problem("foreign key", f"{table} row {row}", f"refers to nothing in {parent}")


_GUARDED = ("fetches", "news", "payloads", "versions", "repeats", "steps")


def _guards(archive: Archive) -> Iterator[Problem]:
    wanted = {f"{table}_keep_{verb}" for table in _GUARDED for verb in ("update", "delete")}
    there = {row[0] for row in archive.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for name in sorted(wanted - there):
        yield Problem("guard", name, "the trigger that keeps rows append-only is missing")


_NAMING = (
    ("changes", "capture"),
    ("manifestations", "capture"),
    ("news", "via"),
    ("repeats", "via"),
    ("steps", "latest"),
)
"""Columns that name a capture, which may lie in one of two tables."""


def _named(archive: Archive) -> Iterator[Problem]:
    for table, column in _NAMING:
        for (capture,) in archive.rows(
            f"SELECT {column} FROM {table} AS t WHERE {column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM news AS n WHERE n.capture = t.{column})"
            f" AND NOT EXISTS (SELECT 1 FROM repeats AS r WHERE r.capture = t.{column})"
        ):
            yield Problem("capture", capture, f"is named by {table} and is not there")


def _payloads(archive: Archive) -> Iterator[Problem]:
    for digest, size in archive.rows("SELECT sha256, size FROM payloads"):
        try:
            data = archive.payloads.get(digest)
        except KeyError:
            yield Problem("payload", digest.hex(), "its bytes are missing from the payload file")
            continue
        except zstandard.ZstdError as error:
            yield Problem("payload", digest.hex(), f"its bytes cannot be unpacked: {error}")
            continue
        if observations.digest(data) != digest or len(data) != size:
            yield Problem("payload", digest.hex(), "its bytes are not those that were fetched")


def _readings(archive: Archive) -> Iterator[Problem]:
    """Documents that today's parser has read, read by it once more; and the rows that they gave their versions."""
    rows = archive.rows(
        "SELECT d.*, v.capture AS tells FROM documents AS d LEFT JOIN versions AS v USING (version)"
        " WHERE d.parser = ? AND NOT EXISTS"
        " (SELECT 1 FROM documents AS o WHERE o.capture = d.capture AND o.parsed_at > d.parsed_at)",
        parser.version(),
    )
    for row in rows:
        try:
            said = parser.parse(readings.order(archive, row["capture"]))
        except (KeyError, zstandard.ZstdError):
            continue  # the payload check names it
        if readings.differs(row, said):
            yield Problem("reading", row["capture"], "its bytes say something else than the row in documents")
        elif row["tells"] == row["capture"]:
            yield from _figures(archive, row["version"], said)


def _figures(archive: Archive, version: str, said: figures.Said) -> Iterator[Problem]:
    kept, found = figures.kept(archive.connection, version), figures.rows(said)
    for table in figures.COLUMNS:
        own = [row for row in kept[table] if table != "findings" or not figures.of_several(row[0])]
        if not figures.alike(own, found[table]):
            yield Problem(table, version, "holds something else than its document says")


def _told(archive: Archive) -> Iterator[Problem]:
    """Every report's history, told anew from its documents; what is read and not yet settled is left alone."""
    for report, township, year, current in archive.rows(
        "SELECT report, township_code, year, version FROM reports AS r WHERE NOT EXISTS (SELECT 1 FROM documents AS d"
        " WHERE d.township_code = r.township_code AND d.year = r.year AND d.said IS NOT NULL)"
    ):
        told = readings.tell(archive.connection, township, year)
        if told.current != current:
            yield Problem("report", report, f"shows {current}, but its documents say {told.current}")
        kept = {
            (row["version"], row["seq"], row["change"], row["cause"])
            for row in archive.rows("SELECT * FROM versions WHERE report = ?", report)
        }
        if kept != {(v.first.version, v.seq, v.change, v.first.cause) for v in told.versions}:
            yield Problem("versions", report, "are not those that its documents tell")
        rows = archive.rows(
            "SELECT at, kind, before, after, cause, capture FROM changes WHERE subject = ?", f"township:{report}"
        )
        if sorted(map(repr, map(tuple, rows))) != sorted(
            repr((c.at, c.kind, c.before, c.after, c.cause, c.capture)) for c in told.changes
        ):
            yield Problem("changes", report, "are not those that its documents tell")


def _versions(archive: Archive) -> Iterator[Problem]:
    for version, report in archive.rows(
        "SELECT version, report FROM versions AS v WHERE NOT EXISTS"
        " (SELECT 1 FROM documents AS d WHERE d.version = v.version AND d.capture = v.capture)"
    ):
        yield Problem("version", version, f"no document of report {report} says this")
    for report, gap in archive.rows(
        "SELECT report, max(seq) - count(*) FROM versions GROUP BY report HAVING max(seq) <> count(*) OR min(seq) <> 1"
    ):
        yield Problem("version", report, f"the numbering has {gap} gaps")


def _status(archive: Archive) -> Iterator[Problem]:
    """The verdicts, computed anew as of the instant at which they were written."""
    last = judgements.judged_at(archive)
    if last is None:
        return
    kept = {(row["township_code"], row["year"]): row["verdict"] for row in archive.rows("SELECT * FROM status")}
    for standing in judgements.compute(archive, last):
        key = (standing.township_code, standing.year)
        was = kept.pop(key, None)
        if was != standing.judgement.verdict:
            yield Problem(
                "status", f"{key[0]}/{key[1]}", f"says {was}, but the captures say {standing.judgement.verdict}"
            )
    for key, was in kept.items():
        yield Problem("status", f"{key[0]}/{key[1]}", f"says {was}, but nothing supports a row: {json.dumps(key)}")
