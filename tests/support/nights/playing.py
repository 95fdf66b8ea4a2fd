"""Plays nights of one sample site and reports the result of each: the program behind the tests of this folder."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.deadlines import listing_checks
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from benchmarks.nights import fifteen
from crawler.night.site_health import fleet
from crawler.runtime.sites import registry
from tests.support import stage
from tests.support.sites.county import Site
from tests.support.sites.faults import Fault
from tests.support.sites.script import site
from tests.support.sites.server import SampleSites

END = datetime(2030, 1, 1, tzinfo=CHINA)

_NIGHTS = "SELECT site_run, outcome, detail, requests, seen_from FROM site_runs ORDER BY started_at"
_ASKED = (
    "SELECT a.url, f.kind, f.status, f.verdict, f.detail FROM fetches AS f JOIN addresses AS a USING (address)"
    " WHERE f.site_run = ? ORDER BY f.capture"
)


@dataclass(frozen=True)
class Night:
    """A night: its outcome, and what was asked for, each as (path, kind, status, verdict, detail)."""

    outcome: str
    detail: str | None
    requests: int
    seen_from: str | None
    asked: list[tuple[str, str, int | None, str, str | None]]

    def asked_for(self, kind: str) -> list[str]:
        """The paths of one kind of request."""
        return [path for path, of_kind, *_ in self.asked if of_kind == kind]


@dataclass(frozen=True)
class Played:
    """Nights in order, the moves of the site's columns (at, before, after), reports there and withdrawn.

    `unsound` are the nights, by their number, whose look proves no absence; `note` is what `sites` says of the site.
    """

    nights: list[Night]
    moves: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    present: int = 0
    gone: int = 0
    unsound: list[int] = field(default_factory=list)
    note: str | None = None


@dataclass(frozen=True)
class Scene:
    """What is played: a sample site, `large` with fifteen townships, `moved` when its county changes its CMS.

    `start` is where its row begins, where that is not the site's own entry; `scheduled` keeps the season's own faults.
    """

    site: str
    faults: Sequence[Fault] = ()
    moved: datetime | None = None
    large: bool = False
    start: str | None = None
    scheduled: bool = False


def play(scene: Scene, nights: Sequence[datetime]) -> Played:
    """These nights, in a separate process."""
    job = {**asdict(scene), "nights": nights}
    said = stage.play("tests.support.nights.playing", json.loads(json.dumps(job, default=datetime.isoformat)))
    told = [Night(**{**night, "asked": [tuple(one) for one in night["asked"]]}) for night in said.pop("nights")]
    return Played(told, [tuple(move) for move in said.pop("moves")], **said)


def main() -> None:
    """The program."""
    stage.program(_play)


async def _play(job: dict[str, Any]) -> dict[str, Any]:
    nights = [datetime.fromisoformat(night) for night in job["nights"]]
    served = _site(job)
    with tempfile.TemporaryDirectory(prefix="nianbao-nights-") as folder, SampleSites([served], now=nights[0]) as sites:
        if not job["scheduled"]:
            sites.faults.clear()
        sites.faults.add(*(Fault(**{**row, **_instants(row)}) for row in job["faults"]))
        played = stage.Stage(Path(folder), sites, {"DOWNLOAD_TIMEOUT": 2, "RETRY_TIMES": 0})
        base = sites.site(served.id).base_url
        if job["start"]:
            rows = played.config.sites.read_text("utf-8")
            played.config.sites.write_text(rows.replace(f'"{base}/"', f'"{base}{job["start"]}"'), "utf-8")
        for night in nights:
            await played.night(played.config, served.id, night)
        with Archive.read(played.config.archive) as archive:
            (health,) = fleet(registry(played.config), archive, nights[-1])
            return {**_told(archive, base), "note": health.note}


def _site(job: dict[str, Any]) -> Site:
    found = fifteen(site(job["site"])) if job["large"] else site(job["site"])
    if job["moved"]:
        return replace(found, options={**found.options, "moved": datetime.fromisoformat(job["moved"])})
    return found


def _told(archive: Archive, base: str) -> dict[str, Any]:
    nights = []
    for row in archive.rows(_NIGHTS):
        asked = [(one[0].removeprefix(base), *tuple(one)[1:]) for one in archive.rows(_ASKED, row["site_run"])]
        nights.append({**{key: row[key] for key in ("outcome", "detail", "requests", "seen_from")}, "asked": asked})
    moves = [
        (row["at"], (row["before"] or "").removeprefix(base) or None, (row["after"] or "").removeprefix(base) or None)
        for row in archive.rows("SELECT * FROM changes WHERE kind = 'column' ORDER BY at")
    ]
    states = {row[0]: row[1] for row in archive.rows("SELECT state, count(*) FROM reports GROUP BY state")}
    seen = listing_checks.checks(archive, archive.one("SELECT county_code FROM sites")[0], END)
    runs = [row[0] for row in archive.rows("SELECT run FROM runs ORDER BY started_at")]
    return {
        "nights": nights,
        "moves": moves,
        "present": states.get("present", 0),
        "gone": states.get("withdrawn", 0),
        "unsound": sorted(runs.index(check.run) for check in seen if not check.complete),
    }


def _instants(row: dict[str, Any]) -> dict[str, datetime | None]:
    return {key: datetime.fromisoformat(row[key]) if row[key] else None for key in ("since", "until")}
