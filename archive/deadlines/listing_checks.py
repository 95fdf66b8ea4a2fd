"""Listing checks of a county, run by run, and the first reading of each of its reports, out of the archive.

Collects the input of `judge` and decides no verdict. A check is complete where every required site of the county was
checked completely in that run and the run's clock is trusted. `caveats` decides which complete checks prove absence.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from sqlite3 import Row
from typing import Any
from weakref import WeakKeyDictionary

from archive.captures.facts import Finding
from archive.captures.last_readings import is_last
from archive.captures.of_addresses import of_sites
from archive.deadlines.borrowed_days import BorrowedDay, DayPlace, borrowed_days
from archive.deadlines.case import Claim, ListingCheck, Page, Pair, Sighting
from archive.deadlines.reasons import CheckCaveat
from archive.deadlines.shown_reports import CountyLists
from archive.extract.identity.dates import names_publication
from archive.storage import capture_keys
from archive.storage.database import Archive
from archive.storage.instants import instant, known_until, milliseconds, text

_SIGHTING = (
    "SELECT {unit} AS unit, d.township_code, d.year, f.fetched_at AS fetched_at, f.capture AS capture, d.claimed_on,"
    " d.claimed_label, a.url"
)

_SIGHTINGS = f"""
{_SIGHTING.format(unit="d.township_code")} FROM documents AS d
JOIN news AS f USING (capture) JOIN addresses AS a USING (address) JOIN townships AS t ON t.code = d.township_code
WHERE t.county_code = ?1 AND d.kind = 'report' AND d.year IS NOT NULL AND f.fetched_at <= ?2 AND {is_last("d", "?3")}
UNION ALL {_SIGHTING.format(unit="j.value")} FROM documents AS d JOIN json_each(d.joint_with) AS j
JOIN news AS f USING (capture) JOIN addresses AS a USING (address) JOIN townships AS t ON t.code = j.value
WHERE d.joint_with IS NOT NULL AND t.county_code = ?1 AND d.kind = 'report' AND d.year IS NOT NULL
AND f.fetched_at <= ?2 AND {is_last("d", "?3")}
ORDER BY fetched_at DESC, capture DESC
"""
"""The documents of each unit's reports, those that it issued together with others included; the last first."""

_LISTINGS = """
SELECT f.site_run, f.kind = 'portal' AS is_portal, f.capture, a.url FROM sites AS s JOIN visits AS r USING (site)
JOIN fetches AS f USING (site_run) JOIN addresses AS a USING (address)
WHERE s.county_code = ? AND f.kind IN ('listing', 'portal') AND f.verdict IN ('ok', 'same')
AND f.request ->> 'for' IS NOT 'witness'
"""
"""The pages of a check: lists first, then the portals that lead to them, which on some sites are lists themselves."""


_CHANGED_BEFORE = of_sites(
    "f.address, f.fetched_at", "SELECT site FROM sites WHERE county_code = ?1", "f.reason = 'false_not_modified'"
)
"""The addresses of a county that had changed before a server said so, and when that was found."""

_FALSE = """
SELECT w.site_run FROM fetches AS w WHERE w.address = ?1 AND w.status = 304 AND w.fetched_at < ?2
AND NOT EXISTS (SELECT 1 FROM fetches AS g WHERE g.address = ?1 AND g.status <> 304
    AND g.verdict IN ('ok', 'same') AND g.fetched_at > w.fetched_at AND g.fetched_at < ?2)
"""
"""The site runs in which such an address was said to be unchanged, since it was last read in full."""


_SITE_RUNS = """
SELECT r.site_run, r.run, r.site, r.outcome, r.finished_at, r.seen_from, r.settings FROM site_runs AS r
JOIN sites AS s USING (site) WHERE s.county_code = ? AND r.finished_at <= ? ORDER BY r.finished_at, r.run, r.site
"""

_DISTRUSTED = "SELECT run FROM doubted_runs WHERE noticed_at <= ?"

ColumnState = tuple[int, int, bool]
"""A column by the number of its address, the listing state that it showed, and whether it was seen whole."""


