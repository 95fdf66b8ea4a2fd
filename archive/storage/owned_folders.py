"""Temporary folders that name the process that owns them, so that others remove them once it is gone.

A process that is killed cannot remove its folder: the next one that makes a folder of the same kind does.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.storage import processes


def make(prefix: str, parent: Path | None = None) -> Path:
    """A new folder of this process, its name `{prefix}{process id}-…`, where temporary files lie or in `parent`.

    Those of the same kind whose owners are gone are removed.
    """
    parent = parent or Path(tempfile.gettempdir())
    _remove_abandoned(prefix, parent)
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=parent))


@contextmanager
def temporary(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """Such a folder while the block runs."""
    folder = make(prefix, parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def until_exit(prefix: str, parent: Path | None = None) -> Path:
    """Such a folder until this process ends."""
    folder = make(prefix, parent)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _remove_abandoned(prefix: str, parent: Path) -> None:
    for folder in parent.glob(f"{prefix}*"):
        owner = folder.name.removeprefix(prefix).partition("-")[0]
        if owner.isdecimal() and not processes.is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
