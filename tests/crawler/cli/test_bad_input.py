"""Bad input gets one line that names the culprit and the remedy, the contract's exit status, and changes nothing."""

from __future__ import annotations

import fcntl
import sqlite3
from pathlib import Path

import pytest

from archive.storage.database import Archive
from tests.support.season import Season, nianbao, night
from tests.support.small_disk import leave

SITE = '[[site]]\nid = "{id}"\ncounty = "{county}"\nstart = ["http://127.0.0.1:9/"]\nprivate_addresses = true\n'
GOOD = SITE.format(id="langao", county="610925")


def laid(folder: Path, config: str = "", sites: str = GOOD) -> Path:
    path = folder / "nianbao.toml"
    path.write_text(f'contact = "ops@example.org"\n{config}', encoding="utf-8")
    (folder / "sites.toml").write_text(sites, encoding="utf-8")
    return path


def refused(config: Path, status: int, *said: str, arguments: tuple[str, ...] = ("crawl",)) -> None:
    done = nianbao(config, *arguments)
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for words in said:
        assert words in done.stderr


@pytest.mark.parametrize(
    ("config", "sites", "said"),
    [
        ("archiv = 'x.db'\n", GOOD, ("nianbao.toml", "unknown key `archiv`", "known here")),
        ("[politeness]\nspeed = 1\n", GOOD, ("unknown key `politeness.speed`",)),
        ("", GOOD + "speed = 1\n", ("sites.toml", "langao", "speed", "unknown key")),
        ("", SITE.format(id="a", county="999999"), ("sites.toml", "'a'", "999999", "gazetteer")),
        ("", GOOD + GOOD, ("sites.toml", "langao", "two rows")),
        ("", "[[site]]\nid = 'a'\n", ("sites.toml", "county")),
        ("sites = 'none.toml'\n", GOOD, ("none.toml", "cannot be read")),
    ],
)
def test_what_is_wrong_in_the_files_is_named(tmp_path: Path, config: str, sites: str, said: tuple[str, ...]) -> None:
    refused(laid(tmp_path, config, sites), 2, *said)
    assert not (tmp_path / "nianbao.db").exists()


def test_crawling_without_a_contact_is_refused(tmp_path: Path) -> None:
    path = laid(tmp_path)
    path.write_text("", encoding="utf-8")
    refused(path, 2, "contact", "reach you")


def test_a_missing_configuration_is_named(tmp_path: Path) -> None:
    refused(tmp_path / "none.toml", 2, "none.toml", "no such file", "nianbao init")


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "nianbao.db")
    db.execute("CREATE TABLE birds (name)")
    db.commit()
    db.close()
    before = (tmp_path / "nianbao.db").read_bytes()
    refused(laid(tmp_path), 3, "nianbao.db", "not a nianbao archive", "another file")
    assert (tmp_path / "nianbao.db").read_bytes() == before


def test_a_second_run_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "nianbao.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused(laid(tmp_path), 3, "another run is at work")


def test_a_question_before_the_first_crawl(tmp_path: Path) -> None:
    refused(laid(tmp_path), 3, "no archive yet", "nianbao crawl", arguments=("status",))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("status", "--now", "yesterday"), ("'yesterday' is no instant", "`nianbao status --help`")),
        (("export", "xml", "out"), ("invalid choice: 'xml'", "`nianbao export --help`")),
        ((), ("VERB", "`nianbao --help`")),
        (("export", "csv", "out", "--county", "999999"), ("--county 999999", "six digits")),
        (("identify", "年报", "--county", "x"), ("--county x", "full name")),
    ],
)
def test_wrong_arguments_are_one_line(tmp_path: Path, arguments: tuple[str, ...], said: tuple[str, ...]) -> None:
    path = laid(tmp_path)
    Archive.open(tmp_path / "nianbao.db").close()
    refused(path, 2, *said, arguments=arguments)


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    path = laid(tmp_path)
    Archive.open(tmp_path / "nianbao.db").close()
    refused(path, 3, "sites.toml", "name another place", arguments=("export", "csv", str(tmp_path / "sites.toml")))


def test_a_traceback_only_when_asked_for(tmp_path: Path) -> None:
    done = nianbao(None, "--debug", "--config", str(tmp_path / "none.toml"), "crawl")
    assert "Traceback" in done.stderr


@pytest.mark.slow
def test_a_full_disk_is_reported_and_the_archive_stays_intact(small_disk: Path) -> None:
    season = Season.begin(small_disk, night(1, 20), ["langao"])
    try:
        Archive.open(season.config.archive).close()
        ballast = leave(small_disk, 150_000)
        done = nianbao(season.config.path, "crawl", "--now", night(1, 20).isoformat())
        assert done.returncode == 3, done.stderr
        assert "the disk is full" in done.stderr.splitlines()[-1]
        ballast.unlink()
        assert season.crawl(night(1, 20))[0]["outcome"] == "ok"
        assert nianbao(season.config.path, "verify").returncode == 0
    finally:
        season.end()
