"""Errors of the archive as one sentence for people: the file at fault and the remedy."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class ArchiveError(Exception):
    """The archive cannot do what was asked. The message names the file and the remedy."""


def explain(error: sqlite3.Error, path: Path) -> ArchiveError:
    """Turn SQLite's message into an `ArchiveError` that names the file and the remedy."""
    message = str(error)
    if "locked" in message or "busy" in message:
        return ArchiveError(
            f"{path}: another program holds the archive locked; wait for it to end, or stop it, and start again"
        )
    if "full" in message:
        return ArchiveError(f"{path}: the disk is full; make room and start again, nothing half-written was kept")
    if "not a database" in message or "malformed" in message:
        return ArchiveError(f"{path}: not a sound SQLite file ({message}); restore it from a backup")
    if "readonly" in message or "unable to open" in message:
        return ArchiveError(f"{path}: cannot be opened for writing ({message}); check the folder and its permissions")
    if "no such table" in message or "no such column" in message:
        return ArchiveError(
            f"{path}: lacks a table of this version ({message}); open it once with `nianbao crawl` to migrate it"
        )
    return ArchiveError(f"{path}: SQLite says: {message}; `nianbao verify` tells whether the archive is sound")
