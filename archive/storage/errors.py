"""Errors of the archive as one sentence for people: the file at fault and the remedy."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive.messages.coded import CodedError


class ArchiveError(CodedError):
    """The archive cannot do what was asked. The message names the file and the remedy."""


class LostError(ArchiveError):
    """What the archive had is gone: its file, its payloads, or one of them. The message names the way back."""


class MissingPayloadError(LostError, KeyError):
    """The payload file lacks bytes that the archive names."""


def explain(error: sqlite3.Error, path: Path) -> ArchiveError:
    """Turn SQLite's message into an `ArchiveError` that names the file and the remedy."""
    message = str(error)
    if "locked" in message or "busy" in message:
        return ArchiveError("wrong-locked", path=path)
    if "full" in message:
        return ArchiveError("wrong-disk-full", path=path)
    if "not a database" in message or "malformed" in message:
        return ArchiveError("wrong-not-sqlite", path=path, message=message)
    if "readonly" in message or "unable to open" in message:
        return ArchiveError("wrong-read-only", path=path, message=message)
    if "no such table" in message or "no such column" in message:
        return ArchiveError("wrong-lacks-table", path=path, message=message)
    return ArchiveError("wrong-sqlite", path=path, message=message)
