"""Scrapy's own commands, as a user starts them: under the configuration and the registry, or refused in one line."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.captures import record
from archive.storage.database import Archive, sole_run
from tests.support.crawler.certificates import Authority
from tests.support.crawler.outpost import Outpost, answer, drip
from tests.support.paths import ROOT
from tests.support.season import Season, nianbao, night

NOW = night(1, 20)
NAME = "langao"
RULES = answer(200, "User-agent: *\nDisallow: /secret\n", Content_Type="text/plain")


def scrapy(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Scrapy in the project's folder, with the configuration that lies in another."""
    program = Path(sys.executable).with_name("scrapy")
    known = {**os.environ, "NIANBAO_CONFIG": str(folder / "nianbao.toml"), **environment}
    return subprocess.run(
        [program, *arguments],
        cwd=ROOT,
        env=known,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def crawl(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return scrapy(
        folder, "crawl", "county", "-a", f"site={NAME}", "-s", f"NIANBAO_NOW={NOW.isoformat()}", **environment
    )


def configure(folder: Path, start: str, row: str = "", rest: str = "") -> Path:
    """A configuration, and a registry of one row."""
    (folder / "nianbao.toml").write_text(f'contact = "ops@example.org"\n[politeness]\ndelay = 0.0\n{rest}', "utf-8")
    (folder / "sites.toml").write_text(
        f'[[site]]\nid = "{NAME}"\ncounty = "610925"\nstart = ["{start}"]\n{row}', "utf-8"
    )
    return folder


def outcome(folder: Path) -> tuple[str, str | None]:
    """The outcome of the last site run, and its explanation."""
    with Archive.read(folder / "nianbao.db") as archive:
        return tuple(archive.one("SELECT outcome, detail FROM site_runs ORDER BY site_run DESC LIMIT 1"))


@pytest.fixture
def server() -> Iterator[Outpost]:
    with Outpost() as served:
        served.routes |= {"/": answer(), "/secret": answer(), "/robots.txt": RULES}
        yield served


@pytest.fixture
def season(tmp_path: Path) -> Iterator[Season]:
    played = Season.begin(tmp_path, NOW, [NAME])
    yield played
    played.end()


def test_list_names_the_spider_even_without_a_configuration(tmp_path: Path) -> None:
    done = scrapy(tmp_path, "list")
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["county"], "")


def test_fetch_prints_a_page_after_asking_for_robots_txt(tmp_path: Path, server: Outpost) -> None:
    folder = configure(tmp_path, f"{server.url}/", "private_addresses = true\n")
    done = scrapy(folder, "fetch", f"{server.url}/")
    assert "城关镇2025年政府信息公开工作年度报告" in done.stdout
    assert (done.returncode, done.stderr, server.asked) == (0, "", ["/robots.txt", "/"])
    assert not (folder / "nianbao.db").exists()


def test_shell_has_the_response_and_says_who_we_are(tmp_path: Path, server: Outpost) -> None:
    folder = configure(tmp_path, f"{server.url}/", "private_addresses = true\n")
    done = scrapy(folder, "shell", f"{server.url}/", "-c", "(response.status, request.headers['User-Agent'])")
    assert done.stdout.strip() == "(200, b'nianbao (+ops@example.org)')", done.stderr
    assert not (folder / "nianbao.db").exists()


@pytest.mark.parametrize("command", [("fetch",), ("shell", "-c", "response")])
def test_what_robots_txt_forbids_is_not_fetched(tmp_path: Path, server: Outpost, command: tuple[str, ...]) -> None:
    folder = configure(tmp_path, f"{server.url}/", "private_addresses = true\n")
    done = scrapy(folder, command[0], f"{server.url}/secret", *command[1:])
    assert "robots.txt forbids this address" in done.stderr
    assert server.asked == ["/robots.txt"]


def test_robots_txt_that_cannot_be_had_forbids_all(tmp_path: Path, server: Outpost) -> None:
    server.routes["/robots.txt"] = answer(503, "")
    folder = configure(tmp_path, f"{server.url}/", "private_addresses = true\n")
    done = scrapy(folder, "fetch", f"{server.url}/")
    assert "robots.txt could not be had (unreachable, HTTP 503)" in done.stderr
    assert "/" not in server.asked


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("row", ["private_addresses = false\n", ""])
def test_a_private_address_is_not_fetched_unless_its_row_allows_it(
    tmp_path: Path, server: Outpost, host: str, row: str
) -> None:
    start = f"http://{host}:{server.port}/"
    done = scrapy(configure(tmp_path, start, row), "fetch", start)
    assert "private address" in done.stderr
    assert (done.stdout.strip(), server.asked) == ("", [])


@pytest.mark.parametrize(
    "command", [("fetch", "http://127.0.0.1:9/"), ("shell",), ("crawl", "county", "-a", f"site={NAME}")]
)
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (None, "no such file"),
        ('archive = "nianbao.db"\n', "`contact` is missing"),
        ('contact = "ops@example.org"\ncolour = 1\n', "unknown key `colour`"),
        ("contact = ", "not valid TOML"),
    ],
)
def test_who_cannot_say_who_we_are_fetches_nothing(
    tmp_path: Path, command: tuple[str, ...], text: str | None, complaint: str
) -> None:
    if text is not None:
        (tmp_path / "nianbao.toml").write_text(text, "utf-8")
    done = scrapy(tmp_path, *command)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
    assert done.stderr.startswith(f"scrapy: {tmp_path / 'nianbao.toml'}: ")
    assert complaint in done.stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "give the site's id"),
        (("-a", "site=nowhere"), "no site has the id nowhere"),
        (("-a", f"site={NAME}", "-s", "NIANBAO_NOW=soon"), "no instant"),
    ],
)
def test_a_wrong_site_or_instant_is_one_line(tmp_path: Path, arguments: tuple[str, ...], complaint: str) -> None:
    done = scrapy(configure(tmp_path, "http://127.0.0.1:9/"), "crawl", "county", *arguments)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
    assert complaint in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_crawl_records_what_the_programs_own_verb_records(season: Season, tmp_path: Path, host: str) -> None:
    """A site on a private address, which its row allows, under a number and under a name."""
    registry = tmp_path / "sites.toml"
    registry.write_text(registry.read_text("utf-8").replace("127.0.0.1", host), "utf-8")
    seen = []
    for start in (crawl, lambda folder: nianbao(folder / "nianbao.toml", "crawl", "--now", NOW.isoformat(), NAME)):
        for old in tmp_path.glob("nianbao*.db*"):
            old.unlink()
        done = start(tmp_path)
        assert done.returncode == 0, done.stderr
        seen.append(_all_of(season.archive()))
    assert seen[0] == seen[1]
    assert seen[0][0][:3] == (NAME, "ok", None)


