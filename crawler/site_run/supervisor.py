"""A site's process from its start to its end: held to its limits, started once more where it was killed from outside.

When it is over, nothing that it started is left, in whatever session or under whatever parent it hides.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence

from archive.captures.reasons import Reason, SiteRunReason, because
from crawler.runtime.config import Limits
from crawler.runtime.process import MARK, kill_marked, kill_tree, resident

EVERY = 1.0
"""Seconds between two looks at a process."""

STARTS = 2
"""How often a process is started, where it is killed from outside."""


def run(command: Sequence[str], mark: str, limits: Limits) -> Reason | None:
    """Run a command to its end; the reason where it was ended before, or None. `mark` is its own among all that run.

    A process that somebody killed is started once more: a site's goes on where the first one was.
    """
    for _ in range(STARTS):
        process = subprocess.Popen(  # noqa: S603 - this program's own worker
            command, start_new_session=True, stdin=subprocess.DEVNULL, env={**os.environ, MARK: mark}
        )
        try:
            ended = _watched(process, limits)
        finally:
            if process.poll() is None:
                kill_tree(process.pid)
                process.wait()
            kill_marked(mark)
        if ended is not None or process.returncode >= 0:
            return ended
    return because(SiteRunReason.PROCESS_KILLED, signal=signal.Signals(-process.returncode).name)


def _watched(process: subprocess.Popen[bytes], limits: Limits) -> Reason | None:
    """Wait for a process; why it has to be ended, if it does."""
    ends = time.monotonic() + limits.site_seconds
    while (left := ends - time.monotonic()) > 0:
        try:
            process.wait(min(EVERY, left))
            return None
        except subprocess.TimeoutExpired:
            held = resident(process.pid) // (1024 * 1024)
            if held > limits.site_memory:
                return because(SiteRunReason.MEMORY_LIMIT, held=held, allowed=limits.site_memory)
    return because(SiteRunReason.TIME_LIMIT, seconds=f"{limits.site_seconds:g}")
