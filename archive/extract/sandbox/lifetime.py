"""A process that ends with the one that started it, however that one ends. Linux alone knows this; elsewhere none."""

from __future__ import annotations

import ctypes
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def die_with_parent() -> None:
    """Have the kernel kill this process as soon as the one that started it is gone.

    A change of credentials (a namespace of its own, say) makes the kernel forget this: call it afterwards.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
