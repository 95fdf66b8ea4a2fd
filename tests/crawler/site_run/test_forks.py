"""Sites' processes are forked from a warm one: each is its own, marked, and gone with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.runtime.process import MARK
from crawler.site_run.forks import Forks
from crawler.site_run.supervisor import Process
from crawler.site_run.worker import SiteOrder

WARM = """
import sys, threading
from pathlib import Path
from crawler.site_run import forks
forks.warm(Path(sys.argv[1]))
assert threading.active_count() == 1, threading.enumerate()
assert "twisted.internet.reactor" not in sys.modules
"""
HOOK = """
import os, sys, time
if "crawler.site_run.forks" in sys.orig_argv:
    def instead():
        def main(arguments):
            time.sleep(float(arguments[1]))
            sys.exit(int(arguments[2]))
        sys.modules["crawler.site_run.worker"].main = main
    os.register_at_fork(after_in_child=instead)
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forks")
    (folder / "sites.toml").write_text('[[site]]\nid = "x"\ncounty = "610925"\nstart = ["http://x.gov.cn/"]\n')
    path = folder / "nianbao.toml"
    path.write_text('contact = "ops@example.org"\n')
    (folder / "sitecustomize.py").write_text(HOOK)
    return path


@pytest.fixture(scope="module")
def forks(config: Path) -> Iterator[Forks]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(config.parent))
        with Forks(config) as warm:
            begun(warm, "0", "0", "first").wait()
            yield warm


def begun(forks: Forks, seconds: str, status: str, mark: str) -> Process:
    """A process that sleeps for so long and ends with this status: the hook puts that in the place of a site's work."""
    return forks.start(SiteOrder(Path("/none.toml"), seconds, status), mark)


@pytest.mark.slow
def test_what_is_warm_has_one_thread_and_no_reactor(config: Path) -> None:
    assert subprocess.run([sys.executable, "-c", WARM, str(config)], check=False).returncode == 0


@pytest.mark.slow
def test_a_process_has_its_mark_its_session_and_its_status(forks: Forks) -> None:
    process = begun(forks, "600", "0", "20260201/langao")
    assert process.poll() is None
    environment = Path(f"/proc/{process.pid}/environ")
    wanted = f"{MARK}=20260201/langao".encode()
    for _ in range(100):
        if wanted in environment.read_bytes().split(b"\0"):
            break
        time.sleep(0.05)
    assert wanted in environment.read_bytes().split(b"\0")
    assert os.getsid(process.pid) == process.pid
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(10) == -signal.SIGKILL
    assert begun(forks, "0", "3", "b").wait(10) == 3


@pytest.mark.slow
def test_processes_end_apart_and_together_with_the_warm_one(forks: Forks) -> None:
    long, short = begun(forks, "600", "0", "long"), begun(forks, "0.1", "0", "short")
    short.wait(10)
    assert long.poll() is None
    assert forks._server is not None
    forks._server.kill()
    assert long.wait(10) == -signal.SIGKILL
    for _ in range(100):
        if not Path(f"/proc/{long.pid}").exists():
            break
        time.sleep(0.05)
    assert not Path(f"/proc/{long.pid}").exists()
    assert begun(forks, "0", "0", "again").wait(20) == 0, "a new one is started"


@pytest.mark.slow
def test_where_none_can_be_warm_each_is_started_by_its_command(tmp_path: Path) -> None:
    with Forks(tmp_path / "missing.toml") as forks:
        for _ in range(2):
            assert begun(forks, "0", "0", "cold").wait(60) == 1
