"""A sign of life from long work: a reader beats after each page that it recognised, and who waits for it hears so.

Knows nothing of who listens; a process that isolates readers sets the listener, and elsewhere a beat does nothing.
"""

from __future__ import annotations

from collections.abc import Callable

_listener: list[Callable[[], None]] = []


def listen(listener: Callable[[], None]) -> None:
    """Have this called at every beat, instead of whoever listened before."""
    _listener[:] = [listener]


def beat() -> None:
    """Say that the work goes on."""
    for listener in _listener:
        listener()
