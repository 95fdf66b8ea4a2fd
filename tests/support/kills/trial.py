"""A trial: something is started, killed at random instants, started again, and left to end at last."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Protocol

from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from crawler.runtime.process import tree

GRACE_SECONDS = 20.0
"""Seconds within which the processes of what was killed have to be gone, on a busy machine."""
TURNS = 200
"""Rounds of waiting in `left`."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one trial; the fields are the keys of a line of the journal.

    lost: captures (or messages) that were there after a kill, or were owed, and are not there at the end
    twice: documents fetched, or messages sent unmarked, more than once
    unsound: problems that `verify` finds at the end, and processes that outlived their parent
    same: whether the tables are those of an undisturbed run
    """

    part: str
    seed: int
    kills: int
    lost: int
    twice: int
    unsound: int
    same: bool


class Played(Protocol):
    """Something that is started, and ends by itself unless it is killed."""

    @property
    def pid(self) -> int | None:
        """The process at its root."""

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""


def kill(victim: int) -> bool:
    """SIGKILL; whether the process was there."""
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
        return True
    return False


def wait_at_random(played: Played, chance: Random, whole: float, done: Callable[[], int], step: int) -> bool:
    """Wait for a random instant: half of them by the clock, in the `whole` seconds of an undisturbed run, half by what
    is done, up to `step` more of it, as an instant by the clock falls on the start too often. Whether it still runs.
    """
    if chance.random() < 0.5:
        ends = time.monotonic() + chance.uniform(0, whole)
        while played.poll() is None and time.monotonic() < ends:
            time.sleep(0.005)
        return played.poll() is None
    wanted, jitter = done() + chance.randrange(step), chance.uniform(0, 0.2)
    while played.poll() is None and done() < wanted:
        time.sleep(0.01)
    time.sleep(jitter)
    return played.poll() is None


def left(processes: list[int]) -> int:
    """How many of the processes are still there after a moment's grace."""
    for _ in range(TURNS):
        alive = [pid for pid in processes if _runs(pid)]
        if not alive:
            return 0
        time.sleep(GRACE_SECONDS / TURNS)
    return len(alive)


def below(root: int) -> list[int]:
    """All processes that descend from it."""
    return tree(root)[1:]


def captures(path: Path) -> set[tuple[Any, ...]]:
    """What was captured; nothing where the archive was not laid out yet."""
    if not path.exists():
        return set()
    with suppress(ArchiveError), Archive.read(path) as archive:
        return {tuple(row) for row in archive.rows("SELECT run, capture, url, kind, verdict FROM captures")}
    return set()


def _runs(pid: int) -> bool:
    with suppress(OSError, IndexError):
        said = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return said[0] not in ("Z", "X")
    return False
