"""Replay of real documents by real processes: into an empty archive bit for bit, and again after a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.maintenance import verify
from archive.storage.database import Archive
from tests.support.archives.canonical import DERIVED, dump
from tests.support.archives.samples import Nights, said
from tests.support.season import PROGRAM, Season, nianbao, night

NIGHTS = (night(1, 20), night(2, 2), night(2, 7))
READS_SLOWLY = """
import sys, time
from datetime import timedelta
from pathlib import Path
from archive.maintenance.reparse import reparse
from archive.storage.database import Archive
from tests.support.archives.samples import NIGHT
from tests.archive.maintenance.test_reparse import Fake, more
class Slow(Fake):
    def read(self, order):
        time.sleep(0.05)
        return super().read(order)
with Archive.open(Path(sys.argv[1])) as archive:
    done = reparse(archive, Slow("test-2", more), NIGHT + timedelta(days=30, minutes=int(sys.argv[2])),
        watch=lambda done, of: print(done, flush=True))
    print("whole", done.read)
"""


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    played = Season.begin(tmp_path_factory.mktemp("rebuild"), NIGHTS[0])
    for instant in NIGHTS:
        played.crawl(instant)
    played.crawl(night(3, 20), "--revisit")
    nianbao(played.config.path, "reparse")
    yield played
    played.end()


@pytest.mark.slow
def test_the_sample_season_is_rebuilt_bit_for_bit(season: Season, tmp_path: Path) -> None:
    done = nianbao(season.config.path, "reparse", "--into", str(tmp_path / "new.db"))
    assert done.returncode == 0, done.stderr
    with season.archive() as archive, Archive.read(tmp_path / "new.db") as new:
        kept, made = dump(archive, (*DERIVED, "news")), dump(new, (*DERIVED, "news"))
        assert {table for table in kept if kept[table] != made[table]} == set()
        assert len(kept["changes"]) > 60
        assert list(verify.verify(new)) == []


@pytest.mark.slow
def test_the_program_reads_the_same_and_adds_nothing(season: Season) -> None:
    with season.archive() as archive:
        before = dump(archive)
    done = subprocess.run([*PROGRAM, "--config", str(season.config.path), "reparse"], check=True, capture_output=True)
    assert done.stdout.startswith(b"0 documents read")
    with season.archive() as archive:
        assert dump(archive) == before


def test_killed_while_reading_it_goes_on(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    for day in range(12):
        nights.night(day, said(20 + day))
    nights.archive.close()
    first = subprocess.Popen([sys.executable, "-c", READS_SLOWLY, str(nights.path), "0"], stdout=subprocess.PIPE)
    assert first.stdout
    while int(first.stdout.readline()) < 4:
        time.sleep(0)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    second = subprocess.run(
        [sys.executable, "-c", READS_SLOWLY, str(nights.path), "1"], capture_output=True, text=True, check=True
    )
    assert 0 < int(second.stdout.split()[-1]) <= 12 - 4
    with Archive.read(nights.path) as archive:
        assert archive.one("SELECT count(*) FROM documents WHERE parser = 'test-2'")[0] == 12
        assert archive.one("SELECT a.total FROM reports JOIN applications AS a USING (version)")[0] == 32
        assert list(verify.verify(archive)) == []
