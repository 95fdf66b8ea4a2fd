"""Temporary folders that name the process that owns them, so that others remove them once it is gone.

A process that is killed cannot remove its folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from archive.storage import processes


def make(prefix: str) -> Path:
    """A new folder of this process, its name `{prefix}{process id}-…`."""
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-"))


def remove_abandoned(prefix: str) -> None:
    """Remove the folders with this prefix whose owners are gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        owner = folder.name.removeprefix(prefix).partition("-")[0]
        if owner.isdigit() and not processes.is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
