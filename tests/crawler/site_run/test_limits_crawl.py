"""A crawl in which every site but one misbehaves: each affects no other, has a reason, and leaves no process behind."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from archive.storage.database import Archive
from tests.support.crawler.misbehave import survivors
from tests.support.paths import SUPPORT
from tests.support.season import PROGRAM, Season, night

SECONDS = 20
SITES = {
    "sound": None,
    "sleeps": "it took longer than the 20 seconds allowed",
    "spins": "it took longer than the 20 seconds allowed",
    "stopped": "it took longer than the 20 seconds allowed",
    "deaf": "it took longer than the 20 seconds allowed",
    "eats": "more than the 400 allowed",
    "brood": "more than the 400 allowed",
    "exits": "the site's process ended without a word",
    "dies": "its process was killed by SIGSEGV",
    "deserts": "its process was killed by SIGKILL",
    "dies-once": None,
    "stays": None,
}
HOOK = """
import sys, pathlib
if "crawler.site_run.worker" in sys.orig_argv:
    sys.path.append({tests!r})
    import misbehave
    name = sys.orig_argv[sys.orig_argv.index("crawler.site_run.worker") + 3].replace("-", " ")
    if name in misbehave.BEHAVIOURS:
        folder = pathlib.Path({folder!r}, name)
        folder.mkdir(exist_ok=True)
        misbehave.behave(name, folder)
"""


@pytest.mark.slow
def test_a_misbehaving_site_costs_only_itself(tmp_path: Path) -> None:
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
            timeout=150,
            check=False,
        )
    finally:
        season.end()
    assert done.returncode == 1, done.stderr
    ended = {one["site"]: one for one in json.loads(done.stdout)}
    for name, why in SITES.items():
        assert ended[name]["outcome"] == ("ok" if why is None else "killed"), ended[name]
        assert (why or "") in (ended[name]["detail"] or ""), ended[name]
        assert survivors(hook / name.replace("-", " ")) == []
    with Archive.read(season.config.archive) as archive:
        assert archive.one("SELECT count(*) FROM site_runs WHERE outcome IS NULL")[0] == 0
        assert archive.one("SELECT count(*) FROM reports")[0] > 0
