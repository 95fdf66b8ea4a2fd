"""Files are made with the permissions that they need, whatever the umask is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.maintenance import backup
from archive.storage.database import Archive
from crawler.cli.program import keep_from_others


@pytest.fixture(autouse=True, params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_archive_payloads_and_backup_are_not_for_others(tmp_path: Path) -> None:
    keep_from_others()
    with Archive.open(tmp_path / "nianbao.db") as archive:
        archive.payloads.put(b"bytes", "a.example")
    (tmp_path / "backups").mkdir()
    backup.backup(tmp_path / "nianbao.db", tmp_path / "backups" / f"{date(2026, 2, 1)}.db")
    made = [path for path in tmp_path.rglob("*") if path != tmp_path]
    assert len(made) >= 4
    for path in made:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o027, path
