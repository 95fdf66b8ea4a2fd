"""A site's part of the archive: cut out for a process on another machine, and what that process saw, joined again.

A part holds what a site's process asks the archive: the captures, listing checks and readings of its county's sites,
the county's verdicts, and the bytes of each page as it was last seen. The process works on it as on a whole archive.
What comes back is a part, too: the captures of one site run and what was read in it. Rows in a part keep the numbers
that they have in the archive that it was cut from; joining goes by stable keys. Knows no machine and no network.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import zstandard

from archive.captures import listing_changes, proofs, record
from archive.maintenance import merge
from archive.reports import settling
from archive.reports.documents import FAILURES_OF_THE_MACHINE
from archive.storage import owned_folders, schema
from archive.storage.database import Archive, for_reading, payload_path
from archive.storage.instants import from_milliseconds
from archive.storage.payloads import Payloads

LEVEL = 3
"""Of the compression on the wire: the payloads in it are compressed already."""


@dataclass(frozen=True, slots=True)
class Part:
    """An archive file and its payload file, compressed. `last_document` is the number of the last reading in it."""

    archive: bytes
    payloads: bytes
    last_document: int = 0


@dataclass(frozen=True, slots=True)
class SiteRunEnd:
    """How a site run ended, as its row in `visits` has it; instants in milliseconds."""

    finished: int
    outcome: record.Outcome
    detail: str | None
    seen_from: int | None
    reason: str | None
    reasons: str | None


def cut(archive: Archive, run: str, site: str) -> Part:
    """What a process that visits a site in this run must know. Only reads."""
    with _bare() as part, _attached(part, archive.path):
        _run(part, "for_site", {"run": run, "site": site})
        for script in ("listing_checks", "of_county", "referred"):
            _run(part, script, {})
        wanted = part.execute(_script("bytes_for_site"), {"failures": json.dumps(sorted(FAILURES_OF_THE_MACHINE))})
        digests = [row[0] for row in wanted.fetchall()]
        last = part.execute("SELECT coalesce(max(document), 0) FROM main.documents").fetchone()[0]
        return Part(_packed(part), _packed_payloads(archive, digests), last)


def cut_seen(
    archive: Archive, run: str, site: str, held: Iterable[str] = (), readings_after: int | None = None
) -> Part:
    """What a site run has seen, without the captures in `held`. Only reads.

    With `readings_after` also its listing checks, and the readings whose number is larger. The site run is open in it
    even where it has ended: `ended` tells how.
    """
    with _bare() as part, _attached(part, archive.path):
        part.execute("CREATE TEMP TABLE held (capture TEXT PRIMARY KEY)")
        part.executemany("INSERT OR IGNORE INTO temp.held VALUES (?)", [(capture,) for capture in held])
        _run(part, "seen", {"run": run, "site": site})
        if readings_after is not None:
            _run(part, "listing_checks", {})
            _run(part, "readings", {"after": readings_after})
        _run(part, "referred", {})
        digests = [row[0] for row in part.execute("SELECT sha256 FROM payloads ORDER BY payload").fetchall()]
        part.execute("DROP TABLE temp.held")
        return Part(_packed(part), _packed_payloads(archive, digests))


def ended(archive: Archive, run: str, site: str) -> SiteRunEnd | None:
    """How a site run ended; None while it has not."""
    row = archive.one(
        "SELECT v.finished, v.outcome, v.detail, v.seen_from, v.reason, v.reasons FROM visits AS v"
        " JOIN outings USING (outing) WHERE run = ? AND site = ? AND outcome IS NOT NULL",
        run,
        site,
    )
    return SiteRunEnd(*row) if row else None


def held(archive: Archive, run: str, site: str) -> frozenset[str]:
    """The captures of a site run that is open."""
    sql = "SELECT capture FROM news JOIN site_runs USING (site_run) WHERE run = ? AND site = ?"
    return frozenset(row[0] for row in archive.rows(sql, run, site))


def lay(part: Part, path: Path, whole: Path | None = None) -> None:
    """Write a part as an archive at `path`, with its payload file beside.

    Where a process is to work on it, `whole` names an empty archive of this version: a part has no gazetteer.
    """
    payload_path(path).write_bytes(zstandard.ZstdDecompressor().decompress(part.payloads))
    if whole is None:
        path.write_bytes(zstandard.ZstdDecompressor().decompress(part.archive))
        return
    shutil.copyfile(whole, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as laid:
        laid.execute("ATTACH ':memory:' AS part")
        laid.deserialize(zstandard.ZstdDecompressor().decompress(part.archive), name="part")
        laid.execute("BEGIN")
        for table, columns in _tables(laid):
            laid.execute(f"INSERT OR IGNORE INTO main.{table} ({columns}) SELECT {columns} FROM part.{table}")
        laid.execute("COMMIT")


def make_empty(path: Path) -> None:
    """Make an archive with nothing but the gazetteer, in one file, as `lay` copies it."""
    with Archive.open(path) as archive:
        archive.connection.execute("PRAGMA journal_mode = DELETE")


def join(archive: Archive, seen: Part, run: str, site: str, end: SiteRunEnd | None = None) -> int:
    """Join what a site run has seen elsewhere. Returns how many captures were new. May be repeated.

    With `end` the site run is closed and its reports are settled, as its own process does beside the archive.
    """
    with owned_folders.temporary("nianbao-part-") as folder:
        path = folder / "part.db"
        lay(seen, path)
        with Archive.read(path) as other:
            captures, _ = merge.observe(archive, other)
            if end is not None:
                merge.copy_readings(archive, other)
    if end is not None:
        _close(archive, run, site, end)
    return captures


def _close(archive: Archive, run: str, site: str, end: SiteRunEnd) -> None:
    site_run = archive.one("SELECT site_run FROM site_runs WHERE run = ? AND site = ?", run, site)[0]
    with archive.transaction() as db:
        stored = (end.finished, end.outcome, end.detail, end.seen_from, end.reason, end.reasons)
        record.close_site_run(db, site_run, stored)
        proofs.forget_verdicts(db, site_run)
    listing_changes.settle(archive, site)
    settling.settle(archive, from_milliseconds(end.finished), site_run)


@contextmanager
def _bare() -> Iterator[sqlite3.Connection]:
    """An archive in memory with tables and no rows, not even the gazetteer's."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as part:
        part.deserialize(_schema())
        part.execute("PRAGMA foreign_keys = OFF")
        yield part