def _all_of(opened: Archive) -> list[tuple[object, ...]]:
    """The site run, its run's settings, and how many rows it left in each table."""
    tables = ("fetches", "looks", "items", "documents", "versions", "reports", "status", "deadline_rules")
    with opened as archive:
        site_run = archive.one("SELECT site, outcome, detail, requests, finished_at IS NULL FROM site_runs")
        run = archive.one("SELECT settings, finished_at IS NULL FROM runs")
        counts = [archive.one(f"SELECT count(*) FROM {table}")[0] for table in tables]
        return [tuple(site_run), tuple(run), tuple(counts)]


@pytest.mark.slow
@pytest.mark.parametrize(("tls", "reached"), [("strict", False), ("legacy", True)])
def test_crawl_speaks_old_tls_where_the_row_says_so(tmp_path: Path, tls: str, reached: bool) -> None:
    authority = Authority.found(tmp_path)
    context = authority.server("127.0.0.1", lasts=timedelta(days=2))
    with pytest.deprecated_call():
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    with Outpost("127.0.0.1", context) as served:
        served.routes["/"] = answer()
        configure(tmp_path, f"{served.url}/", f'private_addresses = true\ntls = "{tls}"\n')
        assert crawl(tmp_path, SSL_CERT_FILE=str(tmp_path / "ca.pem")).returncode == 0
        fetched = scrapy(tmp_path, "fetch", f"{served.url}/", SSL_CERT_FILE=str(tmp_path / "ca.pem"))
        assert ("城关镇" in fetched.stdout) is reached, fetched.stderr
    assert (outcome(tmp_path)[0] != "unreachable") is reached


@pytest.mark.slow
def test_crawl_is_held_to_the_limits(tmp_path: Path, server: Outpost) -> None:
    server.routes["/"] = drip(60)
    folder = configure(tmp_path, f"{server.url}/", "private_addresses = true\n", "[limits]\nsite_seconds = 6\n")
    done = crawl(folder)
    assert done.returncode == 1
    assert outcome(folder) == ("killed", "it took longer than the 6 seconds allowed")
    assert "it took longer than the 6 seconds allowed" in done.stderr


def test_crawl_waits_for_no_other_run(tmp_path: Path, server: Outpost) -> None:
    folder = configure(tmp_path, f"{server.url}/", "private_addresses = true\n")
    with sole_run(folder / "nianbao.db"):
        done = crawl(folder)
    assert (done.returncode, len(done.stderr.splitlines()), server.asked) == (3, 1, []), done.stderr
    assert "another run is at work" in done.stderr


@pytest.mark.slow
def test_crawl_resumes_an_interrupted_run(season: Season, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "nianbao.db") as archive:
        run = record.begin_run(archive, NOW - timedelta(hours=1), "test", {"sites": [NAME]})
    assert crawl(tmp_path).returncode == 0
    with season.archive() as archive:
        (row,) = archive.rows("SELECT run, outcome, r.finished_at FROM site_runs JOIN runs AS r USING (run)")
    assert (row["run"], row["outcome"], row["finished_at"] is None) == (run, "ok", False)
