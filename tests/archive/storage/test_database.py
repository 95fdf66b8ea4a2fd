"""The archive file: what it refuses, and what it guards."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from archive.storage import database
from archive.storage.database import Archive, payload_path, sole_run
from archive.storage.errors import ArchiveError, LostError, explain
from tests.support.archives.samples import Nights, said


def test_opening_makes_both_files_and_fills_the_gazetteer(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.one("SELECT count(*) FROM townships")[0] == 41352
        assert archive.one("PRAGMA journal_mode")[0] == "wal"
    assert payload_path(tmp_path / "a.db") == tmp_path / "a.payloads.db"
    with Archive.read(tmp_path / "a.db") as archive, pytest.raises(sqlite3.OperationalError, match="readonly"):
        archive.connection.execute("DELETE FROM sites")


def test_a_foreign_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE birds (name)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="not a nianbao archive"):
        Archive.open(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("not a database, " * 100, encoding="utf-8")
    with pytest.raises(ArchiveError, match="not a sound SQLite file"):
        Archive.open(path)


def test_an_archive_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('nianbao', '999_future', '')"
        )
    with pytest.raises(ArchiveError, match="made by a newer nianbao"):
        Archive.open(tmp_path / "a.db")


def test_missing_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="folder that exists"):
        Archive.open(tmp_path / "no" / "a.db")
    with pytest.raises(ArchiveError, match="no archive yet"):
        Archive.read(tmp_path / "a.db")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fetches SET status = 500",
        "DELETE FROM fetches",
        "UPDATE payloads SET size = 0",
        "DELETE FROM payloads",
        "UPDATE versions SET seq = 9",
        "DELETE FROM versions",
    ],
)
def test_captures_payloads_and_versions_cannot_be_rewritten(tmp_path: Path, statement: str) -> None:
    nights = Nights(tmp_path)
    nights.night(0, said())
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        nights.archive.connection.execute(statement)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    code = (
        "import sys, pathlib\nfrom archive.storage.database import sole_run\n"
        "with sole_run(pathlib.Path(sys.argv[1])): pass"
    )
    with sole_run(path):
        second = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert "another run is at work" in second.stderr
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 0


def test_writers_wait_for_one_another(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive.open(path).close()

    def write(worker: int) -> None:
        with Archive.open(path) as archive:
            for n in range(20):
                with archive.transaction() as db:
                    count = db.execute("SELECT count(*) FROM addresses").fetchone()[0]
                    db.execute("INSERT INTO addresses (url) VALUES (?)", (f"http://{worker}/{n}/{count}",))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Archive.read(path) as archive:
        assert archive.one("SELECT count(*) FROM addresses")[0] == 160


def test_a_locked_archive_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.1)
    path = tmp_path / "a.db"
    with Archive.open(path) as one, Archive.open(path) as other, one.transaction():
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.connection.execute("BEGIN IMMEDIATE")
        assert "locked" in str(explain(caught.value, path))


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    pages = nights.archive.one("PRAGMA page_count")[0]
    nights.archive.connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    before = nights.archive.one("SELECT count(*) FROM addresses")[0]
    long = [(f"http://x/{n}" * 20,) for n in range(10_000)]
    with pytest.raises(sqlite3.OperationalError) as caught, nights.archive.transaction() as db:
        db.executemany("INSERT INTO addresses (url) VALUES (?)", long)
    assert "the disk is full" in str(explain(caught.value, nights.path))
    assert nights.archive.one("SELECT count(*) FROM addresses")[0] == before


def test_a_published_copy_without_payloads_is_read(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, said())
    nights.archive.close()
    payload_path(nights.path).unlink()
    with Archive.read(nights.path) as archive:
        assert archive.one("SELECT count(*) FROM versions")[0] == 1
        with pytest.raises(LostError, match="a published copy has no such file"):
            archive.payloads.get(bytes(32))
