"""A site's process from its start to its end: held to its limits, and started again if it was killed from outside.

When it has ended, none of its descendants is left, in whatever session or under whatever parent.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from archive.captures.reasons import Reason, SiteRunReason, because
from crawler.runtime.config import Limits
from crawler.runtime.process import MARK, kill_marked, kill_tree, resident, tree

FIRST_CHECK_SECONDS = 0.05
"""Seconds to the first check of a process, as one can take all memory and end within a second."""

CHECK_EVERY_SECONDS = 1.0
"""The most seconds between two checks of a process."""

STARTS = 2
"""The most starts of a process that is killed from outside."""


class Process(Protocol):
    """A process as its supervisor sees it: as `subprocess.Popen` has it."""

    @property
    def pid(self) -> int:
        """Its id."""

    @property
    def returncode(self) -> int | None:
        """Its exit status, the negative number of a signal that ended it, or None while it runs."""

    def poll(self) -> int | None:
        """The same, as of now."""

    def wait(self, timeout: float | None = None) -> int:
        """The same, once it has ended. Raises subprocess.TimeoutExpired."""


def spawn(command: Sequence[str], mark: str) -> Process:
    """Start a command in a session of its own."""
    return subprocess.Popen(  # noqa: S603 - this program's own worker
        command, start_new_session=True, stdin=subprocess.DEVNULL, env={**os.environ, MARK: mark}
    )


def _goes_on() -> None:
    """No check beside the limits."""


def run(
    command: Sequence[str],
    mark: str,
    limits: Limits,
    check: Callable[[], None] = _goes_on,
    start: Callable[[str], Process] | None = None,
) -> Reason | None:
    """Run a command to its end; the reason where it was stopped before, or None. `mark` is unique.

    `check` is called at least every second; what it raises stops the process and is raised here. `start` starts the
    process in place of the command.

    A process that was killed from outside is started again: a site's process resumes where the first was killed.
    """
    for _ in range(STARTS):
        process = start(mark) if start else spawn(command, mark)
        try:
            ended = _watch(process, limits, check)
        finally:
            if process.poll() is None:
                kill_tree(process.pid)
                process.wait()
            kill_marked(mark)
        status = process.wait()
        if ended is not None or status >= 0:
            return ended
    return because(SiteRunReason.PROCESS_KILLED, signal=signal.Signals(-status).name)


def _watch(process: Process, limits: Limits, check: Callable[[], None]) -> Reason | None:
    """Wait for a process to end; the limit that it exceeded, or None."""
    ends = time.monotonic() + limits.site_seconds
    pauses = _pauses()
    while (left := ends - time.monotonic()) > 0:
        try:
            process.wait(min(next(pauses), left))
            return None
        except subprocess.TimeoutExpired:
            check()
            if why := _memory_exceeded(process.pid, limits):
                return why
    return _time_exceeded(limits)


def _pauses() -> Iterator[float]:
    """Seconds before each check of a process."""
    pause = FIRST_CHECK_SECONDS
    while True:
        yield pause
        pause = min(2 * pause, CHECK_EVERY_SECONDS)


@contextmanager
def limited(limits: Limits, before_the_end: Callable[[Reason], None]) -> Iterator[None]:
    """Hold this process to a site's limits while the block runs, where no parent process does so.

    Where it exceeds a limit, `before_the_end` is called with the reason, in a separate thread; then the process ends
    with status 1, together with its descendants.
    """
    block_ended = threading.Event()

    def watch() -> None:
        ends = time.monotonic() + limits.site_seconds
        pauses = _pauses()
        while not block_ended.wait(max(0.0, min(next(pauses), ends - time.monotonic()))):
            why = _time_exceeded(limits) if time.monotonic() >= ends else _memory_exceeded(os.getpid(), limits)
            if why:
                _end_this_process(why, before_the_end)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        block_ended.set()


def _end_this_process(why: Reason, before_the_end: Callable[[Reason], None]) -> None:
    try:
        before_the_end(why)
    finally:
        for child in tree(os.getpid())[1:]:
            kill_tree(child)
        os._exit(1)


def _memory_exceeded(process: int, limits: Limits) -> Reason | None:
    held = resident(process) // (1024 * 1024)
    if held <= limits.site_memory:
        return None
    return because(SiteRunReason.MEMORY_LIMIT, held=held, allowed=limits.site_memory)


def _time_exceeded(limits: Limits) -> Reason:
    return because(SiteRunReason.TIME_LIMIT, seconds=f"{limits.site_seconds:g}")
