"""What can go wrong with an archive, as one sentence for a person: the file at fault and the remedy."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class ArchiveError(Exception):
    """The archive cannot do what was asked. The message names the file and the remedy."""


def explain(error: sqlite3.Error, path: Path) -> ArchiveError:
    """Turn SQLite's own words into an `ArchiveError` that names the file and the remedy."""
    said = str(error)
    if "locked" in said or "busy" in said:
        return ArchiveError(
            f"{path}: another program holds the archive locked; wait for it to end, or stop it, and start again"
        )
    if "full" in said:
        return ArchiveError(f"{path}: the disk is full; make room and start again, nothing half-written was kept")
    if "not a database" in said or "malformed" in said:
        return ArchiveError(f"{path}: not a sound SQLite file ({said}); restore it from a backup")
    if "readonly" in said or "unable to open" in said:
        return ArchiveError(f"{path}: cannot be opened for writing ({said}); check the folder and its permissions")
    if "no such table" in said or "no such column" in said:
        return ArchiveError(
            f"{path}: lacks a table of this version ({said}); open it once with `nianbao crawl` to migrate it"
        )
    return ArchiveError(f"{path}: SQLite says: {said}; `nianbao verify` tells whether the archive is sound")
