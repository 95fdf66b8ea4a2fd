from __future__ import annotations

import asyncio
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from archive.web import serve
from crawler.cli import serving
from tests.archive.web.conftest import Site
from tests.support.web import sample


def test_without_an_archive_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"none\.db: there is no archive yet; `nianbao crawl` makes it"):
        serving.run(tmp_path / "none.db", "127.0.0.1", 0)


def test_another_database_is_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE status (a)")
    other.close()
    with pytest.raises(ArchiveError, match=r"other\.db: not a nianbao archive"):
        serve.app(tmp_path / "other.db")
    (tmp_path / "text.db").write_text("no database at all, but long enough to look at" * 9)
    with pytest.raises(ArchiveError, match=r"text\.db"):
        serve.app(tmp_path / "text.db")


def test_a_taken_port_is_named(archive: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ArchiveError, match=rf"127\.0\.0\.1:{port}: .*--port"):
            serving.run(archive, "127.0.0.1", port)


def test_settings_and_name(site: Site) -> None:
    settings = site.get("/-/settings.json").json()
    assert settings["suggest_facets"] is False
    assert settings["allow_download"] is False
    assert [row["name"] for row in site.get("/-/databases.json").json()] == ["nianbao"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/nianbao", "/nianbao/status", "/nianbao/status.json", "/nianbao/not_published"])
def test_pages_are_only_read(site: Site, method: str, path: str) -> None:
    answer = site.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "sql",
    [
        "select hex(zeroblob(400000000))",
        "select zeroblob(900000000)",
        "select replace(hex(zeroblob(9000000)), '0', '00')",
    ],
)
def test_a_query_cannot_take_the_memory(site: Site, sql: str) -> None:
    answer = site.get(f"/nianbao.json?sql={quote(sql)}")
    assert answer.status_code == 400
    assert "too big" in answer.text


def test_a_version_that_has_no_page_is_no_link(site: Site) -> None:
    shown = site.get("/nianbao?sql=" + quote("select '999901001/2023/000000000000' as version, 'x' as other")).text
    assert "999901001/2023/000000000000" in shown
    assert "version=999901001" not in shown.replace("%2F", "/")


def test_nothing_can_be_written(site: Site) -> None:
    answer = site.get("/nianbao.json?sql=delete+from+status")
    assert answer.status_code == 400
    assert site.rows("status")


def test_it_reads_while_a_crawl_writes(tmp_path: Path, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    sample.without_gazetteer(monkeypatch)
    path = sample.build(tmp_path / "live.db")
    site = Site(path, runner)
    with Archive.open(path) as archive:
        with archive.transaction() as db:
            db.execute("INSERT INTO counties VALUES ('999903', '新县', '示例市', '示例省')")
            assert site.get("/-/county/999903").status_code == 404, "not yet committed"
            assert site.get("/").status_code == 200
        assert "新县" in site.get("/-/county/999903").text


def test_it_serves_until_interrupted(archive: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = "import sys, pathlib; from crawler.cli.serving import run; "
    program += "run(pathlib.Path(sys.argv[1]), '127.0.0.1', int(sys.argv[2]))"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(archive), str(port)], stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert "2023 年度报告" in _patiently(f"http://127.0.0.1:{port}/", server)
        finally:
            server.send_signal(signal.SIGINT)
        _, said = server.communicate()
    assert server.returncode == 0
    assert f"http://127.0.0.1:{port}/" in said
    assert "Traceback" not in said


def _patiently(url: str, server: subprocess.Popen[str]) -> str:
    """The page, however long the server takes to start."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(url) as answer:
                page: str = answer.read().decode()
                return page
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server of {url} ended")
