"""Nothing lost and nothing half-written: killed processes, a full disk, locks, several at work at once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.captures import record
from archive.captures.record import Fetched
from archive.maintenance import verify
from archive.storage.database import Archive, payload_path, sole_run
from archive.storage.errors import ArchiveError, explain
from tests.support.archives.samples import NIGHT, Nights, said
from tests.support.season import PROGRAM, Season, night

WRITER = """
import sys
from pathlib import Path
from archive.captures import record
from archive.reports import documents
from archive.captures.record import Fetched
from tests.support.archives.samples import NIGHT, Nights, said
from tests.support.season import PROGRAM, Season, night
nights = Nights(Path(sys.argv[1]), sys.argv[2])
run = nights.begin(1, sys.argv[2])
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    url = f"http://{sys.argv[2]}.example/{number}"
    nights.document(run, url, said(number, text=str(number) * 2000))
    print(number, flush=True)
nights.finish(run)
"""

DIES_BETWEEN = """
import os, signal, sys
from pathlib import Path
from archive.captures import record
from archive.captures.record import Fetched
from tests.support.archives.samples import NIGHT, Nights
nights = Nights(Path(sys.argv[1]))
run = nights.begin(1)
put_all = nights.archive.payloads.put_all
def dying(parcels):
    put_all(parcels)
    os.kill(os.getpid(), signal.SIGKILL)
nights.archive.payloads.put_all = dying
record.record(nights.archive, run, Fetched("report", "http://a.example/1", NIGHT, "ok", 200, body=b"bytes"))
"""


HOLDER = """
import sys
from pathlib import Path
from archive.storage.database import sole_run
with sole_run(Path(sys.argv[1])):
    print("in", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    nights = Nights(tmp_path)
    nights.night(0, said(12))
    return nights


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True)


def sound(path: Path) -> bool:
    with Archive.open(path) as archive:
        return list(verify.verify(archive)) == []


@pytest.mark.parametrize("after", [1, 5, 17])
def test_killed_at_any_moment(nights: Nights, tmp_path: Path, after: int) -> None:
    writer = start(WRITER, str(tmp_path), "busy", "1000")
    assert writer.stdout
    for _ in range(after):
        last = writer.stdout.readline()
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    assert sound(nights.path)
    told = int(last) + 1 if last.strip().isdigit() else 0
    kept = nights.archive.one("SELECT count(*) FROM captures WHERE site = 'busy'")[0]
    assert kept >= told


def test_killed_between_payload_and_reference(nights: Nights, tmp_path: Path) -> None:
    died = start(DIES_BETWEEN, str(tmp_path))
    assert died.wait() == -signal.SIGKILL
    assert died.stdout
    died.stdout.close()
    with Archive.read(nights.path) as archive:
        referred = {row[0] for row in archive.rows("SELECT sha256 FROM payloads")}
        orphans = set(archive.payloads.digests()) - referred
        assert orphans == {record.digest(b"bytes")}
        assert list(verify.verify(archive)) == []
    run = nights.begin(2)
    fetched = Fetched("report", "http://a.example/1", NIGHT, "ok", 200, body=b"bytes")
    record.record(nights.archive, run, fetched)
    assert nights.archive.one("SELECT count(*) FROM payloads WHERE size = 5")[0] == 1


def test_two_writers_lose_nothing(nights: Nights, tmp_path: Path) -> None:
    writers = [start(WRITER, str(tmp_path), name, "25") for name in ("one", "two")]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    counts = nights.archive.rows("SELECT site, count(*) FROM captures WHERE site IN ('one', 'two') GROUP BY site")
    assert [tuple(row) for row in counts] == [("one", 25), ("two", 25)]
    assert nights.archive.one("PRAGMA integrity_check")[0] == "ok"


def test_a_reader_sees_whole_observations_while_a_writer_works(nights: Nights, tmp_path: Path) -> None:
    writer = start(WRITER, str(tmp_path), "busy", "60")
    torn = 0
    with Archive.read(nights.path) as reader:
        while writer.poll() is None:
            torn += reader.one(
                "SELECT count(*) FROM versions WHERE version NOT IN (SELECT version FROM sections)"
                " OR version NOT IN (SELECT version FROM applications)"
            )[0]
            time.sleep(0.02)
    assert writer.stdout
    writer.stdout.close()
    assert (writer.returncode, torn) == (0, 0)


