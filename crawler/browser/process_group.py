"""Programs on a leash: a folder of their own to write in, and death with the process that started them.

A leashed program is started by a script that asks the kernel for its death with its parent (Linux) and then becomes the
program, so that a kill -9 of any process in the chain leaves nothing behind. Folders of the dead are swept up. A
network namespace with nothing in it is given to who needs no network, where the kernel grants one.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_PREFIX = "nianbao-browser-"
_LEASH = """
import ctypes, os, signal, sys
kernel, user, group = ctypes.CDLL(None), os.geteuid(), os.getegid()
if sys.argv[2] == "alone" and kernel.unshare(0x40000000) and not kernel.unshare(0x50000000):
    for name, rule in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(rule)
kernel.prctl(1, signal.SIGKILL)
if os.getppid() != int(sys.argv[1]):
    sys.exit("the process that asked for this is gone")
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Leave the network (CLONE_NEWNET; as a user of its own where only that is granted), then PR_SET_PDEATHSIG, which a
change of user would undo, then the program.
"""


class Kennel:
    """A temporary folder for the programs of this process: their launchers, their process ids, all that they write."""

    def __init__(self) -> None:
        sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))

    def leashed(
        self, name: str, program: Path, environment: Mapping[str, str] | None = None, *, network: bool = True
    ) -> Path:
        """A launcher of the program under this name, to be started in its place with the same arguments."""
        launcher = self.folder / name
        lines = ["#!/bin/sh", f'echo "$$" >{shlex.quote(str(self._note(name)))}']
        lines += [f"export {key}={shlex.quote(value)}" for key, value in (environment or {}).items()]
        start = [sys.executable, "-I", "-S", "-c", _LEASH] if sys.platform == "linux" else []
        parent = f' "$PPID" {"shared" if network else "alone"}' if start else ""
        lines.append(f'exec {shlex.join(start)}{parent} {shlex.quote(str(program))} "$@"')
        launcher.write_text("\n".join(lines) + "\n", "utf-8")
        launcher.chmod(0o700)
        return launcher

    def process(self, name: str) -> int | None:
        """The process id under which a launcher was last started; None where it never was."""
        with suppress(OSError, ValueError):
            return int(self._note(name).read_text("ascii"))
        return None

    def close(self) -> None:
        """Remove the folder with all that was written there."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _note(self, name: str) -> Path:
        return self.folder / f"{name}.pid"


def sweep() -> None:
    """Remove the folders of processes that are gone: a killed one cannot do it."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not _lives(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
