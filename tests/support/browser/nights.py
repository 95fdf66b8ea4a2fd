"""Nights at a sample site whose list only a browser shows; a program, as Scrapy's reactor starts only once.

A job as JSON on stdin: the `site`, its `robots` rules, Scrapy's `settings` and the `nights`, each with its instant
`now`, the `faults` of that night (kind and path), what is added to the configuration (`config`, text) and to the row
(`row`, text), and the night it goes on `from` (its number; none: an empty archive). On stdout what each came to.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from archive.storage.database import Archive
from crawler.runtime import config
from tests.support.sites.faults import Fault
from tests.support.sites.script import site, truth
from tests.support.sites.server import SampleSites
from tests.support.stage import Stage, program

_SETTINGS = {"DOWNLOAD_TIMEOUT": 1.0, "RETRY_TIMES": 1, "NIANBAO_LONGEST_PAUSE": 0.05}


async def nights(job: dict[str, Any]) -> list[dict[str, Any]]:
    """Play the job."""
    told: list[dict[str, Any]] = []
    played: list[config.Config] = []
    name = job.get("site", "qinghe")
    first = datetime.fromisoformat(job["nights"][0]["now"])
    with (
        tempfile.TemporaryDirectory(prefix="nianbao-test-") as folder,
        SampleSites([replace(site(name), robots=job.get("robots", site(name).robots))], now=first) as sites,
    ):
        stage = Stage(Path(folder), sites, _SETTINGS | job.get("settings", {}))
        for number, night in enumerate(job["nights"]):
            loaded = stage.copy(str(number), played[night["from"]] if "from" in night else None)
            _append(loaded.path, night.get("config", ""))
            _append(loaded.sites, night.get("row", ""))
            loaded = config.load(loaded.path)
            sites.faults.clear()
            sites.faults.add(*(Fault(kind, name, path, seconds=5.0) for kind, path in night.get("faults", ())))
            before = len(sites.requests)
            now = datetime.fromisoformat(night["now"])
            await stage.night(loaded, name, now)
            asked = sites.requests[before:]
            gaps = [after.at - before.at for before, after in pairwise(asked)]
            told.append(_told(loaded.archive, name, now) | {"paths": [one.path for one in asked], "gaps": gaps})
            played.append(loaded)
    return told


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def _told(path: Path, name: str, now: datetime) -> dict[str, Any]:
    there = {(one.township.code, one.year) for one in truth(site(name), now) if one.state == "published"}
    with Archive.read(path) as archive:
        run = archive.one("SELECT site_run, outcome, detail, requests FROM site_runs ORDER BY site_run DESC LIMIT 1")
        found = {(r[0], r[1]) for r in archive.rows("SELECT township_code, year FROM reports WHERE state = 'present'")}
        captures = [
            dict(row)
            for row in archive.rows(
                "SELECT f.kind, a.url, f.verdict, f.detail, f.request ->> 'browser' AS browser,"
                " f.request ->> 'part' AS part, f.request ->> 'parts' AS parts, f.payload IS NOT NULL AS kept"
                " FROM fetches AS f JOIN addresses AS a USING (address) WHERE f.site_run = ?"
                " ORDER BY f.fetched_at",
                run["site_run"],
            )
        ]
        accused = archive.rows("SELECT township_code FROM status WHERE verdict = 'not_published' AND year = 2025")
        return {
            "outcome": run["outcome"],
            "detail": run["detail"],
            "requests": run["requests"],
            "missing": sorted(there - found),
            "extra": sorted(found - there),
            "versions": archive.one("SELECT count(*) FROM versions")[0],
            "payloads": archive.one("SELECT count(*) FROM payloads")[0],
            "accused": sorted(row[0] for row in accused),
            "captures": captures,
            "verdicts": dict(Counter(one["verdict"] for one in captures)),
        }


def main() -> None:
    """The program."""
    program(nights)
