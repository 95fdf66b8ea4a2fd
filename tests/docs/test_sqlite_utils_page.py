"""Every command of docs/sqlite-utils.md runs on a crawled archive, in the order of the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.season import Season, night

PAGE = (ROOT / "docs" / "sqlite-utils.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
SILENT = ("sqlite-utils enable-fts", 'sqlite-utils query nianbao.db "select version')
"""Commands that write a file and print nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of an archive in which some townships were late."""
    played = Season.begin(tmp_path_factory.mktemp("sqlite-utils"), night(2, 2), ["langao"])
    for instant in (night(2, 1), night(2, 2), night(2, 23)):
        played.crawl(instant)
    yield played.config.path.parent
    played.end()


@pytest.mark.slow
def test_commands_run_in_order_and_print_something(folder: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command in COMMANDS:
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert bool(done.stdout.strip()) != command.startswith(SILENT), command
        if command.startswith("sqlite-utils rows nianbao.db status --where"):
            assert done.stdout.count("\n") > 1, "nobody was late"
        if command.startswith("sqlite-utils search"):
            assert "行政复议" in done.stdout
