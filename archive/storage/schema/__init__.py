"""Numbered migrations of the archive: each SQL file beside this one is applied once, in order.

Views hold no data and are recreated whenever the text of `views.sql` changes.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from archive.storage import digests

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

HERE = Path(__file__).parent
APPLICATION_ID = 0x6E69616E  # "nian", in the file's header: tells an archive from any other database


_SET = "nianbao"
"""The name of our migrations in sqlite-utils' table of applied ones."""


TOLD_EVERY_SECONDS = 10.0

Tell = Callable[[str, int, int, int], None]
"""Progress of a long migration: the step under way, its number, how many there are, and the seconds since the start."""


def _steps(begin: Callable[[str], None] = lambda _: None) -> Migrations:
    """The migrations in the order of their file names; `begin` is called with the name of each that is applied."""
    from sqlite_utils import Migrations  # brings numpy where that is installed: 0.2 s that only a migration is worth

    steps = Migrations(_SET)

    def step(path: Path) -> None:
        @steps(name=path.stem)
        def run(db: Database) -> None:
            begin(path.stem)
            for statement in _statements(path.read_text(encoding="utf-8")):
                db.execute(statement)

    for path in sorted(HERE.glob("[0-9]*.sql")):
        step(path)
    return steps


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, without comment lines; each begins on a line of its own."""
    lines: list[str] = []
    for line in script.splitlines():
        if line.strip() and not line.strip().startswith("--"):
            lines.append(line)
            if sqlite3.complete_statement(statement := "\n".join(lines)):
                yield statement.rstrip(";")
                lines = []


def migrate(connection: sqlite3.Connection, tell: Tell | None = None) -> None:
    """Bring the archive to today's schema, inside the caller's transaction; foreign keys must not be enforced in it.

    `tell` is called every ten seconds.
    """
    from sqlite_utils import Database

    db = Database(connection, execute_plugins=False)
    if missing := pending(connection):
        connection.create_function("text_digest", 1, digests.of_text, deterministic=True)
        _drop_views(db)
        with _told(connection, missing, tell) as begin:
            _steps(begin).apply(db)
    _create_views(db)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@contextmanager
def _told(connection: sqlite3.Connection, steps: list[str], tell: Tell | None) -> Iterator[Callable[[str], None]]:
    """Tell of steps now and then while SQLite works on them; yields what is to be called at the beginning of each."""
    began = last = time.monotonic()
    under_way = steps[0]

    def begin(step: str) -> None:
        nonlocal under_way
        under_way = step

    def look() -> None:
        nonlocal last
        if tell and time.monotonic() - last >= TOLD_EVERY_SECONDS:
            last = time.monotonic()
            tell(under_way, steps.index(under_way) + 1, len(steps), int(last - began))

    connection.set_progress_handler(look, 100_000)
    try:
        yield begin
    finally:
        connection.set_progress_handler(None, 0)


def pending(connection: sqlite3.Connection) -> list[str]:
    """Names of the migrations that this archive still lacks."""
    return sorted(_known() - _applied(connection))


def newer_than_this_program(connection: sqlite3.Connection) -> list[str]:
    """Names of migrations in the archive that this version of the program does not know."""
    return sorted(_applied(connection) - _known())


def views_are_current(connection: sqlite3.Connection) -> bool:
    """Whether the views of the archive are those of this version."""
    return bool(connection.execute("PRAGMA user_version").fetchone()[0] == _views()[1])


def _known() -> set[str]:
    return {path.stem for path in HERE.glob("[0-9]*.sql")}


def _applied(connection: sqlite3.Connection) -> set[str]:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return set()
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (_SET,))
    return {name for (name,) in rows}


def _create_views(db: Database) -> None:
    if views_are_current(db.conn):
        return
    script, digest = _views()
    _drop_views(db)
    for statement in _statements(script):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {digest}")


def _drop_views(db: Database) -> None:
    """Drop all views: a step that rebuilds a table fails while views refer to it."""
    for name in db.view_names():
        db.view(name).drop()
    db.execute("PRAGMA user_version = 0")


@cache
def _views() -> tuple[str, int]:
    """The text of the views, and a number derived from it for the file's header (`user_version`)."""
    script = (HERE.parent / "views.sql").read_text(encoding="utf-8")
    return script, int.from_bytes(sha256(script.encode()).digest()[:4], "big") & 0x7FFFFFFF
