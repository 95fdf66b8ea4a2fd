"""A process shut in before it reads what strangers wrote: no network, no file written outside its folder, no program.

Three walls, the outer ones where the kernel has them: a network of its own without a way out, Landlock on files and
TCP, which native libraries and the declared engine feel too, and always an audit hook that refuses what Python itself
would do. A hook alone stops no native code, and `walls` says which of them stand. None can be taken down again.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal

Wall = Literal["network", "landlock", "hook"]

ENGINE: Final = "soffice"
"""The only program that may be started, by its name on the PATH."""

_UNSHARE: Final = "unshare"
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_NO_NEW_PRIVILEGES: Final = 38
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_WRITE_FILE, _TRUNCATE, _REFER = 1 << 1, 1 << 14, 1 << 13
_CHANGES: Final = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))
_TCP: Final = 0b11
_NETWORK: Final = frozenset(
    ("connect", "bind", "sendto", "sendmsg", "getaddrinfo", "gethostbyname", "gethostbyaddr", "getnameinfo")
)
_STARTS: Final = frozenset(
    ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn", "subprocess.Popen")
)
_CHANGING: Final[dict[str, tuple[int, ...]]] = {
    **{f"os.{name}": (0,) for name in ("remove", "rmdir", "mkdir", "truncate", "utime", "chmod", "chown", "mkfifo")},
    **{f"os.{name}": (0, 1) for name in ("rename", "link")},
    "os.symlink": (1,),
    "shutil.rmtree": (0,),
    "os.mknod": (0,),
    "sqlite3.connect": (0,),
}
"""Audit events that change files, and which of their arguments are the paths."""
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_standing: set[Wall] = set()


def walls() -> frozenset[Wall]:
    """The walls round this process."""
    return frozenset(_standing)


def confine(folder: Path) -> frozenset[Wall]:
    """Shut this process in; `folder`, which must exist, becomes its directory for work and temporary files."""
    folder = folder.resolve()
    os.chdir(folder)
    for name in ("TMPDIR", "HOME", "XDG_RUNTIME_DIR"):
        os.environ[name] = str(folder)
    tempfile.tempdir = str(folder)
    sys.dont_write_bytecode = True
    programs = _programs()
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        if library.unshare(_NEW_NETWORK) == 0 or library.unshare(_NEW_USER | _NEW_NETWORK) == 0:
            _standing.add("network")
        if _landlock(library, folder):
            _standing.add("landlock")
    sys.addaudithook(_Hook(folder, programs))
    _standing.add("hook")
    return walls()


def without_network() -> list[str]:
    """What to put before a command to take its network away; nothing where there is none, or it cannot be taken."""
    unshare = shutil.which(_UNSHARE)
    if "network" in _standing or unshare is None:
        return []
    command = [unshare, "--map-root-user", "--net", "--"]
    try:
        tried = subprocess.run([*command, "true"], capture_output=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return []
    return command if tried.returncode == 0 else []


def _programs() -> frozenset[str]:
    found = shutil.which(ENGINE)
    return frozenset({found, os.path.realpath(found)}) if found else frozenset()


class _Hook:
    """Refuses, by raising PermissionError, what a reader never does."""

    def __init__(self, folder: Path, programs: frozenset[str]) -> None:
        self._inside = (str(folder), f"{folder}{os.sep}")
        self._programs = programs

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        room, _, what = event.partition(".")
        if event == "open":
            self._opened(*arguments)
        elif room == "socket" and what in _NETWORK:
            raise PermissionError("the reading process has no network")
        elif event in _STARTS:
            self._started(event, arguments)
        elif event in _CHANGING:
            for at in _CHANGING[event]:
                self._changed(arguments[at])

    def _opened(self, path: Any, mode: Any, flags: Any) -> None:
        writes = any(sign in mode for sign in "wax+") if isinstance(mode, str) else bool((flags or 0) & _WRITING)
        if writes:
            self._changed(path)

    def _changed(self, path: Any) -> None:
        if isinstance(path, int) or path is None:
            return
        real = os.path.realpath(os.fsdecode(path))
        if real != self._inside[0] and not real.startswith(self._inside[1]) and real != os.devnull:
            raise PermissionError(f"the reading process may not change {real[:200]}")

    def _started(self, event: str, arguments: tuple[Any, ...]) -> None:
        program = arguments[0] if event in ("subprocess.Popen", "os.posix_spawn") else None
        if program is None or os.fsdecode(program) not in self._programs:
            raise PermissionError(f"the reading process may start no program but {ENGINE}")


def _landlock(library: Any, folder: Path) -> bool:
    """Ask the kernel to refuse changes outside the folder and all TCP; False where it knows no Landlock."""
    version = library.syscall(_CREATE, None, 0, 1)
    if version < 1:
        return False
    changes = _CHANGES | (_REFER if version > 1 else 0) | (_TRUNCATE if version > 2 else 0)
    asked = struct.pack("QQ", changes, _TCP) if version > 3 else struct.pack("Q", changes)
    rules = library.syscall(_CREATE, asked, len(asked), 0)
    if rules < 0:
        return False
    try:
        for path, allowed in ((folder, changes), (Path(os.devnull), changes & (_WRITE_FILE | _TRUNCATE))):
            _allow(library, rules, path, allowed)
        library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        restricted: Callable[..., int] = library.syscall
        return restricted(_RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)


def _allow(library: Any, rules: int, path: Path, allowed: int) -> None:
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        library.syscall(_ADD, rules, 1, struct.pack("=Qi", allowed, beneath), 0)
    finally:
        os.close(beneath)
