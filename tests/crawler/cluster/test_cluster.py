"""Nights over Dask's workers on loopback: the tables are those of a night without, whatever dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from distributed import LocalCluster

from archive.maintenance.reparse import reparse
from archive.storage.database import Archive
from crawler.cluster.connection import cluster_of
from crawler.cluster.reading import ClusterParser
from crawler.night import site_processes
from crawler.runtime.clock import Clock
from crawler.runtime.config import Cluster, Config
from crawler.site_run.reading_policy import policy
from tests.crawler.night.test_kill import derived
from tests.support.season import Season, night

pytestmark = pytest.mark.slow
NAMES = ("guzhang", "langao")
NIGHTS = (night(1, 20), night(2, 1), night(2, 2))
DOCUMENTS = "SELECT url FROM captures WHERE kind IN ('report', 'attachment')"
IN_FLIGHT = 8
"""Requests of a site that may be in flight at a kill: two at the site, and as many as are answered on loopback between
two collections, which are four tenths of a second apart here."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Season, dict[datetime, list[Any]]]]:
    """The sites, and what each night leaves that this machine does alone."""
    season = Season.begin(tmp_path_factory.mktemp("alone"), NIGHTS[0], NAMES)
    yield season, {at: played(season, season.config, at) for at in NIGHTS}
    season.end()


@pytest.fixture
def workers() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        yield cluster


def elsewhere(season: Season, folder: Path, workers: LocalCluster) -> Config:
    """The same sites, for an archive of its own and this cluster."""
    for name in ("nianbao.toml", "sites.toml"):
        (folder / name).write_text((season.config.path.parent / name).read_text("utf-8"), "utf-8")
    path = folder / "nianbao.toml"
    return replace(
        season.config,
        path=path,
        archive=folder / "nianbao.db",
        sites=folder / "sites.toml",
        cluster=Cluster(workers.scheduler_address, lease=4.0),
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
        asked = "SELECT kind, url, verdict, status FROM captures ORDER BY 2, 1, 3, 4"
        assert [tuple(row) for row in here.rows(asked)] == [tuple(row) for row in alone.rows(asked)]
    with cluster_of(config) as cluster, Archive.open(config.archive) as archive:
        assert cluster is not None
        with ClusterParser(cluster, policy(config.limits), double=True) as parser:
            done = reparse(archive, parser, NIGHTS[-1] + timedelta(hours=3), parser.workers)
    assert (done.read > 60, done.otherwise, done.failed) == (True, 0, ())


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.matrix) for seed in (1, 2))])
def test_workers_killed_at_random_cost_a_retry(
    undisturbed: tuple[Season, dict[datetime, list[Any]]], tmp_path: Path, workers: LocalCluster, seed: int
) -> None:
    season, expected = undisturbed
    config = elsewhere(season, tmp_path, workers)
    chance = Random(seed)
    thresholds = sorted(chance.sample(range(5, 60), 2))
    before = _requests(season)
    killer = threading.Thread(target=_kill_workers, args=(config.archive, workers, chance, thresholds))
    killer.start()
    left = played(season, config, NIGHTS[0])
    killer.join(60)
    assert left == expected[NIGHTS[0]]
    with Archive.read(config.archive) as archive:
        kept = Counter(row[0] for row in archive.rows(DOCUMENTS))
    assert sum(times - 1 for times in kept.values()) <= 2 * len(NAMES)
    assert _asked_twice(season, config, before) <= IN_FLIGHT * len(NAMES) * len(thresholds)


def test_a_scheduler_that_dies_leaves_a_night_that_goes_on(
    undisturbed: tuple[Season, dict[datetime, list[Any]]], tmp_path: Path
) -> None:
    season, expected = undisturbed
    workers = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1")
    config = elsewhere(season, tmp_path, workers)
    closer = threading.Thread(target=_close_after, args=(config.archive, workers, 10))
    closer.start()
    assert played(season, config, NIGHTS[0]) == expected[NIGHTS[0]]
    closer.join(60)


def _captures(path: Path) -> int:
    with suppress(Exception), Archive.read(path) as archive:
        return int(archive.one("SELECT count(*) FROM news")[0])
    return 0


def _wait_for(path: Path, captures: int) -> None:
    while _captures(path) < captures:
        time.sleep(0.05)


def _kill_workers(path: Path, workers: LocalCluster, chance: Random, thresholds: list[int]) -> None:
    """Kill a worker each time that so many captures have come to the archive."""
    for wanted in thresholds:
        _wait_for(path, wanted)
        nanny = chance.choice(list(workers.workers.values()))
        with suppress(ProcessLookupError, AttributeError):
            os.kill(nanny.pid, signal.SIGKILL)


def _close_after(path: Path, workers: LocalCluster, captures: int) -> None:
    _wait_for(path, captures)
    workers.close(timeout=5)


def _asked_twice(season: Season, config: Config, before: dict[str, int]) -> int:
    """How many requests for documents came to the sites, since so many of each, that had been answered before."""
    with Archive.read(config.archive) as archive:
        urls = archive.rows(DOCUMENTS)
    documents = {url.partition("://")[2].partition("/")[2] for (url,) in urls}
    asked = Counter(
        row.path.lstrip("/") for name in season.names for row in season.sites.requests_of(name)[before[name] :]
    )
    return sum(times - 1 for path, times in asked.items() if path in documents)


def _requests(season: Season) -> dict[str, int]:
    return {name: len(season.sites.requests_of(name)) for name in season.names}
