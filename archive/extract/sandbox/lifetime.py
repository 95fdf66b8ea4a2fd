"""Ends a process together with its parent, however the parent ends. Works on Linux only; elsewhere it does nothing."""

from __future__ import annotations

import ctypes
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
