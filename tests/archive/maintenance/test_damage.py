"""An archive is two files: which of them is lost or broken is named, and nothing begins anew in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.export import Scope, warc
from archive.maintenance import verify
from archive.maintenance.backup import backup, check
from archive.storage.damage import broken_file, explained
from archive.storage.database import Archive, payload_path
from archive.storage.errors import ArchiveError, LostError, MissingPayloadError
from tests.support.archives.samples import Nights, said


@pytest.fixture
def path(tmp_path: Path) -> Path:
    nights = Nights(tmp_path)
    nights.night(0, said(12))
    nights.night(1, said(13))
    nights.archive.close()
    return nights.path


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("lose", [Path.unlink, _emptied])
def test_lost_payloads_are_not_begun_anew(path: Path, lose: Callable[[Path], None]) -> None:
    lose(payload_path(path))
    for opening in (Archive.open, Archive.existing):
        with pytest.raises(LostError, match=f"{payload_path(path)}: is missing or empty.*restore BACKUP"):
            opening(path)
    with pytest.raises(LostError, match=str(payload_path(path))):
        backup(path, path.with_name("copy.db"))
    with Archive.read(path) as archive:
        assert archive.one("SELECT count(*) FROM versions")[0]
        with pytest.raises(LostError, match=str(payload_path(path))):
            archive.payloads.get(bytes(32))


def test_a_single_payload_that_is_missing_is_named(path: Path) -> None:
    with sqlite3.connect(payload_path(path)) as payloads:
        payloads.execute("DROP TRIGGER payloads_keep_delete")
        payloads.execute("DELETE FROM payloads WHERE base IS NOT NULL OR rowid = (SELECT max(rowid) FROM payloads)")
    with Archive.read(path) as archive:
        (missing,) = {
            row[0].hex() for row in archive.rows("SELECT sha256 FROM payloads") if not archive.payloads.has(row[0])
        }
        found = [problem.subject for problem in verify.verify(archive) if problem.check == "payload"]
        assert found == [missing]
        with pytest.raises(MissingPayloadError, match=f"{missing}.*nianbao verify"):
            warc.export(archive, path.with_name("out"), Scope(), "test")


@pytest.mark.parametrize("which", [0, 1])
def test_the_file_at_fault_is_named(path: Path, which: int) -> None:
    assert broken_file(path) is None
    hurt = (path, payload_path(path))[which]
    hurt.write_bytes(b"SQLite format 3\0" + bytes(200) + hurt.read_bytes()[216:])
    assert broken_file(path) == hurt
    error = sqlite3.DatabaseError("database disk image is malformed")
    assert str(explained(error, path)).startswith(f"{hurt}: not a sound SQLite file")
    with pytest.raises(ArchiveError, match=f"{hurt}: "):
        backup(path, path.with_name("copy.db"))


def test_a_backup_is_two_files(path: Path) -> None:
    copy = backup(path, path.with_name("copy.db"))
    _emptied(payload_path(copy))
    with pytest.raises(ArchiveError, match="a backup is both files"):
        check(copy)
    copy.write_bytes(copy.read_bytes()[:5000])
    payload_path(copy).write_bytes(payload_path(path).read_bytes())
    with pytest.raises(ArchiveError, match="this backup is not sound"):
        check(copy)