@dataclass(frozen=True, slots=True)
class CountyCheck:
    """One run's check of all lists of a county together: what they showed, and on which pages (capture, address).

    `lists` are the columns, by the number of their address, and `shown_by` those that showed each report. `entries`
    are the addresses at which the search began, by site; `list_states` each column with its listing state, by number,
    `whole_states` those of columns that were read to their end; `held_by_columns` are those whose own page held a
    report, with it. `named` are the reports that links named behind which anything was ever read.

    What none of the lists showed was absent at `absent_at`: when the first of them was fetched, be it on an earlier
    night where it was not due for refresh on this one. That says nothing of later instants; a deadline may lie between.
    """

    at: datetime
    run: str
    complete: bool
    shown: frozenset[Pair]
    pages: tuple[Page, ...]
    absent_at: datetime
    lists: frozenset[int] = frozenset()
    shown_by: Mapping[Pair, frozenset[int]] = field(default_factory=dict)
    entries: Mapping[str, object] = field(default_factory=dict)
    list_states: tuple[tuple[int, int], ...] = ()
    site_runs: tuple[int, ...] = ()
    whole_states: tuple[tuple[int, int], ...] = ()
    held_by_columns: frozenset[tuple[int, Pair]] = frozenset()
    named: frozenset[Pair] = frozenset()

    def showing(self) -> ListingCheck:
        """The check as it bears on a report that it shows."""
        capture, url = self.pages[0] if self.pages else (None, None)
        return ListingCheck(self.at, self.run, True, capture, url, self.complete, self.pages)

    def not_showing(self, caveat: CheckCaveat | None = None, findings: tuple[Finding, ...] = ()) -> ListingCheck:
        """The check as it bears on a report that it does not show, with the facts that it proves."""
        capture, url = self.pages[0] if self.pages else (None, None)
        args = next((finding.args for finding in findings if finding.observation == caveat), {}) if caveat else {}
        return ListingCheck(
            self.absent_at, self.run, False, capture, url, self.complete, self.pages,
            caveat=caveat, caveat_args=args, findings=findings,
        )  # fmt: skip


def checks(
    archive: Archive,
    county: str,
    now: datetime,
    known_at: datetime | None = None,
    required: RequiredSites | None = None,
) -> list[CountyCheck]:
    """All runs' checks of this county up to `now`, in the order of time; by what was read until `known_at`."""
    by_run: dict[str, list[Row]] = defaultdict(list)
    for row in archive.rows(_SITE_RUNS, county, text(now)):
        by_run[row["run"]].append(row)
    seen = _Seen(archive, county, required or RequiredSites(archive, county), now, known_at)
    found = [seen.check(run, rows) for run, rows in by_run.items()]
    return sorted(found, key=lambda check: (check.at, check.run))


def shown_by_any(checks: Iterable[CountyCheck]) -> set[Pair]:
    """The reports that any of these checks showed."""
    return set().union(*{check.shown for check in checks})


