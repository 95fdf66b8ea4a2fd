"""How this program was started, for commands that can be pasted as they stand."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path


def command(config: Path) -> str:
    """The program with its whole path and its configuration: cron, and a later shell, may have another PATH."""
    started = Path(sys.argv[0])
    is_program = started.is_file() and started.suffix != ".py"
    program = [str(started.absolute())] if is_program else [sys.executable, "-m", "crawler.cli"]
    return shlex.join([*program, "--config", str(config)])
