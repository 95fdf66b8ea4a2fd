"""Ways in which a process fails, for `watch` to end it; a program (`misbehave.py BEHAVIOUR FOLDER`), and a start hook.

Each process that it starts leaves a file named by its id in the folder. Imports nothing but the standard library.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

LONG = 600


def note(folder: Path) -> None:
    """Leave word of this process."""
    (folder / f"{os.getpid()}.pid").touch()


def alive(folder: Path) -> list[int]:
    """The processes that left word and still run."""
    found = []
    for path in folder.glob("*.pid"):
        try:
            state = Path(f"/proc/{path.stem}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state not in ("Z", "X"):
            found.append(int(path.stem))
    return found


def survivors(folder: Path) -> list[int]:
    """Those that still run after a moment, which the kernel may take to free what a killed one held."""
    for _ in range(40):
        if not alive(folder):
            return []
        time.sleep(0.05)
    return alive(folder)


def spins(_: Path) -> None:
    """A busy loop."""
    while True:
        pass


def deaf(_: Path) -> None:
    """Ignores whatever can be ignored."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(LONG)


def stays(_: Path) -> None:
    """Finishes, but does not end because of a thread."""
    threading.Thread(target=time.sleep, args=(LONG,)).start()


def eats(_: Path) -> None:
    """More memory than is good."""
    held = []
    for _number in range(30):
        held.append(bytearray(os.urandom(1)) * (20 * 1024 * 1024))
        time.sleep(0.02)
    time.sleep(LONG)


def naps(_: Path) -> None:
    """Ends by itself, in less time than most checks are apart."""
    time.sleep(0.7)


def brood(folder: Path) -> None:
    """The same by its children, in sessions of their own."""
    for _number in range(4):
        if os.fork() == 0:
            os.setsid()
            note(folder)
            held = bytearray(b"x") * (115 * 1024 * 1024)
            time.sleep(LONG + len(held))
    time.sleep(LONG)


def deserts(folder: Path) -> None:
    """Is killed, and leaves a grandchild that nobody descends from any more."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            note(folder)
            time.sleep(LONG)
        os._exit(0)
    os.wait()
    while not any(pid != os.getpid() for pid in alive(folder)):
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGKILL)


def dies_once(folder: Path) -> None:
    """Is killed, but not again."""
    if len(list(folder.glob("*.pid"))) == 1:
        os.kill(os.getpid(), signal.SIGKILL)


BEHAVIOURS: dict[str, Callable[[Path], None]] = {
    "sleeps": lambda _: time.sleep(LONG),
    "spins": spins,
    "stopped": lambda _: os.kill(os.getpid(), signal.SIGSTOP),
    "deaf": deaf,
    "stays": stays,
    "naps": naps,
    "eats": eats,
    "brood": brood,
    "exits": lambda _: os._exit(3),
    "dies": lambda _: os.kill(os.getpid(), signal.SIGSEGV),
    "dies once": dies_once,
    "deserts": deserts,
}


def behave(name: str, folder: Path) -> None:
    """Leave word, then fail in one of the ways."""
    note(folder)
    BEHAVIOURS[name](folder)


if __name__ == "__main__":
    behave(sys.argv[1], Path(sys.argv[2]))
