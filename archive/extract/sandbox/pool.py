"""Worker processes in which documents are read, so that a hostile file can cost a worker and never the program.

Runs any picklable function of a module within limits of time, memory and answer size. A worker is confined
(`archive.extract.sandbox.confinement`) before its first document. A worker that takes too long is killed with all the
processes that it started, one that crashes is replaced, and the caller gets `Unreadable` with the reason.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import queue
import shutil
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext
from pathlib import Path
from time import monotonic
from typing import Final, Literal, ParamSpec, Self, TypeVar, cast

from archive.extract.layout import limits
from archive.extract.layout.document import Unreadable, UnreadableReason
from archive.extract.sandbox import answers, fork_server, policy, processor_time, serving, system_calls
from archive.storage import owned_folders

P = ParamSpec("P")
R = TypeVar("R")

_PRELOAD: Final = (
    *(f"archive.extract.html.{name}" for name in ("reader", "mht")),
    *(f"archive.extract.word.{name}" for name in ("docx", "rtf")),
    *(f"archive.extract.{name}.reader" for name in ("pdf", "ofd", "opendocument")),
    *(f"archive.extract.dispatch.{name}" for name in ("ole", "packed_reports", "libreoffice")),
    *(f"archive.extract.{name}" for name in ("layout.plain_text", "sandbox.serving", "ocr.cells")),
)
_START_SECONDS: Final = 600.0
"""For a machine that is very busy; that a worker has ended is known at once."""
_LOOK_SECONDS: Final = 0.5
"""How often it is looked at how long a worker has worked."""
_STANDARD_STREAMS: Final = 2
_FOLDER: Final = "nianbao-reading-"

Start = Literal["server", "fork"]
"""How workers come into being: `server` forks them from a process of its own, which imports the readers again; `fork`
forks them from the program itself, which has to have one thread and nothing open that a worker may not have."""


def start_server(preload: Sequence[str]) -> None:
    """Start the process that workers are forked from, as a pool with this `preload` would when it needs the first."""
    fork_server.start([*_PRELOAD, *preload])


class WorkerPool:
    """A pool of worker processes, for asyncio and for plain calls; safe to use from several threads.

    `seconds` bounds the processor time of one call and of what it starts, anew after each of at most `limits.BEATS`
    heartbeats, and `clock_seconds` (default: `policy.PATIENCE` times as many) its time by the clock in the same way;
    `memory` bounds, in bytes, the address space that a worker takes beside what it began with: one that is forked from
    a large program begins large. `preload` names modules that every worker has imported from the
    start; with `start="fork"` it has what the program has imported by then. Close it, or use it as a context manager.
    """

    def __init__(
        self,
        workers: int = 1,
        *,
        seconds: float = policy.DEFAULT.seconds,
        clock_seconds: float | None = None,
        memory: int = policy.DEFAULT.memory,
        preload: Sequence[str] = (),
        start: Start = "server",
    ) -> None:
        context = _context(start, [*_PRELOAD, *preload])
        self._time = _Time(seconds, policy.PATIENCE * seconds if clock_seconds is None else clock_seconds)
        self._workers = tuple(_Worker(context, memory) for _ in range(workers))
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reader")

    async def run(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | Unreadable:
        """Run a function in a worker; `Unreadable` where it raises an exception or the worker ends."""
        import asyncio  # a tenth of a second, for programs that have no loop

        return await asyncio.get_running_loop().run_in_executor(
            self._threads, partial(self.run_now, function, *args, **kwargs)
        )

    def run_now(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | Unreadable:
        """The same, blocking."""
        worker = self._idle.get()
        try:
            return cast("R | Unreadable", worker.call((function, args, kwargs), self._time))
        finally:
            self._idle.put(worker)

    def start(self) -> None:
        """Start all workers now, from this thread; forked ones cannot wait until there are more threads."""
        for worker in self._workers:
            worker.start()

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
    """One worker process, started when first needed and again after it ended."""

    def __init__(self, context: ForkContext | ForkServerContext, memory: int) -> None:
        self._context = context
        self._memory = memory
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._lifeline: Connection | None = None
        self._folder = ""

    @property
    def _process_id(self) -> int:
        return (self._process.pid or 0) if self._process is not None else 0

    def call(self, job: tuple[object, ...], time: _Time) -> object:
        """The job's result, or `Unreadable` with the reason why there is none."""
        try:
            pipe = self.start()
            worked = processor_time.seconds(self._process_id)
            pipe.send(job)
            message = _receive_answer(pipe, self._process_id, time, worked)
            if isinstance(message, str):
                self.end()
                return Unreadable(None, message, UnreadableReason.TIMED_OUT)
            answer, exiting = answers.unpickled(message)
        except (EOFError, OSError) as error:
            code = self.end()
            return Unreadable(
                None, f"the reading process died ({_cause_of_death(code, error)})", UnreadableReason.PROCESS_DIED
            )
        except pickle.UnpicklingError as error:
            self.end()
            why = f"the reading process gave an answer that is none ({error})"
            return Unreadable(None, why, UnreadableReason.ANSWER_INVALID)
        if exiting:
            self.end()
        return answer

    def end(self) -> int | None:
        """Kill the process; its exit code, if there was one."""
        for end in (self._pipe, self._lifeline):
            if end is not None:
                end.close()
        process, self._process, self._pipe, self._lifeline = self._process, None, None, None
        if process is None:
            return None
        process.join(0.2 if process.exitcode is None else 0)
        for pid in _stopped_descendants(process.pid):
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        process.kill()
        process.join()
        code = process.exitcode
        process.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        return code

    def start(self) -> Connection:
        """Start the process where none runs; the pipe to it."""
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self.end()
        if isinstance(self._context, ForkContext):
            system_calls.library()  # found here, as the worker of a large program may lack the memory to find it
        inherited = _open_files() if isinstance(self._context, ForkContext) else ()
        own_end, worker_end = self._context.Pipe()
        lifeline_end, lifeline = self._context.Pipe(duplex=False)
        self._folder = str(owned_folders.make(_FOLDER))
        own = (*inherited, own_end.fileno(), lifeline.fileno()) if isinstance(self._context, ForkContext) else ()
        arguments = (worker_end, lifeline_end, self._memory, self._folder, own)
        process = self._context.Process(target=serving.serve, args=arguments, daemon=True)
        if isinstance(self._context, ForkServerContext):
            fork_server.ensure_running()
        process.start()
        worker_end.close()
        lifeline_end.close()
        self._process, self._pipe, self._lifeline = process, own_end, lifeline
        if not own_end.poll(_START_SECONDS):
            raise EOFError
        own_end.recv()
        return own_end


