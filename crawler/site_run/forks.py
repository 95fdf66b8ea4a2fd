"""The process from which the processes of sites are forked: it has imported all that they need, a second's work each.

usage: python -m crawler.site_run.forks REQUESTS ANSWERS CONFIG

REQUESTS and ANSWERS are numbers of inherited files: an order a line as JSON comes in, the process's id and its status
go out. It runs in one thread, opens nothing and reads nothing of a site; each site has a process of its own as before,
in a session of its own, that dies with this one. `Forks` is its other end.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Self, TextIO

from archive.extract.sandbox import fork_server
from archive.extract.sandbox.lifetime import die_with_parent
from crawler.runtime.process import MARK
from crawler.site_run import supervisor
from crawler.site_run.supervisor import Process
from crawler.site_run.worker import SiteOrder

WARM = "warm\n"
"""The first line that the warm process tells."""

MARK_ROOM = 200
"""Bytes in the environment for the mark of a site's process."""

_ENV_START, _ENV_END = 47, 48
"""Fields of /proc/PID/stat after the name (proc(5)): where the environment lies in memory."""


class Forked:
    """A process of a site, with the part of `subprocess.Popen`'s interface that its supervisor needs."""

    def __init__(self) -> None:
        self.pid = 0
        self.returncode: int | None = None
        self._begun, self._ended = threading.Event(), threading.Event()

    def poll(self) -> int | None:
        """The status that it ended with; None while it runs."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The status that it ends with. Raises TimeoutExpired after so many seconds."""
        if not self._ended.wait(timeout):
            raise subprocess.TimeoutExpired("a site's process", timeout or 0.0)
        return self.returncode or 0

    def begin(self, pid: int) -> None:
        """Note that it runs."""
        self.pid = pid
        self._begun.set()

    def end(self, status: int) -> None:
        """Note that it has ended, with a status or by a signal as its negative number."""
        if self.returncode is None:
            self.returncode = status
        self._begun.set()
        self._ended.set()

    def has_begun(self) -> Self:
        """The same, once it runs."""
        self._begun.wait()
        return self


class _UnderWay:
    """The processes that one warm process has forked and that have not ended, by their numbers."""

    def __init__(self) -> None:
        self._processes: dict[int, Forked] = {}
        self._lock = threading.Lock()
        self._over = False
        self._begun = threading.Event()
        self._is_warm = False

    def is_warm(self) -> bool:
        """Whether the process that they are forked from has become warm; waits until that is known."""
        self._begun.wait()
        return self._is_warm

    def add(self, number: int, process: Forked) -> None:
        """Add one; where the warm process is gone, it has ended."""
        with self._lock:
            self._processes[number] = process
        if self._over:
            self.end_all()

    def listen(self, lines: TextIO) -> None:
        """Note what the warm process tells; where it ends, all that it forked ends with it."""
        with lines:
            self._is_warm = lines.readline() == WARM
            self._begun.set()
            for line in lines:
                number, what, value = line.split()
                if what == "pid":
                    self._processes[int(number)].begin(int(value))
                else:
                    self._processes.pop(int(number)).end(int(value))
        self._over = True
        self.end_all()

    def end_all(self) -> None:
        """Note that all have been killed."""
        with self._lock:
            for process in self._processes.values():
                process.end(-signal.SIGKILL)
            self._processes.clear()


class Forks:
    """Starts sites' processes by forking them from a warm one, which is started when first needed. Thread-safe.

    `begin` starts it ahead, so that it becomes warm beside other work. Where none can be made warm, each site's process
    is started by its command.
    """

    def __init__(self, config: Path) -> None:
        self._config = config
        self._numbers = count(1)
        self._starting = threading.Lock()
        self._under_way = _UnderWay()
        self._server: subprocess.Popen[bytes] | None = None
        self._requests = -1
        self._is_cold = False

    @property
    def pid(self) -> int:
        """The id of the warm process; 0 where none runs."""
        return self._server.pid if self._server else 0

    def start(self, order: SiteOrder, mark: str) -> Process:
        """Start the process of a site."""
        process, number = Forked(), next(self._numbers)
        line = json.dumps({"number": number, "mark": mark, "arguments": order.arguments}) + "\n"
        with self._starting:
            if not self._is_cold and (self._server is None or self._server.poll() is not None):
                self.begin()
            self._is_cold = not self.is_warm()
            if self._is_cold:
                return supervisor.spawn(order.command, mark)
            self._under_way.add(number, process)
            with suppress(BrokenPipeError):  # it is ending: so does what it was asked for
                os.write(self._requests, line.encode())
        return process.has_begun()

    def close(self) -> None:
        """End the warm process, and all that it forked."""
        with self._starting:
            server, self._server = self._server, None
            if server is not None:
                os.close(self._requests)
                server.kill()
                server.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self) -> None:
        """Start the warm process; `start` does so where none runs."""
        if self._server is not None:
            os.close(self._requests)
        read_requests, self._requests = os.pipe()
        answers, write_answers = os.pipe()
        safe_path = () if Path(__file__).parents[2] == Path.cwd() else ("-P",)
        command = [sys.executable, *safe_path, "-m", "crawler.site_run.forks", str(read_requests), str(write_answers)]
        self._server = subprocess.Popen(  # noqa: S603 - this program's own
            [*command, str(self._config)],
            pass_fds=(read_requests, write_answers),
            stdin=subprocess.DEVNULL,
            env={**os.environ, MARK: "-" * MARK_ROOM},
        )
        os.close(read_requests)
        os.close(write_answers)
        self._under_way, lines = _UnderWay(), os.fdopen(answers, encoding="ascii")
        threading.Thread(target=self._under_way.listen, args=(lines,), daemon=True).start()

    def is_warm(self) -> bool:
        """Whether the process that was begun has become warm; waits until that is known."""
        return self._under_way.is_warm()


