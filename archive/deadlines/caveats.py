"""Why a look that did not show a report is no proof that it was not there: it may have stood where nobody read it so.

Knows what each look could not see; refuses to judge. Presence needs no proof from here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from archive.captures.last_readings import is_last
from archive.deadlines.listing_checks import CountyLook, Pair, Wanted
from archive.deadlines.model import Look, Sighting
from archive.storage.database import Archive
from archive.storage.instants import known_until, milliseconds

NAMED = "a list names its report, but what stands there reads as something else"
ELSEWHERE = "the list that shows it was not among those looked at before"
OTHER_ENTRIES = "the site is searched from other addresses since; the lists looked at before prove nothing"
SILENT = "no unit of the county shows a report of that year: they may hang where nobody looked"

MANY = 3
"""Of so many units that owe a report, one at least is on time; where none is, the list has stopped or moved."""

_TITLED = """
SELECT m.state, i.township_code, i.year FROM (SELECT DISTINCT l.state FROM looks AS l JOIN site_runs USING (site_run)
    JOIN sites USING (site) WHERE county_code = ?) AS s
JOIN state_items AS m USING (state) JOIN items AS i USING (item)
WHERE i.kind = 'report' AND i.township_code IS NOT NULL AND i.year IS NOT NULL
AND EXISTS (SELECT 1 FROM news AS f JOIN documents AS d USING (capture) WHERE f.address = i.address)
"""
"""What the links name, whatever was read behind them; a link to an empty shelf names nothing yet."""

_HELD = f"""
SELECT f.address, f.fetched_at, d.kind, d.township_code, d.year, d.figures_digest, d.claimed_on
FROM documents AS d JOIN news AS f USING (capture)
JOIN site_runs AS r USING (site_run) JOIN sites AS s USING (site)
WHERE s.county_code = ?1 AND d.kind IN ('report', 'unreadable') AND f.fetched_at <= ?2 AND {is_last("d", "?3")}
ORDER BY f.address, f.fetched_at, f.capture
"""

_WHERE = """
SELECT f.capture, f.address, (SELECT g.address FROM fetches AS g WHERE g.capture = f.via) AS led_by
FROM news AS f WHERE f.capture IN (SELECT value FROM json_each(?))
"""

_FETCHED = """
SELECT DISTINCT r.run, f.address FROM fetches AS f JOIN site_runs AS r USING (site_run)
WHERE f.address IN (SELECT value FROM json_each(?)) AND f.verdict IN ('ok', 'same')
"""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A look with what it named and of which years it showed any report; `asked_elsewhere` than the rows of today."""

    look: CountyLook
    at: int
    named: frozenset[Pair]
    years: frozenset[int]
    asked_elsewhere: bool


class Reservations:
    """What the looks at one county prove of each of its reports."""

    def __init__(
        self,
        archive: Archive,
        county: str,
        looks: Sequence[CountyLook],
        sightings: Mapping[Pair, Sighting],
        now: datetime,
        known_at: datetime | None = None,
    ) -> None:
        self._titled: dict[int, set[Pair]] = defaultdict(set)
        for state, township, year in archive.rows(_TITLED, county):
            self._titled[state].add((township, year))
        self._spells = _spells(archive.rows(_HELD, county, milliseconds(now), known_until(known_at)))
        self._homes = _homes(looks)
        self._fetched = _fetched(archive, {pair: seen for pair, seen in sightings.items() if pair not in self._homes})
        wanted = Wanted(archive, county).now
        last = {site: entries for look in looks for site, entries in look.entries.items()}
        self._entries = {site: last.get(site) for site in wanted}
        self._seen = [self._prove(look) for look in looks]

    def about(self, pair: Pair, owing: int) -> list[Look]:
        """All looks as they bear on one report; `owing` counts the units of the county that owe one for that year."""
        return [
            seen.look.at_report(pair, self._reservation(seen, pair, owing) if seen.look.sound else None)
            for seen in self._seen
        ]

    def _prove(self, look: CountyLook) -> _Seen:
        named = frozenset(pair for state in look.states for pair in self._titled.get(state, ()))
        asked_elsewhere = any(look.entries.get(site) != entries for site, entries in self._entries.items())
        years = frozenset(year for _, year in look.shown)
        return _Seen(look, milliseconds(look.at), named, years, asked_elsewhere)

    def _reservation(self, seen: _Seen, pair: Pair, owing: int) -> str | None:
        if pair in seen.named or any(since <= seen.at < until for since, until in self._spells.get(pair, ())):
            return NAMED
        if pair in self._homes or pair in self._fetched:
            if not self._covers(seen.look, pair):
                return ELSEWHERE
        elif seen.asked_elsewhere:
            return OTHER_ENTRIES
        return SILENT if owing >= MANY and pair[1] not in seen.years else None

    def _covers(self, look: CountyLook, pair: Pair) -> bool:
        """Whether it looked at the list that was the first to show the report, or at the page where it was found."""
        if pair in self._homes:
            return bool(look.lists & self._homes[pair])
        return look.run in self._fetched[pair]


def _homes(looks: Sequence[CountyLook]) -> dict[Pair, frozenset[int]]:
    """The lists that were the first to show each report."""
    found: dict[Pair, frozenset[int]] = {}
    for look in looks:
        for pair, starts in look.shown_by.items():
            found.setdefault(pair, starts)
    return found


def _fetched(archive: Archive, unlisted: Mapping[Pair, Sighting]) -> dict[Pair, frozenset[str]]:
    """The runs that saw the page of a report that no list shows, or the page that led to it."""
    captures = {seen.capture: pair for pair, seen in unlisted.items()}
    places: dict[int, set[Pair]] = defaultdict(set)
    for capture, address, led_by in archive.rows(_WHERE, json.dumps(list(captures))):
        for place in (address, led_by):
            if place is not None:
                places[place].add(captures[capture])
    runs: dict[Pair, set[str]] = {pair: set() for pair in unlisted}
    for run, address in archive.rows(_FETCHED, json.dumps(list(places))):
        for pair in places[address]:
            runs[pair].add(run)
    return {pair: frozenset(seen) for pair, seen in runs.items()}


def _spells(rows: Sequence[Any]) -> dict[Pair, list[tuple[int, int]]]:
    """From when until when an address showed something that may have been the report that was read there later.

    A report of an unknown or another unit for the same year, or the same report under another year, was perhaps only
    put right. Last year's report, in whose place this year's came, was not.
    """
    found: dict[Pair, list[tuple[int, int]]] = defaultdict(list)
    by_address: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_address[row["address"]].append(row)
    for turns in by_address.values():
        until = {id(one): after["fetched_at"] for one, after in pairwise(turns)}
        for place, one in enumerate(turns):
            for later in turns[place + 1 :]:
                pair = later["township_code"], later["year"]
                if None not in pair and _may_be(one, later):
                    found[pair].append((one["fetched_at"], until[id(one)]))
    return found


def _may_be(one: Any, later: Any) -> bool:
    """Whether what stood at an address may have been the report that stands there later."""
    if (one["township_code"], one["year"]) == (later["township_code"], later["year"]):
        return False
    if one["kind"] == "unreadable" or one["year"] is None:
        return True
    if one["township_code"] == later["township_code"]:
        came_out_with_it = (one["claimed_on"] or "") >= f"{later['year']}-12-01"
        return came_out_with_it or bool(one["figures_digest"] == later["figures_digest"])
    return bool(one["year"] == later["year"])
