"""A backup is a whole archive at every moment, also while others write, and can be opened as one."""

from __future__ import annotations

import multiprocessing
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from archive.captures import record
from archive.captures.record import Fetched
from archive.maintenance import verify
from archive.maintenance.backup import backup, check, check_nothing_lost, restore
from archive.storage.database import Archive, payload_path
from archive.storage.errors import ArchiveError
from tests.support.archives.samples import NIGHT, Nights, said


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    nights = Nights(tmp_path)
    nights.night(0, said(12))
    nights.night(1, said(13))
    return nights


def _tables(path: Path) -> list[tuple[object, ...]]:
    with Archive.read(path) as archive:
        return [
            tuple(row) for table in ("fetches", "versions", "status") for row in archive.rows(f"SELECT * FROM {table}")
        ]


def test_a_backup_opens_as_the_archive_it_was(nights: Nights, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    backup(nights.path, copies)
    restored = copies / "nianbao.db"
    assert _tables(restored) == _tables(nights.path)
    with Archive.open(restored) as archive:
        assert list(verify.verify(archive)) == []


def test_a_restored_archive_goes_on(nights: Nights, tmp_path: Path) -> None:
    backup(nights.path, tmp_path / "copy.db")
    nights.archive.close()
    for name in (nights.path, payload_path(nights.path)):
        for beside in name.parent.glob(name.name + "*"):
            beside.unlink()
    backup(tmp_path / "copy.db", nights.path)
    again = Nights(tmp_path)
    again.night(2, said(14))
    assert again.changes() == [("appeared", "publisher"), ("figures", "publisher"), ("figures", "publisher")]


def _write(path: Path, stop: object) -> None:
    nights = Nights(path.parent)
    site_run, number = nights.begin(5, "busy"), 0
    while not stop.is_set():  # type: ignore[attr-defined]
        number += 1
        body = str(number).encode() * 3000
        record.record(
            nights.archive,
            site_run,
            Fetched("report", f"http://busy.example/{number}", NIGHT + number * A_MOMENT, "ok", 200, body=body),
        )


A_MOMENT = timedelta(milliseconds=1)


def test_copies_made_while_another_process_writes_are_whole(nights: Nights, tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    stop = context.Event()
    writer = context.Process(target=_write, args=(nights.path, stop))
    writer.start()
    counts = []
    try:
        for number in range(8):
            copy = tmp_path / f"copy{number}.db"
            backup(nights.path, copy)
            with Archive.read(copy) as archive:
                assert list(verify.verify(archive)) == []
                counts.append(archive.one("SELECT count(*) FROM fetches")[0])
    finally:
        stop.set()
        writer.join(20)
    assert counts == sorted(counts)
    assert writer.exitcode == 0


def test_a_failed_backup_leaves_the_previous_one(nights: Nights, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup(nights.path, copy)
    before = _tables(copy)
    with sqlite3.connect(payload_path(nights.path)) as beside:
        beside.execute("DROP TRIGGER payloads_keep_delete")
        beside.execute("DELETE FROM payloads WHERE sha256 = (SELECT max(sha256) FROM payloads)")
    beside.close()
    with pytest.raises(ArchiveError, match="missing from the payload file"):
        backup(nights.path, copy)
    assert _tables(copy) == before
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("target", "why"),
    [("precious.txt", "no nianbao archive"), ("nianbao.db", "itself"), ("no/x.db", "no folder")],
)
def test_nothing_is_overwritten_that_is_no_backup(nights: Nights, tmp_path: Path, target: str, why: str) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("not a database, but long enough to look at as one would")
    with pytest.raises(ArchiveError, match=why):
        backup(nights.path, nights.path if why == "itself" else tmp_path / target)
    assert precious.read_text().startswith("not a database")


def test_a_lost_archive_is_not_begun_anew(nights: Nights, tmp_path: Path) -> None:
    backup(nights.path, tmp_path / "copy.db")
    nights.archive.close()
    before = _tables(tmp_path / "copy.db")
    nights.path.write_bytes(b"")
    for opening in (Archive.open, Archive.existing, Archive.read):
        with pytest.raises(ArchiveError, match="is missing or empty"):
            opening(nights.path)
    nights.path.unlink()
    with pytest.raises(ArchiveError, match="nianbao restore BACKUP"):
        Archive.open(nights.path)
    aside = restore(tmp_path / "copy.db", nights.path, NIGHT)
    assert all(path.exists() for path in aside)
    assert _tables(nights.path) == before


def test_backups_alone_show_that_an_archive_was_lost(nights: Nights, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    backup(nights.path, tmp_path / "backups" / f"{nights.path.stem}-2026-02-01.db")
    nights.archive.close()
    for path in (nights.path, payload_path(nights.path)):
        path.unlink()
    with pytest.raises(ArchiveError, match="is missing or empty"):
        Archive.open(nights.path)


def test_writing_verbs_make_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive yet"):
        Archive.existing(tmp_path / "nianbao.db")
    assert not list(tmp_path.iterdir())


def test_a_restore_keeps_what_it_replaces(nights: Nights, tmp_path: Path) -> None:
    backup(nights.path, tmp_path / "copy.db")
    nights.night(2, said(14))
    nights.archive.close()
    replaced = _tables(nights.path)
    aside = restore(tmp_path / "copy.db", nights.path, NIGHT)
    assert _tables(nights.path) == _tables(tmp_path / "copy.db") != replaced
    (former,) = [path for path in aside if ".payloads" not in path.name and not path.name.endswith(("-wal", "-shm"))]
    with sqlite3.connect(former) as archive:
        assert archive.execute("SELECT count(*) FROM captures").fetchone()[0] > 0


@pytest.mark.parametrize("broken", ["archive", "payloads"])
def test_a_broken_backup_is_neither_sound_nor_restored(nights: Nights, tmp_path: Path, broken: str) -> None:
    copy = tmp_path / "copy.db"
    backup(nights.path, copy)
    check(copy)
    nights.archive.close()
    before = nights.path.read_bytes()
    hurt = copy if broken == "archive" else payload_path(copy)
    hurt.write_bytes(hurt.read_bytes()[:5000])
    with pytest.raises(ArchiveError):
        check(copy)
    with pytest.raises(ArchiveError):
        restore(copy, nights.path, NIGHT)
    assert nights.path.read_bytes() == before


def test_an_archive_with_less_than_its_backup_is_not_backed_up(nights: Nights, tmp_path: Path) -> None:
    fuller = tmp_path / "fuller.db"
    backup(nights.path, fuller)
    check_nothing_lost(nights.path, [fuller])
    anew = tmp_path / "anew"
    anew.mkdir()
    with Archive.open(anew / "nianbao.db") as archive:
        path = archive.path
    with pytest.raises(ArchiveError, match="has 0 captures, its backup"):
        check_nothing_lost(path, [fuller])
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no archive")
    with pytest.raises(ArchiveError, match=str(fuller)):
        check_nothing_lost(path, [broken, fuller])
