"""A nightly that is killed by SIGKILL as one of its steps begins or ends: `python -c` calls `main` with its place."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.storage.instants import instant
from crawler.night import copies, nightly, summary
from crawler.night.night_results import Night
from crawler.runtime.clock import Clock
from crawler.runtime.config import load


def main(config: str, now: str, step: str, edge: str) -> None:
    """Play the night until then. `step` is one of the log's, or `summary`, `end`."""
    timed = nightly._timed

    @contextmanager
    def deadly(night: Night, name: str) -> Iterator[None]:
        _die_if((name, edge) == (step, "begins"))
        with timed(night, name):
            yield
        _die_if((name, edge) == (step, "ends"))

    nightly._timed = deadly
    written = summary._replace

    def half(path: Path, text: str) -> None:
        path.with_name(path.name + ".part").write_text(text[: len(text) // 2], encoding="utf-8")
        _die_if((step, edge) == ("summary", "half"))
        written(path, text)

    summary._replace = half
    _kill_in(copies, "backup", (step, edge) == ("backup", "half"))
    nightly.run(load(Path(config)), Clock(instant(now)))


def _kill_in(module: Any, name: str, wanted: bool) -> None:
    """Die when this is called, with what it is about to make half made."""
    real: Callable[..., Any] = getattr(module, name)

    def dead(source: Path, target: Path) -> None:
        target.with_name(target.name + ".part").write_bytes(b"half")
        _die_if(wanted)
        real(source, target)

    setattr(module, name, dead)


def _die_if(wanted: bool) -> None:
    if wanted:
        os.kill(os.getpid(), signal.SIGKILL)
