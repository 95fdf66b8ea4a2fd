"""The exported WARC, with our own index, replayed by pywb and looked at with a browser.

pywb is started as a program, since it is under another licence and wants older libraries than ours: `make wayback` puts
it into a virtual environment of its own, which `.ci/run` does. `NIANBAO_WAYBACK` may name another folder of `wayback`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from archive.captures import record
from archive.captures.record import Fetched
from archive.export import Scope, warc
from tests.support.archives.samples import NIGHT, Nights
from tests.support.paths import ROOT

URL = "http://www.nanjing.example.gov.cn/nb/202601/t1.html"
PAGE = "<html><head><meta charset='utf-8'><title>年报</title></head><body><h1>山城镇年度报告</h1></body></html>"
OWN = ROOT / ".venv.wayback" / "bin"
WAYBACK = shutil.which("wayback", path=os.environ.get("NIANBAO_WAYBACK") or f"{OWN}{os.pathsep}{os.environ['PATH']}")
BROWSER = shutil.which("chromium") or shutil.which("chromium-headless-shell")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        WAYBACK is None, reason="pywb is not installed; `make wayback` installs it beside our own environment"
    ),
    pytest.mark.skipif(BROWSER is None, reason="there is no chromium"),
]


@pytest.fixture
def replay(tmp_path: Path) -> Iterator[str]:
    """The address of a pywb that serves a page, and the same page again after a night without change."""
    pytest.importorskip("warcio")
    nights = Nights(tmp_path)
    headers = {"content-type": "text/html; charset=utf-8", "content-encoding": "gzip", "transfer-encoding": "chunked"}
    for day in (1, 2):
        run = nights.begin(day)
        at = NIGHT.replace(day=day)
        fetched = Fetched("report", URL, at, "ok" if day == 1 else "same", 200, body=PAGE.encode(), headers=headers)
        record.record(nights.archive, run, fetched)
    done = warc.export(nights.archive, tmp_path / "out", Scope(), "nianbao 0")
    assert (done.responses, done.revisits) == (1, 1)
    collection = tmp_path / "wayback" / "collections" / "nianbao"
    for folder, file in (("archive", done.files[0]), ("indexes", tmp_path / "out" / "nianbao.cdxj")):
        (collection / folder).mkdir(parents=True)
        shutil.copy(file, collection / folder)
    (tmp_path / "wayback" / "config.yaml").write_text("framed_replay: false\n")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert WAYBACK
    with (tmp_path / "wayback.log").open("w") as log:
        server = subprocess.Popen(
            [WAYBACK, "-p", str(port), "-b", "127.0.0.1", "-d", str(tmp_path / "wayback")], stdout=log, stderr=log
        )
        try:
            yield _ready(f"http://127.0.0.1:{port}/nianbao")
        finally:
            server.kill()
            server.wait()


def _ready(address: str) -> str:
    for _ in range(300):
        try:
            urlopen(address).close()
        except OSError:
            time.sleep(0.2)
        else:
            return address
    raise TimeoutError(address)


@pytest.mark.parametrize("day", ["01", "02"])
def test_a_browser_sees_the_page_of_either_night(replay: str, day: str) -> None:
    seen = _dom(f"{replay}/202601{day}000000mp_/{URL}")
    assert "山城镇年度报告" in seen
    with urlopen(f"{replay}/202601{day}000000id_/{URL}") as raw:
        assert raw.read() == PAGE.encode()


def _dom(address: str) -> str:
    assert BROWSER
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom", address]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
