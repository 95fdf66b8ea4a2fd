"""A consistent copy of an archive while crawls write to it, checked before it is renamed into place.

The archive is copied first and its payload file second: payload bytes are written before any reference to them, so the
payload copy holds everything that the archive copy names. Each copy is one snapshot and blocks no writer.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from archive.storage import schema
from archive.storage.database import for_reading, payload_path
from archive.storage.errors import ArchiveError, explain


def backup(archive_path: Path, destination: Path) -> None:
    """Copy the archive and its payload file to `destination`: a file, or a folder in which its name stays.

    An older backup is replaced only once the new one is complete. To restore, open the copy or put both files back.
    Raises ArchiveError.
    """
    if not archive_path.is_file():
        raise ArchiveError(f"{archive_path}: there is no archive to back up; `nianbao crawl` makes it")
    target = destination / archive_path.name if destination.is_dir() else destination
    _check_target(archive_path, target)
    pairs = [(archive_path, target), (payload_path(archive_path), payload_path(target))]
    unfinished = [copy.with_name(copy.name + ".part") for _, copy in pairs]
    try:
        for (source, _), part in zip(pairs, unfinished, strict=True):
            _copy(source, part)
        _check_copy(*unfinished)
        for (_, copy), part in reversed(list(zip(pairs, unfinished, strict=True))):
            part.replace(copy)
        _sync_folder(target.parent)
    except sqlite3.Error as error:
        raise explain(error, target) from error
    except OSError as error:
        raise ArchiveError(f"{target}: the copy cannot be written ({error.strerror}); name another place") from error
    finally:
        for part in unfinished:
            part.unlink(missing_ok=True)


def write_compact_copy(archive_path: Path, destination: Path) -> None:
    """Write a compact snapshot of the archive file alone, synced to disk.

    `destination` must not exist. Raises sqlite3.Error.
    """
    with closing(sqlite3.connect(for_reading(archive_path), uri=True, timeout=30)) as source:
        source.execute("VACUUM INTO ?", (str(destination),))
    with destination.open("rb") as written:
        os.fsync(written.fileno())


def _check_target(archive_path: Path, target: Path) -> None:
    """Refuse a target that must not be overwritten: the archive itself, or a file that is no archive."""
    if not target.parent.is_dir():
        raise ArchiveError(f"{target}: there is no folder {target.parent}; make it, or name another place")
    if not target.exists():
        return
    if target.samefile(archive_path):
        raise ArchiveError(f"{target}: is the archive itself; name another place for its backup")
    with closing(sqlite3.connect(for_reading(target), uri=True)) as existing:
        try:
            ours = existing.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID
        except sqlite3.DatabaseError:
            ours = False
    if not ours:
        raise ArchiveError(f"{target}: is there already and is no nianbao archive; name another place")


def _copy(source: Path, part: Path) -> None:
    """Write a snapshot of one file, synced to disk, without a write-ahead log beside it."""
    part.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(for_reading(source), uri=True, timeout=30.0)) as reader,
        closing(sqlite3.connect(part)) as writer,
    ):
        reader.backup(writer, pages=-1)
        writer.execute("PRAGMA journal_mode = DELETE")
    with part.open("rb") as written:
        os.fsync(written.fileno())


def _check_copy(archive_copy: Path, payload_copy: Path) -> None:
    """Check the integrity of both copies, and that every payload that the archive names is in the payload file."""
    with closing(sqlite3.connect(for_reading(archive_copy), uri=True)) as copy:
        copy.execute("ATTACH ? AS beside", (for_reading(payload_copy),))
        for file in ("main", "beside"):
            result = copy.execute(f"PRAGMA {file}.quick_check").fetchone()[0]
            if result != "ok":
                raise ArchiveError(
                    f"{archive_copy}: the copy is not sound ({result}); `nianbao verify` tells of the source"
                )
        missing = copy.execute(
            "SELECT count(*) FROM main.payloads WHERE sha256 NOT IN (SELECT sha256 FROM beside.payloads)"
        ).fetchone()[0]
        if missing:
            raise ArchiveError(
                f"{archive_copy}: {missing} payloads are missing from the payload file; `nianbao verify` names them"
            )


def _sync_folder(folder: Path) -> None:
    """Sync the new file names to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
