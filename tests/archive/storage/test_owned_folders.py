"""Folders go with their owners, and with nobody else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.storage import owned_folders


def test_a_folder_stays_while_its_owner_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    mine = owned_folders.make("nianbao-x-")
    strangers = [tmp_path / name for name in ("nianbao-y-4194305-z", "nianbao-x-notes")]
    for folder in [tmp_path / "nianbao-x-4194305-z", *strangers]:
        folder.mkdir()
    with owned_folders.temporary("nianbao-x-") as passing:
        assert sorted(tmp_path.iterdir()) == sorted([mine, passing, *strangers])
    assert sorted(tmp_path.iterdir()) == sorted([mine, *strangers])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the state of a process")
def test_an_owner_that_ended_and_was_not_waited_for_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first process of a container waits for nobody, the numbers of killed processes stay taken."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        (tmp_path / f"nianbao-x-{ended.pid}-z").mkdir()
        os.kill(ended.pid, 0)
        made = owned_folders.make("nianbao-x-")
        assert list(tmp_path.iterdir()) == [made]
