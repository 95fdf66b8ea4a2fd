"""A season played through the command line, for tests: the sample sites, their archive, and the script's truth."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.storage.database import Archive
from archive.storage.instants import CHINA
from crawler.runtime.config import Config
from tests.support.sites.demo import COUNTIES, prepare
from tests.support.sites.script import Truth, site, truth
from tests.support.sites.server import SampleSites

PROGRAM = [sys.executable, "-m", "crawler.cli"]


def night(month: int, day: int, year: int = 2026) -> datetime:
    """Half past two in the morning, when the timer runs."""
    return datetime(year, month, day, 2, 30, tzinfo=CHINA)


def nianbao(config: Path | None, *arguments: str, timeout: float = 600) -> subprocess.CompletedProcess[str]:
    """The program, as a user starts it."""
    named = ["--config", str(config)] if config else []
    return subprocess.run([*PROGRAM, *named, *arguments], capture_output=True, text=True, timeout=timeout, check=False)


@dataclass
class Season:
    """Sample sites being served, and the archive that watches them."""

    sites: SampleSites
    config: Config
    names: Sequence[str] = COUNTIES

    @classmethod
    def begin(cls, folder: Path, now: datetime, names: Sequence[str] = COUNTIES) -> Season:
        """Serve the sites and lay the configuration in `folder`."""
        sites = SampleSites([site(name) for name in names], now=now)
        sites.__enter__()
        return cls(sites, prepare(folder, sites), names)

    def end(self) -> None:
        """Stop serving."""
        self.sites.__exit__(None, None, None)

    def crawl(self, now: datetime, *arguments: str) -> list[dict[str, Any]]:
        """One night: the sites stand at this instant, and are crawled."""
        self.sites.now = now
        done = nianbao(self.config.path, "crawl", "--json", "--now", now.isoformat(), *arguments)
        assert done.returncode in (0, 1), done.stderr
        rows: list[dict[str, Any]] = json.loads(done.stdout)
        return rows

    def archive(self) -> Archive:
        """The archive, for reading."""
        return Archive.read(self.config.archive)

    def published(self, now: datetime) -> dict[tuple[str, int], Truth]:
        """What the script says is there: by township and year."""
        return {key: one for key, one in self.truth(now).items() if one.state == "published"}

    def truth(self, now: datetime) -> dict[tuple[str, int], Truth]:
        """What the script says of every township and year."""
        return {(one.township.code, one.year): one for name in self.names for one in truth(site(name), now)}