class _Seen:
    """What the site runs of a county saw, combined run by run."""

    def __init__(
        self, archive: Archive, county: str, required: RequiredSites, now: datetime, known_at: datetime | None
    ) -> None:
        self._required = required
        self._distrusted = {row[0] for row in archive.rows(_DISTRUSTED, text(now))}
        self._false = _falsely_unchanged(archive, county, now)
        self._states = _states(archive, county)
        self._lists = CountyLists(archive, county, now, known_at)
        self._combined: dict[object, tuple[frozenset[Pair], Mapping[Pair, frozenset[int]]]] = {}
        self._entries = _entries(archive, county)
        self._pages: dict[object, list[Page]] = defaultdict(list)
        for site_run, _, capture, url in sorted(map(tuple, archive.rows(_LISTINGS, county))):
            self._pages[site_run].append((capture, url))

    def check(self, run: str, rows: Sequence[Row]) -> CountyCheck:
        """The check of one run, out of its site runs."""
        seen = [state for row in rows for state in self._states.get(row["site_run"], ())]
        at = max(instant(row["finished_at"]) for row in rows)
        pages = tuple(page for row in rows for page in self._pages[row["site_run"]])
        seen_from = (instant(row["seen_from"]) for row in rows if row["seen_from"])
        shown, shown_by = self._shown_by(seen, at)
        return CountyCheck(
            at=at,
            run=run,
            complete=self._is_complete(run, rows, seen),
            shown=shown,
            pages=pages,
            absent_at=min([at, *_fetched(pages), *seen_from]),
            lists=frozenset(start for start, _, _ in seen),
            shown_by=shown_by,
            entries={row["site"]: self._entries.get(row["settings"]) for row in rows},
            list_states=tuple((start, state) for start, state, _ in seen),
            site_runs=tuple(row["site_run"] for row in rows),
            whole_states=tuple((start, state) for start, state, whole in seen if whole),
            held_by_columns=frozenset(self._held(seen, at)),
            named=self._lists.named([state for _, state, _ in seen]),
        )

    def _held(self, seen: Sequence[ColumnState], at: datetime) -> Iterator[tuple[int, Pair]]:
        """The columns that are pages of reports, too, with what they held at that instant."""
        starts = {start for start, _, _ in seen}
        for _, state, _ in seen:
            of_state = self._lists.of(state)
            for start in starts & of_state.in_turn.keys():
                if pair := of_state.held(start, at):
                    yield start, pair

    def _shown_by(
        self, seen: Sequence[ColumnState], at: datetime
    ) -> tuple[frozenset[Pair], Mapping[Pair, frozenset[int]]]:
        """The reports shown, and the columns that showed each, as was known at that instant.

        Most nights show what another one showed, and share it.
        """
        key = tuple((start, self._lists.of(state).at(at)) for start, state, _ in seen)
        if key not in self._combined:
            found: dict[Pair, frozenset[int]] = {}
            for start, pairs in key:
                alone = frozenset((start,))
                also = {pair: found[pair] | alone for pair in found.keys() & pairs}
                found |= dict.fromkeys(pairs, alone) | also
            self._combined[key] = frozenset(found), found
        return self._combined[key]

    def _is_complete(self, run: str, rows: Sequence[Row], seen: Sequence[ColumnState]) -> bool:
        """Whether every required site was seen whole, by a clock that is trusted and without a false 304."""
        if run in self._distrusted or any(row["site_run"] in self._false for row in rows):
            return False
        whole = bool(seen) and all(complete for _, _, complete in seen)
        return whole and {row["site"] for row in rows if row["outcome"] == "ok"} >= self._required.in_run(run)


def _fetched(pages: Iterable[Page]) -> Iterator[datetime]:
    """The instants of captures, out of their keys."""
    return (datetime.fromtimestamp(capture_keys.milliseconds(capture) / 1000, UTC) for capture, _ in pages)


class RequiredSites:
    """Which of a county's sites had to be seen whole in a run: those that were known then and in force.

    A site that has left the registry since is no longer required. One that joined later was not checked before, which
    says nothing about what the others showed.
    """

    def __init__(self, archive: Archive, county: str) -> None:
        began = {
            row["site"]: row["began"]
            for row in archive.rows(
                "SELECT s.site, (SELECT min(v.started) FROM visits AS v WHERE v.site = s.site) AS began"
                " FROM sites AS s WHERE s.county_code = ?",
                county,
            )
        }
        visited: dict[str, set[str]] = defaultdict(set)
        for run, site in archive.rows(
            "SELECT r.run, r.site FROM site_runs AS r JOIN sites AS s USING (site) WHERE s.county_code = ?", county
        ):
            visited[run].add(site)
        retired: frozenset[str] = frozenset()
        self._by_run: dict[str, frozenset[str]] = {}
        self.now: frozenset[str] = frozenset(began)
        for row in archive.rows("SELECT run, started, settings FROM outings ORDER BY started, run"):
            settings = _run_settings(archive, row["settings"])
            retired = _retired(settings, frozenset(began), retired)
            known = {site for site, at in began.items() if at and at <= row["started"]}
            beside = began.keys() & settings["beside"]
            self._by_run[row["run"]] = frozenset(known | beside) - retired | visited[row["run"]]
            self.now = frozenset(began) - retired

    def in_run(self, run: str) -> frozenset[str]:
        """The sites that had to be seen whole in this run."""
        return self._by_run[run]


_SETTINGS: WeakKeyDictionary[Archive, dict[int, Mapping[str, Any]]] = WeakKeyDictionary()
"""The settings of runs by their number, which name all sites of the country: parsed once, as no row of them changes."""


