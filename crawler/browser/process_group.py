"""Programs that end with the process that started them, and write only into a temporary folder.

A launcher asks the kernel to kill it with its parent (Linux) and then becomes the program, so that a kill -9 of any
process in the chain leaves nothing behind. Folders of processes that are gone are removed. A program that needs no
network gets an empty network namespace, where the kernel grants one.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from archive.storage import owned_folders

_PREFIX = "nianbao-browser-"
_LAUNCHER_SCRIPT = """
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
"""Leave the network (CLONE_NEWNET; in a new user namespace where only that is granted), then set PR_SET_PDEATHSIG,
which a change of user would undo, then execute the program.
"""


class ProgramFolder:
    """A temporary folder for the programs of this process: their launchers, process ids, and all that they write."""

    def __init__(self) -> None:
        self.folder = owned_folders.make(_PREFIX)

    def make_launcher(
        self, name: str, program: Path, environment: Mapping[str, str] | None = None, *, network: bool = True
    ) -> Path:
        """Write a launcher of this name, to be started in place of the program with the same arguments."""
        launcher = self.folder / name
        lines = ["#!/bin/sh", f'echo "$$" >{shlex.quote(str(self._pid_file(name)))}']
        lines += [f"export {key}={shlex.quote(value)}" for key, value in (environment or {}).items()]
        start = [sys.executable, "-I", "-S", "-c", _LAUNCHER_SCRIPT] if sys.platform == "linux" else []
        parent = f' "$PPID" {"shared" if network else "alone"}' if start else ""
        lines.append(f'exec {shlex.join(start)}{parent} {shlex.quote(str(program))} "$@"')
        launcher.write_text("\n".join(lines) + "\n", "utf-8")
        launcher.chmod(0o700)
        return launcher

    def process(self, name: str) -> int | None:
        """The process id under which a launcher was last started; None where it was never started."""
        with suppress(OSError, ValueError):
            return int(self._pid_file(name).read_text("ascii"))
        return None

    def close(self) -> None:
        """Remove the folder with its contents."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _pid_file(self, name: str) -> Path:
        return self.folder / f"{name}.pid"
