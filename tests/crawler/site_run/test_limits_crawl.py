"""A crawl in which every site but one misbehaves: each affects no other, has a reason, and leaves no process behind."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.storage.database import Archive
from tests.support.crawler.misbehave import survivors
from tests.support.paths import SUPPORT
from tests.support.season import PROGRAM, Season, night

SECONDS = 60
"""Enough for a sound site beside eleven others on a slow machine."""

TOO_LONG = f"it took longer than the {SECONDS} seconds allowed"
SITES = {
    "sound": None,
    "sleeps": TOO_LONG,
    "spins": TOO_LONG,
    "stopped": TOO_LONG,
    "deaf": TOO_LONG,
    "eats": "more than the 400 allowed",
    "brood": "more than the 400 allowed",
    "exits": "the site's process ended without a word",
    "dies": "its process was killed by SIGSEGV",
    "deserts": "its process was killed by SIGKILL",
    "dies-once": None,
    "stays": None,
}
HOOK = """
import os, pathlib, sys
if "crawler.site_run.forks" in sys.orig_argv:
    sys.path.append({tests!r})
    import misbehave

    def misbehaving():
        worker = sys.modules["crawler.site_run.worker"]
        real = worker.main

        def main(arguments):
            name = arguments[2].replace("-", " ")
            if name in misbehave.BEHAVIOURS:
                folder = pathlib.Path({folder!r}, name)
                folder.mkdir(exist_ok=True)
                misbehave.behave(name, folder)
            real(arguments)

        worker.main = main

    os.register_at_fork(after_in_child=misbehaving)
"""


@dataclass(frozen=True)
class Crawled:
    """What came of the crawl: the archive, each site's result, and the folder of each misbehaviour."""

    archive: Path
    status: int
    results: dict[str, dict[str, Any]]
    folder: Path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """One crawl of all these sites at once."""
    tmp_path = tmp_path_factory.mktemp("crawl")
    season = Season.begin(tmp_path, night(2, 1), ["langao"])
    try:
        row = (tmp_path / "sites.toml").read_text("utf-8")
        rows = "\n".join(row.replace('id = "langao"', f'id = "{name}"') for name in SITES)
        (tmp_path / "sites.toml").write_text(rows, "utf-8")
        with season.config.path.open("a", encoding="utf-8") as config:
            config.write(f"[limits]\nsite_seconds = {SECONDS}\nsite_memory = 400\n")
        season.config.path.write_text(
            season.config.path.read_text("utf-8").replace("workers = 3", "workers = 12"), "utf-8"
        )
        hook = tmp_path / "hook"
        hook.mkdir()
        tests = str(SUPPORT / "crawler")
        (hook / "sitecustomize.py").write_text(HOOK.format(tests=tests, folder=str(hook)), "utf-8")
        done = subprocess.run(
            [*PROGRAM, "--config", str(season.config.path), "crawl", "--json", "--now", night(2, 1).isoformat()],
            env={**os.environ, "PYTHONPATH": str(hook)},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    finally:
        season.end()
    results = {result["site"]: result for result in json.loads(done.stdout)}
    return Crawled(season.config.archive, done.returncode, results, hook)


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
def test_a_misbehaving_site_costs_only_itself(crawled: Crawled, name: str) -> None:
    why, result = SITES[name], crawled.results[name]
    assert result["outcome"] == ("ok" if why is None else "killed"), result
    assert (why or "") in (result["detail"] or "")
    assert survivors(crawled.folder / name.replace("-", " ")) == []


@pytest.mark.slow
def test_a_crawl_with_misbehaving_sites_ends_as_a_whole(crawled: Crawled) -> None:
    assert crawled.status == 1
    with Archive.read(crawled.archive) as archive:
        assert archive.one("SELECT count(*) FROM site_runs WHERE outcome IS NULL")[0] == 0
        assert archive.one("SELECT count(*) FROM reports")[0] > 0
