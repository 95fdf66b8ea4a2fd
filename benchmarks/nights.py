"""What nights cost at a site of fifteen townships and three years, by CMS family: requests and bytes.

A first night, an unchanged one, and the costliest of sixty unchanged ones with the longest that any document waited.
Prints the page `docs/nights.md`, which `python -m benchmarks.nights > docs/nights.md` writes anew.

usage: python -m benchmarks.nights [NIGHTS [SITE…]]
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from archive import gazetteer
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from tests.support.sites.script import Site, Township, enlarged, season
from tests.support.sites.server import SampleSites
from tests.support.stage import Stage, play, program

COUNTY = "130126"
"""灵寿县: fifteen townships."""

YEARS = (2023, 2024, 2025)
FIRST = date(2026, 3, 1)
SITES = tuple(one.id for one in season() if not one.options.get("unlisted"))

INTRODUCTION = """# Nights
What a night requests (`crawler/runtime/revisits.py`), what it may conclude from that, and what it costs.

## The plan
1. **New pages are never postponed.** A page that no earlier run has seen is fetched at once, whatever the budget.
2. **While a report is owed and its due day is near** (31 days before it to 14 days after), every list and every page
   that leads to one is asked for each night, in full: absence has to be found at once and reliably. Documents
   whose township has a newer report are still refreshed in turn.
3. **On all other nights** a site of about fifteen townships and three years costs at most six requests, robots.txt
   included: the reports of this season (of the last reporting year that is over) in turn, each on every fifth night
   that worked; its lists' first pages; then further pages and the pages that lead to lists, in turn; then older
   documents in turn, each within fifty nights, so that sixty days hold even where some nights fail; recent and missing
   ones with what is left. Where too few requests are left for both, lists and older documents share them, and where the
   lists alone are more than that (a column for each township), all lists are refreshed in turn, each within twelve
   nights. Where reports come with files, so that a fifth of them is more than six requests, this season's have their
   turn with the others, but on nights that decide something they come on every fifth night all the same.
   A document that showed other figures, or was gone, when it last answered comes on the next night. A column that
   shows its report on the same page is refreshed like a document, and the newest of each township come first. Larger
   sites get as many more requests as these bounds need.
4. A list's further pages are requested at once where the page before them changed. What was seen on a night whose run
   was not `ok` is checked again on the next.
5. An unchanged page is requested conditionally where the server gives validators, and compared by its bytes
   elsewhere. "Not modified" is believed for seven days, then the page is requested in full. Where it had changed all
   the same (the server's own date for it lies before its last "not modified", or its ETag is the old one), the
   capture says so, the checks of that time no longer prove anything, and the site is requested in full from then on.
6. Where a known page that a search relied on, or began at, is gone, a second search starts from the entries and the
   home page and takes nothing from the archive. A column found elsewhere is a change of the site (`changes`, kind
   `column`), and `nianbao sites` reports it.

## What a quiet night proves
A page that is not due for refresh is taken from the archive as last seen. `site_runs.seen_from` is the oldest listing
check so taken; null where every list was checked that night. Such a run is `ok` if every list was complete when it was
last checked. What its lists show counts as seen at the end of the run, which can only be too late; what
they do not show was **absent at `seen_from`**, and nothing is claimed about the days since. So a list that was not
checked for five nights proves nothing about the last five; near a due day, where that would matter, every list is
checked each night.

## What it costs
Fifteen townships and three years, every report published in time, {nights} nights from 1 March. Robots.txt counts,
bytes are those that we did not have. A night requests no document beyond those due for
refresh; the last column is the longest time for which a document waited.
"""

_NIGHTS = """
SELECT s.started_at, s.outcome, s.detail, s.requests, s.bytes FROM site_runs AS s ORDER BY s.started_at
"""
_WAITS = """
SELECT max(wait) FROM (SELECT coalesce(lead(day) OVER (PARTITION BY address ORDER BY day), ?1) - day AS wait FROM
    (SELECT f.address, f.fetched_at / 86400000.0 AS day FROM fetches AS f JOIN addresses USING (address)
     WHERE f.address IN (SELECT g.address FROM fetches AS g JOIN documents USING (capture))))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Nights at one site: outcome, requests and bytes of each, and the days that a document waited at most."""

    site: str
    family: str
    outcomes: list[str]
    details: list[str | None]
    requests: list[int]
    bytes: list[int]
    longest_wait: float
    reports: int


def fifteen(site: Site) -> Site:
    """The same CMS for a county of fifteen townships that have published every report of three years in time."""
    names = gazetteer.load()
    county = names.county(COUNTY)
    if county is None:
        raise LookupError(COUNTY)
    model = replace(site, county=county.code, county_name=county.name, city=county.prefecture, province=county.province)
    model = replace(model, faults=(), options={k: v for k, v in site.options.items() if k in ("shelves", "moved")})
    return enlarged(model, [Township(unit.code, unit.name) for unit in names.units(county.code)], YEARS)


def measure(name: str, nights: int, first: date = FIRST) -> Cost:
    """So many nights from `first` on, in a process of their own."""
    return Cost(**play("benchmarks.nights", {"site": name, "nights": nights, "first": first.isoformat()}))


def main() -> None:
    """The program behind `measure`."""
    program(_measure)


async def _measure(job: dict[str, Any]) -> dict[str, Any]:
    site = fifteen(next(one for one in season() if one.id == job["site"]))
    first = date.fromisoformat(job["first"])
    nights = [datetime.combine(first + timedelta(days=n), time(2, 30), CHINA) for n in range(job["nights"])]
    with tempfile.TemporaryDirectory(prefix="nianbao-nights-") as folder, SampleSites([site], now=nights[0]) as sites:
        stage = Stage(Path(folder), sites, {"DOWNLOAD_TIMEOUT": 5})
        for night in nights:
            await stage.night(stage.config, site.id, night)
        with Archive.read(stage.config.archive) as archive:
            rows = list(archive.rows(_NIGHTS))
            return {
                "site": site.id,
                "family": site.family,
                "outcomes": [row["outcome"] for row in rows],
                "details": [row["detail"] for row in rows],
                "requests": [row["requests"] for row in rows],
                "bytes": [row["bytes"] for row in rows],
                "longest_wait": round(archive.one(_WAITS, nights[-1].timestamp() / 86400)[0], 1),
                "reports": archive.one("SELECT count(*) FROM reports WHERE state = 'present'")[0],
            }


def table(costs: list[Cost]) -> str:
    """The costs as a table in Markdown."""
    heads = (
        "family (site)",
        "reports",
        "first night",
        "bytes",
        "second night",
        "bytes",
        "costliest later",
        "longest wait",
    )
    lines = [f"| {' | '.join(heads)} |", "| --- |" + " --- |" * (len(heads) - 1)]
    lines += [
        f"| {cost.family} ({cost.site}) | {cost.reports} | {cost.requests[0]} | {cost.bytes[0]:,} | {cost.requests[1]}"
        f" | {cost.bytes[1]:,} | {max(cost.requests[1:])} | {cost.longest_wait:.0f} days |"
        for cost in costs
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    print(f"{INTRODUCTION.format(nights=asked)}\n{table([measure(name, asked) for name in sys.argv[2:] or SITES])}")
