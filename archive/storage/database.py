"""The archive file: opens, migrates and locks it, and writes in short IMMEDIATE transactions.

Knows SQLite, and not what the tables mean.
"""

from __future__ import annotations

import fcntl
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from archive import gazetteer
from archive.messages.coded import Sentence
from archive.storage import schema
from archive.storage.errors import ArchiveError, LostError, explain
from archive.storage.instants import text
from archive.storage.payloads import Payloads, is_empty

log = logging.getLogger("nianbao")

BUSY_TIMEOUT = 30.0
"""Seconds that one writer waits for another."""


class Archive:
    """An open archive: `connection` to `nianbao.db`, and `payloads` in the file beside it."""

    def __init__(self, path: Path, connection: sqlite3.Connection, payloads: Payloads) -> None:
        self.path = path
        self.connection = connection
        self.payloads = payloads

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the archive for writing; create or migrate it where needed. Raises ArchiveError."""
        if path.is_dir() or not path.parent.is_dir():
            raise ArchiveError("wrong-no-file-there", path=path)
        beside = payload_path(path)
        if beside.is_dir():
            raise ArchiveError("wrong-no-file-there", path=beside)
        refuse_lost(path)
        try:
            connection = _connect(path, "rwc")
            _prepare(connection, path)
        except sqlite3.Error as error:
            raise explain(error, path) from error
        try:
            return cls(path, connection, Payloads.open(beside))
        except sqlite3.Error as error:
            raise explain(error, beside) from error

    @classmethod
    def existing(cls, path: Path) -> Self:
        """Open an archive for writing that somebody has made; migrate it where needed. Raises ArchiveError."""
        if not path.exists() and not _is_lost(path):
            raise ArchiveError("wrong-no-archive-yet", path=path)
        return cls.open(path)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open an existing archive for reading only. Raises ArchiveError."""
        if _is_lost(path):
            raise LostError("wrong-archive-lost", path=path)
        if path.is_dir():
            raise ArchiveError("wrong-no-file-there", path=path)
        if not path.is_file():
            raise ArchiveError("wrong-no-archive-yet", path=path)
        try:
            connection = _connect(path, "ro")
            _check_ours(connection, path)
            if schema.pending(connection):
                raise ArchiveError("wrong-outdated", path=path)
            return cls(path, connection, Payloads.read(payload_path(path)))
        except sqlite3.Error as error:
            raise explain(error, path) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One write transaction, begun IMMEDIATE so that it never fails half-way for a lock."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:  # a full disk rolls back by itself
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def rebuild(self, now: datetime | None = None) -> Iterator[sqlite3.Connection]:
        """A transaction that may rewrite versions, which are append-only otherwise; `now` is stored while it lasts."""
        with self.transaction() as connection:
            connection.execute("INSERT INTO rebuilding VALUES (?)", (text(now) if now else "",))
            yield connection
            connection.execute("DELETE FROM rebuilding")

    def one(self, sql: str, *values: object) -> Any:
        """The first row of a query, or None."""
        return self.connection.execute(sql, values).fetchone()

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self.connection.execute(sql, values).fetchall()

    def each(self, sql: str, *values: object) -> Iterator[sqlite3.Row]:
        """The rows of a query one after the other, where all of them would take much of the memory."""
        yield from self.connection.execute(sql, values)

    def damage(self) -> str | None:
        """The first error that SQLite's quick check of the archive file finds; None where there is none."""
        answer = self.rows("PRAGMA quick_check(3)")[0][0]
        return None if answer == "ok" else str(answer)

    def close(self) -> None:
        """Close both files."""
        self.payloads.close()
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def for_reading(path: Path) -> str:
    """The URI by which SQLite opens a file for reading only, whatever characters its name has."""
    return _uri(path, "ro")


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def payload_path(path: Path) -> Path:
    """The path of the payload file of the archive at `path`."""
    return path.with_name(f"{path.stem}.payloads{path.suffix}")


def backup_pattern(path: Path) -> str:
    """The names, as a glob pattern, of the dated backups that nights make of the archive at `path`."""
    return f"{path.stem}-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]{path.suffix}"


def refuse_lost(path: Path) -> None:
    """Raise LostError where the archive, or its payload file, is missing or empty and was once there."""
    if _is_lost(path):
        raise LostError("wrong-archive-lost", path=path)
    beside = payload_path(path)
    if is_empty(beside) and _has_payloads(path):
        raise LostError("wrong-payloads-lost", path=beside)


def _is_lost(path: Path) -> bool:
    """Whether an archive is missing or empty that was once there, as what it leaves behind shows."""
    if path.exists() and path.stat().st_size:
        return False
    return _has_payloads(payload_path(path)) is not False or any((path.parent / "backups").glob(backup_pattern(path)))


def _has_payloads(path: Path) -> bool | None:
    """Whether a payload file holds any, or an archive names any; None where it cannot be read."""
    if is_empty(path):
        return False
    try:
        with closing(sqlite3.connect(for_reading(path), uri=True)) as file:
            return file.execute("SELECT 1 FROM payloads LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return None


@contextmanager
def sole_run(path: Path) -> Iterator[None]:
    """Lock the archive for the only run that fetches into it; the lock ends with the process, however it ends.

    Raises ArchiveError where another run holds it.
    """
    with path.with_name(path.name + ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ArchiveError("wrong-other-run", path=path) from error
        yield


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        _uri(path, mode),
        uri=True,
        isolation_level=None,
        timeout=BUSY_TIMEOUT,
        check_same_thread=False,
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a writable archive to today's schema; a foreign or newer file is refused untouched."""
    _check_ours(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if not schema.pending(connection) and schema.views_are_current(connection):
        return
    connection.execute("PRAGMA foreign_keys = OFF")  # a step may rebuild a table that others refer to
    connection.execute("BEGIN IMMEDIATE")
    try:
        schema.migrate(connection, _tell_of_migration)
        _fill_gazetteer(connection)
        _check_references(connection, path)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("PRAGMA foreign_keys = ON")


def _tell_of_migration(step: str, number: int, of: int, seconds: int) -> None:
    log.info(Sentence.of("log-migrating", step=step, number=number, of=of, seconds=seconds))


def _check_references(connection: sqlite3.Connection, path: Path) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise ArchiveError("wrong-broken-reference", path=path, table=broken[0], other=broken[2])


def _check_ours(connection: sqlite3.Connection, path: Path) -> None:
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if mark != schema.APPLICATION_ID and not empty:
        raise ArchiveError("wrong-other-database", path=path)
    unknown = schema.newer_than_this_program(connection)
    if unknown:
        raise ArchiveError("wrong-newer-archive", path=path, unknown=unknown[-1])


def _fill_gazetteer(connection: sqlite3.Connection) -> None:
    names = gazetteer.load()
    connection.executemany(
        "INSERT INTO counties VALUES (?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET"
        " (name, prefecture, province) = (excluded.name, excluded.prefecture, excluded.province)",
        [(county.code, county.name, county.prefecture, county.province) for county in names.counties()],
    )
    connection.executemany(
        "INSERT INTO townships VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET"
        " (county_code, name, valid_from, valid_to, successor)"
        " = (excluded.county_code, excluded.name, excluded.valid_from, excluded.valid_to, excluded.successor)",
        [
            (unit.code, unit.county_code, unit.name, _day(unit.valid_from), _day(unit.valid_to), unit.successor)
            for county in names.counties()
            for unit in names.units(county.code)
        ],
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
