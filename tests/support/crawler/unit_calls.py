"""A program under the system calls that a unit of systemd allows: prints the walls that readers then lack.

usage: python -m tests.support.crawler.unit_calls UNIT. The groups of calls are those of the systemd that is installed.
"""

from __future__ import annotations

import ctypes
import errno
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import click

_NO_NEW_PRIVILEGES: Final = 38
"""PR_SET_NO_NEW_PRIVS of prctl(2)."""
_BEGUN_ALREADY: Final = "execve"
"""What systemd itself calls to start the program, so that a filter has to allow it."""


def allowed(unit: str) -> set[str]:
    """The system calls that a unit names, alone and by groups."""
    lines = [line.partition("=") for line in unit.splitlines()]
    calls = {call for key, _, value in lines if key == "SystemCallFilter" for call in value.split()}
    while groups := {call for call in calls if call.startswith("@")}:
        calls = calls - groups | {call for group in groups for call in _of_group(group)}
    return calls


def _of_group(group: str) -> list[str]:
    command = ["systemd-analyze", "syscall-filter", group]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[1:]
    return [call for line in listed if (call := line.strip()) and not call.startswith("#")]


def confine(calls: set[str]) -> None:
    """Have the kernel refuse every other call of this process and of all that it starts."""
    import pyseccomp  # type: ignore[import-untyped, import-not-found, unused-ignore]

    seccomp: Any = pyseccomp
    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
    for call in sorted(calls | {_BEGUN_ALREADY}):
        try:
            rules.add_rule(seccomp.ALLOW, call)
        except (OSError, ValueError):
            continue  # a call of another processor
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    rules.load()


if __name__ == "__main__":
    confine(allowed(Path(sys.argv[1]).read_text(encoding="utf-8")))
    from crawler.night.diagnosis import missing_walls

    click.echo(" ".join(missing_walls()))
