"""The command line as a whole: help with examples, Scrapy's own commands, the live table, Datasette."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.cli.errors import ExitStatus
from tests.support.paths import ROOT
from tests.support.season import PROGRAM, Season, nianbao, night

CONTRACT = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
VERBS = sorted(set(re.findall(r"^ {4}([a-z]+)\s", nianbao(None, "--help").stdout.split("VERB")[-1], re.MULTILINE)))


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    played = Season.begin(tmp_path_factory.mktemp("verbs"), night(1, 20), ["langao"])
    yield played
    played.end()


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example_and_is_in_the_contract(verb: str) -> None:
    done = nianbao(None, verb, "--help")
    assert done.returncode == 0
    assert f"example: nianbao {verb}" in done.stdout
    assert f"`{verb}" in CONTRACT


def test_the_program_lists_its_verbs_under_a_heading_in_lower_case() -> None:
    assert "\nverbs:\n    init " in nianbao(None, "--help").stdout


def test_scrapy_works_as_anywhere_else(season: Season) -> None:
    scrapy = Path(sys.executable).with_name("scrapy")
    environment = {**os.environ, "NIANBAO_CONFIG": str(season.config.path)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [scrapy, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
        )

    assert run("list").stdout.split() == ["county"]
    done = run("crawl", "county", "-a", "site=langao", "-s", "NIANBAO_NOW=2026-01-20T02:30:00+08:00")
    assert done.returncode == 0, done.stderr
    with season.archive() as archive:
        row = archive.one("SELECT outcome, requests, r.finished_at FROM site_runs JOIN runs AS r USING (run)")
        assert (row["outcome"], row["requests"] > 30, row["finished_at"] is not None) == ("ok", True, True)
        assert archive.one("SELECT count(*) FROM reports")[0] > 20


def test_a_live_table_on_a_terminal(season: Season) -> None:
    master, slave = pty.openpty()
    command = [*PROGRAM, "--config", str(season.config.path), "crawl", "--now", night(1, 21).isoformat()]
    process = subprocess.Popen(command, stdout=slave, stderr=slave, close_fds=True)
    os.close(slave)
    shown = b""
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        if select.select([master], [], [], 0.5)[0]:
            try:
                shown += os.read(master, 65536)
            except OSError:
                break
        elif process.poll() is not None:
            break
    assert process.wait(60) == 0
    os.close(master)
    assert "of 1 sites" in shown.decode("utf-8", "replace")
    assert "langao" in shown.decode("utf-8", "replace")


def test_datasette_opens_on_the_archive(season: Season) -> None:
    season.crawl(night(1, 22))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*PROGRAM, "--config", str(season.config.path), "serve", "--port", str(port)], stderr=subprocess.DEVNULL
    )
    try:
        page = _get(f"http://127.0.0.1:{port}/nianbao/status.json?_shape=array&township_code=610925100")
        assert b"610925100" in page
    finally:
        process.terminate()
        process.wait(10)


def test_history_takes_a_code_or_a_name(season: Season) -> None:
    season.crawl(night(1, 23))
    by_code, by_name, unknown = (
        nianbao(season.config.path, "history", township, "2024", "--json")
        for township in ("610925100", "城关镇", "没有镇")
    )
    assert json.loads(by_code.stdout)["report"] == json.loads(by_name.stdout)["report"] == "610925100/2024"
    assert unknown.returncode == 3
    assert "no watched township has the name 没有镇; give its nine-digit code" in unknown.stderr


def test_merge_says_in_json_what_came_in(season: Season, tmp_path: Path) -> None:
    season.crawl(night(1, 24))
    copy = tmp_path / "copy.db"
    assert nianbao(season.config.path, "backup", str(copy)).returncode == 0
    done = nianbao(season.config.path, "merge", str(copy), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (merged,) = json.loads(done.stdout)
    assert (merged["path"], merged["captures"], merged["payloads"]) == (str(copy), 0, 0)


def test_a_year_without_a_rule_is_named(season: Season) -> None:
    season.crawl(night(1, 24))
    done = nianbao(season.config.path, "status", "--year", "1999")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "1999; add one to the rules file" in done.stderr


def _get(url: str) -> bytes:
    for _ in range(60):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bytes(answer.read())
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"{url} does not answer")


def test_the_exit_statuses_are_those_of_the_contract() -> None:
    statuses = (ExitStatus.DONE, ExitStatus.NEEDS_ATTENTION, ExitStatus.WRONG_USAGE, ExitStatus.NOT_DONE)
    assert statuses == (0, 1, 2, 3)
