"""Nothing lost and nothing half-written: killed processes, a full disk, locks, several at work at once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import observations, verify
from archive.errors import ArchiveError, explain
from archive.observations import Fetched
from archive.store import Archive, payload_path, sole_run
from tests.archive.samples import NIGHT, Nights, said

WRITER = """
import sys
from pathlib import Path
from archive import observations, readings
from archive.observations import Fetched
from tests.archive.samples import NIGHT, Nights, said
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
from archive import observations
from archive.observations import Fetched
from tests.archive.samples import NIGHT, Nights
nights = Nights(Path(sys.argv[1]))
run = nights.begin(1)
put_all = nights.archive.payloads.put_all
def dying(parcels):
    put_all(parcels)
    os.kill(os.getpid(), signal.SIGKILL)
nights.archive.payloads.put_all = dying
observations.record(nights.archive, run, Fetched("report", "http://a.example/1", NIGHT, "ok", 200, body=b"bytes"))
"""


HOLDER = """
import sys
from pathlib import Path
from archive.store import sole_run
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
        assert orphans == {observations.digest(b"bytes")}
        assert list(verify.verify(archive)) == []
    run = nights.begin(2)
    fetched = Fetched("report", "http://a.example/1", NIGHT, "ok", 200, body=b"bytes")
    observations.record(nights.archive, run, fetched)
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


def test_a_locked_archive_is_told_and_left_whole(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that is soon full; only root can make one."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], check=False).returncode:
        pytest.skip("no tmpfs can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def fill(nights: Nights, run: int, number: int) -> str:
    body = os.urandom(200_000)
    fetched = Fetched("report", f"http://a.example/{number}", NIGHT, "ok", 200, body=body)
    return observations.record(nights.archive, run, fetched)


def test_a_full_disk_loses_nothing_that_was_kept(small_disk: Path) -> None:
    nights = Nights(small_disk)
    nights.night(0, said(12))
    run, kept = nights.begin(1), list[str]()
    with pytest.raises(sqlite3.OperationalError) as caught:
        kept.extend(fill(nights, run, number) for number in range(400))
    assert "full" in str(explain(caught.value, nights.path))
    assert nights.archive.one("SELECT count(*) FROM captures WHERE url LIKE 'http://a.example/%'")[0] == len(kept)
    assert nights.archive.one("PRAGMA integrity_check")[0] == "ok"
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    observations.record(nights.archive, run, Fetched("report", "http://a.example/next", NIGHT, "ok", 200, body=b"next"))
    nights.archive.close()
    assert sound(nights.path)
    assert payload_path(nights.path).exists()
