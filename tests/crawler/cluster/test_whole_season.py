"""The sample sites' whole season by `nianbao nightly --scheduler`, beside the season without: row by row the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.crawler.dask_machines import Machines, machines
from tests.support.nights.season_rows import rows
from tests.support.season import Season, nianbao
from tests.support.sites import demo

pytestmark = pytest.mark.slow
NIGHTS = [night + timedelta(minutes=10 * number) for number, night in enumerate(demo.NIGHTS)]
"""Each begins a little later than the one before: nothing then falls due within the seconds that a night takes."""
ALERTED = '[alerts]\nchannels = ["file://alerts.jsonl"]\n'


@pytest.fixture
def season(tmp_path: Path) -> Iterator[Season]:
    begun = Season.begin(tmp_path, NIGHTS[0])
    with begun.config.path.open("a", encoding="utf-8") as configuration:
        configuration.write(ALERTED)
    yield begun
    begun.end()


@pytest.fixture
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with machines(tmp_path_factory.mktemp("dask")) as started:
        yield started


def test_the_whole_season_over_two_machines_is_the_season_without(
    season: Season, dask: Machines, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("spread")
    for name in ("nianbao.toml", "sites.toml"):
        shutil.copy(season.config.path.with_name(name), folder)
    for instant in NIGHTS:
        season.sites.now = instant
        for config, given in ((season.config.path, ()), (folder / "nianbao.toml", ("--scheduler", dask.scheduler))):
            done = nianbao(config, "nightly", "--now", instant.isoformat(), *given)
            assert done.returncode in (0, 1), done.stderr
            assert "on this machine" not in done.stderr
    alone, spread = rows(season.config.archive), rows(folder / "nianbao.db")
    for subject, expected in alone.items():
        assert spread[subject] == expected, subject
    told = [subject for subject, found in alone.items() if found]
    assert {"verdicts", "alerts", "messages", "applications", "facts of listing checks", "copies"} <= {*told}
