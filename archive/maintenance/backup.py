"""A consistent copy of an archive while crawls write to it, checked before it is renamed into place.

The archive is copied first and its payload file second: payload bytes are written before any reference to them, so the
payload copy holds everything that the archive copy names. Each copy is one snapshot and blocks no writer.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from archive.messages.coded import of_system
from archive.storage import schema
from archive.storage.damage import broken_file
from archive.storage.database import for_reading, payload_path, refuse_lost
from archive.storage.errors import ArchiveError, explain
from archive.storage.instants import CHINA
from archive.storage.payloads import is_empty


def backup(archive_path: Path, destination: Path) -> Path:
    """Copy the archive and its payload file to `destination`: a file, or a folder in which its name stays.

    An older backup is replaced only once the new one is complete. `restore` puts it back.
    Returns the copy's path. Raises ArchiveError.
    """
    refuse_lost(archive_path)
    if not archive_path.is_file():
        raise ArchiveError("wrong-nothing-to-back-up", path=archive_path)
    target = destination / archive_path.name if destination.is_dir() else destination
    refuse_other_file(archive_path, target)
    pairs = [(archive_path, target), (payload_path(archive_path), payload_path(target))]
    unfinished = [copy.with_name(copy.name + ".part") for _, copy in pairs]
    try:
        for (source, _), part in zip(pairs, unfinished, strict=True):
            _copy(source, part)
        _check_copy(unfinished[0], unfinished[1], of=archive_path)
        for (_, copy), part in reversed(list(zip(pairs, unfinished, strict=True))):
            part.replace(copy)
        _sync_folder(target.parent)
        return target
    except sqlite3.Error as error:
        raise explain(error, broken_file(archive_path) or target) from error
    except OSError as error:
        raise ArchiveError("wrong-copy-unwritable", path=target, error=of_system(error)) from error
    finally:
        for part in unfinished:
            part.unlink(missing_ok=True)


def check(path: Path) -> None:
    """Check a backup: integrity of both files, and that every payload that it names is there. Raises ArchiveError."""
    if not path.is_file() or path.stem.endswith(".payloads"):
        raise ArchiveError("wrong-no-such-backup", path=path)
    if is_empty(payload_path(path)):
        raise ArchiveError("wrong-backup-of-one-file", path=path, payloads=payload_path(path).name)
    try:
        _check_copy(path, payload_path(path), of=path)
    except sqlite3.Error as error:
        raise ArchiveError("wrong-backup-unsound", path=broken_file(path) or path, message=error) from error


def check_nothing_lost(archive_path: Path, backups: Sequence[Path]) -> None:
    """Check that an archive has at least the captures of its newest sound backup. Raises ArchiveError.

    Captures are never deleted. An archive with fewer began anew, and its backups must not rotate away.
    """
    held = _captures(archive_path) or 0
    for path in backups:
        in_backup = _captures(path)
        if in_backup is None:
            continue
        if in_backup > held:
            raise ArchiveError("wrong-captures-lost", path=archive_path, held=held, backup=path, in_backup=in_backup)
        return


def restore(source: Path, archive_path: Path, now: datetime) -> list[Path]:
    """Put a checked backup in the archive's place. Returns where the files that were there are now: nothing is deleted.

    The archive must not be in use: callers hold `sole_run`. Raises ArchiveError.
    """
    check(source)
    if archive_path.exists() and source.samefile(archive_path):
        raise ArchiveError("wrong-backup-is-archive", path=source)
    unfinished = [path.with_name(path.name + ".part") for path in (archive_path, payload_path(archive_path))]
    try:
        for copied, part in zip((source, payload_path(source)), unfinished, strict=True):
            _copy(copied, part)
        _check_copy(unfinished[0], unfinished[1], of=source)
        replaced = _set_aside(archive_path, f"replaced-{now.astimezone(CHINA):%Y%m%dT%H%M%S%z}")
        for part in reversed(unfinished):
            part.replace(part.with_suffix(""))
        _sync_folder(archive_path.parent)
    except sqlite3.Error as error:
        raise explain(error, archive_path) from error
    finally:
        for part in unfinished:
            part.unlink(missing_ok=True)
    return replaced


def _set_aside(archive_path: Path, mark: str) -> list[Path]:
    """Rename the archive's files, their write-ahead logs included: SQLite would apply a log to the restored file."""
    aside = []
    for path in (archive_path, payload_path(archive_path)):
        for suffix in ("", "-wal", "-shm"):
            file = path.with_name(path.name + suffix)
            if file.exists():
                aside.append(file.rename(path.with_name(f"{path.name}.{mark}{suffix}")))
    return aside


def _captures(path: Path) -> int | None:
    """How many captures a file holds; None where it is no archive."""
    try:
        with closing(sqlite3.connect(for_reading(path), uri=True, timeout=30)) as archive:
            return int(archive.execute("SELECT count(*) FROM captures").fetchone()[0])
    except sqlite3.Error:
        return None


def write_compact_copy(archive_path: Path, destination: Path) -> None:
    """Write a compact snapshot of the archive file alone, synced to disk.

    `destination` must not exist. Raises sqlite3.Error.
    """
    with closing(sqlite3.connect(for_reading(archive_path), uri=True, timeout=30)) as source:
        source.execute("VACUUM INTO ?", (str(destination),))
    with destination.open("rb") as written:
        os.fsync(written.fileno())


def refuse_other_file(archive_path: Path, target: Path) -> None:
    """Raise ArchiveError for a target that must not be replaced: the archive itself, or a file that is no archive."""
    if not target.parent.is_dir():
        raise ArchiveError("wrong-no-folder", path=target, folder=target.parent)
    if not target.exists():
        return
    if target.samefile(archive_path):
        raise ArchiveError("wrong-backup-onto-archive", path=target)
    with closing(sqlite3.connect(for_reading(target), uri=True)) as existing:
        try:
            ours = existing.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID
        except sqlite3.DatabaseError:
            ours = False
    if not ours:
        raise ArchiveError("wrong-backup-onto-other", path=target)


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


def _check_copy(archive_copy: Path, payload_copy: Path, of: Path) -> None:
    """Check the integrity of both copies, and that every payload that the archive names is in the payload file."""
    with closing(sqlite3.connect(for_reading(archive_copy), uri=True)) as copy:
        copy.execute("ATTACH ? AS beside", (for_reading(payload_copy),))
        for file in ("main", "beside"):
            result = copy.execute(f"PRAGMA {file}.quick_check").fetchone()[0]
            if result != "ok":
                raise ArchiveError("wrong-copy-unsound", path=of, result=result)
        missing = copy.execute(
            "SELECT count(*) FROM main.payloads WHERE sha256 NOT IN (SELECT sha256 FROM beside.payloads)"
        ).fetchone()[0]
        if missing:
            raise ArchiveError("wrong-copy-lacks-payloads", path=of, missing=missing)


def _sync_folder(folder: Path) -> None:
    """Sync the new file names to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
