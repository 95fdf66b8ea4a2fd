"""The fleet at a glance, out of an archive of nights: trouble first, and nothing made up for sites never tried."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive import gazetteer
from archive.captures import record
from archive.captures.record import CheckedList, Fetched, Item, Outcome
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from crawler import cli
from crawler.cli.verbs.nights.sites import health_of_sites
from crawler.night.site_health import MARKS, NIGHTS, Health, strip_of_nights
from crawler.runtime.config import Config, load
from crawler.runtime.sites import register, registry
from tests.support.paths import ROOT

FIRST = datetime(2026, 1, 1, 2, 30, tzinfo=CHINA)
LIST = (Path(__file__).parent / "fleet.html").read_bytes()
ROW = """[[site]]
id = "{id}"
county = "610925"
start = ["http://{id}.langao.gov.cn/nb/index.html"]
expect = 12
{more}
"""
Story = Sequence[tuple[Outcome | None, int]]
STORIES: dict[str, Story] = {
    "sound": [("ok", 5)] * 16,
    "recovered": [("blocked", 0), ("blocked", 0), ("ok", 5)],
    "shrank": [("ok", 5), ("ok", 5), ("partial", 2)],
    "blind": [("ok", 5), *[("unreachable", 0)] * 9],  # type: ignore[list-item]
    "never": [("broken", 0), ("killed", 0), ("blocked", 0)],
    "cut": [("ok", 5), (None, 0)],
}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "nianbao.toml").write_text('contact = "a@example.org"\n', "utf-8")
    rows = [ROW.format(id=name, more='family = "vsb"' if name == "blind" else "") for name in [*STORIES, "untried"]]
    (tmp_path / "sites.toml").write_text("\n".join(rows), "utf-8")
    loaded = load(tmp_path / "nianbao.toml")
    with Archive.open(loaded.archive) as archive:
        sites = {site.id: site for site in registry(loaded)}
        longest = max(len(story) for story in STORIES.values())
        for number in range(longest):
            now = FIRST + timedelta(days=number)
            run = record.begin_run(archive, now, "test", {})
            for name, story in STORIES.items():
                at = number - (longest - len(story))
                if at >= 0:
                    register(archive, sites[name])
                    _night(archive, run, name, now, *story[at])
    return loaded


def test_failing_sites_come_first(config: Config) -> None:
    said = _said(config)
    assert list(said) == ["never", "blind", "cut", "shrank", "untried", "recovered", "sound"]
    assert [name for name, one in said.items() if one.failing] == ["never", "blind", "cut", "shrank"]


def test_each_sites_nights_and_counts(config: Config) -> None:
    said = _said(config)
    assert said["sound"].nights == "+" * NIGHTS
    assert said["blind"].nights == "....+" + "u" * 9
    assert said["never"].nights.endswith("xkb")
    assert said["cut"].nights.endswith("+?")
    assert said["untried"].nights == "." * NIGHTS
    assert {name: one.days_since_ok for name, one in said.items()} == {
        "never": None, "blind": 9, "shrank": 1, "cut": 1, "untried": None, "recovered": 0, "sound": 0,
    }  # fmt: skip
    assert [name for name, one in said.items() if one.never_ok] == ["never"]
    assert (said["shrank"].items, said["shrank"].usual_items) == (2, 5)
    assert (said["sound"].townships_found, said["sound"].townships) == (5, 12)
    assert said["never"].townships_found == 0
    assert said["shrank"].reason == "night 15: partial"
    assert said["sound"].reason is None
    assert [night.outcome for night in said["never"].history] == ["broken", "killed", "blocked"]


def test_the_family_is_that_of_the_row_or_of_the_list_seen_last(config: Config) -> None:
    said = _said(config)
    assert (said["sound"].family, said["blind"].family, said["untried"].family) == ("trs", "vsb", "auto")


def test_without_an_archive_no_site_fails(config: Config) -> None:
    for file in config.archive.parent.glob(f"{config.archive.stem}.*db*"):
        file.unlink()
    assert {(one.failing, one.site_runs, one.days_since_ok) for one in _said(config).values()} == {(False, 0, None)}


def test_the_verb(config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    now = (FIRST + timedelta(days=15, hours=5)).isoformat()
    assert cli.main(["--config", str(config.path), "sites", "--now", now]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:5]] == ["never", "blind", "cut", "shrank"]
    assert "xkb" in lines[1]
    assert "never" in lines[1].split()[1:]
    assert "2/5" in lines[4]
    assert cli.main(["--config", str(config.path), "sites", "--json", "--now", now]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["site"] == "never"
    assert [night["outcome"] for night in rows[0]["history"]] == ["broken", "killed", "blocked"]


def test_every_outcome_has_its_mark() -> None:
    assert len(set(MARKS.values())) == len(MARKS) == 7
    assert strip_of_nights([]) == "." * NIGHTS
    assert strip_of_nights(["ok"] * 20 + ["killed"]) == "+" * (NIGHTS - 1) + "k"


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([("a", "610925", ""), ("b", "610925", "")], []),
        ([("a", "999999", ""), ("b", "999998", ""), ("c", "610925", "speed = 3")], ["999999", "999998", "'speed'"]),
        (
            [("a", "610925", ""), ("a", "610925", "")],
            ["two rows have it", "a.langao.gov.cn is a host of site 'a', too"],
        ),
        (
            [("a", "610925", ""), ("b", "610925", 'hosts = ["b.langao.gov.cn", "a.langao.gov.cn"]')],
            ["a.langao.gov.cn is a host of site 'a', too"],
        ),
        (
            [
                ("a", "610925", "until = 2026-01-01"),
                ("b", "610925", 'from = 2026-01-01\nhosts = ["b.langao.gov.cn", "a.langao.gov.cn"]'),
            ],
            [],
        ),
    ],
)
def test_the_whole_registry_is_read_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list[tuple[str, str, str]], wrong: list[str]
) -> None:
    (tmp_path / "nianbao.toml").write_text("", "utf-8")
    text = "".join(ROW.format(id=name, more=more).replace("610925", county) for name, county, more in rows)
    (tmp_path / "sites.toml").write_text(text, "utf-8")
    status = cli.main(["--config", str(tmp_path / "nianbao.toml"), "sites", "check", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert status == (1 if wrong else 0)
    assert len(said["wrong"]) == len(wrong)
    for one, words in zip(said["wrong"], wrong, strict=True):
        assert words in one


def test_the_shipped_registry_is_valid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ROOT / "spiders" / "sites.toml"
    (tmp_path / "nianbao.toml").write_text(f'sites = "{rows}"\n', "utf-8")
    assert cli.main(["--config", str(tmp_path / "nianbao.toml"), "sites", "check"]) == 0
    assert "60 rows can be used, 0 things are wrong" in capsys.readouterr().out


def _said(config: Config) -> dict[str, Health]:
    return {one.site: one for one in health_of_sites(config, FIRST + timedelta(days=15, hours=5))}


def _night(archive: Archive, run: str, name: str, now: datetime, outcome: Outcome | None, items: int) -> None:
    site_run = record.begin_site(archive, run, name, now)
    start = f"http://{name}.langao.gov.cn/nb/index.html"
    if items:
        units = gazetteer.load().units("610925")[:items]
        shown = tuple(
            Item(f"{start}?{u.code}", f"{u.name}2025年年报", None, "report", 2025, "township", u.name, u.code)
            for u in units
        )
        record.record(archive, site_run, Fetched("listing", start, now, "ok", status=200, body=LIST))
        record.store_listing_check(archive, site_run, CheckedList(start, shown, complete=True))
    if outcome:
        told = None if outcome == "ok" else f"night {(now - FIRST).days}: {outcome}"
        record.finish_site(archive, site_run, now, outcome, told)