def warm(config: Path) -> None:
    """Import and load what every site's process needs."""
    from archive import gazetteer, messages, patterns
    from archive.captures.reasons import CaptureReason
    from archive.extract import parser_pool
    from crawler.runtime import config as configuration
    from crawler.runtime.sites import registry
    from crawler.site_run import worker

    parser_pool.warm()
    worker.import_all()
    gazetteer.load().index()
    messages.text(CaptureReason.NOT_MODIFIED)
    configured = configuration.load(config)
    with suppress(configuration.ConfigError):  # the program that began this process says what is wrong
        registry(configured)
    patterns.compile_all()


def serve(requests: int, answers: int) -> None:
    """Fork a process for each order until nobody gives any more."""
    waking, woken = os.pipe()
    for end in (waking, woken):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    numbers: dict[int, int] = {}
    with selectors.DefaultSelector() as selector, os.fdopen(requests, "rb", buffering=0) as orders:
        selector.register(orders, selectors.EVENT_READ)
        selector.register(waking, selectors.EVENT_READ)
        unfinished = b""
        while True:
            for key, _ in selector.select():
                if key.fileobj is not orders:
                    with suppress(BlockingIOError):
                        os.read(waking, 4096)
                    continue
                received = os.read(orders.fileno(), 65536)
                if not received:
                    return
                *lines, unfinished = (unfinished + received).split(b"\n")
                for line in lines:
                    _begin(json.loads(line), answers, numbers, (requests, answers, waking, woken, selector.fileno()))
            _reap(answers, numbers)


def _begin(order: dict[str, object], answers: int, numbers: dict[int, int], files: Sequence[int]) -> None:
    """Fork a process for an order, and tell its id."""
    os.environ[MARK] = str(order["mark"])
    pid = os.fork()
    if pid == 0:
        _run(order, files)
    numbers[pid] = int(str(order["number"]))
    _tell(answers, f"{numbers[pid]} pid {pid}")


def _reap(answers: int, numbers: dict[int, int]) -> None:
    """Tell of the processes that have ended."""
    for pid in list(numbers):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            _tell(answers, f"{numbers.pop(pid)} ended {os.waitstatus_to_exitcode(status)}")


def _tell(answers: int, line: str) -> None:
    os.write(answers, f"{line}\n".encode("ascii"))


def _run(order: dict[str, object], files: Sequence[int]) -> None:
    """In the forked process: be the process of a site, and end."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        for number in files:
            with suppress(OSError):
                os.close(number)
        write_mark(str(order["mark"]))
        die_with_parent()
        fork_server.inherit()
        from crawler.site_run import worker

        arguments = order["arguments"]
        assert isinstance(arguments, list)  # noqa: S101 - for the type checker
        worker.main(arguments)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def write_mark(mark: str) -> None:
    """Write the mark where the kernel shows this process's environment, which a fork has from its parent (Linux)."""
    with suppress(OSError, ValueError, IndexError):
        fields = Path("/proc/self/stat").read_text("ascii", "replace").rpartition(") ")[2].split()
        start, end = int(fields[_ENV_START]), int(fields[_ENV_END])
        place = ctypes.string_at(start, end - start).find(f"{MARK}=".encode())
        if place >= 0:
            written = mark.encode()[:MARK_ROOM].ljust(MARK_ROOM, b"\0")
            ctypes.memmove(start + place + len(MARK) + 1, written, MARK_ROOM)


def main(arguments: Sequence[str]) -> None:
    """Warm up, then serve."""
    die_with_parent()
    requests, answers, config = arguments
    gc.disable()  # what is loaded now stays; collecting it again and again takes an eighth of the time
    warm(Path(config))
    gc.collect()
    os.write(int(answers), WARM.encode("ascii"))
    gc.enable()
    gc.freeze()  # pages that no collector touches stay shared with all that is forked
    serve(int(requests), int(answers))


if __name__ == "__main__":
    main(sys.argv[1:])
