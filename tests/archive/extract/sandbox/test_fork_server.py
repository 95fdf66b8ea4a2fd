"""Programs that one program forks share its server of workers while it lives, and a worker ends with its program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.storage import processes

PROGRAM = """
import os, sys, signal, threading, time
from archive.extract.sandbox import fork_server
from archive.extract.sandbox.pool import WorkerPool

def fork(work):
    if (child := os.fork()) == 0:
        try:
            fork_server.inherit()
            work()
        finally:
            os._exit(0)
    return child

def read():
    with WorkerPool(1) as pool:
        print(pool.run_now(os.getppid), flush=True)

def hang():
    with WorkerPool(1) as pool:
        print(pool.run_now(os.getpid), flush=True)
        pool.run_now(pow, 7, 10**9)

if __name__ == "__main__":
    fork_server.start(["archive.extract.layout.document"])
    for _ in range(2):
        os.waitpid(fork(read), 0)
    hanging = fork(hang)
    sys.stdin.readline()
    os.kill(hanging, signal.SIGKILL)
    os.waitpid(hanging, 0)
    os.waitpid(fork(read), 0)
    sys.stdin.readline()
    os.waitpid(fork(read), 0)
"""


def wait_for_the_end_of(pid: int) -> None:
    ends = time.monotonic() + 60
    while processes.is_running(pid):
        assert time.monotonic() < ends, "it works on"
        time.sleep(0.02)


def test_forked_programs_share_a_server_while_it_lives_and_a_worker_ends_with_its_program(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "program.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        first, second, reader = (int(program.stdout.readline()) for _ in range(3))
        assert first == second != program.pid
        assert processes.is_running(reader)
        program.stdin.write("\n")
        program.stdin.flush()
        assert int(program.stdout.readline()) == first
        wait_for_the_end_of(reader)
        os.kill(first, signal.SIGKILL)
        wait_for_the_end_of(first)
        program.stdin.write("\n")
        program.stdin.flush()
        assert int(program.stdout.readline()) not in (first, program.pid)


def test_the_socket_of_a_killed_program_is_removed_by_the_next_and_an_ended_one_removes_its_own() -> None:
    start = "from archive.extract.sandbox import fork_server; fork_server.start([])"
    killed = f"{start}; import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": folder}
        for program, left in ((killed, 1), (killed, 1), (start, 0)):
            subprocess.run([sys.executable, "-c", program], env=environment, check=False)
            assert len(list(Path(folder).iterdir())) == left


def test_a_long_path_of_the_folder_for_temporary_files_stops_no_reader(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 100)
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(folder)}
    start = "from archive.extract.sandbox import fork_server; fork_server.start([])"
    assert subprocess.run([sys.executable, "-c", start], env=environment, check=False).returncode == 0
