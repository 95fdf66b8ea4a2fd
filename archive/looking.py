"""What the archive saw of a county's reports: its looks at the lists, and the first reading of each report.

Gathers what `deadlines` judges, and judges nothing. A look counts as sound where every site of the county was seen
whole in that run and nobody doubts the run's clock.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from archive.clock import instant, milliseconds, text
from archive.deadlines import Look, Sighting
from archive.store import Archive

Pair = tuple[str, int]
"""A township's code and a reporting year."""

_SHOWN = """
SELECT m.state, coalesce(d.township_code, i.township_code), coalesce(d.year, i.year)
FROM (SELECT DISTINCT l.state FROM looks AS l JOIN site_runs USING (site_run) JOIN sites USING (site)
      WHERE county_code = ?1) AS s
JOIN state_items AS m USING (state) JOIN items AS i USING (item)
LEFT JOIN (SELECT f.address, o.township_code, o.year FROM documents AS o JOIN fetches AS f USING (capture)
           WHERE o.kind = 'report' AND o.township_code IS NOT NULL AND o.year IS NOT NULL
           AND f.fetched_at <= ?2) AS d ON d.address = i.address
WHERE d.address IS NOT NULL OR (i.kind = 'report' AND i.township_code IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM fetches AS g JOIN documents AS o USING (capture) WHERE g.address = i.address
     AND o.kind = 'lookalike' AND g.fetched_at <= ?2))
"""
"""Reports by listing state: by what the address turned out to hold, else by the title of its link."""

_SIGHTINGS = """
SELECT d.township_code, d.year, f.fetched_at, f.capture, d.claimed_on, a.url FROM documents AS d
JOIN fetches AS f USING (capture) JOIN addresses AS a USING (address) JOIN townships AS t ON t.code = d.township_code
WHERE t.county_code = ? AND d.kind = 'report' AND d.year IS NOT NULL AND f.fetched_at <= ?
AND NOT EXISTS (SELECT 1 FROM documents AS o WHERE o.capture = d.capture AND o.parsed_at > d.parsed_at)
ORDER BY f.fetched_at DESC, f.capture DESC
"""

_LISTINGS = """
SELECT f.site_run, f.capture, a.url FROM fetches AS f JOIN addresses AS a USING (address)
JOIN site_runs AS r USING (site_run) JOIN sites AS s USING (site)
WHERE s.county_code = ? AND f.kind = 'listing' AND f.verdict IN ('ok', 'same') ORDER BY f.capture DESC
"""


@dataclass(frozen=True, slots=True)
class CountyLook:
    """One run's look at all lists of a county together: what they showed, and a capture that stands for it."""

    at: datetime
    run: str
    sound: bool
    shown: frozenset[Pair]
    capture: str | None
    url: str | None

    def at_report(self, pair: Pair) -> Look:
        """The look as it bears on one report."""
        return Look(self.at, self.run, pair in self.shown, self.capture, self.url, self.sound)


def looks(archive: Archive, county: str, now: datetime) -> list[CountyLook]:
    """All runs' looks at this county up to an instant, in the order of time."""
    wanted = _Wanted(archive, county)
    doubted = {row[0] for row in archive.rows("SELECT run FROM doubted_runs WHERE noticed_at <= ?", text(now))}
    by_run: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for row in archive.rows(
        "SELECT r.site_run, r.run, r.site, r.outcome, r.finished_at FROM site_runs AS r JOIN sites AS s USING (site)"
        " WHERE s.county_code = ? AND r.finished_at <= ? ORDER BY r.finished_at, r.run, r.site",
        county,
        text(now),
    ):
        by_run[row["run"]].append(dict(row))
    states = _states(archive, county)
    shown = _shown(archive, county, now)
    listings = {row["site_run"]: row for row in archive.rows(_LISTINGS, county)}
    found = []
    for run, rows in by_run.items():
        seen = [state for row in rows for state in states.get(row["site_run"], ())]
        whole = bool(seen) and all(complete for _, complete in seen)
        page = listings.get(rows[0]["site_run"])
        found.append(
            CountyLook(
                max(instant(str(row["finished_at"])) for row in rows),
                run,
                whole
                and run not in doubted
                and {row["site"] for row in rows if row["outcome"] == "ok"} >= wanted.at(run),
                frozenset().union(*(shown.get(state, frozenset()) for state, _ in seen)),
                page["capture"] if page else None,
                page["url"] if page else None,
            )
        )
    return sorted(found, key=lambda look: (look.at, look.run))


class _Wanted:
    """Which of a county's sites had to be seen whole in a run: those that the last run over the whole registry had.

    A site that has left the registry since is missed no more; before the first such run, all that are known count.
    """

    def __init__(self, archive: Archive, county: str) -> None:
        every = frozenset(row[0] for row in archive.rows("SELECT site FROM sites WHERE county_code = ?", county))
        wanted = every
        self._by_run: dict[str, frozenset[str]] = {}
        for row in archive.rows("SELECT run, settings FROM runs ORDER BY started_at, run"):
            settings = json.loads(row["settings"])
            if settings.get("whole"):
                wanted = every & frozenset(settings["sites"]) or every
            self._by_run[row["run"]] = wanted

    def at(self, run: str) -> frozenset[str]:
        return self._by_run[run]


def sightings(archive: Archive, county: str, now: datetime) -> dict[Pair, Sighting]:
    """The first reading of each report: the document as today's knowledge has it, at the instant it was fetched."""
    return {
        (row["township_code"], row["year"]): Sighting(
            datetime.fromtimestamp(row["fetched_at"] / 1000, UTC),
            row["capture"],
            date.fromisoformat(row["claimed_on"]) if row["claimed_on"] else None,
            row["url"],
        )
        for row in archive.rows(_SIGHTINGS, county, milliseconds(now))
    }


def _states(archive: Archive, county: str) -> dict[object, list[tuple[int, bool]]]:
    found: dict[object, list[tuple[int, bool]]] = defaultdict(list)
    for site_run, state, complete in archive.rows(
        "SELECT l.site_run, l.state, l.complete FROM looks AS l JOIN site_runs USING (site_run)"
        " JOIN sites USING (site) WHERE county_code = ?",
        county,
    ):
        found[site_run].append((state, bool(complete)))
    return found


def _shown(archive: Archive, county: str, now: datetime) -> dict[int, frozenset[Pair]]:
    found: dict[int, set[Pair]] = defaultdict(set)
    for state, township, year in archive.rows(_SHOWN, county, milliseconds(now)):
        found[state].add((township, year))
    return {state: frozenset(pairs) for state, pairs in found.items()}