def test_a_locked_archive_is_reported_and_unchanged(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = sqlite3.connect(nights.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    nights.archive.connection.execute("PRAGMA busy_timeout = 50")
    try:
        with pytest.raises(sqlite3.OperationalError) as caught, nights.archive.transaction():
            pass
        assert "locked" in str(explain(caught.value, nights.path))
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert sound(nights.path)


def test_two_nightlies_at_once_are_one(nights: Nights) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(nights.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout
    first.stdout.readline()
    with pytest.raises(ArchiveError, match="another run"), sole_run(nights.path):
        pass
    first.kill()
    first.communicate()
    with sole_run(nights.path):
        pass


def fill(nights: Nights, run: int, number: int) -> str:
    body = os.urandom(200_000)
    fetched = Fetched("report", f"http://a.example/{number}", NIGHT, "ok", 200, body=body)
    return record.record(nights.archive, run, fetched)


def test_a_full_disk_loses_nothing_that_was_stored(small_disk: Path) -> None:
    nights = Nights(small_disk)
    nights.night(0, said(12))
    run, kept = nights.begin(1), list[str]()
    with pytest.raises(sqlite3.OperationalError) as caught:
        kept.extend(fill(nights, run, number) for number in range(400))
    assert "full" in str(explain(caught.value, nights.path))
    assert nights.archive.one("SELECT count(*) FROM captures WHERE url LIKE 'http://a.example/%'")[0] == len(kept)
    assert nights.archive.one("PRAGMA integrity_check")[0] == "ok"
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    record.record(nights.archive, run, Fetched("report", "http://a.example/next", NIGHT, "ok", 200, body=b"next"))
    nights.archive.close()
    assert sound(nights.path)
    assert payload_path(nights.path).exists()


def test_a_power_cut_at_any_byte_of_the_log_leaves_an_intact_archive(nights: Nights, tmp_path: Path) -> None:
    """What SQLite had not yet pushed to the disk is lost from its end on; payload bytes are pushed before the rest."""
    writer = start(WRITER, str(tmp_path), "busy", "1000")
    assert writer.stdout
    for _ in range(9):
        writer.stdout.readline()
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    files = {file.name: file.read_bytes() for file in tmp_path.glob("nianbao*") if not file.name.endswith("-shm")}
    log, kept = files["nianbao.db-wal"], list[int]()
    for number, length in enumerate(range(0, len(log) + 1, max(1, len(log) // 5))):
        place = tmp_path / f"cut{number}"
        place.mkdir()
        for name, data in files.items():
            (place / name).write_bytes(data[: length + 7] if name == "nianbao.db-wal" else data)
        assert sound(place / "nianbao.db")
        with Archive.read(place / "nianbao.db") as archive:
            kept.append(archive.one("SELECT count(*) FROM captures")[0])
    assert kept == sorted(kept)
    assert kept[-1] > kept[0]


LOCKS = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("in", flush=True)
sys.stdin.readline()
db.execute("ROLLBACK")
"""


def test_a_writer_waits_for_a_lock_of_another_process(nights: Nights) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", LOCKS, str(nights.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    holder.stdout.readline()
    nights.archive.connection.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        nights.begin(1)
    holder.kill()
    holder.communicate()
    nights.night(1, said(13))
    assert [row["seq"] for row in nights.archive.rows("SELECT seq FROM versions ORDER BY seq")] == [1, 2]
    assert sound(nights.path)


@pytest.mark.slow
def test_two_nightlies_and_a_reader_at_once(tmp_path: Path) -> None:
    """One night does the work, the other says why it does not, and whoever reads sees whole observations only."""
    season = Season.begin(tmp_path, night(2, 3), ["nanjing"])
    command = [*PROGRAM, "--config", str(season.config.path), "nightly", "--now", night(2, 3).isoformat()]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    torn, seen = 0, 0
    while any(one.poll() is None for one in both):
        if season.config.archive.exists() and seen < 200:
            torn += _torn(season.config.archive)
            seen += 1
        time.sleep(0.05)
    said_by = [one.communicate() for one in both]
    season.end()
    codes = sorted(one.returncode for one in both)
    assert codes[1] == 3, said_by
    assert codes[0] in (0, 1), said_by
    assert "another" in "".join(error for _, error in said_by)
    assert (torn, seen > 0) == (0, True)
    with Archive.read(season.config.archive) as archive:
        assert archive.one("SELECT count(*) FROM runs")[0] == 1
        assert list(verify.verify(archive)) == []


def _torn(path: Path) -> int:
    """Versions without their rows, as a reader of this instant sees them; none where there is no archive yet."""
    try:
        with Archive.read(path) as archive:
            return int(
                archive.one("SELECT count(*) FROM versions WHERE version NOT IN (SELECT version FROM sections)")[0]
            )
    except (ArchiveError, sqlite3.Error):
        return 0
