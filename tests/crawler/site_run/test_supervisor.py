"""A process that hangs, dies or eats memory is ended with its reason, and nothing that it started is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.captures.reasons import SiteRunReason
from crawler.runtime.config import Limits
from crawler.runtime.process import MARK
from crawler.site_run import supervisor
from tests.support.crawler.misbehave import BEHAVIOURS, survivors
from tests.support.paths import SUPPORT

SHORT = Limits(site_seconds=1.2, site_memory=200)
LONG = Limits(site_seconds=600, site_memory=200)
"""For what ends by itself, however slow the machine is."""
LATE = "it took longer than the 1.2 seconds allowed"
ENDS = [
    ("sleeps", LATE),
    ("spins", LATE),
    ("stopped", LATE),
    ("deaf", LATE),
    ("stays", LATE),
    ("exits", None),
    ("dies", "its process was killed by SIGSEGV"),
    ("deserts", "its process was killed by SIGKILL"),
]


@pytest.mark.parametrize(("behaviour", "said"), ENDS)
def test_it_ends_with_its_reason_and_leaves_nothing(tmp_path: Path, behaviour: str, said: str | None) -> None:
    assert behaviour in BEHAVIOURS
    ended = supervisor.run(_command(tmp_path, behaviour), f"test/{tmp_path.name}", SHORT if said is LATE else LONG)
    assert (str(ended) if ended else None) == said
    assert survivors(tmp_path) == []


@pytest.mark.parametrize("behaviour", ["eats", "brood"])
def test_memory_is_counted_with_all_that_descends(tmp_path: Path, behaviour: str) -> None:
    limits = Limits(site_seconds=30, site_memory=200)
    said = supervisor.run(_command(tmp_path, behaviour), f"test/{tmp_path.name}", limits)
    assert said is not None
    assert said.code is SiteRunReason.MEMORY_LIMIT
    assert "more than the 200 allowed" in str(said)
    assert survivors(tmp_path) == []


def test_memory_is_checked_within_the_first_second(tmp_path: Path) -> None:
    said = supervisor.run(_command(tmp_path, "naps"), f"test/{tmp_path.name}", Limits(site_memory=1))
    assert said is not None
    assert said.code is SiteRunReason.MEMORY_LIMIT


def test_it_is_started_once_more_where_it_was_killed_from_outside(tmp_path: Path) -> None:
    assert supervisor.run(_command(tmp_path, "dies once"), f"test/{tmp_path.name}", LONG) is None


def test_unmarked_processes_are_not_killed(tmp_path: Path) -> None:
    other = subprocess.Popen(_command(tmp_path, "sleeps"), env={**os.environ, MARK: "test/another"})
    supervisor.run(_command(tmp_path, "exits"), "test/anoth", LONG)
    assert other.poll() is None
    other.kill()
    other.wait()


def _command(folder: Path, behaviour: str) -> list[str]:
    return [sys.executable, "-S", str(SUPPORT / "crawler" / "misbehave.py"), behaviour, str(folder)]
