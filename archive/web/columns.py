"""The columns of an archive's tables and views, of an archive that this version understands."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database as Schema

from archive.storage import schema
from archive.storage.database import for_reading
from archive.storage.errors import ArchiveError, explain


def columns_of(archive: Path) -> dict[str, list[str]]:
    """The columns of every table and view. Raises ArchiveError where it is no archive, or not of this version."""
    if not archive.is_file():
        raise ArchiveError("wrong-no-archive-yet", path=archive)
    try:
        with closing(sqlite3.connect(for_reading(archive), uri=True)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
                raise ArchiveError("wrong-not-an-archive", path=archive)
            tables = Schema(connection, execute_plugins=False)
            if schema.pending(connection) or not schema.views_are_current(connection):
                raise ArchiveError("wrong-outdated", path=archive)
            return {
                name: [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
                for name in (*tables.table_names(), *tables.view_names())
            }
    except sqlite3.Error as error:
        raise explain(error, archive) from error
