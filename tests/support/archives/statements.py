"""Every SQL statement of the program, as its modules name it, and which tables SQLite would read whole for it."""

from __future__ import annotations

import ast
import importlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.storage.database import Archive

ROOT = Path(__file__).parents[3]
_SQL = re.compile(r"\s*(?:SELECT|WITH|UPDATE|DELETE|INSERT)\s")
_WANTED = re.compile(r"current statement uses (\d+)|number of bindings|Error binding")
SMALL = frozenset({
    "alert_reasons", "answers", "counties", "deadline_rules", "doubted_runs", "evaluated", "judged", "judged_counties",
    "judgements", "kept_counts", "mutes", "nights", "outings", "rebuilding", "sendings", "site_counts", "sites",
    "sqlite_schema", "verdict_reasons", "watching", "_sqlite_migrations",
})  # fmt: skip
"""Tables that do not grow with the country: a row a county, site, night, run, rule or word of a person at most."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, with the module that has it, and its name there or its beginning."""

    module: str
    name: str
    sql: str


def statements() -> Iterator[Statement]:
    """All statements of `archive` and `crawler` that stand in their modules as they are run."""
    for folder in ("archive", "crawler"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from _of_module(path)


def _of_module(path: Path) -> Iterator[Statement]:
    source = path.read_text(encoding="utf-8")
    if not re.search(r"\.(rows|one|execute|executemany)\(|SELECT ", source):
        return
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    module = importlib.import_module(name.removesuffix(".__init__"))
    for constant, value in vars(module).items():
        if isinstance(value, str) and constant.isupper() and _SQL.match(value):
            yield Statement(name, constant, value)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            said = node.args[0]
            if isinstance(said, ast.Constant) and isinstance(said.value, str) and _SQL.match(said.value):
                yield Statement(name, " ".join(said.value.split())[:60].strip(), said.value)


_ROOTS = """
SELECT rootpage, iif(type = 'index' AND sql LIKE '% WHERE %', 'part of ', '') || tbl_name AS named FROM sqlite_schema
WHERE rootpage > 0
"""
"""An index over a part of a table is named so: it is read whole where that part is what is wanted."""


def read_whole(archive: Archive, sql: str) -> set[str] | None:
    """The tables, and indexes by their table, over which a statement loops from the first row; None for no statement.

    The archive has no statistics, so that SQLite chooses in an empty one as in that of the whole country.
    """
    db = archive.connection
    try:
        program = _program(db, sql)
    except sqlite3.OperationalError:
        return None
    roots = {row["rootpage"]: row["named"] for row in db.execute(_ROOTS)}
    opened: dict[int, str] = {}
    found = set[str]()
    for _, opcode, cursor, root, database, *_ in program:
        if opcode in ("OpenRead", "OpenWrite") and database == 0:
            opened[cursor] = roots.get(root, "sqlite_schema")
        elif opcode.startswith("Open"):
            opened.pop(cursor, None)
        elif opcode == "Rewind" and cursor in opened and _loops(program, cursor):
            found.add(opened[cursor])
    return {name for name in found - SMALL if not name.startswith("part of ")}


def _loops(program: list[tuple[Any, ...]], cursor: int) -> bool:
    return any(row[1] == "Next" and row[2] == cursor for row in program)


def _program(db: sqlite3.Connection, sql: str) -> list[tuple[Any, ...]]:
    for count in range(24):
        try:
            return [tuple(row) for row in db.execute(f"EXPLAIN {sql}", (None,) * count)]
        except sqlite3.ProgrammingError as error:
            if not _WANTED.search(str(error)):
                raise
    raise ValueError(sql)
