"""What a worker process does: it confines itself, then runs jobs and sends their answers."""

from __future__ import annotations

import gc
import os
import resource
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from archive.extract.layout import heartbeat, limits
from archive.extract.layout.document import Unreadable, UnreadableReason
from archive.extract.sandbox import answers, confinement, lifetime

HEARTBEAT = b"beat"
"""What a worker sends between parts of its job, instead of an answer."""

_NEW_OBJECTS = 10_000
"""Containers after whose making cycles are looked for. Reading makes hardly any, and looking for them after each 700,
as Python does, through all modules now and then, is an eighth of it."""


def serve(pipe: Connection, lifeline: Connection, memory: int, folder: str, unneeded: Sequence[int]) -> None:
    """Run jobs and send their answers until the pipe is closed or half of the memory is used beside the first.

    `lifeline` is closed when the program ends, and this process ends with it. `unneeded` are copies of open files of
    the program, which this process closes before all else.
    """
    for number in unneeded:
        with suppress(OSError):
            os.close(number)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    look_for_cycles_rarely()
    first_resident = _most_resident()
    # A thread that begins without memory ends without a word, and is waited for.
    address_space = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.UNPACKED, limits.UNPACKED))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    confinement.confine(Path(folder))
    lifetime.die_with_parent()
    lifetime.die_with_other_end(lifeline.fileno())
    heartbeat.listen(lambda: pipe.send_bytes(HEARTBEAT))
    pipe.send("ready")
    while True:
        try:
            function, args, kwargs = pipe.recv()
        except (EOFError, OSError):
            return
        answer, memory_used_up = _run(function, args, kwargs)
        memory_used_up = memory_used_up or _most_resident() - first_resident > memory // 2
        pipe.send_bytes(answers.pickled(answer, memory_used_up))
        if memory_used_up:
            return


def look_for_cycles_rarely() -> None:
    """Have Python pass over what is loaded by now, and look for cycles among what is made only now and then."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def _most_resident() -> int:
    """The most memory, in bytes, that this process has had in use at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _address_space() -> int:
    """The address space of this process, in bytes; 0 where the system does not tell it."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:  # another system than Linux
        return 0


def _run(function: Callable[..., object], args: Sequence[object], kwargs: dict[str, object]) -> tuple[object, bool]:
    """The function's result or an `Unreadable`, and whether the process ran out of memory, disk or the like."""
    try:
        return function(*args, **kwargs), False
    except MemoryError:
        return answers.out_of_memory(), True
    except OSError as error:
        if error.errno in limits.ERRORS_OF_THE_MACHINE:
            return Unreadable(None, f"the reading process failed: {error}", UnreadableReason.PROCESS_DIED), True
        return _reader_failed(error), False
    except Exception as error:
        return _reader_failed(error), False


def _reader_failed(error: Exception) -> Unreadable:
    why = f"its reader failed: {type(error).__name__}: {str(error)[:200]}"
    return Unreadable(None, why, UnreadableReason.READER_FAILED)
