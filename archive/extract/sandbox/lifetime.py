"""Ends a process together with another one, however that one ends. Works on Linux only; elsewhere it does nothing."""

from __future__ import annotations

import ctypes
import fcntl
import os
import select
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def die_with_parent(by: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal as soon as its parent is gone: by default the one that kills it.

    A change of credentials (entering a namespace, say) resets this: call it afterwards.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, by)


def die_with_other_end(pipe: int) -> None:
    """Have the kernel kill this process as soon as nobody has the other end of a pipe, on which nothing is sent.

    For a process whose parent is not the one that it works for. A change of credentials resets this, too.
    """
    if sys.platform == "linux":
        fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
        if select.select([pipe], [], [], 0)[0]:  # it was closed before
            os._exit(1)
