"""Rows of the registry that come and go, over real HTTP: a county is judged by those in force, and by all of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from archive.captures import record
from archive.storage.database import Archive
from crawler.night import nightly, site_processes
from crawler.runtime.clock import Clock
from crawler.runtime.config import load
from tests.support.nights.player import Player
from tests.support.season import Season, night
from tests.support.sites.script import site

OLD = """
[[site]]
id = "langao-old"
county = "{county}"
start = ["http://127.0.0.1:9/"]
private_addresses = true
until = "2026-01-30"
"""


@pytest.mark.slow
def test_a_row_out_of_force_does_not_prevent_verdicts(tmp_path: Path, player: Player) -> None:
    season = Season.begin(tmp_path, night(1, 28), ("langao", "nanjing"))
    with season.config.sites.open("a") as file:
        file.write(OLD.format(county=site("langao").county))
    config = load(season.config.path)

    def played(now_night: tuple[int, int]) -> dict[str, str]:
        season.sites.now = night(*now_night)
        return {one.site: one.outcome for one in nightly.run(config, Clock(season.sites.now)).sites}

    def verdicts() -> set[str]:
        with season.archive() as archive:
            rows = archive.rows(
                "SELECT verdict FROM status WHERE county_code = ? AND year = 2025", site("langao").county
            )
            return {row[0] for row in rows}

    assert played((1, 28)) == {"langao": "ok", "nanjing": "ok", "langao-old": "unreachable"}
    assert [set(played((2, day))) for day in (1, 2)] == [{"langao", "nanjing"}] * 2
    assert "not_published" in verdicts()

    with Archive.open(config.archive) as archive:
        record.begin_run(archive, night(2, 2) + timedelta(hours=1), "0", {"sites": ["langao"], "retired": []})
    again = nightly.run(config, Clock(night(2, 2) + timedelta(hours=2)))
    assert [one.site for one in again.sites] == ["langao"], "what an interrupted run had begun, and nothing else"
    season.end()


@pytest.mark.slow
def test_a_crawl_of_one_of_a_countys_two_rows_is_no_check_of_the_county(tmp_path: Path, player: Player) -> None:
    season = Season.begin(tmp_path, night(1, 20), ("langao",))
    with season.config.sites.open("a") as file:
        file.write(OLD.format(county=site("langao").county).replace('until = "2026-01-30"', ""))
    config = load(season.config.path)
    for month, day in ((1, 20), (2, 1), (2, 2), (2, 3)):
        season.sites.now = night(month, day)
        site_processes.crawl(config, ["langao"], Clock(season.sites.now))
    with season.archive() as archive:
        verdicts = {row[0] for row in archive.rows("SELECT verdict FROM status WHERE year = 2025")}
        assert {"late", "not_published"}.isdisjoint(verdicts), verdicts
        assert archive.one("SELECT count(*) FROM site_runs WHERE outcome = 'ok'")[0] == 4
    season.end()
