"""Reading in other processes, so that a hostile file can cost a worker and never the program.

Knows processes, time and memory; runs any picklable function of a module. A worker that takes too long is killed, one
that dies is replaced, and the caller gets `Unreadable` with the reason.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import queue
import resource
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Any, Final, ParamSpec, Self, TypeVar, cast

from archive.reading import formats
from archive.reading.document import Document, Unreadable

P = ParamSpec("P")
R = TypeVar("R")

SECONDS: Final = 60.0
MEMORY: Final = 3 * 1024**3
_PRELOAD: Final = ("archive.reading.html", "archive.reading.text", "archive.reading.docx")
_START: Final = 60.0


class Readers:
    """A pool of worker processes, for asyncio and for plain calls; safe to use from several threads.

    `seconds` bounds one call by the clock, `memory` a worker's address space in bytes. `preload` names modules that
    every worker has imported from the start. Close it, or use it as a context manager.
    """

    def __init__(
        self, workers: int = 1, *, seconds: float = SECONDS, memory: int = MEMORY, preload: Sequence[str] = ()
    ) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([*_PRELOAD, *preload])
        self._seconds = seconds
        self._workers = tuple(_Worker(context, memory) for _ in range(workers))
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reader")

    async def read(self, data: bytes, *, declared: str | None = None, name: str | None = None) -> Document | Unreadable:
        """`archive.reading.read` in a worker."""
        return await self.run(formats.read, data, declared=declared, name=name)

    async def run(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | Unreadable:
        """Any function in a worker. An exception that it raises comes back as `Unreadable`, too."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, partial(self.run_now, function, *args, **kwargs)
        )

    def read_now(self, data: bytes, *, declared: str | None = None, name: str | None = None) -> Document | Unreadable:
        """`archive.reading.read` in a worker, waiting for it."""
        return self.run_now(formats.read, data, declared=declared, name=name)

    def run_now(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | Unreadable:
        """Any function in a worker, waiting for it."""
        worker = self._idle.get()
        try:
            return cast("R | Unreadable", worker.call((function, args, kwargs), self._seconds))
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End the processes, once the calls under way are done."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Worker:
    """One process, started when it is first needed and again when it is gone."""

    def __init__(self, context: ForkServerContext, memory: int) -> None:
        self._context = context
        self._memory = memory
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def call(self, job: tuple[Any, ...], seconds: float) -> Any:
        """The job's answer, or why there is none."""
        try:
            pipe = self._running()
            pipe.send(job)
            if not pipe.poll(seconds):
                self.end()
                return Unreadable(None, f"reading was stopped after {seconds:g} seconds")
            answer, last = pipe.recv()
        except (EOFError, OSError) as error:
            code = self.end()
            return Unreadable(None, f"the reading process died ({_cause(code, error)})")
        if last:
            self.end()
        return answer

    def end(self) -> int | None:
        """Kill the process; its exit code, if there was one."""
        if self._pipe is not None:
            self._pipe.close()
        process, self._process, self._pipe = self._process, None, None
        if process is None:
            return None
        process.join(0.2 if process.exitcode is None else 0)
        if process.is_alive():
            process.kill()
            process.join()
        code = process.exitcode
        process.close()
        return code

    def _running(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self.end()
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._memory), daemon=True)
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        if not ours.poll(_START):
            raise EOFError
        ours.recv()
        return ours


def _cause(code: int | None, error: Exception) -> str:
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit status {code}" if code else type(error).__name__


def _serve(pipe: Connection, memory: int) -> None:
    """The worker's life: jobs in, answers out, until the pipe is closed or the memory is half used."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe.send("ready")
    while True:
        try:
            function, args, kwargs = pipe.recv()
        except (EOFError, OSError):
            return
        full = False
        try:
            answer: object = function(*args, **kwargs)
        except MemoryError:
            answer, full = Unreadable(None, "reading it takes more memory than is allowed"), True
        except Exception as error:
            answer = Unreadable(None, f"its reader failed: {type(error).__name__}: {str(error)[:200]}")
        full = full or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > memory // 2
        pipe.send((answer, full))
        if full:
            return
