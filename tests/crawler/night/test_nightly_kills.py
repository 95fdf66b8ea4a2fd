"""A nightly killed at any of its steps and started again leaves and reports what an undisturbed nightly does."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from crawler.night import copies, nightly
from crawler.runtime.clock import Clock
from crawler.runtime.config import Config, load
from tests.support.alerts.servers import Http
from tests.support.kills.nights import NOW, prepared, remains

STEPS = ("deadlines", "copies", "integrity", "backup", "alerts", "publish", "messages", "summary", "heartbeat")


def hook(web: Http) -> str:
    return f"http://127.0.0.1:{web.port}"


@pytest.mark.slow
def test_killed_anywhere_it_leaves_what_it_should(tmp_path: Path, web: Http) -> None:
    base = tmp_path / "base"
    base.mkdir()
    prepared(base, hook(web))

    def copied(name: str) -> Config:
        return load(Path(shutil.copytree(base, tmp_path / name)) / "nianbao.toml")

    config = copied("undisturbed")
    nightly.run(config, Clock(NOW))
    wanted = remains(config)
    assert len(wanted["alerts"]) == 10  # type: ignore[arg-type]
    places = [(step, edge) for step in STEPS for edge in ("begins", "ends")]
    for step, edge in [*places, ("backup", "half"), ("summary", "half")]:
        config = copied(f"{step}-{edge}")
        web.posts.clear()
        place = (str(config.path), NOW.isoformat(), step, edge)
        call = f"from tests.support.nights import kills; kills.main(*{place!r})"
        done = subprocess.run([sys.executable, "-c", call], capture_output=True, check=False)
        assert done.returncode == -9, (step, edge, done.stderr)
        nightly.run(config, Clock(NOW + timedelta(minutes=5)))
        found = remains(config)
        for key, value in wanted.items():
            assert found[key] == value, (step, edge, key)
        told = [(alert["alert"], alert["edge"]) for _, body, _ in web.posts for alert in body["alerts"]]
        assert (len(told), len(set(told))) == (10, 10), (step, edge)


def test_backups_are_the_newest_and_a_wrong_clocks_go_first(tmp_path: Path, web: Http) -> None:
    config = prepared(tmp_path, hook(web))
    days = [date(2027, 3, 1), date(2027, 3, 2), date(2026, 2, 3), date(2026, 2, 4), date(2026, 2, 5)]
    for day in days[:3]:
        assert copies.back_up(config, day)
    folder = tmp_path / "backups"
    (folder / "nianbao-2026-02-01.db.part").write_bytes(b"half")
    (folder / "nianbao-2026-02-01.payloads.db").write_bytes(b"left behind")
    (folder / "mine.db").write_bytes(b"another's")
    for day in days[3:]:
        assert copies.back_up(config, day)
    assert sorted(path.name for path in folder.iterdir()) == [
        "mine.db",
        *(f"nianbao-2026-02-0{day}{kind}.db" for day in (4, 5) for kind in ("", ".payloads")),
    ]
