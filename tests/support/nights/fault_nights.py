"""Nights with faults, played against sample sites in one process a site.

A base night goes before the deadline; each fault then strikes a copy of that archive on the night after the deadline,
and the following night is sound again.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from archive.deadlines import status
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from crawler.runtime import config
from tests.support import stage
from tests.support.sites.faults import KINDS, Fault, FaultKind
from tests.support.sites.script import site
from tests.support.sites.server import SampleSites
from tests.support.stage import Stage, program

Struck = Literal["lists", "documents"]
BEFORE, STRUCK, AFTER = (datetime(2026, month, day, 2, 30, tzinfo=CHINA) for month, day in ((1, 18), (2, 1), (2, 2)))
PATIENCE = 1.0
"""Seconds that the crawler waits for an answer here; a slow server takes longer."""

_SETTINGS = {"DOWNLOAD_TIMEOUT": PATIENCE, "RETRY_TIMES": 1, "NIANBAO_LONGEST_PAUSE": 0.05}
_STRUCK_KINDS = {"lists": ("portal", "listing"), "documents": ("report", "attachment")}


@dataclass(frozen=True)
class Cell:
    """What one fault came to. `struck` counts the captures at the spoiled addresses by verdict, `touched` tells
    whether an answer differed at all, `accused` are townships said to have published nothing because of that night.
    """

    site: str
    family: str
    fault: str
    where: str
    outcome: str
    detail: str | None
    after: str
    struck: dict[str, int]
    touched: bool
    asked: int
    captured: int
    accused: list[str]
    withdrawn: int


def play(
    name: str, faults: Sequence[FaultKind] = KINDS, where: Sequence[Struck] = ("lists", "documents")
) -> list[Cell]:
    """All cells of a site, from a separate process."""
    job = {"site": name, "faults": list(faults), "where": list(where)}
    return [Cell(**row) for row in stage.play("tests.support.nights.fault_nights", job)]


class Theatre(Stage):
    """One site served, and the archives of its nights."""

    def __init__(self, folder: Path, sites: SampleSites, name: str) -> None:
        super().__init__(folder, sites, _SETTINGS)
        self._name = name

    async def cells(self, faults: Sequence[FaultKind], where: Sequence[Struck]) -> list[Cell]:
        """Play every fault at every place."""
        self._sites.faults.clear()
        base = await self.night(self.copy("base", None), self._name, BEFORE)
        sound = await self.night(self.copy("sound", base), self._name, STRUCK)
        with Archive.read(sound.archive) as archive:
            targets = {place: _targets(archive, _STRUCK_KINDS[place]) for place in where}
        return [
            await self._cell(base, fault, place, targets[place])
            for place in where
            if targets[place]
            for fault in faults
            if not (fault == "refused" and place == "documents")
        ]

    async def _cell(self, base: config.Config, kind: FaultKind, place: Struck, paths: set[str]) -> Cell:
        loaded = self.copy(f"{kind}-{place}", base)
        pattern = f"^(?:{'|'.join(re.escape(path) for path in sorted(paths))})$"
        self._sites.faults.add(Fault(kind, self._name, pattern, seconds=PATIENCE * 3))
        before = len(self._sites.requests)
        await self.night(loaded, self._name, STRUCK)
        asked = len(self._sites.requests) - before
        self._sites.faults.clear()
        row, struck, captured = _account(loaded.archive, self._sites, self._name, paths)
        touched = kind == "refused" or any(one.spoiled for one in self._sites.requests[before:])
        with Archive.read(loaded.archive) as archive:
            verdicts = {
                said.township_code: said.judgement.verdict
                for said in status.compute(archive, STRUCK + timedelta(hours=5), None, 2025)
            }
            withdrawn = archive.one("SELECT count(*) FROM reports WHERE state = 'withdrawn'")[0]
        await self.night(loaded, self._name, AFTER)
        with Archive.read(loaded.archive) as archive:
            after = archive.one("SELECT outcome, detail FROM site_runs ORDER BY started_at DESC LIMIT 1")
        shutil.rmtree(loaded.path.parent)
        return Cell(
            self._name,
            site(self._name).family,
            kind,
            place,
            row["outcome"],
            row["detail"],
            after["outcome"] if after["outcome"] == "ok" else f"{after['outcome']}: {after['detail']}",
            struck,
            touched,
            asked,
            captured,
            sorted(code for code, verdict in verdicts.items() if verdict == "not_published"),
            withdrawn,
        )


def _targets(archive: Archive, kinds: tuple[str, ...]) -> set[str]:
    """The request targets of the last site run's captures of these kinds."""
    rows = archive.rows(
        "SELECT DISTINCT a.url FROM fetches AS f JOIN addresses AS a USING (address)"
        " WHERE f.site_run = (SELECT max(site_run) FROM site_runs)"
        f" AND f.kind IN ({','.join('?' * len(kinds))}) AND f.verdict <> 'refused'",
        *kinds,
    )
    return {_target(row["url"]) for row in rows}


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _account(path: Path, sites: SampleSites, name: str, paths: set[str]) -> tuple[Any, dict[str, int], int]:
    """The site run, the verdicts at the spoiled addresses, and how many captures stand for requests."""
    with Archive.read(path) as archive:
        row = archive.one("SELECT outcome, detail FROM site_runs ORDER BY site_run DESC LIMIT 1")
        captures = list(
            archive.rows(
                "SELECT a.url, f.verdict FROM fetches AS f JOIN addresses AS a USING (address)"
                " WHERE f.site_run = (SELECT max(site_run) FROM site_runs) AND f.request ->> 'browser' IS NULL"
            )
        )
    struck = Counter(one["verdict"] for one in captures if _target(one["url"]) in paths)
    return row, dict(struck), sum(one["verdict"] != "refused" for one in captures)


async def _cells(job: dict[str, Any]) -> list[dict[str, Any]]:
    name = job["site"]
    with (
        tempfile.TemporaryDirectory(prefix="nianbao-faults-") as folder,
        SampleSites([site(name)], now=BEFORE) as sites,
    ):
        cells = await Theatre(Path(folder), sites, name).cells(job["faults"], job["where"])
    return [asdict(cell) for cell in cells]


def main() -> None:
    """The program."""
    program(_cells)