@cache
def _schema() -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as bare:
        bare.row_factory = sqlite3.Row
        bare.execute("BEGIN")
        schema.migrate(bare)
        bare.execute("COMMIT")
        return bare.serialize()


@contextmanager
def _attached(part: sqlite3.Connection, path: Path) -> Iterator[None]:
    """The archive as `whole`, for reading, in one transaction, so that all that is cut is of one instant."""
    part.execute("ATTACH ? AS whole", (for_reading(path),))
    part.execute("BEGIN")
    try:
        yield
    finally:
        if part.in_transaction:
            part.execute("ROLLBACK")
        part.execute("DETACH whole")


def _packed(part: sqlite3.Connection) -> bytes:
    part.execute("COMMIT")
    return zstandard.ZstdCompressor(LEVEL).compress(part.serialize())


def _packed_payloads(archive: Archive, digests: Iterable[bytes]) -> bytes:
    """A payload file with these payloads and what they are compressed against, as the archive stores them."""
    with closing(Payloads.in_memory()) as chosen:
        chosen.copy_from(archive.payloads, digests)
        return zstandard.ZstdCompressor(LEVEL).compress(chosen.serialized())


def _tables(laid: sqlite3.Connection) -> list[tuple[str, str]]:
    """The tables of the attached part that have rows, with their columns."""
    listed = laid.execute("PRAGMA part.table_list").fetchall()
    names = [name for _, name, kind, *_ in listed if kind == "table" and "sqlite" not in name]
    with_rows = [name for name in names if laid.execute(f"SELECT 1 FROM part.{name} LIMIT 1").fetchone()]
    return [
        (name, ", ".join(f'"{row[1]}"' for row in laid.execute(f"PRAGMA part.table_info({name})")))
        for name in with_rows
    ]


def _run(part: sqlite3.Connection, script: str, values: Mapping[str, object]) -> None:
    for statement in _script(script).split(";\n"):
        if statement.strip():
            part.execute(statement, values)


def _script(name: str) -> str:
    return (Path(__file__).parent / "part_sql" / f"{name}.sql").read_text(encoding="utf-8")
