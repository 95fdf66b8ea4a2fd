"""Whether the files, their tables and the references between rows are whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from archive.maintenance.verification import Problem, Verification
from archive.messages.coded import Sentence
from archive.storage import capture_keys
from archive.storage import schema as schemas
from archive.storage.database import Archive


def integrity(archive: Archive, going: Verification) -> Iterator[Problem]:
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


def foreign_keys(archive: Archive, going: Verification) -> Iterator[Problem]:
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


def guards(archive: Archive, _: Verification) -> Iterator[Problem]:
    """The triggers that keep rows of append-only tables from being changed or deleted."""
    wanted = {f"{table}_keep_{verb}" for table in _GUARDED for verb in ("update", "delete")}
    there = {row[0] for row in archive.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for name in sorted(wanted - there):
        yield Problem("guard", name, Sentence.of("verify-guard"))


def schema(archive: Archive, _: Verification) -> Iterator[Problem]:
    """Compare tables, indexes, triggers and views with those of a new archive."""
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.isolation_level = None
        empty.row_factory = sqlite3.Row
        schemas.migrate(empty)
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


def capture_references(archive: Archive, going: Verification) -> Iterator[Problem]:
    """Columns that name a capture name one that is there."""
    for table, column, is_new in _CAPTURE_COLUMNS:
        for (capture,) in archive.connection.execute(
            f"SELECT {column} FROM {table} AS t WHERE {column} IS NOT NULL AND {is_new}"
            f" AND NOT EXISTS (SELECT 1 FROM news AS n WHERE n.capture = t.{column})"
            f" AND NOT EXISTS (SELECT 1 FROM repeats AS r WHERE r.capture = t.{column})",
            going.marks,
        ):
            yield Problem("capture", capture, Sentence.of("verify-capture-missing", table=table))


def instants(archive: Archive, going: Verification) -> Iterator[Problem]:
    """A capture's key begins with its instant."""
    for capture, at in archive.connection.execute(
        "SELECT capture, fetched_at FROM news WHERE capture > :capture", going.marks
    ):
        if capture_keys.milliseconds(capture) != at:
            yield Problem("capture", capture, Sentence.of("verify-instant"))
