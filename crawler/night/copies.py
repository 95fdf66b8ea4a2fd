"""The copies that a night makes: backups in rotation, and a copy and a data set to publish, replaced atomically."""

from __future__ import annotations

import os
import sqlite3
from datetime import date
from importlib.metadata import version
from pathlib import Path

from archive.export import dataset, partitions
from archive.maintenance.backup import backup, check_nothing_lost, refuse_other_file, write_compact_copy
from archive.storage.database import Archive, backup_pattern, payload_path
from archive.storage.errors import explain
from crawler.runtime.config import Config


def back_up(config: Config, day: date) -> Path | None:
    """Make one backup a day, and retain the newest, as many as configured.

    Backups dated in the future, which a wrong clock made, are deleted first, and so are unfinished files of a killed
    night. Returns the backup, or None where none are configured. Raises ArchiveError, and deletes no backup, where the
    archive holds less than one of them.
    """
    if config.nightly.backups < 1:
        return None
    folder = config.nightly.backup_folder or config.archive.parent / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    stem, suffix = config.archive.stem, config.archive.suffix
    target = folder / f"{stem}-{day}{suffix}"
    dated = backup_pattern(config.archive)
    for part in folder.glob(f"{stem}-*.part"):
        part.unlink()
    if not target.exists():
        check_nothing_lost(config.archive, sorted(folder.glob(dated), reverse=True))
        backup(config.archive, target)
    backups = sorted(folder.glob(dated), key=lambda path: (path.name <= target.name, path.name))
    for old in backups[: -config.nightly.backups]:
        old.unlink()
    complete = {payload_path(path).name for path in folder.glob(dated)}
    for payloads in folder.glob(payload_path(Path(dated)).name):
        if payloads.name not in complete:
            payloads.unlink()
    return target


def publish(config: Config) -> Path | None:
    """Publish a copy of the archive, renamed into place once complete, with a link to the payload file beside it.

    Raises ArchiveError, and replaces nothing, where something else than an archive is in its place.
    """
    target = config.nightly.publish
    if target is None:
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    refuse_other_file(config.archive, target)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        write_compact_copy(config.archive, part)
        part.replace(target)
    except sqlite3.Error as error:
        raise explain(error, target) from error
    finally:
        part.unlink(missing_ok=True)
    link, payloads = payload_path(target), payload_path(config.archive)
    if not link.exists() and link.resolve() != payloads.resolve():
        link.unlink(missing_ok=True)
        link.symlink_to(os.path.relpath(payloads, link.parent))
    return target


def publish_dataset(config: Config, day: date) -> Path | None:
    """Write the data set for download, where one is configured. Raises ArchiveError."""
    target = config.nightly.dataset
    if target is not None:
        dataset.write(config.archive, target, version("nianbao"), day.isoformat(), write_compact_copy)
    return target


def renew_parquet(config: Config) -> int:
    """Bring the reader's copy in Parquet up to date, where one is configured. Returns the partitions written."""
    if config.nightly.parquet is None:
        return 0
    with Archive.read(config.archive) as archive:
        return partitions.renew(archive, config.nightly.parquet)
