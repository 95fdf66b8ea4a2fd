"""Machines of a cluster as their administrator starts them: `dask scheduler` and `dask worker`, on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Machines:
    """A scheduler and its workers, each with all that it starts."""

    folder: Path
    port: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def scheduler(self) -> str:
        """The scheduler's address."""
        return f"tcp://127.0.0.1:{self.port}"

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `dask` with these arguments, on loopback and without a dashboard."""
        dask = str(Path(sys.executable).with_name("dask"))
        command = [dask, *arguments, "--host", "127.0.0.1", "--no-dashboard"]
        with (self.folder / "dask.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True)
        self.running.append(process)
        return process

    def add_worker(self, places: int = 2) -> subprocess.Popen[bytes]:
        """One more worker, which takes so many sites at a time."""
        self.workers.append(self.start("worker", self.scheduler, "--nthreads", str(places)))
        return self.workers[-1]

    def kill(self, machine: subprocess.Popen[bytes]) -> None:
        """A machine dies at once: its `dask`, and the process that this watches over."""
        with suppress(ProcessLookupError):
            os.killpg(machine.pid, signal.SIGKILL)
        machine.wait(60)
        self.workers = [worker for worker in self.workers if worker is not machine]


@contextmanager
def machines(folder: Path, workers: int = 2) -> Iterator[Machines]:
    """A scheduler with so many workers, killed at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        started = Machines(folder, free.getsockname()[1])
    started.start("scheduler", "--port", str(started.port))
    try:
        for _ in range(workers):
            started.add_worker()
        yield started
    finally:
        for process in started.running:
            started.kill(process)
