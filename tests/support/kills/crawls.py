"""Crawls of sample sites over HTTP whose root, site processes, readers or browser are killed."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from archive.maintenance.verify import verify
from archive.storage.database import Archive
from tests.support.kills.trial import Trial, below, captures, kill, left, wait_at_random
from tests.support.season import PROGRAM, Season, nianbao, night

NOW = night(2, 1)
STARTS = 30
"""The most starts of the program in one trial."""
DERIVED = (
    "SELECT report, township_code, year, state FROM reports ORDER BY report",
    "SELECT v.report, v.seq, v.claimed_on, v.change, v.cause, v.title, v.form FROM versions AS v ORDER BY 1, 2",
    "SELECT v.report, v.seq, a.* FROM applications AS a JOIN versions AS v USING (version) ORDER BY 1, 2, 4",
    "SELECT kind, subject, cause FROM changes ORDER BY 1, 2, 3",
    "SELECT township_code, year, verdict FROM status ORDER BY 1, 2",
)


@dataclass
class Crawls:
    """A part of the trials: which sites are crawled, and which of the processes are killed.

    `words` are in the command line of a victim; none means the root. `forked`: the victims were forked from the process
    with these words, and so have the same command line.
    """

    part: str
    names: Sequence[str]
    words: str = ""
    forked: bool = False
    kills: int = 8
    season: Season | None = None
    whole: list[Any] = field(default_factory=list)
    seconds: float = 0.0

    def begin(self, folder: Path) -> None:
        """Serve the sites, and crawl them undisturbed."""
        folder.mkdir()
        self.season = Season.begin(folder, NOW, self.names)
        began = time.monotonic()
        self.season.crawl(NOW)
        self.seconds = time.monotonic() - began
        self.whole = derived(self.season.config.archive)

    def end(self) -> None:
        """Stop serving."""
        if self.season:
            self.season.end()

    def play(self, folder: Path, seed: int) -> Trial:
        """One trial in an empty folder."""
        assert self.season
        for name in ("nianbao.toml", "sites.toml"):
            shutil.copy(self.season.config.path.parent / name, folder)
        self.season.sites.now = NOW
        archive, chance = folder / "nianbao.db", Random(f"{self.part} {seed}")
        kills, seen, outlived = 0, set[tuple[Any, ...]](), 0
        for start in range(STARTS):
            if kills >= self.kills:
                break
            done, more, alive = self._disturbed(folder / "nianbao.toml", start, chance, self.kills - kills)
            kills, outlived = kills + more, outlived + alive
            seen |= captures(archive)
            if done:
                break
        again = nianbao(folder / "nianbao.toml", "crawl", "--json", "--now", _at(STARTS))
        assert again.returncode in (0, 1), again.stderr
        after = captures(archive)
        documents = Counter((run, url) for run, _, url, kind, _ in after if kind in ("report", "attachment"))
        twice = sum(times - 1 for times in documents.values())
        with Archive.read(archive) as opened:
            problems = [*verify(opened)]
        same = derived(archive) == self.whole
        return Trial(self.part, seed, kills, len(seen - after), twice, len(problems) + outlived, same)

    def _disturbed(self, config: Path, start: int, chance: Random, most: int) -> tuple[bool, int, int]:
        """Start it once and kill until it ends: whether it ended by itself, kills, and processes that outlived it."""
        command = [*PROGRAM, "--config", str(config), "crawl", "--now", _at(start)]
        archive, kills, there = config.with_name("nianbao.db"), 0, list[int]()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as crawl:
            while kills < most:
                whole = self.seconds / 3 if self.words else self.seconds
                if not wait_at_random(crawl, chance, whole, lambda: len(captures(archive)), 10):
                    break
                there = below(crawl.pid)
                victims = self._awaited(crawl, chance)
                kills += bool(victims) and kill(chance.choice(victims))
                if not self.words:
                    break
            if kills >= most:
                kill(crawl.pid)
            code = crawl.wait(600)
        return code >= 0, kills, left(there) if code < 0 else 0

    def _awaited(self, crawl: subprocess.Popen[bytes], chance: Random) -> list[int]:
        """Those that may be killed, an instant after there are any; readers come and go."""
        while crawl.poll() is None and not self._victims(crawl.pid, below(crawl.pid)):
            time.sleep(0.01)
        if self.words:
            time.sleep(chance.uniform(0, 0.3))
        return self._victims(crawl.pid, below(crawl.pid)) if crawl.poll() is None else []

    def _victims(self, root: int, there: Sequence[int]) -> list[int]:
        if not self.words:
            return [root]
        found = [pid for pid in there if self.words in _command(pid)]
        return [pid for pid in found if (_parent(pid) in found) == self.forked]


def derived(path: Path) -> list[Any]:
    """The derived tables, without keys of captures and versions and without instants."""
    with Archive.read(path) as archive:
        return [[_plain(row) for row in archive.rows(sql)] for sql in DERIVED]


def _plain(row: Any) -> tuple[Any, ...]:
    return tuple(row[name] for name in row.keys() if name != "version")  # noqa: SIM118 - a sqlite3.Row


def _at(start: int) -> str:
    return (NOW + timedelta(minutes=start)).isoformat()


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return ""


def _parent(pid: int) -> int:
    with suppress(OSError, IndexError, ValueError):
        return int(Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[1])
    return 0
