"""Numbered migrations of the archive: each SQL file beside this one is a step, taken once and in order.

Views hold no data: `views.sql` is laid anew whenever its text changes.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from sqlite_utils import Database, Migrations

HERE = Path(__file__).parent
APPLICATION_ID = 0x6E69616E  # "nian", in the file's header: tells an archive from any other database


def _steps() -> Migrations:
    """The migrations in the order of their file names."""
    steps = Migrations("nianbao")

    def step(path: Path) -> None:
        @steps(name=path.stem)
        def run(db: Database) -> None:
            for statement in _statements(path.read_text(encoding="utf-8")):
                db.execute(statement)

    for path in sorted(HERE.glob("[0-9]*.sql")):
        step(path)
    return steps


def _statements(script: str) -> list[str]:
    """The statements of a script: each ends with a line that ends in `;`, a trigger with `END;`."""
    statements, lines = [], list[str]()
    for line in script.splitlines():
        if line.strip() and not line.strip().startswith("--"):
            lines.append(line)
        in_trigger = bool(lines) and "TRIGGER" in lines[0] and line.strip() != "END;"
        if line.rstrip().endswith(";") and not in_trigger:
            statements.append("\n".join(lines).rstrip(";"))
            lines = []
    return statements


def migrate(db: Database) -> None:
    """Bring the archive to today's schema, inside the caller's transaction."""
    _steps().apply(db)
    _lay_views(db)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def pending(db: Database) -> list[str]:
    """Names of the migrations that this archive still lacks."""
    return [step.name for step in _steps().pending(db)]


def newer_than_this_program(db: Database) -> list[str]:
    """Names of migrations in the archive that this version of the program does not know."""
    known = {path.stem for path in HERE.glob("[0-9]*.sql")}
    return [step.name for step in _steps().applied(db) if step.name not in known]


def views_are_current(db: Database) -> bool:
    """Whether the views of the archive are those of this version."""
    return bool(db.execute("PRAGMA user_version").fetchone()[0] == _views()[1])


def _lay_views(db: Database) -> None:
    if views_are_current(db):
        return
    script, digest = _views()
    for name in db.view_names():
        db.execute(f'DROP VIEW "{name}"')
    for statement in _statements(script):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {digest}")


@cache
def _views() -> tuple[str, int]:
    """The views' text, and a number for the file's header that changes with it."""
    script = (HERE.parent / "views.sql").read_text(encoding="utf-8")
    return script, int.from_bytes(sha256(script.encode()).digest()[:4], "big") & 0x7FFFFFFF
