"""Confines a process before it reads untrusted documents: no network, no writing outside its folder, no programs.

Four walls: an empty network namespace, Landlock (files, TCP and signals) and a filter of system calls (`system_calls`),
where the kernel and the libraries are there, which also bind native code; and always an audit hook that refuses what
Python code would do. The hook alone stops no native code; `walls` states which walls are up. None can be removed again.
The environment is emptied, so that no secret of the program is left in it, and other processes' cannot be read.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal, get_args

from archive.extract.sandbox import engine, system_calls
from archive.storage import owned_folders

Wall = Literal["network", "landlock", "seccomp", "hook"]

KEPT: Final = frozenset({"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "OMP_NUM_THREADS"})
"""Variables of the environment that a reader keeps; its folders are set anew."""

_PROBE: Final = """
import pathlib, sys
from archive.extract.sandbox import confinement
print(*confinement.confine(pathlib.Path(sys.argv[1])), flush=True)
"""
_UNSHARE: Final = "unshare"
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_NO_NEW_PRIVILEGES: Final = 38
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_WRITE_FILE, _READ_FILE, _TRUNCATE, _REFER = 1 << 1, 1 << 2, 1 << 14, 1 << 13
_CHANGE_RIGHTS: Final = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))
_TCP: Final = 0b11
_SCOPED: Final = 0b11
"""Abstract UNIX sockets and signals of processes outside, from Landlock's sixth version on."""
_ENVIRONMENT_START: Final = 47
"""Where /proc/self/stat has `env_start`, counted from the field behind the command (proc(5), field 50)."""
_NETWORK: Final = frozenset(
    ("connect", "bind", "sendto", "sendmsg", "getaddrinfo", "gethostbyname", "gethostbyaddr", "getnameinfo")
)
_PROCESS_EVENTS: Final = frozenset(
    ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn", "subprocess.Popen")
)
_CHANGE_EVENTS: Final[dict[str, tuple[int, ...]]] = {
    **{f"os.{name}": (0,) for name in ("remove", "rmdir", "mkdir", "truncate", "utime", "chmod", "chown", "mkfifo")},
    **{f"os.{name}": (0, 1) for name in ("rename", "link")},
    "os.symlink": (1,),
    "shutil.rmtree": (0,),
    "os.mknod": (0,),
    "sqlite3.connect": (0,),
}
"""Audit events that change files, and which of their arguments are the paths."""
_WRITE_FLAGS: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_walls: set[Wall] = set()


def walls() -> frozenset[Wall]:
    """The walls that are up around this process."""
    return frozenset(_walls)


def confine(folder: Path) -> frozenset[Wall]:
    """Confine this process; `folder`, which must exist, becomes its working and temporary directory."""
    folder = folder.resolve()
    os.chdir(folder)
    seccomp = system_calls.library()
    _empty_environment()
    for name in ("TMPDIR", "HOME", "XDG_RUNTIME_DIR"):
        os.environ[name] = str(folder)
    tempfile.tempdir = str(folder)
    sys.dont_write_bytecode = True
    programs = _allowed_programs()
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        if library.unshare(_NEW_NETWORK) == 0 or library.unshare(_NEW_USER | _NEW_NETWORK) == 0:
            _walls.add("network")
        if _landlock(library, folder):
            _walls.add("landlock")
    hook = _Hook(folder, programs)
    if seccomp is not None and programs and sys.platform == "linux":
        engine.start_beside(folder, without_network(), lambda: sys.addaudithook(hook))
    sys.addaudithook(hook)
    _walls.add("hook")
    if seccomp is not None and sys.platform == "linux":
        _hide_other_processes(ctypes.CDLL(None, use_errno=True))
        if system_calls.refuse(seccomp):
            _walls.add("seccomp")
    return walls()


def probe() -> frozenset[Wall]:
    """The walls that a reader has on this machine: a process is confined as one, and says which are up."""
    with owned_folders.temporary("nianbao-walls-") as folder:
        paths = {"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONSAFEPATH": "1"}
        command = [sys.executable, "-c", _PROBE, str(folder)]
        try:
            said = subprocess.run(  # noqa: S603 - no shell
                command, env={**os.environ, **paths}, capture_output=True, text=True, timeout=60, check=False
            ).stdout.split()
        except (OSError, subprocess.TimeoutExpired):
            said = []
    return frozenset(wall for wall in get_args(Wall) if wall in said)


