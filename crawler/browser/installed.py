"""Which Chromium of this machine is started, and what to do where there is none. Starts none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ENVIRONMENT = "NIANBAO_CHROMIUM"
PROGRAMS = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
REMEDY = (
    "run `deploy/install-system-packages` or `playwright install chromium`,"
    " or name one by `executable` in [browser] of nianbao.toml"
)


def executable(named: Path | None) -> Path | None:
    """The Chromium to start: as configured, else by the environment, else of the system; None for Playwright's own."""
    chosen = named or os.environ.get(ENVIRONMENT) or next(filter(None, map(shutil.which, PROGRAMS)), None)
    return Path(chosen) if chosen else None
