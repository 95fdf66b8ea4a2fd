"""What `datasette publish` writes for a host, run here as the host would run it.

Deploying needs the host's own program and an account. A program of its name stands in for it, which deploys nothing;
Datasette then writes the files of the application and stops (`--generate-dir`).
"""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.support.paths import ROOT

BIN = Path(sys.executable).parent
STANDS_IN = "#!/bin/sh\necho heroku-builds\n"

pytestmark = pytest.mark.slow


def command() -> list[str]:
    """The command that the documentation gives."""
    text = (ROOT / "docs" / "public.md").read_text("utf-8").replace("\\\n", " ")
    (line,) = [line for line in text.splitlines() if line.startswith("datasette publish heroku")]
    return shlex.split(line)


@pytest.fixture
def published(archive: Path, tmp_path: Path) -> Iterator[str]:
    """The address at which the application that Datasette wrote answers."""
    (tmp_path / "public").mkdir()
    shutil.copy(archive, tmp_path / "public" / "nianbao.db")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "heroku").write_text(STANDS_IN)
    (tmp_path / "bin" / "heroku").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{BIN}:{os.environ['PATH']}"}
    app = tmp_path / "app"
    subprocess.run([*command(), "--generate-dir", str(app)], cwd=tmp_path, env=environment, check=True)
    assert (app / "requirements.txt").read_text().split() == ["datasette", "nianbao"]
    subprocess.run(["sh", "bin/post_compile"], cwd=app, env=environment, check=True)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    web = (app / "Procfile").read_text().removeprefix("web: ").replace("0.0.0.0", "127.0.0.1")
    server = subprocess.Popen(["sh", "-c", f"exec {web}"], cwd=app, env={**environment, "PORT": port})
    try:
        yield _ready(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()


def _ready(address: str) -> str:
    for _ in range(600):
        try:
            urlopen(address).close()
        except URLError:
            time.sleep(0.2)
        else:
            return address
    raise TimeoutError(address)


def test_a_published_copy_shows_the_pages(published: str) -> None:
    for path in ("/", "/-/map", "/-/county/999901", "/-/report/999901001/2023", "/-/feed.atom", "/nianbao/status"):
        with urlopen(published + path) as answer:
            assert answer.headers["x-content-type-options"] == "nosniff", path
            assert answer.status == 200, path
    with urlopen(f"{published}/-/settings.json") as settings:
        assert b'"sql_time_limit_ms": 5000' in settings.read()
