"""`nianbao serve` by several processes: each answers, one that is lost is replaced, and all end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from archive.storage.errors import ArchiveError
from crawler.cli import serving
from crawler.runtime.process import tree
from tests.support.season import PROGRAM
from tests.support.web import sample

pytestmark = pytest.mark.slow


def test_helpers_answer_are_replaced_and_end_with_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample.without_gazetteer(monkeypatch)
    archive = sample.build(tmp_path / "nianbao.db")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [*PROGRAM, "serve", str(archive), "--port", str(port), "--processes", "2"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL) as server:
        try:
            helper = _helper(server.pid, port)
            assert _pages(port, 20) == 20
            os.kill(helper, signal.SIGKILL)
            assert _helper(server.pid, port, helper) != helper
            assert _pages(port, 20) == 20
            with pytest.raises(ArchiveError, match=f"127.0.0.1:{port}"):
                serving.run(archive, "127.0.0.1", port, processes=2)
            family = tree(server.pid)
        finally:
            server.kill()
    _until(lambda: not any(_runs(pid) for pid in family))


def _helper(server: int, port: int, former: int = 0) -> int:
    """The helper's process, once both listen; another one than before."""
    _until(lambda: _listening(port) == 2 and len(_helpers(server) - {former}) == 1)
    (helper,) = _helpers(server) - {former}
    return helper


def _helpers(server: int) -> set[int]:
    found = set()
    for pid in tree(server):
        with suppress(OSError):
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.add(pid)
    return found


def _listening(port: int) -> int:
    """How many sockets listen at a port of loopback, by proc_net_tcp(5): state 0A is LISTEN."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == "0A" for row in rows)


def _pages(port: int, count: int) -> int:
    """How many of so many visitors, each with a connection of its own, get the front page."""
    return sum(b"</html>" in urllib.request.urlopen(f"http://127.0.0.1:{port}/").read() for _ in range(count))


def _runs(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0] not in ("Z", "X")
    return False


def _until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 300
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.05)
