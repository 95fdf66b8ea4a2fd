"""Whether an archive is what it claims to be: digests, keys and derived tables recomputed, every difference named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import zstandard

from archive import judgements, observations
from archive.clock import instant
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
    yield from _payloads(archive)
    yield from _versions(archive)
    yield from _status(archive)


def _integrity(archive: Archive) -> Iterator[Problem]:
    for (said,) in archive.rows("PRAGMA integrity_check"):
        if said != "ok":
            yield Problem("integrity", archive.path.name, said)


def _foreign_keys(archive: Archive) -> Iterator[Problem]:
    for table, row, parent, _ in archive.rows("PRAGMA foreign_key_check"):
        yield Problem("foreign key", f"{table} row {row}", f"refers to nothing in {parent}")


def _guards(archive: Archive) -> Iterator[Problem]:
    wanted = {f"{table}_keep_{verb}" for table in ("fetches", "payloads", "versions") for verb in ("update", "delete")}
    there = {row[0] for row in archive.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for name in sorted(wanted - there):
        yield Problem("guard", name, "the trigger that keeps rows append-only is missing")


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
    """The verdicts as of the last run, computed anew."""
    last = archive.one("SELECT max(finished_at) FROM runs")[0]
    if last is None:
        return
    kept = {(row["township_code"], row["year"]): row["verdict"] for row in archive.rows("SELECT * FROM status")}
    for standing in judgements.compute(archive, instant(last)):
        key = (standing.township_code, standing.year)
        was = kept.pop(key, None)
        if was != standing.judgement.verdict:
            yield Problem(
                "status", f"{key[0]}/{key[1]}", f"says {was}, but the captures say {standing.judgement.verdict}"
            )
    for key, was in kept.items():
        yield Problem("status", f"{key[0]}/{key[1]}", f"says {was}, but nothing supports a row: {json.dumps(key)}")