def _run_settings(archive: Archive, number: int) -> Mapping[str, Any]:
    """The settings of a run, its lists of sites as sets."""
    known = _SETTINGS.setdefault(archive, {})
    if number not in known:
        fields = json.loads(archive.one("SELECT fields FROM site_settings WHERE settings = ?", number)[0])
        sets = {key: frozenset(fields[key]) for key in ("sites", "retired") if key in fields}
        known[number] = {"whole": fields.get("whole"), "beside": frozenset(fields.get("beside", ())), **sets}
    return known[number]


def _retired(settings: Mapping[str, Any], every: frozenset[str], before: frozenset[str]) -> frozenset[str]:
    """The sites that were out of force in a run; older archives record it for runs over the whole registry only."""
    if "retired" in settings:
        return every & frozenset(settings["retired"])
    return every - settings["sites"] if settings["whole"] else before


class Readings:
    """The documents of a county's reports that were fetched until `now`: as read until `known_at`, or as read today."""

    def __init__(self, archive: Archive, county: str, now: datetime, known_at: datetime | None = None) -> None:
        self._archive, self._of = archive, (county, now, known_at)
        self._rows = archive.rows(_SIGHTINGS, county, milliseconds(now), known_until(known_at))

    def sightings(self) -> dict[Pair, Sighting]:
        """The first document of each report, at the instant it was fetched."""
        states_none = any(row["claimed_label"] is None for row in self._rows)
        beside = borrowed_days(self._archive, *self._of) if states_none else {}
        return {(row["unit"], row["year"]): _sighting(row, beside.get(row["capture"])) for row in self._rows}

    def claims(self) -> dict[Pair, dict[date, Claim]]:
        """The days of publication that documents name, by report and day, each with its first label and capture."""
        found: dict[Pair, dict[date, Claim]] = defaultdict(dict)
        named = [row for row in self._rows if row["claimed_on"] and names_publication(row["claimed_label"])]
        for row in sorted(named, key=lambda row: (row["claimed_label"], row["capture"])):
            day = date.fromisoformat(row["claimed_on"])
            found[row["township_code"], row["year"]].setdefault(day, Claim(day, row["claimed_label"], row["capture"]))
        return found


def _sighting(row: Row, beside: BorrowedDay | None) -> Sighting:
    """A document of a report, with the day of publication beside it where it states none itself."""
    own = date.fromisoformat(row["claimed_on"]) if row["claimed_on"] else None
    return Sighting(
        datetime.fromtimestamp(row["fetched_at"] / 1000, UTC),
        row["capture"],
        beside.on if beside else own,
        row["url"],
        beside.of_publication if beside else names_publication(row["claimed_label"]),
        f"{row['township_code']}/{row['year']}",
        beside.place if beside else DayPlace.DOCUMENT,
    )


def _falsely_unchanged(archive: Archive, county: str, now: datetime) -> set[object]:
    """Site runs that accepted a false 304: the page was later found to have changed before."""
    changed = {(address, at) for address, at in archive.rows(_CHANGED_BEFORE, county) if at <= milliseconds(now)}
    return {row[0] for address, found_at in changed for row in archive.rows(_FALSE, address, found_at)}


def _states(archive: Archive, county: str) -> dict[object, list[ColumnState]]:
    """What each site run's columns showed."""
    found: dict[object, list[ColumnState]] = defaultdict(list)
    for site_run, start, state, complete in archive.rows(
        "SELECT l.site_run, l.start, l.state, l.complete FROM looks AS l JOIN site_runs USING (site_run)"
        " JOIN sites USING (site) WHERE county_code = ?",
        county,
    ):
        found[site_run].append((start, state, bool(complete)))
    return found


def _entries(archive: Archive, county: str) -> dict[object, object]:
    """Where a search began, by the number of the row's settings."""
    return {
        row["settings"]: (row["start"], row["columns"])
        for row in archive.rows(
            "SELECT settings, fields ->> 'start' AS start, fields ->> 'columns' AS columns FROM site_settings"
            " WHERE settings IN (SELECT r.settings FROM site_runs AS r JOIN sites USING (site) WHERE county_code = ?)",
            county,
        )
    }