def _context(start: Start, preload: list[str]) -> ForkContext | ForkServerContext:
    if start == "fork":
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(preload)
    return context


def _open_files() -> tuple[int, ...]:
    """The files that this process has open beside its standard streams; a forked worker closes its copies of them."""
    try:
        names = [path.name for path in Path("/proc/self/fd").iterdir()]
    except OSError:  # another system than Linux
        return ()
    return tuple(number for name in names if (number := int(name)) > _STANDARD_STREAMS)


def _cause_of_death(code: int | None, error: Exception) -> str:
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit status {code}" if code else type(error).__name__


def _stopped_descendants(pid: int | None) -> list[int]:
    """The ids of all processes that a process started, directly or not, stopped like itself, so that none starts more.

    [] where the system does not list them.
    """
    found = [pid] if pid else []
    while True:
        for process_id in found:
            with suppress(OSError):
                os.kill(process_id, signal.SIGSTOP)
        children = dict.fromkeys(child for process_id in found for child in processor_time.children(process_id))
        if not (new := [child for child in children if child not in found]):
            return found[1:]
        found += new


@dataclass(frozen=True, slots=True)
class _Time:
    """What a call may take: seconds of processor time, and seconds by the clock."""

    work: float
    clock: float


def _receive_answer(pipe: Connection, process_id: int, time: _Time, worked: float) -> bytes | str:
    """The answer as pickled bytes, or why none is waited for any more. Raises EOFError, OSError.

    `worked` is the processor time that the process had used before it got the job.
    """
    for _ in range(limits.BEATS + 1):
        if why := _overtime(pipe, process_id, time, worked):
            return why
        message = pipe.recv_bytes(limits.ANSWER + 1024)
        now = processor_time.seconds(process_id)
        if now - worked >= time.work:  # it answered while this process had to wait
            return _stopped(time)
        if message != serving.HEARTBEAT:
            return message
        worked = now
    return f"reading was stopped after {limits.BEATS} signs of life"


def _overtime(pipe: Connection, process_id: int, time: _Time, worked: float) -> str:
    """Wait for a message; why that was given up, "" where there is one."""
    began = monotonic()
    while not pipe.poll(min(_LOOK_SECONDS, time.work, time.clock)):
        if processor_time.seconds(process_id) - worked >= time.work:
            return _stopped(time)
        if monotonic() - began >= time.clock:
            return f"reading was stopped after {time.clock:g} seconds, for most of which it waited"
    return ""


def _stopped(time: _Time) -> str:
    return f"reading was stopped after {time.work:g} seconds"
