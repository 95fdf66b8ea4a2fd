"""Whether another process still runs."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_ENDED = ("Z", "X")
"""Zombie and dead (proc(5)): states of processes that hold nothing any more but their number."""


def is_running(pid: int) -> bool:
    """Whether a process runs; one that ended runs no more, though its parent has not asked for its status yet."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(pid) not in _ENDED


def _state(pid: int) -> str:
    """The letter of a process's state (proc(5)); empty where the kernel does not tell it."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(") ")[2][:1]
    return ""
