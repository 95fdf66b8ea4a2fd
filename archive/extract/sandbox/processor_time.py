"""How long a process has worked: its processor time and that of the processes that it started. Linux only."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import Final

_SCHEDULED: Final = 2
"""The kernel's number for a clock of nanoseconds in which a process was on a processor."""


def children(process_id: int) -> list[int]:
    """The ids of the processes that any thread of a process started; [] where the system does not list them."""
    found: list[int] = []
    for path in Path(f"/proc/{process_id}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended
            found += map(int, path.read_text("ascii").split())
    return found


def seconds(process_id: int) -> float:
    """The processor time, in seconds, that a process and its running descendants have used; 0 where it is not told."""
    found = [process_id]
    for number in found:
        found += children(number)
    return sum(map(_seconds, found))


def _seconds(process_id: int) -> float:
    with suppress(OSError):  # it has ended, or the system is another than Linux
        return time.clock_gettime(_clock_of(process_id))
    return 0.0


def _clock_of(process_id: int) -> int:
    """The clock that counts a process's time (clock_getcpuclockid(3), which Python does not have)."""
    return (~process_id << 3) | _SCHEDULED
