"""Which file of an archive SQLite means: its errors name none, and an archive is two files."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from archive.storage.database import for_reading, payload_path
from archive.storage.errors import ArchiveError, explain

_SECONDS: Final = 5.0
"""How long a file is looked through. Damage beyond what is seen by then is put down to the archive file."""
_STEPS: Final = 100_000
"""Instructions of SQLite's machine between two looks at the time: some milliseconds."""


def explained(error: sqlite3.Error, path: Path) -> ArchiveError:
    """SQLite's message about the archive at `path` as an error that names the file at fault."""
    return explain(error, broken_file(path) or path)


def broken_file(path: Path) -> Path | None:
    """The archive's file, or its payload file, that SQLite cannot read or finds broken; None where neither is."""
    return next((file for file in (path, payload_path(path)) if file.exists() and _is_broken(file)), None)


def _is_broken(file: Path) -> bool:
    end = time.monotonic() + _SECONDS
    try:
        with closing(sqlite3.connect(for_reading(file), uri=True)) as opened:
            opened.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            return bool(opened.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode not in (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    except sqlite3.Error:
        return True