def _empty_environment() -> None:
    """Remove all variables but a few, in Python, in the C library, and where the kernel laid them at the start."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    os.environ.clear()
    if sys.platform == "linux":
        fields = Path("/proc/self/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        start, end = int(fields[_ENVIRONMENT_START]), int(fields[_ENVIRONMENT_START + 1])
        if 0 < start < end:
            ctypes.memset(start, 0, end - start)
    os.environ.update(kept)


def without_network() -> list[str]:
    """The command prefix that removes a command's network; [] where it has none already, or this is not possible."""
    unshare = shutil.which(_UNSHARE)
    if "network" in _walls or unshare is None:
        return []
    command = [unshare, "--map-root-user", "--net", "--"]
    try:
        result = subprocess.run([*command, "true"], capture_output=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return []
    return command if result.returncode == 0 else []


def _allowed_programs() -> frozenset[str]:
    found = shutil.which(engine.ENGINE)
    return frozenset({found, os.path.realpath(found)}) if found else frozenset()


class _Hook:
    """An audit hook that raises PermissionError for what a reader never does."""

    def __init__(self, folder: Path, programs: frozenset[str]) -> None:
        self._inside = (str(folder), f"{folder}{os.sep}")
        self._allowed_programs = programs

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        subsystem, _, call = event.partition(".")
        if event == "open":
            self._check_open(*arguments)
        elif subsystem == "socket" and call in _NETWORK:
            raise PermissionError("the reading process has no network")
        elif event in _PROCESS_EVENTS:
            self._check_start(event, arguments)
        elif event in _CHANGE_EVENTS:
            for position in _CHANGE_EVENTS[event]:
                self._check_change(arguments[position])

    def _check_open(self, path: Any, mode: Any, flags: Any) -> None:
        writes = any(sign in mode for sign in "wax+") if isinstance(mode, str) else bool((flags or 0) & _WRITE_FLAGS)
        if writes:
            self._check_change(path)

    def _check_change(self, path: Any) -> None:
        if isinstance(path, int) or path is None:
            return
        real = os.path.realpath(os.fsdecode(path))
        if real != self._inside[0] and not real.startswith(self._inside[1]) and real != os.devnull:
            raise PermissionError(f"the reading process may not change {real[:200]}")

    def _check_start(self, event: str, arguments: tuple[Any, ...]) -> None:
        program = arguments[0] if event in ("subprocess.Popen", "os.posix_spawn") else None
        if program is None or os.fsdecode(program) not in self._allowed_programs:
            raise PermissionError(f"the reading process may start no program but {engine.ENGINE}")


def _landlock(library: Any, folder: Path) -> bool:
    """Have the kernel refuse changes outside the folder and all TCP; False where it has no Landlock."""
    version = library.syscall(_CREATE, None, 0, 1)
    if version < 1:
        return False
    changes = _CHANGE_RIGHTS | (_REFER if version > 1 else 0) | (_TRUNCATE if version > 2 else 0)
    words = (changes, *((_TCP,) if version > 3 else ()), *((_SCOPED,) if version > 5 else ()))
    return _restrict(library, words, ((folder, changes), (Path(os.devnull), changes & (_WRITE_FILE | _TRUNCATE))))


def _hide_other_processes(library: Any) -> bool:
    """Have the kernel refuse to read what /proc says of other processes: the program's environment holds its secrets.

    Landlock only allows: all that lies beside /proc, what is in it of no process, and this one's own folder.
    """
    everywhere = [Path(entry) for entry in os.scandir("/") if entry.name != "proc"]
    of_no_process = [
        Path(entry) for entry in os.scandir("/proc") if not entry.name.isdigit() and not entry.is_symlink()
    ]
    beneath = [*everywhere, *of_no_process, Path("/proc", str(os.getpid()))]
    return _restrict(library, (_READ_FILE,), ((path, _READ_FILE) for path in beneath))


def _restrict(library: Any, words: Sequence[int], allowed: Iterable[tuple[Path, int]]) -> bool:
    """Handle these rights by Landlock, and grant each path some of them; False where the kernel cannot."""
    requested = struct.pack(f"{len(words)}Q", *words)
    rules = library.syscall(_CREATE, requested, len(requested), 0)
    if rules < 0:
        return False
    try:
        for path, rights in allowed:
            with suppress(OSError):
                _allow(library, rules, path, rights)
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
