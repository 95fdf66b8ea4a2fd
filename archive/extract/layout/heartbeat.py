"""Heartbeats of long work: a reader calls `beat` after each page that it recognised, which prolongs its time limit.

A sandboxed process registers a listener; without one a beat does nothing.
"""

from __future__ import annotations

from collections.abc import Callable

_listener: list[Callable[[], None]] = []


def listen(listener: Callable[[], None]) -> None:
    """Call `listener` at every beat, in place of the previous listener."""
    _listener[:] = [listener]


def beat() -> None:
    """Report that work is still going on."""
    for listener in _listener:
        listener()
