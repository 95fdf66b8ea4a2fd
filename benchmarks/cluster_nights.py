"""Nights over a cluster that loses a machine in each of them, beside the same nights without a cluster, row by row.

usage: python -m benchmarks.cluster_nights [--nights 4] [--seed 0]

The sample sites are served on loopback. `nianbao nightly` visits them for one archive, and for another one `nianbao
nightly --scheduler` with a `dask scheduler` and two `dask worker`, one of which is killed with all that it runs after a
random number of the night's captures; another one starts then. Printed is what each night took, and what both archives
hold of each subject; the last line says whether every row is the same.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import Random

from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from tests.support.crawler.dask_machines import Machines, machines
from tests.support.nights.season_rows import rows
from tests.support.season import PROGRAM, Season
from tests.support.sites.demo import NIGHTS


def nightly(config: Path, at: datetime, *arguments: str) -> subprocess.Popen[str]:
    """A night's process."""
    command = [*PROGRAM, "--config", str(config), "nightly", "--now", at.isoformat(), *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def captures(archive: Path) -> int:
    """How many captures an archive has; none before there is one."""
    with suppress(ArchiveError), Archive.read(archive) as opened:
        return int(opened.one("SELECT count(*) FROM captures")[0])
    return 0


def alone(season: Season, at: datetime) -> str:
    """A night without a cluster; what it took."""
    began = time.monotonic()
    night = nightly(season.config.path, at)
    _, said = night.communicate()
    _check(night, said)
    return f"{time.monotonic() - began:.0f} s"


def disturbed(config: Path, at: datetime, dask: Machines, chance: Random) -> str:
    """A night over the cluster, one of whose workers is killed; what it took, and when that was."""
    began, archive = time.monotonic(), config.with_name("nianbao.db")
    before, wanted = captures(archive), chance.randrange(1, 12)
    night = nightly(config, at, "--scheduler", dask.scheduler)
    while night.poll() is None and captures(archive) < before + wanted:
        time.sleep(0.05)
    killed = night.poll() is None
    if killed:
        dask.kill(chance.choice(dask.workers))
        dask.add_worker()
    _, said = night.communicate()
    _check(night, said)
    told = f"a worker killed after {wanted} captures" if killed else "over before a worker was killed"
    return f"{time.monotonic() - began:.0f} s, {told}, {said.count('its worker is lost')} sites given to another"


def _check(night: subprocess.Popen[str], said: str) -> None:
    if night.returncode not in (0, 1) or "all is done on this machine" in said:
        raise SystemExit(said)


def play(folder: Path, count: int, chance: Random) -> tuple[Path, Path]:
    """Play the nights for both archives and print what each took."""
    season, spread = Season.begin(folder, NIGHTS[0]), folder / "cluster"
    spread.mkdir()
    for name in ("nianbao.toml", "sites.toml"):
        shutil.copy(season.config.path.with_name(name), spread)
    print("| night | without a cluster | over a cluster |\n| --- | --- | --- |")
    with machines(spread) as dask:
        for at in NIGHTS[:count]:
            season.sites.now = at
            here = alone(season, at)
            there = disturbed(spread / "nianbao.toml", at, dask, chance)
            print(f"| {at:%Y-%m-%d} | {here} | {there} |", flush=True)
    season.end()
    return season.config.archive, spread / "nianbao.db"


def main() -> None:
    """Print both tables, and whether all is the same."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--nights", type=int, default=4, help=f"at most {len(NIGHTS)}")
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here, there = map(rows, play(Path(folder), given.nights, Random(given.seed)))
    print("\n| rows | without a cluster | over a cluster | |\n| --- | --- | --- | --- |")
    for subject, found in here.items():
        same = "the same" if found == there[subject] else f"{len({*found} ^ {*there[subject]})} differ"
        print(f"| {subject} | {len(found):,} | {len(there[subject]):,} | {same} |")
    print(f"\nEvery row is the same: {'yes' if here == there else 'no'}.")


if __name__ == "__main__":
    main()
