"""Processes as the kernel reports them: who descends from whom, and what they weigh.

Knows Linux's /proc; elsewhere a tree is its root alone and weighs nothing.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MARK = "NIANBAO_PROCESS_OF"
"""The environment variable by which all that a site's process starts is known, though its parents have gone."""

_GRACE_SECONDS = 0.02
"""Seconds that the kernel takes to bury the killed."""
_ROUNDS = 100
"""Looks for survivors: a process that waits for a disk dies only when the disk answers."""
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
    """Bytes of memory that a process and its descendants hold; what they share is counted once, with the root.

    Of each descendant only what is its own counts, as forked processes share most of what they map.
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
    """Kill every process that carries a mark; those that such a process starts meanwhile, too."""
    for _ in range(_ROUNDS):
        found = list(_marked(mark))
        if not found:
            return
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(_GRACE_SECONDS)


def _marked(mark: str) -> Iterator[int]:
    """Processes whose environment carries a mark. One that has ended has none, and another user's is not readable."""
    wanted = f"{MARK}={mark}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                yield int(folder.name)


def _parents() -> Iterator[tuple[int, int]]:
    """(process, parent) of every process there is."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            yield int(folder.name), int((folder / "stat").read_text("ascii", "replace").rpartition(")")[2].split()[1])
