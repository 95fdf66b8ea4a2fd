"""The two machines of docs/cluster.md on loopback, by its own commands: TLS, and no word without a certificate."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.support.crawler.certificates import Authority
from tests.support.paths import ROOT
from tests.support.season import Season, nianbao, night

pytestmark = pytest.mark.slow
PAGE = (ROOT / "docs" / "cluster.md").read_text("utf-8")
NIGHT = night(2, 1)


def block(language: str, beginning: str) -> str:
    """The block of the page that begins with these words."""
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return next(text for text in blocks if text.startswith(beginning))


@pytest.fixture
def scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The page's scheduler and worker with the page's configuration; the address that its last command has."""
    settings = block("yaml", "distributed:").replace("/etc/nianbao/ca.pem", f"{tmp_path}/ca.pem")
    signed = Authority.found(tmp_path).certify("127.0.0.1")
    (tmp_path / "dask.yaml").write_text(re.sub(r"/etc/nianbao/\w+\.pem", str(signed), settings), "utf-8")
    monkeypatch.setenv("DASK_CONFIG", str(tmp_path / "dask.yaml"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    commands = block("sh", "# archive.example").replace("8786", port).replace("--nthreads 16", "--nthreads 2")
    commands = re.sub(r"10\.0\.0\.\d", "127.0.0.1", commands)
    with ExitStack() as stack:
        for command in re.findall(r"^dask .*", commands, re.MULTILINE):
            stack.enter_context(running(shlex.split(command), tmp_path))
        yield commands.split()[-1]


@contextmanager
def running(command: list[str], folder: Path) -> Iterator[None]:
    program = [str(Path(sys.executable).with_name(command[0])), *command[1:]]
    with subprocess.Popen(program, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def test_a_night_goes_over_tls_and_nobody_without_a_certificate_is_heard(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    season = Season.begin(tmp_path, NIGHT, ["langao"])
    try:
        over_tls = nianbao(season.config.path, "crawl", "--now", NIGHT.isoformat(), "--scheduler", scheduler)
        with season.archive() as archive:
            captured = archive.one("SELECT count(*) FROM captures")[0]
        monkeypatch.delenv("DASK_CONFIG")
        stranger = nianbao(
            season.config.path,
            "crawl",
            "--now",
            night(2, 2).isoformat(),
            "--scheduler",
            scheduler.replace("tls", "tcp"),
        )
    finally:
        season.end()
    assert over_tls.returncode == 0, over_tls.stderr
    assert "all is done on this machine" not in over_tls.stderr
    assert captured > 20
    assert "all is done on this machine" in stranger.stderr
