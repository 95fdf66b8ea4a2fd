"""Which machines may work for this one, and what is said where none can."""

from __future__ import annotations

import builtins
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.cluster import connection
from crawler.cluster.connection import cluster_of
from crawler.cluster.machine import Machine
from crawler.runtime.config import Cluster, Config, ConfigError

NOW = datetime(2026, 2, 1, tzinfo=UTC)


def config(folder: Path, scheduler: str | None) -> Config:
    return Config(folder / "n.toml", folder / "n.db", folder / "s.toml", cluster=Cluster(scheduler))


def test_without_a_scheduler_there_is_no_cluster(tmp_path: Path) -> None:
    with cluster_of(config(tmp_path, None)) as cluster:
        assert cluster is None


def test_without_the_extra_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("distributed"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ConfigError, match=r"nianbao\[cluster\]"), cluster_of(config(tmp_path, "tcp://127.0.0.1:9")):
        pass


def test_where_no_scheduler_answers_this_machine_does_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 0.2)
    with cluster_of(config(tmp_path, "tcp://127.0.0.1:9")) as cluster:
        assert cluster is None


@pytest.mark.parametrize(
    ("found", "part"),
    [
        (Machine("2", "nianbao-1", NOW), None),
        (Machine("1", "nianbao-1", NOW), "nianbao 1"),
        (Machine("2", "nianbao-2", NOW), "nianbao-2"),
        (Machine("2", "nianbao-1", NOW - timedelta(minutes=3)), "clock"),
        (ModuleNotFoundError("crawler"), "ModuleNotFoundError"),
        (None, "NoneType"),
    ],
)
def test_a_worker_has_to_agree(found: object, part: str | None) -> None:
    if isinstance(found, Machine):
        found = replace(found, clock=found.clock + (datetime.now(UTC) - NOW))
    why = connection._disagreement(Machine("2", "nianbao-1", NOW), found)
    assert why is None if part is None else part in str(why)
