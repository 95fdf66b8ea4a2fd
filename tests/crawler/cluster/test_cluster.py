"""Nights over Dask's workers on loopback: the tables are those of a night without, whatever dies."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from distributed import LocalCluster

from archive.extract.parser import Order, parse
from archive.extract.report.model import Context, Report
from archive.maintenance.reparse import reparse
from archive.storage.database import Archive
from crawler.cluster.connection import cluster_of
from crawler.cluster.reading import ClusterParser
from crawler.night import site_processes
from crawler.runtime.clock import Clock
from crawler.runtime.config import Cluster, Config
from crawler.site_run.reading_policy import policy
from tests.crawler.night.test_kill import derived
from tests.support.paths import FILES
from tests.support.season import Season, night

pytestmark = pytest.mark.slow
NAMES = ("guzhang", "langao")
NIGHTS = (night(1, 20), night(2, 1), night(2, 2))
DOCUMENTS = "SELECT url FROM captures WHERE kind IN ('report', 'attachment')"
ANSWERED = "SELECT DISTINCT kind, url FROM captures WHERE verdict = 'ok' ORDER BY 1, 2"
"""Which known pages are requested again goes by the order in which they answered before, which no two runs share."""
CAPTURES = 40
"""Fewer than what the first night captures."""
LEASE = 8.0
"""Seconds for which a site waits after its worker was killed."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Season, dict[datetime, list[Any]]]]:
    """The sites, and what each night leaves that this machine does alone."""
    season = Season.begin(tmp_path_factory.mktemp("alone"), NIGHTS[0], NAMES)
    yield season, {at: played(season, season.config, at) for at in NIGHTS}
    season.end()


@pytest.fixture
def workers() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1") as cluster:
        yield cluster


@dataclass(frozen=True, slots=True)
class Kill:
    """What had been captured before a worker was killed, as paths, and how many requests each site had had then."""

    captured: frozenset[str]
    requests: dict[str, int]


def elsewhere(season: Season, folder: Path, workers: LocalCluster, lease: float = 30.0) -> Config:
    """The same sites, for an archive of its own and this cluster."""
    for name in ("nianbao.toml", "sites.toml"):
        (folder / name).write_text((season.config.path.parent / name).read_text("utf-8"), "utf-8")
    path = folder / "nianbao.toml"
    return replace(
        season.config,
        path=path,
        archive=folder / "nianbao.db",
        sites=folder / "sites.toml",
        cluster=Cluster(workers.scheduler_address, lease=lease),
    )


def played(season: Season, config: Config, at: datetime) -> list[Any]:
    season.sites.now = at
    results = site_processes.crawl(config, (), Clock(at))
    assert [row.outcome for row in results] == ["ok"] * len(NAMES), results
    return derived(config.archive)


def test_a_season_over_the_cluster_is_the_season_without(
    undisturbed: tuple[Season, dict[datetime, list[Any]]], tmp_path: Path, workers: LocalCluster
) -> None:
    season, expected = undisturbed
    config = elsewhere(season, tmp_path, workers)
    for at in NIGHTS:
        assert played(season, config, at) == expected[at]
    with Archive.read(config.archive) as here, Archive.read(season.config.archive) as alone:
        assert [tuple(row) for row in here.rows(ANSWERED)] == [tuple(row) for row in alone.rows(ANSWERED)]
    with cluster_of(config) as cluster, Archive.open(config.archive) as archive:
        assert cluster is not None
        with ClusterParser(cluster, policy(config.limits), double=True) as parser:
            done = reparse(archive, parser, NIGHTS[-1] + timedelta(hours=3), parser.workers)
    assert (done.read > 50, done.otherwise, done.failed) == (True, 0, ())


def test_a_scan_is_recognised_on_a_worker(tmp_path: Path, workers: LocalCluster) -> None:
    for package in ("rapidocr", "onnxruntime"):
        pytest.importorskip(package, reason="the extra “ocr” is not installed: pip install 'nianbao[ocr]'")
    config = Config(
        tmp_path / "n.toml", tmp_path / "n.db", tmp_path / "s.toml", cluster=Cluster(workers.scheduler_address)
    )
    scan = Order((FILES / "scan.png").read_bytes(), Context())
    with cluster_of(config) as cluster:
        assert cluster is not None
        with ClusterParser(cluster, policy(config.limits)) as parser:
            elsewhere = parser.read(scan)
            assert parser._local is None
    assert isinstance(elsewhere, Report)
    assert elsewhere.tables["applications"]
    assert elsewhere == parse(scan)


@pytest.mark.parametrize("seed", [0, *(pytest.param(number, marks=pytest.mark.matrix) for number in (1, 2))])
def test_workers_killed_at_random_cost_a_retry(
    undisturbed: tuple[Season, dict[datetime, list[Any]]], tmp_path: Path, workers: LocalCluster, seed: int
) -> None:
    season, expected = undisturbed
    config = elsewhere(season, tmp_path, workers, LEASE)
    with ThreadPoolExecutor(1) as beside:
        killed = beside.submit(_kill_workers, season, config.archive, workers, Random(seed))
        left = played(season, config, NIGHTS[0])
        kills = killed.result(60)
    assert left == expected[NIGHTS[0]]
    with Archive.read(config.archive) as archive:
        kept = Counter(row[0] for row in archive.rows(DOCUMENTS))
    assert sum(times - 1 for times in kept.values()) <= 2 * len(NAMES)
    assert [_asked_again(season, kill) for kill in kills] == [set(), set()]


def test_a_scheduler_that_dies_leaves_a_night_that_goes_on(
    undisturbed: tuple[Season, dict[datetime, list[Any]]], tmp_path: Path
) -> None:
    season, expected = undisturbed
    workers = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1")
    config = elsewhere(season, tmp_path, workers, LEASE)
    with ThreadPoolExecutor(1) as beside:
        closed = beside.submit(_close_after, config.archive, workers, 10)
        assert played(season, config, NIGHTS[0]) == expected[NIGHTS[0]]
        closed.result(60)


def _captures(path: Path) -> int:
    with suppress(Exception), Archive.read(path) as archive:
        return int(archive.one("SELECT count(*) FROM captures")[0])
    return 0


def _wait_for(path: Path, captures: int) -> None:
    ends = time.monotonic() + 300
    while _captures(path) < captures:
        assert time.monotonic() < ends, f"{captures} captures never came"
        time.sleep(0.05)


def _kill_workers(season: Season, path: Path, workers: LocalCluster, chance: Random) -> list[Kill]:
    """Kill a worker twice, each time after a random number of captures has come to the archive."""
    kills = []
    for wanted in sorted(chance.sample(range(5, CAPTURES), 2)):
        _wait_for(path, wanted)
        with Archive.read(path) as archive:
            captured = frozenset(_path(row[0]) for row in archive.rows(DOCUMENTS))
        kills.append(Kill(captured, {name: len(season.sites.requests_of(name)) for name in season.names}))
        nanny = chance.choice(list(workers.workers.values()))
        with suppress(ProcessLookupError, AttributeError):
            os.kill(nanny.pid, signal.SIGKILL)
    return kills


def _close_after(path: Path, workers: LocalCluster, captures: int) -> None:
    _wait_for(path, captures)
    workers.close(timeout=5)


def _asked_again(season: Season, kill: Kill) -> set[str]:
    """The documents that sites were asked for after a kill though they had come to the archive before it."""
    later = [row for name in season.names for row in season.sites.requests_of(name)[kill.requests[name] :]]
    return {_path(row.path) for row in later} & kill.captured


def _path(address: str) -> str:
    return urlsplit(address).path.lstrip("/")
