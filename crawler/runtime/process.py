"""Processes as the kernel reports them: descendants and memory.

Knows Linux's /proc; elsewhere a tree is only its root and has no memory.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MARK = "NIANBAO_PROCESS_OF"
"""The environment variable that marks all descendants of a site's process, even when their parents are gone."""

_GRACE_SECONDS = 0.02
"""Seconds that the kernel may need to remove killed processes."""
_ROUNDS = 100
"""Checks for survivors: a process that waits for a disk only ends when the disk answers."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


def tree(root: int) -> list[int]:
    """The process and all that descend from it, the root first."""
    children: dict[int, list[int]] = {}
    for pid, parent in _parents():
        children.setdefault(parent, []).append(pid)
    found = [root]
    for pid in found:
        found += children.get(pid, ())
    return found


def resident(root: int) -> int:
    """Bytes of memory of a process and its descendants; shared memory is counted once, with the root.

    For each descendant only its private memory counts, as forked processes share most of what they map.
    """
    total = 0
    for pid in tree(root):
        with suppress(OSError, ValueError, IndexError):
            _, held, shared = (int(part) for part in Path(f"/proc/{pid}/statm").read_text("ascii").split()[:3])
            total += (held if pid == root else held - shared) * _PAGE
    return total


def kill_tree(root: int) -> None:
    """Kill a process and all that descend from it, browsers in sessions of their own included."""
    for pid in tree(root):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def kill_marked(mark: str) -> None:
    """Kill every process with a mark, including those that such a process starts meanwhile."""
    for _ in range(_ROUNDS):
        found = list(_marked(mark))
        if not found:
            return
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(_GRACE_SECONDS)


def _marked(mark: str) -> Iterator[int]:
    """Processes whose environment has a mark. That of an ended process or of another user is not readable."""
    wanted = f"{MARK}={mark}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                yield int(folder.name)


def _parents() -> Iterator[tuple[int, int]]:
    """(process, parent) of every running process."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            yield int(folder.name), int((folder / "stat").read_text("ascii", "replace").rpartition(")")[2].split()[1])
