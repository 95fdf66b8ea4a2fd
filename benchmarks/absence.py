"""What proofs of absence say and cost: a site for each missing fact, and nights that decide, by CMS family.

Prints the page `docs/absence.md`, which `python -m benchmarks.absence > docs/absence.md` writes anew.

usage: python -m benchmarks.absence [SITE…]
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archive.deadlines.reasons import sentence
from archive.storage.database import Archive
from benchmarks.nights import SITES, fifteen
from tests.support.nights import fact_sites
from tests.support.season import night
from tests.support.sites.script import Site, season
from tests.support.sites.server import SampleSites
from tests.support.stage import Stage, play, program

NIGHTS = (night(1, 20), night(1, 31), night(2, 2), night(2, 3), night(2, 20), night(2, 21))
DECIDING, QUIET = (2, 3), 5
"""The nights that decide, and one on which nothing is owed but what is missing for long, by their places."""

INTRODUCTION = """# Absence
中文：[docs/zh/absence.md](zh/absence.md).

How a verdict `not_published` comes about, and what keeps it open; the rules stand in
[decision 29](decisions/0029-absence-is-proved.md), the codes in the [glossary](glossary.md). This page is written by
`python -m benchmarks.absence > docs/absence.md`, which plays everything that it shows on loopback.

## A site for each fact
Each site lacks one fact of the proof and nothing else: a list of two years on which one unit has nothing for 2025,
visited on the nights of 20 and 31 January and 2, 3 and 5 February. `tests/crawler/night/test_fact_sites.py` holds it.
"""

EVIDENCE = """
## The evidence
What `nianbao status --json` says of {name}, on the site that lacks nothing; of its checks the last. The same stands on
the unit's page in `nianbao serve`, as of this one of the demonstration:

![What a check proves, fact by fact, and what the second witnesses answered](evidence.png)
"""

COSTS = """
## What a night that decides costs
Fifteen townships and three years, one report owed and missing: requests, robots.txt included, and pages shown in
Chromium on a first night (20 January), on the two nights that decide (2 and 3 February), and on a quiet one
(21 February). On a night that decides each list is asked for in full, and one whose end its pages do not prove is
shown in a browser once, until its shape changes; the requests of its scripts count.
"""

_RUNS = """
SELECT r.requests, r.outcome, (SELECT count(*) FROM fetches AS f WHERE f.site_run = r.site_run
    AND f.request ->> 'browser' IS NOT NULL AND f.request ->> 'browser' != 'none') AS shown
FROM site_runs AS r ORDER BY r.started_at
"""
_MISSING = "SELECT verdict, reason FROM status WHERE township_code = ? AND year = 2025"


@dataclass(frozen=True, slots=True)
class Cost:
    """Nights at one site: requests, pages shown in a browser and outcome of each, and what became of the missing."""

    family: str
    site: str
    requests: list[int]
    shown: list[int]
    outcomes: list[str]
    verdict: str


def one_missing(site: Site) -> Site:
    """The site without the report of its last township for 2025."""
    lacking = f"{site.townships[-1].code}/2025"
    left = (one for one in site.publications if one.key.partition("?")[0] != lacking)
    return replace(site, publications=tuple(left))


async def _measure(job: dict[str, Any]) -> dict[str, Any]:
    site = one_missing(fifteen(next(one for one in season() if one.id == job["site"])))
    with tempfile.TemporaryDirectory(prefix="nianbao-absence-") as folder, SampleSites([site], now=NIGHTS[0]) as sites:
        stage = Stage(Path(folder), sites, {"DOWNLOAD_TIMEOUT": 5})
        for at in NIGHTS:
            await stage.night(stage.config, site.id, at)
        with Archive.read(stage.config.archive) as archive:
            runs = list(archive.rows(_RUNS))
            missing = archive.one(_MISSING, site.townships[-1].code)
    return {
        "family": site.family,
        "site": site.id,
        "requests": [run["requests"] for run in runs],
        "shown": [run["shown"] for run in runs],
        "outcomes": [run["outcome"] for run in runs],
        "verdict": f"`{missing['verdict']}` (`{missing['reason']}`)" if missing else "none",
    }


def main() -> None:
    """The program behind one site's nights."""
    program(_measure)


def facts(statuses: list[dict[str, Any]]) -> str:
    """The sites that lack a fact as a table in Markdown."""
    lines = ["| lacks | the site | verdict | reason | in words |", "| --- | --- | --- | --- | --- |"]
    for site, status in zip(fact_sites.SITES, statuses, strict=True):
        evidence = status["evidence"]
        words = [sentence(evidence["reason"], evidence["reason_args"], language) for language in ("en", "zh")]
        lacks = f"`{site.lacks}`" if site.lacks else "nothing"
        said = "<br>".join(words).replace("|", "\\|")
        lines.append(f"| {lacks} | {site.how} | `{status['verdict']}` | `{status['reason']}` | {said} |")
    return "\n".join(lines)


def evidence_of(status: dict[str, Any]) -> str:
    """The evidence of a verdict, with the last of its checks, as JSON in Markdown."""
    found = status["evidence"]
    shown = json.dumps({**found, "looks": found["looks"][-1:]}, ensure_ascii=False, indent=1)
    return f"{EVIDENCE.format(name=status['name'])}\n```json\n{shown}\n```"


def costs(measured: list[Cost]) -> str:
    """What nights cost, as a table in Markdown."""
    heads = ("family (site)", "first night", "Chromium", "deciding nights", "Chromium", "quiet night", "Chromium")
    lines = [f"| {' | '.join(heads)} | the missing report |", "| --- |" + " --- |" * len(heads)]
    for cost in measured:
        deciding = [f"{', '.join(str(of[n]) for n in DECIDING)}" for of in (cost.requests, cost.shown)]
        lines.append(
            f"| {cost.family} ({cost.site}) | {cost.requests[0]} | {cost.shown[0]} | {deciding[0]} | {deciding[1]}"
            f" | {cost.requests[QUIET]} | {cost.shown[QUIET]} | {cost.verdict} |"
        )
    return "\n".join(lines)


def page(statuses: list[dict[str, Any]], measured: list[Cost]) -> str:
    """The whole page."""
    parts = (INTRODUCTION, facts(statuses), evidence_of(statuses[0]), COSTS, costs(measured))
    return "\n".join(parts)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="nianbao-facts-") as played:
        at_sites = fact_sites.play(Path(played))
    nights = [Cost(**play("benchmarks.absence", {"site": name})) for name in sys.argv[1:] or SITES]
    print(page(at_sites, nights))
