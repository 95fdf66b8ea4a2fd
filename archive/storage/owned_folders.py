"""Temporary folders that name the process that owns them, so that others remove them once it is gone.

A process that is killed cannot remove its folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_ENDED = ("Z", "X")
"""Zombie and dead (proc(5)): states of processes that hold nothing any more but their number."""


def make(prefix: str) -> Path:
    """A new folder of this process, its name `{prefix}{process id}-…`."""
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-"))


def remove_abandoned(prefix: str) -> None:
    """Remove the folders with this prefix whose owners are gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        owner = folder.name.removeprefix(prefix).partition("-")[0]
        if owner.isdigit() and not _is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: int) -> bool:
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
